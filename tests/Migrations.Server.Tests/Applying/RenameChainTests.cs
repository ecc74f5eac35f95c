using Migrations.Core.Applying;
using Migrations.Model;
using Migrations.TestServers;

namespace Migrations.Server.Tests.Applying;

/// <summary>An installation whose journal reaches a wanted name by others, and what it says of rows that it could not write.</summary>
public class RenameChainTests(ServerFleet fleet) : RunTestBase(fleet)
{
    private void Schema(string tables) => Project.Write("drizzle/schema.ts", "import { index, int, mysqlTable, varchar } from 'drizzle-orm/mysql-core';\n" + tables);

    private (IReadOnlyList<MigrationResult> Results, MigrationRun Run) Install(TestDatabase database)
    {
        using var session = Open(database);
        var run = new MigrationRun(OpenProject(), session, new RunOptions());
        return ([.. run.Execute(cancellation: TestContext.Current.CancellationToken)], run);
    }

    [Theory]
    [EveryServer("ALTER TABLE t ADD COLUMN a varchar(20); UPDATE t SET a = 'x'; ALTER TABLE t RENAME COLUMN a TO b;")]
    [EveryServer("ALTER TABLE t ADD COLUMN z int; ALTER TABLE t CHANGE z a varchar(9); ALTER TABLE t MODIFY a varchar(20); ALTER TABLE t RENAME COLUMN a TO b;")]
    [EveryServer("ALTER TABLE t ADD COLUMN a varchar(20) AFTER id; ALTER TABLE t CHANGE COLUMN a b varchar(20);")]
    public void A_column_that_gets_its_name_later_is_made(string server, string chain)
    {
        var database = NewDatabase(server);
        Schema("export const t = mysqlTable('t', { id: int('id').primaryKey(), b: varchar('b', { length: 20 }) });\n");
        Project.Add("0000_t", "CREATE TABLE t (id int NOT NULL PRIMARY KEY);").Add("0001_chain", chain).Add("0002_baseline", "CREATE TABLE IF NOT EXISTS t (id int NOT NULL PRIMARY KEY);");

        var (_, run) = Install(database);

        Assert.Empty(run.Drift!);
        Assert.Equal(["id", "b"], ColumnsOf(database, "t"));
    }

    [Theory, EveryServer]
    public void Over_a_baseline_that_has_the_last_name_the_chain_is_superseded(string server)
    {
        var database = NewDatabase(server);
        Schema("export const t = mysqlTable('t', { id: int('id').primaryKey(), b: varchar('b', { length: 20 }) }, (t) => [index('ib').on(t.b)]);\n");
        Project.Add("0000_t", "CREATE TABLE t (id int NOT NULL PRIMARY KEY);")
            .Add("0001_chain", "ALTER TABLE t ADD COLUMN a varchar(20); UPDATE t SET a = 'x'; CREATE INDEX ia ON t (a); ALTER TABLE t RENAME COLUMN a TO b; ALTER TABLE t RENAME INDEX ia TO ib;")
            .Add("0002_baseline", "CREATE TABLE IF NOT EXISTS t (id int NOT NULL PRIMARY KEY, b varchar(20), KEY ib (b));");

        var (results, run) = Install(database);

        Assert.Empty(run.Drift!);
        Assert.All(results.Single(result => result.Tag == "0001_chain").Statements, statement => Assert.True(statement is { Outcome: StatementOutcome.Superseded, NeedsAttention: false }, $"{statement.Text}: {statement.Outcome} {statement.Reason}"));
    }

    [Theory, EveryServer]
    public void An_index_that_gets_its_name_later_is_made(string server)
    {
        var database = NewDatabase(server);
        Schema("export const t = mysqlTable('t', { id: int('id').primaryKey(), n: int('n') }, (t) => [index('ib').on(t.n)]);\n");
        Project.Add("0000_t", "CREATE TABLE t (id int NOT NULL PRIMARY KEY, n int);").Add("0001_chain", "CREATE INDEX ia ON t (n); ALTER TABLE t RENAME INDEX ia TO ib;")
            .Add("0002_baseline", "CREATE TABLE IF NOT EXISTS t (id int NOT NULL PRIMARY KEY, n int);");

        var (_, run) = Install(database);

        Assert.Empty(run.Drift!);
        Assert.Equal(["ib", "PRIMARY"], IndexesOf(database, "t"));
    }

    [Theory]
    [EveryServer("DROP TABLE t; RENAME TABLE t_new TO t;")]
    [EveryServer("DROP TABLE t; ALTER TABLE t_new RENAME TO t;")]
    [EveryServer("RENAME TABLE t TO t_old, t_new TO t; DROP TABLE t_old;")]
    [EveryServer("ALTER TABLE t RENAME TO t_old; ALTER TABLE t_new RENAME TO t; DROP TABLE t_old;")]
    public void A_table_that_is_rebuilt_under_another_name_takes_its_place(string server, string end)
    {
        var database = NewDatabase(server);
        Schema("export const t = mysqlTable('t', { id: int('id').primaryKey(), x: int('x') });\n");
        Project.Add("0000_t", "CREATE TABLE t (id int NOT NULL PRIMARY KEY); INSERT INTO t VALUES (7);")
            .Add("0001_baseline", "CREATE TABLE IF NOT EXISTS t (id int NOT NULL PRIMARY KEY);")
            .Add("0002_rebuild", "CREATE TABLE t_new (id int NOT NULL PRIMARY KEY, x int); INSERT INTO t_new (id, x) SELECT id, 3 FROM t; " + end);

        var (_, run) = Install(database);

        Assert.Empty(run.Drift!);
        Assert.Equal(["id", "x"], ColumnsOf(database, "t"));
        Assert.Equal(["7-3"], database.Column("SELECT CONCAT(id, '-', x) FROM t"));
        Assert.Equal(["__drizzle_migrations", "t"], database.Column("SHOW TABLES"));
    }

    [Theory, EveryServer]
    public void A_rebuild_of_a_table_that_is_as_wanted_already_is_superseded(string server)
    {
        var database = NewDatabase(server);
        Schema("export const t = mysqlTable('t', { id: int('id').primaryKey(), x: int('x') });\n");
        Project.Add("0000_t", "CREATE TABLE t (id int NOT NULL PRIMARY KEY);")
            .Add("0001_rebuild", "CREATE TABLE t_new (id int NOT NULL PRIMARY KEY, x int); INSERT INTO t_new (id, x) SELECT id, 3 FROM t; DROP TABLE t; RENAME TABLE t_new TO t;")
            .Add("0002_baseline", "CREATE TABLE IF NOT EXISTS t (id int NOT NULL PRIMARY KEY, x int);");

        var (results, run) = Install(database);

        Assert.Empty(run.Drift!);
        Assert.All(OutcomesOf(results.Single(result => result.Tag == "0001_rebuild")), outcome => Assert.Equal(StatementOutcome.Superseded, outcome));
    }

    [Theory, EveryServer]
    public void Rows_for_a_table_that_has_another_name_by_now_are_missed_aloud(string server)
    {
        var database = NewDatabase(server);
        Schema("export const people = mysqlTable('people', { id: int('id').primaryKey() });\n");
        Project.Add("0000_members", "CREATE TABLE members (id int NOT NULL PRIMARY KEY); INSERT INTO members VALUES (1); RENAME TABLE members TO people;")
            .Add("0001_baseline", "CREATE TABLE IF NOT EXISTS people (id int NOT NULL PRIMARY KEY);");

        var (results, _) = Install(database);

        var insert = results.Single(result => result.Tag == "0000_members").Statements[1];
        Assert.Equal((StatementOutcome.Superseded, true), (insert.Outcome, insert.NeedsAttention));
        Assert.Contains("Its rows are not in this database", insert.Reason);
    }

    [Theory, EveryServer]
    public void A_mistyped_name_behind_the_baseline_is_a_failure(string server)
    {
        var database = NewDatabase(server);
        Schema("export const users = mysqlTable('users', { id: int('id').primaryKey(), email: varchar('email', { length: 9 }) });\n");
        Project.Add("0000_users", "CREATE TABLE users (id int NOT NULL PRIMARY KEY, email varchar(9));")
            .Add("0001_baseline", "CREATE TABLE IF NOT EXISTS users (id int NOT NULL PRIMARY KEY, email varchar(9));")
            .Add("0002_seed", "INSERT INTO users (id, emial) VALUES (1, 'a');");

        Assert.Equal("StatementFailed", RunToError(database).Error.ErrorId);

        // The next run goes on there.
        Project.Write("drizzle/0002_seed.sql", "INSERT INTO users (id, email) VALUES (1, 'a');");
        Run(database);
        Assert.Equal(["a"], database.Column("SELECT email FROM users"));
    }

    [Theory, EveryServer]
    public void A_name_that_never_was_before_the_baseline_is_superseded_aloud(string server)
    {
        var database = NewDatabase(server);
        Schema("export const users = mysqlTable('users', { id: int('id').primaryKey() });\n");
        Project.Add("0000_older", "UPDATE users SET older = 1;").Add("0001_baseline", "CREATE TABLE IF NOT EXISTS users (id int NOT NULL PRIMARY KEY);");

        var (results, _) = Install(database);

        var update = results.Single(result => result.Tag == "0000_older").Statements[0];
        Assert.Equal((StatementOutcome.Superseded, true), (update.Outcome, update.NeedsAttention));
        Assert.Contains("older than the journal, or mistyped", update.Reason);
    }
}
