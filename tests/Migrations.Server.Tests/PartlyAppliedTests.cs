using Migrations.Core.Applying;
using Migrations.Core.Schemas;
using Migrations.Core.Sources;
using Migrations.Model;
using Migrations.TestServers;

namespace Migrations.Server.Tests;

/// <summary>
/// One migration of conditional and plain clauses from every start in which some of its clauses are done already: 2^n tables, one for each subset,
/// end with the same schema, on every server.
/// </summary>
public class PartlyAppliedTests(ServerFleet fleet) : RunTestBase(fleet)
{
    private const string Start = "CREATE TABLE {0} (id int NOT NULL PRIMARY KEY, old1 int, old2 int, m int, r int, KEY i_old1 (old1), KEY i_old2 (old2))";

    // What the migration does, and the same done before it by hand.
    private static readonly (string Clause, string ByHand)[] Conditional =
    [
        ("ADD COLUMN IF NOT EXISTS a int AFTER id", "ADD COLUMN a int AFTER id"),
        ("ADD COLUMN IF NOT EXISTS b varchar(20) NOT NULL DEFAULT 'it''s, (b)' FIRST", "ADD COLUMN b varchar(20) NOT NULL DEFAULT 'it''s, (b)' FIRST"),
        ("DROP COLUMN IF EXISTS old2", "DROP COLUMN old2"),
        ("ADD INDEX IF NOT EXISTS i_m (m)", "ADD INDEX i_m (m)"),
        ("DROP INDEX IF EXISTS i_old1", "DROP INDEX i_old1"),
        ("MODIFY COLUMN IF EXISTS m bigint NOT NULL DEFAULT 7", "MODIFY COLUMN m bigint NOT NULL DEFAULT 7"),
    ];

    private static readonly (string Clause, string ByHand)[] Plain =
    [
        ("ADD COLUMN a int", "ADD COLUMN a int"),
        ("ADD UNIQUE INDEX u_m (m)", "ADD UNIQUE INDEX u_m (m)"),
        ("ADD INDEX (r)", "ADD INDEX (r)"),
        ("DROP INDEX i_old1", "DROP INDEX i_old1"),
        ("ADD CONSTRAINT c_{0} CHECK (m > 0)", "ADD CONSTRAINT c_{0} CHECK (m > 0)"),
        ("ALGORITHM=COPY", ""),
    ];

    private static readonly (string Clause, string ByHand)[] Statements =
    [
        ("ALTER TABLE {0} ADD COLUMN IF NOT EXISTS a int", "ALTER TABLE {0} ADD COLUMN a int"),
        ("CREATE INDEX IF NOT EXISTS i_m ON {0} (m)", "CREATE INDEX i_m ON {0} (m)"),
        ("DROP INDEX IF EXISTS i_old2 ON {0}", "DROP INDEX i_old2 ON {0}"),
        ("ALTER TABLE {0} DROP COLUMN IF EXISTS old1", "ALTER TABLE {0} DROP COLUMN old1"),
        ("CREATE UNIQUE INDEX u_r ON {0} (r, m)", "CREATE UNIQUE INDEX u_r ON {0} (r, m)"),
    ];

    [Theory, EveryServer]
    public void Conditional_clauses_end_in_one_schema_from_every_start(string server) =>
        FromEveryStart(server, Conditional, parts => [$"ALTER TABLE {{0}} {string.Join(", ", parts)}"], "ALTER TABLE {0} ");

    [Theory, EveryServer]
    public void Plain_clauses_end_in_one_schema_from_every_start(string server) =>
        FromEveryStart(server, Plain, parts => [$"ALTER TABLE {{0}} {string.Join(", ", parts)}"], "ALTER TABLE {0} ");

    [Theory, EveryServer]
    public void Statements_end_in_one_schema_from_every_start(string server) => FromEveryStart(server, Statements, parts => parts, "");

    private void FromEveryStart(string server, (string Clause, string ByHand)[] parts, Func<IReadOnlyList<string>, IReadOnlyList<string>> migration, string head)
    {
        var database = NewDatabase(server);
        var subsets = 1 << parts.Length;
        for (var subset = 0; subset < subsets; subset++)
        {
            database.Execute(string.Format(Start, Table(subset)));
            for (var part = 0; part < parts.Length; part++)
            {
                if ((subset & (1 << part)) != 0 && parts[part].ByHand.Length > 0) database.Execute(string.Format(head + parts[part].ByHand, Table(subset)));
            }
            Project.Add($"{subset:0000}_change", string.Join(";\n", migration([.. parts.Select(part => part.Clause)]).Select(statement => string.Format(statement, Table(subset)))) + ";");
        }
        var options = new RunOptions { AllowDestructive = true, FreshInstall = FreshInstall.Replay };

        Assert.Equal(subsets, Run(database, options).Count);

        var expected = Expected(parts, migration);
        AssertAllAre(expected, database);
        // Once more, from where everything is done.
        database.Execute("DELETE FROM __drizzle_migrations");
        var again = Run(database, options);
        Assert.All(again.SelectMany(result => result.Statements), statement =>
            Assert.True(statement.Outcome == StatementOutcome.Satisfied || statement.Text.Contains("MODIFY", StringComparison.Ordinal), $"{statement.Text}: {statement.Outcome} {statement.SentSql}"));
        AssertAllAre(expected, database);
    }

    private static Table Expected((string Clause, string ByHand)[] parts, Func<IReadOnlyList<string>, IReadOnlyList<string>> migration) => Assert.Single(SqlSchemaReader.Read(new SourceText(
        "expected.sql", string.Format(Start, "expected") + ";" + string.Concat(migration([.. parts.Select(part => part.Clause)]).Select(statement => string.Format(statement, "expected") + ";")))).Tables);

    private void AssertAllAre(Table expected, TestDatabase database)
    {
        using var session = Open(database);
        var live = session.ReadSchema(TestContext.Current.CancellationToken);
        foreach (var table in live.Schema.Tables.Where(table => table.Name.StartsWith("t_", StringComparison.Ordinal)))
        {
            // The name of an index without one is the server's; all else is compared, the order of columns too where the migration gives it.
            var differences = SchemaComparer.Compare(WithoutNames(expected) with { Name = table.Name }, table, live.ComparisonOptions).Where(difference => difference.Kind != SchemaDifferenceKind.ColumnOrder);
            Assert.True(!differences.Any(), $"{table.Name}: {string.Join("\n", differences)}");
            Assert.Equal(expected.Columns.Select(column => column.Name).Order(), table.Columns.Select(column => column.Name).Order());
            Assert.Equal(expected.Indexes.Count, table.Indexes.Count);
        }
    }

    // MySQL's checks have names that are one in the whole database, so here each table's has its own.
    private static Table WithoutNames(Table table) => table with { Checks = [.. table.Checks.Select(check => check with { Name = null })] };

    private static string Table(int subset) => $"t_{subset:0000}";
}
