using CsCheck;
using Migrations.Core.Authoring;
using Migrations.Core.Schemas;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Tests.Authoring;

/// <summary>The statements between two schemas, applied in mind: they lead to the second one.</summary>
public sealed class DdlPlanTests
{
    private static readonly string[] Names = ["a", "b", "c", "d"];

    private static readonly Gen<Column> Columns = Gen.Select(
        Pick("int", "varchar(20)", "text", "timestamp(3)", "enum('x','y')", "json"), Gen.Bool, Gen.Bool,
        (type, isNullable, hasDefault) => new Column
        {
            Name = "",
            Type = type,
            IsNullable = isNullable,
            Default = !hasDefault ? null : type switch
            {
                "int" => new ColumnDefault("1", false),
                "text" => new ColumnDefault("('t')", true),
                "timestamp(3)" => new ColumnDefault("(now())", true),
                "json" => new ColumnDefault("('{}')", true),
                _ => new ColumnDefault("'x'", false),
            },
            OnUpdate = type.StartsWith("timestamp", StringComparison.Ordinal) && hasDefault ? "CURRENT_TIMESTAMP" : null,
        });

    private static readonly Gen<IReadOnlyList<IndexPart>> Parts = Gen.Shuffle(Names, 1, 3).Select(names => (IReadOnlyList<IndexPart>)[.. names.Select(name => new IndexPart { Column = name })]);

    private static Gen<string> Pick(params string[] from) => Gen.Int[0, from.Length - 1].Select(number => from[number]);

    // Every table has the four columns that keys are made of, and perhaps more, so that a key always finds its columns.
    private static Gen<Table> Tables(string name) => Gen.Select(
        Columns.Array[4], Columns.Array[0, 3], Parts, Gen.Bool, Gen.Select(Parts, Gen.Bool).Array[0, 3], Gen.Int[0, 3], Pick("a > 0", "b > 1"),
        (own, more, key, hasKey, indexes, checks, condition) => new Table
        {
            Name = name,
            Columns = [.. own.Select((column, i) => column with { Name = Names[i] }), .. more.Select((column, i) => column with { Name = $"more{i}" })],
            PrimaryKey = hasKey ? new PrimaryKey { Parts = key } : null,
            Indexes = [.. indexes.Select((index, i) => new TableIndex { Name = $"{name}_{i}", Parts = index.Item1, Kind = index.Item2 ? IndexKind.Unique : IndexKind.Plain })],
            ForeignKeys = checks > 1 ? [new ForeignKey { Name = $"{name}_fk", Columns = ["a"], ReferencedTable = "t1", ReferencedColumns = ["b"], OnDelete = checks > 2 ? "cascade" : null }] : [],
            Checks = checks > 0 ? [new CheckConstraint { Name = $"{name}_check", Expression = condition }] : [],
        });

    private static readonly Gen<DatabaseSchema> Schemas =
        Gen.Select(Tables("t1"), Tables("t2"), Tables("t3"), Gen.Bool, Gen.Bool, (first, second, third, hasSecond, hasThird) => new DatabaseSchema
        {
            Tables = [first, .. hasSecond ? new[] { second } : [], .. hasThird ? new[] { third } : []],
        });

    [Fact]
    public void The_statements_lead_to_the_schema_and_a_second_plan_is_empty() => Gen.Select(Schemas, Schemas, Gen.Bool).Sample((from, to, drops) =>
    {
        var after = Apply(from, DdlPlan.Between(from, to, drops, new ComparisonOptions()).Statements);

        var differences = SchemaComparer.Compare(to, after);
        Assert.DoesNotContain(differences, difference => difference.Severity == DifferenceSeverity.Error && !IsKeptKey(difference, after));
        if (drops) Assert.DoesNotContain(differences, difference => difference.Kind != SchemaDifferenceKind.ColumnOrder);
        Assert.Empty(DdlPlan.Between(after, to, drops, new ComparisonOptions()).Statements);
    });

    [Fact]
    public void Nothing_is_dropped_unless_that_is_allowed() => Gen.Select(Schemas, Schemas).Sample((from, to) =>
    {
        var after = Apply(from, DdlPlan.Between(from, to, allowDestructive: false, new ComparisonOptions()).Statements);
        foreach (var table in from.Tables)
        {
            var there = after.Tables.Single(candidate => candidate.Name == table.Name);
            Assert.Subset(there.Columns.Select(column => column.Name).ToHashSet(), table.Columns.Select(column => column.Name).ToHashSet());
            Assert.Subset(there.Indexes.Select(index => index.Name).ToHashSet(), table.Indexes.Select(index => index.Name).Where(name => !IsRenamed(name, table, to)).ToHashSet());
        }
    });

    [Fact]
    public void Every_statement_is_one_that_our_parser_knows() => Gen.Select(Schemas, Schemas, Gen.Bool).Sample((from, to, drops) =>
        Assert.All(DdlPlan.Between(from, to, drops, new ComparisonOptions()).Statements, sql =>
        {
            Assert.Single(SqlScript.Parse(new SourceText("x.sql", sql)).Statements);
            var statement = DdlParser.Parse(sql.TrimEnd(';'));
            Assert.IsNotType<UnknownStatement>(statement);
            if (statement is AlterTableStatement alter) Assert.DoesNotContain(alter.Clauses, clause => clause is UnknownClause);
        }));

    [Fact]
    public void A_column_whose_values_would_be_lost_by_its_change_is_not_changed_unless_that_is_allowed()
    {
        var from = SqlSchemaReader.Read(new SourceText("a.sql", "CREATE TABLE t (a int, b int)"));
        var to = SqlSchemaReader.Read(new SourceText("b.sql", "CREATE TABLE t (a int, b int AS (a + 1) VIRTUAL)"));

        Assert.Equal("DestructiveChange", Assert.Throws<MigrationException>(() => DdlPlan.Between(from, to, allowDestructive: false, new ComparisonOptions())).ErrorId);
        Assert.Equal("DestructiveChange", Assert.Throws<MigrationException>(() => DdlPlan.Between(to, from, allowDestructive: false, new ComparisonOptions())).ErrorId);

        Assert.Equal(
            ["ALTER TABLE `t` DROP COLUMN IF EXISTS `b`;", "ALTER TABLE `t` ADD COLUMN IF NOT EXISTS `b` int GENERATED ALWAYS AS (a + 1) VIRTUAL;"],
            DdlPlan.Between(from, to, allowDestructive: true, new ComparisonOptions()).Statements);
    }

    [Fact]
    public void A_foreign_key_of_a_table_that_goes_makes_way_for_the_column_that_changes_before()
    {
        var from = SqlSchemaReader.Read(new SourceText("a.sql", "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (x int, CONSTRAINT fk FOREIGN KEY (x) REFERENCES p (id))"));
        var to = SqlSchemaReader.Read(new SourceText("b.sql", "CREATE TABLE p (id bigint NOT NULL PRIMARY KEY)"));

        Assert.Equal(
            ["ALTER TABLE IF EXISTS `c` DROP FOREIGN KEY IF EXISTS `fk`;", "ALTER TABLE `p` MODIFY COLUMN `id` bigint NOT NULL;", "DROP TABLE IF EXISTS `c`;"],
            DdlPlan.Between(from, to, allowDestructive: true, new ComparisonOptions()).Statements);
    }

    [Fact]
    public void Names_that_servers_refuse_are_shortened_or_named()
    {
        var name = new string('n', 70);
        var from = SqlSchemaReader.Read(new SourceText("a.sql", "CREATE TABLE t (a int)"));
        var to = SqlSchemaReader.Read(new SourceText("b.sql", $"CREATE TABLE t (a int, KEY `{name}` (a))"));
        var shorter = LongNames.Shorten(name);

        Assert.Equal([$"CREATE INDEX IF NOT EXISTS `{shorter}` ON `t` (`a`);"], DdlPlan.Between(from, to, allowDestructive: false, new ComparisonOptions()).Statements);
        var column = SqlSchemaReader.Read(new SourceText("c.sql", $"CREATE TABLE t (`{name}` int)"));
        Assert.Equal("NameTooLong", Assert.Throws<MigrationException>(() => DdlPlan.Between(from, column, allowDestructive: false, new ComparisonOptions())).ErrorId);
    }

    // An index whose definition another name has now is that index, renamed.
    private static bool IsRenamed(string? name, Table table, DatabaseSchema to)
    {
        var index = table.Indexes.Single(candidate => candidate.Name == name);
        var after = to.Tables.FirstOrDefault(candidate => candidate.Name == table.Name);
        return after is not null && after.Indexes.Any(other => other.Name != name && SchemaComparer.AreSame(other, after, index));
    }

    // A primary key that stays keeps its columns NOT NULL.
    private static bool IsKeptKey(SchemaDifference difference, DatabaseSchema after) =>
        difference.Kind is SchemaDifferenceKind.ExtraColumn or SchemaDifferenceKind.ColumnNullability
        && after.Tables.Single(table => table.Name == difference.Table).PrimaryKey is { } key && key.Parts.Any(part => part.Column == difference.Name);

    private static DatabaseSchema Apply(DatabaseSchema schema, IEnumerable<string> statements) =>
        SqlSchemaReader.Apply(schema, statements.Select(sql => DdlParser.Parse(sql.TrimEnd(';'))));
}
