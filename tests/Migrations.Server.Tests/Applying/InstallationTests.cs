using Migrations.Core.Applying;
using Migrations.Core.Schemas;
using Migrations.Model;
using Migrations.TestServers;

namespace Migrations.Server.Tests.Applying;

/// <summary>An empty database ends as <c>schema.ts</c> has it, whatever the journal's older statements say.</summary>
public class InstallationTests(ServerFleet fleet) : RunTestBase(fleet)
{
    private void Schema(string tables) => Project.Write("drizzle/schema.ts", "import { bigint, check, foreignKey, index, int, mysqlTable, unique, uniqueIndex, varchar } from 'drizzle-orm/mysql-core';\nimport { sql } from 'drizzle-orm';\n" + tables);

    private (IReadOnlyList<MigrationResult> Results, MigrationRun Run) Install(TestDatabase database, RunOptions? options = null)
    {
        using var session = Open(database);
        var run = new MigrationRun(OpenProject(), session, options ?? new RunOptions());
        return ([.. run.Execute(cancellation: TestContext.Current.CancellationToken)], run);
    }

    private static StatementResult Of(IReadOnlyList<MigrationResult> results, string tag, int number) => results.Single(result => result.Tag == tag).Statements[number - 1];

    [Theory, EveryServer]
    public void A_stale_baseline_is_completed_from_the_journal_clause_by_clause(string server)
    {
        var database = NewDatabase(server);
        Schema("export const t = mysqlTable('t', { id: int('id').primaryKey(), name: varchar('name', { length: 60 }).notNull(), n: bigint('n', { mode: 'number' }) }, (t) => [index('i_name').on(t.name), uniqueIndex('u_n').on(t.n)]);\n");
        Project.Add("0000_first", "CREATE TABLE t (id int NOT NULL PRIMARY KEY, name varchar(30), gone int, KEY i_name (name), KEY i_gone (gone));")
            .Add("0001_more", "ALTER TABLE t MODIFY name varchar(60) NOT NULL, ADD COLUMN n int, DROP COLUMN gone; ALTER TABLE t MODIFY n bigint, ADD UNIQUE INDEX u_n (n);")
            .Add("0002_baseline", "CREATE TABLE IF NOT EXISTS t (id int NOT NULL PRIMARY KEY, name varchar(30));");

        var (results, run) = Install(database);

        Assert.Empty(run.Drift!);
        Assert.Equal(["id", "name", "n"], ColumnsOf(database, "t"));
        Assert.Equal(["i_name", "PRIMARY", "u_n"], IndexesOf(database, "t"));
        // The index stands inside an older CREATE TABLE, and is all of it that is wanted.
        Assert.Equal(StatementOutcome.Rewritten, Of(results, "0000_first", 1).Outcome);
        Assert.Equal("ALTER TABLE t ADD KEY i_name (name)", Of(results, "0000_first", 1).SentSql);
        Assert.Equal([StatementOutcome.Executed, StatementOutcome.Executed, StatementOutcome.Satisfied], Of(results, "0001_more", 1).Clauses.Select(clause => clause.Outcome));
    }

    [Theory, EveryServer]
    public void A_newer_baseline_is_not_taken_back_by_the_journal(string server)
    {
        var database = NewDatabase(server);
        Schema("export const t = mysqlTable('t', { id: int('id').primaryKey(), name: varchar('name', { length: 60 }).notNull(), n: bigint('n', { mode: 'number' }) }, (t) => [index('i_name').on(t.name, t.n)]);\n");
        Project.Add("0000_first", "CREATE TABLE t (id int NOT NULL PRIMARY KEY, title varchar(30), n int, KEY i_name (title));")
            .Add("0001_old", """
                ALTER TABLE t RENAME COLUMN title TO name;
                ALTER TABLE t MODIFY name varchar(40);
                DROP INDEX i_name ON t;
                CREATE INDEX i_name ON t (name);
                ALTER TABLE t DROP INDEX i_name, ADD INDEX i_name (n);
                ALTER TABLE t ALTER COLUMN n SET DEFAULT 3;
                ALTER TABLE t DROP COLUMN n;
                ALTER TABLE t ADD COLUMN n varchar(3) AFTER title;
                DROP TABLE t;
                ALTER TABLE t RENAME TO elsewhere;
                RENAME TABLE t TO elsewhere;
                """)
            .Add("0002_baseline", "CREATE TABLE IF NOT EXISTS t (id int NOT NULL PRIMARY KEY, name varchar(60) NOT NULL, n bigint, KEY i_name (name, n));");

        var (results, run) = Install(database);

        Assert.Empty(run.Drift!);
        Assert.Equal(["__drizzle_migrations", "t"], database.Column("SHOW TABLES"));
        Assert.Equal([StatementOutcome.Superseded], OutcomesOf(results[1]));
        Assert.All(results[2].Statements, statement => Assert.True(statement is { Outcome: StatementOutcome.Superseded, SentSql: null, Reason: not null }, $"{statement.Text}: {statement.Outcome} {statement.SentSql}"));
        Assert.DoesNotContain(results[2].Landed, landed => !landed.IsThere && !landed.IsSuperseded);
    }

    [Theory, EveryServer]
    public void What_the_baseline_does_not_know_runs_in_its_order(string server)
    {
        var database = NewDatabase(server);
        Schema("export const t = mysqlTable('t', { id: int('id').primaryKey(), n: int('n') });\n");
        Project.Add("0000_first", "CREATE TABLE t (id int NOT NULL PRIMARY KEY, n int); INSERT INTO t VALUES (1, 1);")
            .Add("0001_own", """
                CREATE TABLE journal_only (id int PRIMARY KEY, n int);
                ALTER TABLE journal_only ADD COLUMN m int, DROP COLUMN n;
                CREATE TRIGGER t_ai AFTER INSERT ON t FOR EACH ROW INSERT INTO journal_only VALUES (NEW.id, NEW.n);
                CREATE VIEW v AS SELECT id FROM t;
                CREATE PROCEDURE raise_all() UPDATE t SET n = n + 10;
                INSERT INTO t VALUES (2, 2);
                CALL raise_all();
                """)
            .Add("0002_baseline", "CREATE TABLE IF NOT EXISTS t (id int NOT NULL PRIMARY KEY, n int);");

        var (results, _) = Install(database);

        Assert.All(results[2].Statements, statement => Assert.Equal(StatementOutcome.Executed, statement.Outcome));
        Assert.Equal(["id", "m"], ColumnsOf(database, "journal_only"));
        Assert.Equal(["11", "12"], database.Column("SELECT n FROM t ORDER BY id"));
        Assert.Equal("2", database.Scalar("SELECT m FROM journal_only"));
        Assert.Equal("2", database.Scalar("SELECT COUNT(*) FROM v"));
    }

    [Theory, EveryServer]
    public void A_backfill_from_a_column_that_has_vanished_is_superseded_and_any_other_mistake_is_not(string server)
    {
        var database = NewDatabase(server);
        Schema("export const a = mysqlTable('assignments', { id: int('id').primaryKey(), assignmentStatus: varchar('assignment_status', { length: 20 }) });\n");
        const string backfill = "UPDATE assignments SET assignment_status = CASE status WHEN 'a' THEN 'active' ELSE 'ended' END WHERE status IS NOT NULL;";
        Project.Add("0000_first", "CREATE TABLE assignments (id int NOT NULL PRIMARY KEY, status varchar(20)); INSERT INTO assignments (id) VALUES (1);")
            .Add("0001_status", "ALTER TABLE assignments ADD COLUMN assignment_status varchar(20);\n" + backfill + "\nALTER TABLE assignments DROP COLUMN status;")
            .Add("0002_baseline", "CREATE TABLE IF NOT EXISTS assignments (id int NOT NULL PRIMARY KEY, assignment_status varchar(20));");

        var (results, run) = Install(database);

        Assert.Empty(run.Drift!);
        var superseded = Of(results, "0001_status", 2);
        Assert.Equal((StatementOutcome.Superseded, 1054), (superseded.Outcome, superseded.ServerError!.Code));
        Assert.Contains("no longer has", superseded.Reason);

        // A column that the schema has and the server does not: that is a failure.
        var other = NewDatabase(server);
        Project.Write("drizzle/0001_status.sql", "UPDATE assignments SET id = id WHERE nothing_of_it IN (SELECT assignment_status FROM of_nobody);");
        Assert.Equal([StatementOutcome.Superseded], OutcomesOf(Run(other)[2]));
        var third = NewDatabase(server);
        Project.Write("drizzle/0001_status.sql", "INSERT INTO assignments (id) VALUES (1);");
        Assert.Equal(1062, RunToError(third).Results[^1].FailedStatement!.ServerError!.Code);
    }

    [Theory, EveryServer]
    public void A_table_is_known_by_its_later_name(string server)
    {
        var database = NewDatabase(server);
        Schema("export const t = mysqlTable('things', { id: int('id').primaryKey(), n: int('n') });\n");
        Project.Add("0000_first", "CREATE TABLE items (id int NOT NULL PRIMARY KEY); ALTER TABLE items ADD COLUMN n int;")
            .Add("0001_rename", "RENAME TABLE items TO objects;").Add("0002_rename", "ALTER TABLE objects RENAME TO things;")
            .Add("0003_baseline", "CREATE TABLE IF NOT EXISTS things (id int NOT NULL PRIMARY KEY, n int);");

        var (results, run) = Install(database);

        Assert.Empty(run.Drift!);
        Assert.Equal(["__drizzle_migrations", "things"], database.Column("SHOW TABLES"));
        Assert.All(results.Skip(1).SelectMany(result => result.Statements), statement => Assert.Equal(StatementOutcome.Superseded, statement.Outcome));
        Assert.Contains("things", Of(results, "0000_first", 1).Reason);
    }

    [Theory, EveryServer]
    public void Bootstrap_files_end_an_installation_reconciled_and_with_names_that_fit(string server)
    {
        var database = NewDatabase(server);
        var longName = "children_of_a_parent_with_a_name_that_is_far_too_long_parents_id_fk";
        Schema($"export const p = mysqlTable('p', {{ id: int('id').primaryKey() }});\nexport const c = mysqlTable('c', {{ id: int('id').primaryKey(), pid: int('pid') }}, (t) => [index('i_pid').on(t.pid), foreignKey({{ columns: [t.pid], foreignColumns: [p.id], name: '{longName}' }})]);\n");
        Project.Add("0000_baseline", "CREATE TABLE IF NOT EXISTS c (id int NOT NULL PRIMARY KEY, pid int, KEY i_pid (pid));\nCREATE TABLE IF NOT EXISTS p (id int NOT NULL PRIMARY KEY);");
        Project.Write("drizzle/bootstrap/0000_indexes.sql", "CREATE INDEX IF NOT EXISTS i_pid ON c (pid);\n");
        Project.Write("drizzle/bootstrap/0001_constraints.sql", $"ALTER TABLE c ADD CONSTRAINT `{longName}` FOREIGN KEY (pid) REFERENCES p (id);\n");

        var (results, run) = Install(database);

        Assert.Equal([(false, "0000_baseline"), (true, "bootstrap/0000_indexes"), (true, "bootstrap/0001_constraints")], results.Select(result => (result.IsBootstrap, result.Tag)));
        Assert.Equal([StatementOutcome.Satisfied, StatementOutcome.Rewritten], results.Skip(1).Select(result => result.Statements[0].Outcome));
        Assert.Contains("shortened", results[2].Statements[0].Reason);
        Assert.Equal(LongNames.Shorten(longName), database.Scalar("SELECT CONSTRAINT_NAME FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = DATABASE()"));
        Assert.DoesNotContain(run.Drift!, difference => difference.Severity == DifferenceSeverity.Error);
        Assert.Equal(1, HistoryCount(database));
        // Only an installation runs them.
        Project.Write("drizzle/bootstrap/0002_late.sql", "CREATE INDEX late ON c (id, pid);\n");
        Project.Add("0001_next", "CREATE TABLE n (id int);");
        Assert.Equal(["0001_next"], Run(database).Select(result => result.Tag));
    }

    [Theory, EveryServer]
    public void Settings_of_one_bootstrap_file_do_not_reach_the_next(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_baseline", "CREATE TABLE IF NOT EXISTS t (id int);");
        Project.Write("drizzle/bootstrap/0000_a.sql", "SET sql_mode = 'ANSI_QUOTES';\n");
        Project.Write("drizzle/bootstrap/0001_b.sql", "CREATE TABLE modes AS SELECT @@sql_mode AS m;\n");

        Run(database);

        Assert.Contains("STRICT_TRANS_TABLES", database.Scalar("SELECT m FROM modes"));
    }

    [Theory, EveryServer]
    public void What_no_artifact_holds_is_told_at_the_end_and_is_an_error_where_that_is_asked_for(string server)
    {
        Schema("export const t = mysqlTable('t', { id: int('id').primaryKey(), n: int('n'), lost: int('lost') }, (t) => [index('i_n').on(t.n)]);\n");
        Project.Add("0000_baseline", "CREATE TABLE IF NOT EXISTS t (id int NOT NULL PRIMARY KEY, n bigint);").Add("0001_data", "INSERT INTO t (id) VALUES (1);");

        var (results, run) = Install(NewDatabase(server));
        Assert.Equal(2, results.Count);
        Assert.Equal(3, run.Drift!.Count(difference => difference.Severity == DifferenceSeverity.Error));

        var database = NewDatabase(server);
        var (before, error) = RunToError(database, new RunOptions { ErrorOnDrift = true });
        Assert.Equal("SchemaDrift", error.ErrorId);
        Assert.Contains("3 differences", error.What);
        Assert.Equal(2, before.Count);
        // It is installed all the same: nothing is left to do, and the difference stays one.
        Assert.Equal(2, HistoryCount(database));
        Assert.DoesNotContain("__drizzle_migrations_progress", database.Column("SHOW TABLES"));
        Assert.Empty(Run(database));
        Assert.Equal("SchemaDrift", RunToError(database, new RunOptions { ErrorOnDrift = true }).Error.ErrorId);
    }

    [Theory, EveryServer]
    public void Where_the_schema_cannot_be_read_the_baseline_leads_and_what_is_journaled_behind_it(string server)
    {
        var database = NewDatabase(server);
        Schema("export const t = mysqlTable('t', {{{ this is no schema");
        Project.Add("0000_first", "CREATE TABLE t (id int NOT NULL PRIMARY KEY, gone int, n int); CREATE INDEX i_gone ON t (gone); CREATE TABLE vanished (id int);")
            .Add("0001_old", "ALTER TABLE t MODIFY n int NOT NULL; ALTER TABLE vanished ADD COLUMN x int;")
            .Add("0002_baseline", "CREATE TABLE IF NOT EXISTS t (id int NOT NULL PRIMARY KEY, n bigint);")
            .Add("0003_behind", "ALTER TABLE t ADD COLUMN behind int, ADD INDEX i_behind (behind); ALTER TABLE t MODIFY n varchar(40);");

        var (results, run) = Install(database);

        Assert.NotNull(run.SchemaUnreadable);
        Assert.Null(run.Drift);
        Assert.Equal(["id", "n", "behind"], ColumnsOf(database, "t"));
        Assert.Equal("varchar", database.Scalar("SELECT DATA_TYPE FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 't' AND COLUMN_NAME = 'n'"));
        Assert.Equal(["i_behind", "PRIMARY"], IndexesOf(database, "t"));
        Assert.All(results.Single(result => result.Tag == "0003_behind").Statements, statement => Assert.Equal(StatementOutcome.Executed, statement.Outcome));
        Assert.Equal(StatementOutcome.Superseded, Of(results, "0001_old", 1).Outcome);
    }

    [Theory]
    [EveryServer("baseline")]
    [EveryServer("journal")]
    [EveryServer("bootstrap")]
    [EveryServer("to")]
    public void An_interrupted_installation_is_gone_on_with_as_one(string server, string where)
    {
        var database = NewDatabase(server);
        Schema("export const t = mysqlTable('t', { id: int('id').primaryKey(), n: int('n') }, (t) => [index('i_n').on(t.n)]);\nexport const u = mysqlTable('u', { id: int('id').primaryKey() });\n");
        // A table with a key on a column that it has not; more values than columns.
        string Broken(string at) => at != where ? "" : at == "journal" ? "INSERT INTO t VALUES (2, 2, 2);\n" : "CREATE TABLE IF NOT EXISTS u (id int, KEY (nope));\n";
        void Write(Func<string, string> broken)
        {
            Project.Write("drizzle/0000_first.sql", "CREATE TABLE t (id int NOT NULL PRIMARY KEY, gone int); INSERT INTO t (id) VALUES (1);\n" + broken("journal"));
            Project.Write("drizzle/0001_baseline.sql", "CREATE TABLE IF NOT EXISTS t (id int NOT NULL PRIMARY KEY, n int);\n" + broken("baseline") + "CREATE TABLE IF NOT EXISTS u (id int NOT NULL PRIMARY KEY);");
            Project.Write("drizzle/bootstrap/0000_indexes.sql", "CREATE INDEX IF NOT EXISTS i_n ON t (n);\n" + (broken("bootstrap").Length > 0 ? "CREATE INDEX broken ON t (nope);\n" : "SELECT 1;\n"));
        }
        Project.Journal("0000_first").Journal("0001_baseline");
        if (where == "to") Project.Add("0002_behind", "SELECT 1;");
        Write(Broken);
        if (where == "to") Assert.Equal(["0001_baseline", "0000_first"], Run(database, new RunOptions { To = "0001_baseline" }).Select(result => result.Tag));
        else Assert.Equal("StatementFailed", RunToError(database).Error.ErrorId);
        Write(_ => "");

        var (results, run) = Install(database);

        Assert.Empty(run.Drift!);
        string[] left = where switch
        {
            "baseline" => ["0001_baseline", "0000_first"],
            "journal" => ["0000_first"],
            "to" => ["0002_behind"],
            _ => [],
        };
        Assert.Equal([.. left, "bootstrap/0000_indexes"], results.Select(result => result.Tag));
        Assert.Equal(["id", "n"], ColumnsOf(database, "t"));
        Assert.Equal("1", database.Scalar("SELECT COUNT(*) FROM t"));
        Assert.Equal(where == "to" ? 3 : 2, HistoryCount(database));
        Assert.DoesNotContain("__drizzle_migrations_progress", database.Column("SHOW TABLES"));
        Assert.Empty(Run(database));
    }

    [Theory, EveryServer]
    public void A_replayed_brownfield_that_stopped_is_gone_on_with(string server)
    {
        var database = NewDatabase(server);
        database.Execute("CREATE TABLE t (id int NOT NULL PRIMARY KEY, n int)");
        Project.Add("0000_first", "CREATE TABLE t (id int NOT NULL PRIMARY KEY, n int); INSERT INTO t VALUES (1, 1); UPDATE t SET nope = 1;").Add("0001_next", "ALTER TABLE t ADD COLUMN m int;");
        var error = RunToError(database).Error;
        Assert.Equal("DatabaseNotFresh", error.ErrorId);
        Assert.Contains("Register-Migration", error.Advice);
        Assert.Contains("-FreshInstall Replay", error.Advice);
        Assert.Equal(["t"], database.Column("SHOW TABLES"));
        Assert.Equal("StatementFailed", RunToError(database, new RunOptions { FreshInstall = FreshInstall.Replay }).Error.ErrorId);
        Project.Write("drizzle/0000_first.sql", "CREATE TABLE t (id int NOT NULL PRIMARY KEY, n int); INSERT INTO t VALUES (1, 1); UPDATE t SET n = n + 1;");

        // Without being told once more.
        var results = Run(database);

        Assert.Equal(["0000_first", "0001_next"], results.Select(result => result.Tag));
        Assert.Equal([StatementOutcome.Satisfied, StatementOutcome.Satisfied, StatementOutcome.Executed], OutcomesOf(results[0]));
        Assert.Equal("2", database.Scalar("SELECT n FROM t"));
        Assert.Empty(Run(database));
    }
}
