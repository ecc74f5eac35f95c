using CsCheck;
using Migrations.Core.Schemas;
using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Tests.Schemas;

public class SchemaComparerTests
{
    private static readonly ServerInfo MySql = new(ServerFlavor.MySql, new Version(9, 7, 4), "9.7.4");
    private static readonly ServerInfo MariaDb = new(ServerFlavor.MariaDb, new Version(10, 11, 19), "10.11.19-MariaDB");

    private static DatabaseSchema Schema(string sql) => SqlSchemaReader.Read(new SourceText("a.sql", sql));

    private static IReadOnlyList<SchemaDifference> Compare(string expected, string actual, ComparisonOptions? options = null) =>
        SchemaComparer.Compare(Schema(expected), Schema(actual), options);

    [Theory]
    [InlineData("int", "int(11)")]
    [InlineData("int", "INTEGER")]
    [InlineData("boolean", "tinyint(1)")]
    [InlineData("boolean default true", "tinyint(1) default '1'")]
    [InlineData("bigint unsigned", "bigint(20) unsigned")]
    [InlineData("decimal", "decimal(10,0)")]
    [InlineData("decimal(10, 2) default '0.00'", "decimal(10,2) default 0")]
    [InlineData("double precision", "double")]
    [InlineData("serial", "bigint unsigned not null auto_increment")]
    [InlineData("char", "char(1)")]
    [InlineData("year(4)", "year")]
    [InlineData("enum('a', 'b')", "ENUM('a','b')")]
    [InlineData("enum('it''s')", "enum(\"it's\")")]
    [InlineData("timestamp default (now())", "timestamp default current_timestamp()")]
    [InlineData("timestamp default (now())", "timestamp default CURRENT_TIMESTAMP")]
    [InlineData("timestamp(3) default (now()) on update CURRENT_TIMESTAMP", "timestamp(3) default current_timestamp(3) on update current_timestamp(3)")]
    [InlineData("int", "int default null")]
    [InlineData("json default ('[]')", "json default (_utf8mb3'[]')")]
    [InlineData("json default ('[]')", "json default '[]'")]
    [InlineData("varchar(9) default 'a'", "varchar(9) default \"a\"")]
    [InlineData("varchar(36) default (uuid())", "varchar(36) default uuid()")]
    [InlineData("int default (1+2)", "int default ((1 + 2))")]
    [InlineData("datetime default '2020-01-01 10:00:00.000'", "datetime default '2020-01-01 10:00:00'")]
    [InlineData("bit(8) default b'101'", "bit(8) default 5")]
    [InlineData("binary(4) default 'ab'", "binary(4) default 0x61620000")]
    [InlineData("int as (b * 2)", "int generated always as ((`b` * 2)) virtual")]
    [InlineData("varchar(9) as (concat(`t`.`a`, 'x')) stored", "varchar(9) generated always as (concat(`a`,_utf8mb4'x')) stored")]
    public void Forms_of_one_meaning_are_equal(string expected, string actual)
    {
        foreach (var options in new[] { null, new ComparisonOptions { Server = MySql }, new ComparisonOptions { Server = MariaDb } })
        {
            Assert.Empty(Compare($"CREATE TABLE t (c {expected})", $"CREATE TABLE t (c {actual})", options).Select(difference => difference.Message));
            Assert.Empty(Compare($"CREATE TABLE t (c {actual})", $"CREATE TABLE t (c {expected})", options).Select(difference => difference.Message));
        }
    }

    [Theory]
    [InlineData("int", "bigint", SchemaDifferenceKind.ColumnType)]
    [InlineData("int", "int unsigned", SchemaDifferenceKind.ColumnType)]
    [InlineData("varchar(10)", "varchar(11)", SchemaDifferenceKind.ColumnType)]
    [InlineData("varchar(10)", "char(10)", SchemaDifferenceKind.ColumnType)]
    [InlineData("timestamp", "timestamp(3)", SchemaDifferenceKind.ColumnType)]
    [InlineData("timestamp", "datetime", SchemaDifferenceKind.ColumnType)]
    [InlineData("json", "longtext", SchemaDifferenceKind.ColumnType)]
    [InlineData("float", "double", SchemaDifferenceKind.ColumnType)]
    [InlineData("enum('a','b')", "enum('b','a')", SchemaDifferenceKind.EnumValues)]
    [InlineData("enum('a','b')", "set('a','b')", SchemaDifferenceKind.ColumnType)]
    [InlineData("int not null", "int", SchemaDifferenceKind.ColumnNullability)]
    [InlineData("int default 0", "int", SchemaDifferenceKind.ColumnDefault)]
    [InlineData("int", "int default 0", SchemaDifferenceKind.ColumnDefault)]
    [InlineData("varchar(9) default ''", "varchar(9)", SchemaDifferenceKind.ColumnDefault)]
    [InlineData("varchar(9) default 'now()'", "varchar(9) default (now())", SchemaDifferenceKind.ColumnDefault)]
    [InlineData("varchar(9) default 'NULL'", "varchar(9) default NULL", SchemaDifferenceKind.ColumnDefault)]
    [InlineData("varchar(9) default 'a'", "varchar(9) default 'A'", SchemaDifferenceKind.ColumnDefault)]
    [InlineData("varchar(9) default '1.0'", "varchar(9) default '1.00'", SchemaDifferenceKind.ColumnDefault)]
    [InlineData("decimal(9,2) default 1.5", "decimal(9,2) default 1.51", SchemaDifferenceKind.ColumnDefault)]
    [InlineData("datetime(6) default now(3)", "datetime(6) default now(6)", SchemaDifferenceKind.ColumnDefault)]
    [InlineData("json default ('{}')", "json default ('[]')", SchemaDifferenceKind.ColumnDefault)]
    [InlineData("int default (a + b)", "int default (b + a)", SchemaDifferenceKind.ColumnDefault)]
    [InlineData("timestamp default now() on update now()", "timestamp default now()", SchemaDifferenceKind.ColumnOnUpdate)]
    [InlineData("int as (a + 1)", "int as (a + 2)", SchemaDifferenceKind.ColumnGenerated)]
    [InlineData("int as (a + 1) stored", "int as (a + 1) virtual", SchemaDifferenceKind.ColumnGenerated)]
    [InlineData("int as (a - (b - 1))", "int as (a - b - 1)", SchemaDifferenceKind.ColumnGenerated)]
    [InlineData("varchar(9) collate utf8mb4_bin", "varchar(9)", SchemaDifferenceKind.ColumnCollation)]
    [InlineData("int comment 'a'", "int comment 'b'", SchemaDifferenceKind.ColumnComment)]
    public void Forms_of_other_meaning_are_one_difference(string expected, string actual, SchemaDifferenceKind kind)
    {
        var difference = Assert.Single(Compare($"CREATE TABLE t (c {expected})", $"CREATE TABLE t (c {actual})"));
        Assert.Equal((kind, DifferenceSeverity.Error, "t.c"), (difference.Kind, difference.Severity, difference.Target));
        Assert.Equal(("a.sql:1:17", "a.sql:1:17"), (difference.ExpectedLocation!.ToString(), difference.ActualLocation!.ToString()));
        Assert.Contains("MODIFY COLUMN `c`", difference.MendingSql!.Replace("ADD COLUMN", "MODIFY COLUMN", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not (a > b)", "`a` <= `b`")]
    [InlineData("not a", "(0 = `a`)")]
    [InlineData("a and not b", "((0 <> `a`) and (0 = `b`))")]
    [InlineData("a in (1)", "`a` = 1")]
    [InlineData("not (a and b)", "(not a) or (not b)")]
    [InlineData("a <> '' or a is null", "((`a` <> _utf8mb4'') or (`a` is null))")]
    [InlineData("a->>'$.x' = 'y'", "json_unquote(json_extract(`a`,'$.x')) = 'y'")]
    [InlineData("a regexp '^x'", "regexp_like(`a`,_utf8mb4'^x')")]
    [InlineData("users.age >= 18", "`age` >= 18")]
    [InlineData("length(a) > 3", "octet_length(`a`) > 3")]
    [InlineData("a between -1 and 1", "(`a` between -(1) and 1)")]
    [InlineData("3 < a", "a > 3")]
    public void Conditions_of_one_meaning_are_equal(string expected, string actual) =>
        Assert.Empty(Compare($"CREATE TABLE t (a int, CONSTRAINT c CHECK ({expected}))", $"CREATE TABLE t (a int, CONSTRAINT c CHECK ({actual}))"));

    [Theory]
    [InlineData("a > 1", "a >= 1")]
    [InlineData("a or b and c", "(a or b) and c")]
    [InlineData("a like 'x'", "a like 'X'")]
    [InlineData("a in (1, 2)", "a in (2, 1)")]
    [InlineData("a = 'x'", "b = 'x'")]
    [InlineData("exists (select 1)", "exists (select 2)")]
    public void Conditions_of_other_meaning_are_a_difference(string expected, string actual) =>
        Assert.Equal(
            SchemaDifferenceKind.CheckDefinition,
            Assert.Single(Compare($"CREATE TABLE t (a int, CONSTRAINT c CHECK ({expected}))", $"CREATE TABLE t (a int, CONSTRAINT c CHECK ({actual}))")).Kind);

    [Fact]
    public void Table_names_have_case_where_the_server_says_so()
    {
        const string Upper = "CREATE TABLE Users (id int); CREATE TABLE o (a int, CONSTRAINT f FOREIGN KEY (a) REFERENCES Users (id));";
        var lower = Upper.Replace("Users", "users", StringComparison.Ordinal);
        Assert.Empty(Compare(Upper, lower, new ComparisonOptions { TableNamesIgnoreCase = true }));
        Assert.Equal(3, Compare(Upper, lower).Count);
        Assert.Empty(Compare("CREATE TABLE t (userId int, KEY I (userId))", "CREATE TABLE t (userid int, KEY i (USERID))"));
    }

    [Fact]
    public void The_index_that_a_foreign_key_made_is_not_extra()
    {
        const string Key = "CREATE TABLE t (a int, CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id)";
        Assert.Empty(Compare(Key + ")", Key + ", KEY f (a))"));
        Assert.Equal(SchemaDifferenceKind.ExtraIndex, Assert.Single(Compare(Key + ")", Key + ", KEY g (a))")).Kind);
        Assert.Equal(SchemaDifferenceKind.ExtraUnique, Assert.Single(Compare(Key + ")", Key + ", UNIQUE f (a))")).Kind);
    }

    [Fact]
    public void Servers_that_forget_the_order_of_an_index_are_not_blamed() =>
        Assert.Empty(Compare("CREATE TABLE t (a int, KEY i (a DESC))", "CREATE TABLE t (a int, KEY i (a))", new ComparisonOptions { Server = MariaDb with { Version = new Version(10, 6, 1) } }));

    [Fact]
    public void A_schema_has_no_difference_from_itself_and_the_order_of_differences_is_fixed()
    {
        var sql = "CREATE TABLE b (x int, y int); CREATE TABLE a (z int, KEY k (z), CHECK (z > 1)); CREATE VIEW v AS SELECT 1;";
        Assert.Empty(Compare(sql, sql));
        var first = Compare(sql, "CREATE TABLE c (x int); CREATE TABLE a (q int)");
        Assert.Equal(first, Compare(sql, "CREATE TABLE c (x int); CREATE TABLE a (q int)"));
        Assert.Equal(["b", "a.z", "a.q", "a.k", "a", "c", "v"], first.Select(difference => difference.Target));
    }

    [Fact]
    public void Shorter_names_are_short_readable_and_each_ones_own()
    {
        Assert.Equal("short", LongNames.Shorten("short"));
        Assert.Equal(
            "billing_rate_rules_customer_deployment_id_customer_deplo_".Length - 2,
            LongNames.Shorten("billing_rate_rules_customer_deployment_id_customer_deployments_id_fk").LastIndexOf('_'));
        Gen.String[Gen.Char['a', 'z'], 65, 200].Sample(name =>
        {
            var shorter = LongNames.Shorten(name);
            Assert.True(shorter.Length <= LongNames.Limit);
            Assert.StartsWith(name[..50], shorter, StringComparison.Ordinal);
            Assert.Equal(shorter, LongNames.Shorten(name));
            Assert.NotEqual(shorter, LongNames.Shorten(name + "x"));
        });
    }

    // Both servers show what is outside the basic plane as question marks: one for the character, or one for each of its bytes.
    [Theory]
    [InlineData("varchar(9) default 'a😀'", "varchar(9) default 'a?'")]
    [InlineData("json default ('{\"a\":\"😀\"}')", "json default ('{\"a\":\"????\"}')")]
    [InlineData("enum('x','😀')", "enum('x','?')")]
    [InlineData("varchar(9) comment '😀'", "varchar(9) comment '?'")]
    [InlineData("varchar(9) generated always as (concat('😀', 'b')) virtual", "varchar(9) generated always as (concat('????','b')) virtual")]
    [InlineData("int, check (a <> '😀')", "int, check (a <> '????')")]
    public void A_character_that_servers_cannot_show_is_no_difference(string expected, string actual)
    {
        Assert.Empty(Compare($"CREATE TABLE t (a {expected})", $"CREATE TABLE t (a {actual})", new ComparisonOptions { Server = MySql }));
        Assert.NotEmpty(Compare($"CREATE TABLE t (a {expected})", $"CREATE TABLE t (a {actual.Replace('?', 'q')})", new ComparisonOptions { Server = MySql }));
    }

    [Theory]
    [InlineData("CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP")]
    [InlineData("(now()) on update now()", "current_timestamp()", "current_timestamp()")]
    public void An_on_update_inside_a_default_is_an_on_update(string text, string value, string? onUpdate)
    {
        var expected = Schema("CREATE TABLE t (a timestamp)");
        var column = expected.Tables[0].Columns[0] with { Default = new ColumnDefault(text, IsExpression: true) };
        expected = expected with { Tables = [expected.Tables[0] with { Columns = [column] }] };
        var differences = SchemaComparer.Compare(expected, Schema($"CREATE TABLE t (a timestamp default {value} on update {onUpdate})"));
        Assert.Empty(differences);
        Assert.Equal(SchemaDifferenceKind.ColumnOnUpdate, Assert.Single(SchemaComparer.Compare(expected, Schema($"CREATE TABLE t (a timestamp default {value})"))).Kind);
    }

    [Theory]
    [InlineData("CONSTRAINT {0} FOREIGN KEY (p) REFERENCES p (id)")]
    [InlineData("KEY {0} (p)")]
    [InlineData("CONSTRAINT {0} CHECK (p > 1)")]
    public void What_has_a_name_that_no_server_accepts_may_be_there_under_any_other(string part)
    {
        var name = new string('n', 70);
        string Table(params string[] names) => $"CREATE TABLE t (p int, {string.Join(", ", names.Select(given => string.Format(System.Globalization.CultureInfo.InvariantCulture, part, given)))})";

        var difference = Assert.Single(Compare(Table(name), Table("short")));
        Assert.Equal((SchemaDifferenceKind.NameTooLong, DifferenceSeverity.Warning, "there as `short`", null), (difference.Kind, difference.Severity, difference.Actual, difference.MendingSql));
        // One that is wanted under its own name is not taken for it.
        Assert.Equal(DifferenceSeverity.Error, Assert.Single(Compare(Table(name, "short"), Table("short"))).Severity);
        Assert.Equal(DifferenceSeverity.Error, Assert.Single(Compare(Table(name), "CREATE TABLE t (p int)")).Severity);
    }
}
