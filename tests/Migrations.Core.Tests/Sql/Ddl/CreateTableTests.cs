using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Tests.Sql.Ddl;

public class CreateTableTests
{
    private static CreateTableStatement Parse(string sql) => Assert.IsType<CreateTableStatement>(DdlParser.Parse(sql));

    private static Column Column(string definition) =>
        Assert.IsType<ColumnElement>(Assert.Single(Parse($"CREATE TABLE t ({definition})").Elements)).Column;

    [Theory]
    [InlineData("`a` int", "int")]
    [InlineData("a INT(11) UNSIGNED ZEROFILL NOT NULL", "INT(11) UNSIGNED ZEROFILL")]
    [InlineData("a double precision", "double precision")]
    [InlineData("a double precision unsigned default 1", "double precision unsigned")]
    [InlineData("a character varying(20) character set utf8mb4", "character varying(20)")]
    [InlineData("a national varchar(4) not null", "national varchar(4)")]
    [InlineData("a long varchar", "long varchar")]
    [InlineData("a enum('a','b''c', 'd)') default 'a'", "enum('a','b''c', 'd)')")]
    [InlineData("a decimal(10, 2)", "decimal(10, 2)")]
    [InlineData("a timestamp(3)", "timestamp(3)")]
    [InlineData("a varchar(20) /*M!100301 COMPRESSED*/", "varchar(20)")]
    public void The_type_is_kept_as_written(string definition, string type) => Assert.Equal(type, Column(definition).Type);

    [Theory]
    [InlineData("a int default 5", "5", false)]
    [InlineData("a int default -5 not null", "-5", false)]
    [InlineData("a int default +.5", "+.5", false)]
    [InlineData("a int default true", "true", false)]
    [InlineData("a int default null comment 'x'", "null", false)]
    [InlineData("a varchar(9) default 'it''s'", "'it''s'", false)]
    [InlineData("a varchar(9) default \"x\" not null", "\"x\"", false)]
    [InlineData("a varchar(9) default _utf8mb4'x' not null", "_utf8mb4'x'", false)]
    [InlineData("a bit(3) default b'101'", "b'101'", false)]
    [InlineData("a date default DATE '2020-01-01'", "DATE '2020-01-01'", false)]
    [InlineData("a json default ('{\"a\":1}')", "('{\"a\":1}')", true)]
    [InlineData("a timestamp default (now()) on update CURRENT_TIMESTAMP", "(now())", true)]
    [InlineData("a timestamp(3) default current_timestamp(3) on update now(3)", "current_timestamp(3)", true)]
    [InlineData("a timestamp default CURRENT_TIMESTAMP not null", "CURRENT_TIMESTAMP", true)]
    [InlineData("a varchar(36) default uuid() not null", "uuid()", true)]
    public void Defaults_are_kept_as_written(string definition, string sql, bool isExpression) =>
        Assert.Equal(new ColumnDefault(sql, isExpression), Column(definition).Default);

    [Fact]
    public void A_column_may_say_everything_at_once()
    {
        var column = Assert.IsType<ColumnElement>(Parse(
            "create table t (a varchar(20) character set latin1 collate latin1_bin generated always as (concat(b, ',')) stored not null unique key comment 'it''s' check (a <> '') references p (id) on delete cascade)").Elements[0]);
        Assert.Equal(("latin1", "latin1_bin", "it's", false), (column.Column.CharacterSet, column.Column.Collation, column.Column.Comment, column.Column.IsNullable));
        Assert.Equal(new GeneratedColumn("concat(b, ',')", IsStored: true), column.Column.Generated);
        Assert.True(column.IsUnique);
        Assert.Equal("a <> ''", Assert.Single(column.Checks).Expression);
        Assert.Equal(("p", "cascade"), (column.References!.ReferencedTable, column.References.OnDelete));
    }

    [Fact]
    public void Keys_and_constraints_are_read()
    {
        var table = Parse("""
            CREATE TABLE IF NOT EXISTS `d`.`t` (
                `id` serial AUTO_INCREMENT NOT NULL, -- the key, by tradition
                `key` int,
                CONSTRAINT `t_id` PRIMARY KEY(`id`),
                CONSTRAINT `t_u` UNIQUE(`key`, `b`(10)),
                UNIQUE KEY (`key`),
                FULLTEXT KEY f (`b`) WITH PARSER ngram,
                KEY k USING HASH (`key` DESC, (`key` + 1)) COMMENT 'x',
                FOREIGN KEY (`key`, b) REFERENCES p (x, y) ON UPDATE RESTRICT,
                CONSTRAINT chk CHECK (`key` > 3) /*!80016 NOT ENFORCED */,
                PERIOD FOR SYSTEM_TIME (a, b)
            ) ENGINE=InnoDB AUTO_INCREMENT=5 DEFAULT CHARACTER SET = utf8mb4 COLLATE utf8mb4_bin COMMENT 'a ; b'
            PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10))
            """);
        Assert.Equal(("d", "t"), (table.Table.Database, table.Table.Name));
        Assert.Equal("IF NOT EXISTS", table.Condition!.Value.TextIn(table.Source.Text));
        Assert.Equal(
            [typeof(ColumnElement), typeof(ColumnElement), typeof(PrimaryKeyElement), typeof(IndexElement), typeof(IndexElement), typeof(IndexElement),
             typeof(IndexElement), typeof(ForeignKeyElement), typeof(CheckElement), typeof(UnknownElement)],
            table.Elements.Select(element => element.GetType()));
        var unique = ((IndexElement)table.Elements[3]).Index;
        Assert.Equal(("t_u", true, 10), (unique.Name, unique.IsConstraint, unique.Parts[1].Length));
        var plain = ((IndexElement)table.Elements[6]).Index;
        Assert.Equal(("hash", "x", true, "`key` + 1"), (plain.Using, plain.Comment, plain.Parts[0].IsDescending, plain.Parts[1].Expression));
        Assert.False(((CheckElement)table.Elements[8]).Check.IsEnforced);
        Assert.Equal("PERIOD FOR SYSTEM_TIME (a, b)", table.Elements[9].Span.TextIn(table.Source.Text));
        Assert.Equal(new TableOptions { Engine = "InnoDB", CharacterSet = "utf8mb4", Collation = "utf8mb4_bin", Comment = "a ; b" }, table.Options);
        Assert.StartsWith("PARTITION BY RANGE", table.Partitioning!.Value.TextIn(table.Source.Text));
        Assert.Equal(3, ((ColumnElement)table.Elements[1]).Column.Location!.Line);
    }

    [Fact]
    public void The_other_ways_to_make_a_table_are_told_apart()
    {
        Assert.Equal("b", Parse("CREATE TABLE a LIKE b").Like!.Name);
        Assert.Equal("b", Parse("CREATE TABLE a (LIKE b)").Like!.Name);
        Assert.True(Parse("CREATE TEMPORARY TABLE a (x int)").IsTemporary);
        Assert.True(Parse("CREATE OR REPLACE TABLE a (x int)").OrReplace);
        var query = Parse("CREATE TABLE a (x int) ENGINE=InnoDB AS SELECT 1 AS x");
        Assert.Equal("AS SELECT 1 AS x", query.Query!.Value.TextIn(query.Source.Text));
        Assert.Single(query.Elements);
        Assert.NotNull(Parse("CREATE TABLE a SELECT 1").Query);
    }

    [Fact]
    public void Indexes_views_drops_and_renames_are_read()
    {
        var index = Assert.IsType<CreateIndexStatement>(DdlParser.Parse("CREATE OR REPLACE UNIQUE INDEX IF NOT EXISTS `i` USING btree ON d.t (`a`(5), (lower(b)) desc) ALGORITHM=INPLACE LOCK=NONE"));
        Assert.Equal(("i", "btree", "inplace", "none", true), (index.Index.Name, index.Index.Using, index.Index.Algorithm, index.Index.Lock, index.OrReplace));
        Assert.Equal((5, "lower(b)", true), (index.Index.Parts[0].Length, index.Index.Parts[1].Expression, index.Index.Parts[1].IsDescending));
        Assert.Equal("IF NOT EXISTS", index.Condition!.Value.TextIn(index.Source.Text));

        var drop = Assert.IsType<DropStatement>(DdlParser.Parse("DROP TABLE IF EXISTS `a`, d.b"));
        Assert.Equal(["a", "d.b"], drop.Names.Select(name => name.ToString()));
        var dropIndex = Assert.IsType<DropStatement>(DdlParser.Parse("DROP INDEX i ON t"));
        Assert.Equal((DroppedKind.Index, "t"), (dropIndex.Kind, dropIndex.OnTable!.Name));
        Assert.Equal(DroppedKind.Trigger, Assert.IsType<DropStatement>(DdlParser.Parse("drop trigger if exists x")).Kind);
        Assert.Equal(2, Assert.IsType<RenameTableStatement>(DdlParser.Parse("RENAME TABLE a TO b, c TO d")).Renames.Count);
        Assert.Equal("a", Assert.IsType<TruncateStatement>(DdlParser.Parse("TRUNCATE a")).Table.Name);

        var view = Assert.IsType<CreateViewStatement>(DdlParser.Parse(
            "CREATE OR REPLACE ALGORITHM = MERGE DEFINER=`r`@`%` SQL SECURITY INVOKER VIEW `v` (`a`) AS (WITH x AS (SELECT 1) SELECT * FROM x) WITH CASCADED CHECK OPTION")).View;
        Assert.Equal(("merge", "invoker", "cascaded", "(WITH x AS (SELECT 1) SELECT * FROM x)"), (view.Algorithm, view.SqlSecurity, view.CheckOption, view.Definition));
    }

    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("INSERT INTO t VALUES (1)")]
    [InlineData("CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1")]
    [InlineData("CREATE TABLE")]
    [InlineData("CREATE TABLE t (a int")]
    [InlineData("ALTER TABLE")]
    [InlineData("ALTER DATABASE x CHARACTER SET utf8mb4")]
    [InlineData("DROP")]
    [InlineData("DROP USER 'a'@'b'")]
    [InlineData("CREATE INDEX i")]
    [InlineData("")]
    [InlineData(")")]
    public void What_is_not_known_is_kept_as_it_is_written(string sql) => Assert.Equal(sql, Assert.IsType<UnknownStatement>(DdlParser.Parse(sql)).Text);
}
