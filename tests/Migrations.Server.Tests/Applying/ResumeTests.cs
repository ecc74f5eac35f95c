using Migrations.Core.Applying;
using Migrations.Model;
using Migrations.TestServers;

namespace Migrations.Server.Tests.Applying;

/// <summary>A migration that stopped half-way, taken up by another session; and what is kept of it until then.</summary>
public class ResumeTests(ServerFleet fleet) : RunTestBase(fleet)
{
    private const string Progress = "__drizzle_migrations_progress";

    private TestDatabase Installed(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_setup", "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL); INSERT INTO t VALUES (1, 1), (2, 2); CREATE TABLE r (v varchar(40)); CREATE TABLE keyed (id int PRIMARY KEY AUTO_INCREMENT, v int) AUTO_INCREMENT = 41;");
        Run(database);
        return database;
    }

    [Theory]
    [EveryServer("INSERT INTO keyed (v) VALUES (7); {stop} INSERT INTO r SELECT LAST_INSERT_ID();", "41")]
    [EveryServer("INSERT INTO keyed (v) VALUES (7); UPDATE t SET n = n + 1; {stop} INSERT INTO r SELECT @@last_insert_id;", "41")]
    [EveryServer("SET @sum = (SELECT SUM(n) FROM t); UPDATE t SET n = n * 10; {stop} INSERT INTO r VALUES (@sum);", "3")]
    [EveryServer("SELECT MAX(n), 'é\\'' INTO @m, @text FROM t; UPDATE t SET n = n * 10; {stop} INSERT INTO r VALUES (CONCAT(@m, @text));", "2é'")]
    [EveryServer("SET @a = 1.50, @b = NULL, @c = 1e100; UPDATE t SET n = n; {stop} INSERT INTO r VALUES (CONCAT(@a, '|', COALESCE(@b, 'null'), '|', @c > 9e99));", "1.50|null|1")]
    [EveryServer("SET @s = 'INSERT INTO r VALUES (?)'; PREPARE p FROM @s; SET @v = 5; UPDATE t SET n = n; {stop} EXECUTE p USING @v; DEALLOCATE PREPARE p;", "5")]
    [EveryServer("CREATE TEMPORARY TABLE c (id int); CREATE TABLE x (id int); INSERT INTO c VALUES (1), (2); UPDATE t SET n = n; {stop} INSERT INTO r SELECT COUNT(*) FROM c;", "2")]
    [EveryServer("CREATE TEMPORARY TABLE c AS SELECT SUM(n) AS s FROM t; UPDATE t SET n = n * 10; INSERT INTO r SELECT s FROM c; {stop} SELECT 1;", "3")]
    [EveryServer("SET SESSION sql_mode = 'ANSI_QUOTES'; UPDATE t SET n = n; {stop} INSERT INTO \"r\" VALUES (@@sql_mode);", "ANSI_QUOTES")]
    [EveryServer("SET time_zone = '+05:00', @x := 3; UPDATE t SET n = n; {stop} INSERT INTO r VALUES (CONCAT(@@session.time_zone, @x));", "+05:003")]
    public void What_later_statements_need_of_the_session_is_there_again(string server, string sql, string expected)
    {
        var database = Installed(server);
        Project.Add("0001_half", sql.Replace("{stop}", "INSERT INTO gone VALUES (1);", StringComparison.Ordinal));
        Assert.Equal("StatementFailed", RunToError(database).Error.ErrorId);
        database.Execute("CREATE TABLE gone (id int)");

        Run(database);

        Assert.Equal(expected, database.Scalar("SELECT v FROM r"));
        Assert.Equal("1", database.Scalar("SELECT COUNT(*) FROM gone"));
        // What was done before it was done once.
        Assert.Contains(database.Scalar("SELECT SUM(n) FROM t"), sql.Contains("n * 10", StringComparison.Ordinal) ? ["30"] : sql.Contains("n + 1", StringComparison.Ordinal) ? ["5"] : new[] { "3" });
        Assert.DoesNotContain(Progress, database.Column("SHOW TABLES"));
    }

    [Theory]
    [EveryServer("SET autocommit = 0; CREATE TABLE x (id int); SET autocommit = 1;")]
    [EveryServer("SET autocommit = 0; SET @x = 1;")]
    [EveryServer("CREATE TEMPORARY TABLE c (id int); INSERT INTO c VALUES (1); DROP TEMPORARY TABLE c;")]
    public void What_leaves_nothing_to_record_is_applied(string server, string sql)
    {
        var database = Installed(server);
        Project.Add("0001_session", sql);

        Assert.Equal(MigrationOutcome.Applied, Assert.Single(Run(database)).Outcome);
        Assert.DoesNotContain(Progress, database.Column("SHOW TABLES"));
    }

    [Theory, EveryServer]
    public void A_partial_migration_says_where_it_stands(string server)
    {
        var database = Installed(server);
        Project.Add("0001_half", "UPDATE t SET n = n + 1;\nALTER TABLE t ADD COLUMN a int;\n  INSERT INTO gone VALUES (1);\nSELECT 1;").Add("0002_after", "CREATE TABLE after_it (id int);");
        RunToError(database);

        var listed = List(database);

        Assert.Equal([MigrationStatus.Applied, MigrationStatus.Partial, MigrationStatus.Pending], listed.Select(migration => migration.Status));
        Assert.Equal((2, 4), (listed[1].CompletedStatements, listed[1].StatementCount));
        Assert.Equal((Project.SqlPath("0001_half"), 3, 3), (listed[1].NextStatement!.File, listed[1].NextStatement!.Line, listed[1].NextStatement!.Column));
        Assert.Null(listed[2].NextStatement);
        using var session = Open(database);
        var preview = new MigrationRun(OpenProject(), session, new RunOptions()).Preview(cancellation: TestContext.Current.CancellationToken)[0];
        Assert.Equal([StatementOutcome.Satisfied, StatementOutcome.Satisfied, null, null], preview.Statements.Select(statement => statement.Forecast));
    }

    [Theory, EveryServer]
    public void Restart_forgets_what_was_done_and_begins_with_the_first_statement(string server)
    {
        var database = Installed(server);
        Project.Add("0001_half", "UPDATE t SET n = n + 1; INSERT INTO gone VALUES (1);");
        RunToError(database);
        foreach (var tag in new[] { "0000_setup", "0009_none" })
            Assert.Equal("MigrationNotPartial", RunToError(database, new RunOptions { Restart = tag }).Error.ErrorId);
        Project.Write("drizzle/0001_half.sql", "UPDATE t SET n = n + 100; UPDATE t SET n = n + 1000;");
        Assert.Equal("CompletedStatementChanged", RunToError(database).Error.ErrorId);

        var result = Assert.Single(Run(database, new RunOptions { Restart = "0001_half" }));

        Assert.Equal([StatementOutcome.Executed, StatementOutcome.Executed], OutcomesOf(result));
        Assert.Equal(["1102", "1103"], database.Column("SELECT n FROM t ORDER BY id"));
        Assert.Equal(2, HistoryCount(database));
        Assert.DoesNotContain(Progress, database.Column("SHOW TABLES"));
        Assert.Equal("MigrationNotPartial", RunToError(database, new RunOptions { Restart = "0001_half" }, pendingFirst: true).Error.ErrorId);
    }

    [Theory, EveryServer]
    public void A_restart_that_stops_again_is_partial_from_its_new_beginning(string server)
    {
        var database = Installed(server);
        Project.Add("0001_half", "UPDATE t SET n = n + 1; UPDATE t SET n = n + 1; INSERT INTO gone VALUES (1);");
        RunToError(database);
        Project.Write("drizzle/0001_half.sql", "UPDATE t SET n = n + 100; INSERT INTO gone VALUES (1);");
        RunToError(database, new RunOptions { Restart = "0001_half" });

        Assert.Equal((1, 2), (List(database)[1].CompletedStatements, List(database)[1].StatementCount));
        database.Execute("CREATE TABLE gone (id int)");
        Run(database);
        Assert.Equal("103", database.Scalar("SELECT n FROM t WHERE id = 1"));
    }

    [Theory]
    // Additive: the catalog tells, and no table is made, not even when it fails.
    [EveryServer("CREATE TABLE x (id int); ALTER TABLE x ADD COLUMN n int; CREATE INDEX i ON x (n);", 0, "CREATE INDEX j ON x (nope);")]
    // One migration that needs it, or three: one table for the run.
    [EveryServer("UPDATE t SET n = n + 1; UPDATE t SET n = n + 1;", 1, "UPDATE t SET nope = 1;")]
    [EveryServer("ALTER TABLE t MODIFY n bigint NOT NULL;", 1, "ALTER TABLE t MODIFY nope int;")]
    public void Progress_is_kept_in_a_table_of_its_own_only_where_and_as_long_as_it_is_needed(string server, string sql, int made, string fails)
    {
        var database = Installed(server);
        Project.Add("0001_a", sql).Add("0002_b", sql.Replace("CREATE TABLE x", "CREATE TABLE y", StringComparison.Ordinal).Replace("TABLE x", "TABLE y", StringComparison.Ordinal).Replace("ON x", "ON y", StringComparison.Ordinal));
        using var session = Open(database);
        long Sent(string what) => long.Parse(session.Query($"SHOW SESSION STATUS LIKE 'Com_{what}'", row => row.GetString(1))[0]);

        Assert.Equal(2, new MigrationRun(OpenProject(), session, new RunOptions()).Execute(cancellation: TestContext.Current.CancellationToken).Count());

        // The history's own CREATE TABLE IF NOT EXISTS, those of the migrations, and that of the progress.
        var own = sql.Contains("CREATE TABLE", StringComparison.Ordinal) ? 2 : 0;
        Assert.Equal(1 + own + made, Sent("create_table"));
        Assert.Equal(made, Sent("drop_table"));
        Assert.DoesNotContain(Progress, database.Column("SHOW TABLES"));

        // Unfinished, it stays.
        Project.Add("0003_fails", sql.Replace("CREATE TABLE x", "CREATE TABLE z", StringComparison.Ordinal) + fails);
        RunToError(database);
        Assert.Equal(made, database.Column("SHOW TABLES").Count(table => table == Progress));
    }

    [Theory, EveryServer]
    public void An_additive_migration_that_failed_goes_on_where_the_catalog_says(string server)
    {
        var database = Installed(server);
        Project.Add("0001_add", "CREATE TABLE x (id int, n int); ALTER TABLE x ADD COLUMN m int; CREATE INDEX i ON x (nope); CREATE INDEX j ON x (n);");
        RunToError(database);
        Project.Write("drizzle/0001_add.sql", "CREATE TABLE x (id int, n int); ALTER TABLE x ADD COLUMN m int; CREATE INDEX i ON x (m); CREATE INDEX j ON x (n);");

        Assert.Equal(
            [StatementOutcome.Satisfied, StatementOutcome.Satisfied, StatementOutcome.Executed, StatementOutcome.Executed], OutcomesOf(Assert.Single(Run(database))));
    }

    private (IReadOnlyList<MigrationResult> Results, MigrationException Error) RunToError(TestDatabase database, RunOptions options, bool pendingFirst)
    {
        // Where nothing is pending nothing is planned.
        if (pendingFirst) Project.Add("0008_pending", "SELECT 1;");
        return RunToError(database, options);
    }
}
