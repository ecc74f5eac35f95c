using System.Diagnostics;
using Migrations.Core.Applying;
using Migrations.Model;
using Migrations.TestServers;

namespace Migrations.Server.Tests;

public class MigrationRunTests(ServerFleet fleet) : RunTestBase(fleet)
{
    // 10^14 rows to count. (A SLEEP would not do: killed, it returns 1 on MySQL, and the statement succeeds.)
    private static readonly string Endless =
        "INSERT INTO a SELECT COUNT(*) FROM " + string.Join(", ", Enumerable.Range(0, 14).Select(i => $"(SELECT 0{string.Concat(Enumerable.Repeat(" UNION ALL SELECT 1", 9))}) t{i}")) + ";";

    [Theory, EveryServer]
    public void Applies_in_journal_order_records_and_then_finds_nothing_pending(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_users", "CREATE TABLE users (id int PRIMARY KEY);\n--> statement-breakpoint\nINSERT INTO users VALUES (1);")
            .Add("0001_email", "ALTER TABLE users ADD COLUMN email varchar(255) NOT NULL DEFAULT '';UPDATE users SET email = 'a;b';");

        var results = Run(database);

        Assert.Equal([("0000_users", MigrationOutcome.Applied), ("0001_email", MigrationOutcome.Applied)], results.Select(r => (r.Tag, r.Outcome)));
        Assert.All(results, result => Assert.Equal([StatementOutcome.Executed, StatementOutcome.Executed], OutcomesOf(result)));
        Assert.Equal("a;b", database.Scalar("SELECT email FROM users"));
        Assert.Equal(
            results.Select(r => (r.Hash, Created: Core.Journals.Journal.Read(Project.JournalPath).Find(r.Tag)!.When.ToString())).Select(x => $"{x.Hash}|{x.Created}"),
            database.Query("SELECT hash, created_at FROM __drizzle_migrations ORDER BY id").Select(row => $"{row[0]}|{row[1]}"));
        Assert.Empty(Run(database));
        Assert.All(List(database), migration => Assert.Equal(MigrationStatus.Applied, migration.Status));
    }

    [Theory, EveryServer]
    public void A_preview_is_the_same_objects_and_touches_nothing(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_a", "CREATE TABLE a (id int);\n\n  INSERT INTO a VALUES (1);");
        using var session = Open(database);

        var planned = Assert.Single(new MigrationRun(OpenProject(), session, new RunOptions()).Preview());

        Assert.Equal(MigrationOutcome.Planned, planned.Outcome);
        Assert.Equal([(1, 1, StatementOutcome.Planned), (3, 3, StatementOutcome.Planned)], planned.Statements.Select(s => (s.Line, s.Column, s.Outcome)));
        Assert.Empty(database.Query("SHOW TABLES"));
        Assert.Equal(planned.Hash, Assert.Single(Run(database)).Hash);
    }

    [Theory, EveryServer]
    public void To_ends_the_run_behind_that_migration(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_a", "CREATE TABLE a (id int);").Add("0001_b", "CREATE TABLE b (id int);").Add("0002_c", "CREATE TABLE c (id int);");

        Assert.Equal(["0000_a", "0001_b"], Run(database, new RunOptions { To = "0001_b" }).Select(r => r.Tag));
        Assert.Equal("TagUnknown", RunToError(database, new RunOptions { To = "0009_z" }).Error.ErrorId);
        Assert.Equal(["0002_c"], Run(database).Select(r => r.Tag));
    }

    [Theory, EveryServer]
    public void A_failed_statement_ends_the_run_and_says_where_and_what_is_committed(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_five", "CREATE TABLE a (id int);\nCREATE TABLE b (id int);\n\n  ALTER TABLE a ADD COLUMN x int nonsense;\nCREATE TABLE c (id int);\nCREATE TABLE d (id int);")
            .Add("0001_next", "CREATE TABLE e (id int);");

        var (results, error) = RunToError(database);

        var failed = Assert.Single(results);
        Assert.Equal(MigrationOutcome.Failed, failed.Outcome);
        Assert.Equal(
            [StatementOutcome.Executed, StatementOutcome.Executed, StatementOutcome.Failed, StatementOutcome.NotReached, StatementOutcome.NotReached], OutcomesOf(failed));
        Assert.Equal(("StatementFailed", 4, 3), (error.ErrorId, error.Location!.Line, error.Location.Column));
        Assert.Equal(Project.SqlPath("0000_five"), error.Location.File);
        Assert.Contains("Statements 1 to 2 before it are committed", error.Message);
        Assert.Contains("1064", error.Message);
        Assert.Equal(1064, failed.FailedStatement!.ServerError!.Code);
        Assert.Equal(0, HistoryCount(database));
        Assert.Equal(["a", "b"], database.Column("SHOW TABLES").Where(table => !table!.StartsWith("__", StringComparison.Ordinal)));
    }

    [Theory, EveryServer]
    public void After_the_mistake_is_mended_the_run_goes_on_where_it_stopped(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_a", "CREATE TABLE a (id int);\nALTER TABLE a ADD COLUMN x int, ADD INDEX ix (x);\nCREATE INDEX iy ON a (y);");
        Assert.Equal("StatementFailed", RunToError(database).Error.ErrorId);
        // The brownfield guard must not mistake the half-done installation for a database without migrations.
        Project.Write("drizzle/0000_a.sql", "CREATE TABLE a (id int);\nALTER TABLE a ADD COLUMN x int, ADD INDEX ix (x);\nCREATE INDEX iy ON a (id);");

        var result = Assert.Single(Run(database));

        Assert.Equal([StatementOutcome.Satisfied, StatementOutcome.Satisfied, StatementOutcome.Executed], OutcomesOf(result));
        Assert.Equal(["ix", "iy"], IndexesOf(database, "a"));
    }

    [Theory, EveryServer]
    public async Task Sixteen_runners_at_once_apply_each_migration_exactly_once(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_a", "CREATE TABLE counts (n int);");
        for (var i = 1; i <= 5; i++) Project.Add($"000{i}_count", $"INSERT INTO counts VALUES ({i});");

        var runs = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Factory.StartNew(() => Run(database), TaskCreationOptions.LongRunning)));

        Assert.Equal(6, runs.Sum(run => run.Count));
        Assert.Equal(6, HistoryCount(database));
        Assert.Equal(["1", "2", "3", "4", "5"], database.Column("SELECT n FROM counts ORDER BY n"));
    }

    [Theory, EveryServer]
    public void A_runner_that_waits_in_vain_for_the_lock_says_who_holds_it(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_a", "CREATE TABLE a (id int);");
        using var holder = Open(database);
        using var held = Core.Servers.RunLock.Take(holder, "__drizzle_migrations", 0, TestContext.Current.CancellationToken);

        var watch = Stopwatch.StartNew();
        var error = RunToError(database, new RunOptions { LockTimeout = 1 }).Error;

        Assert.Equal("LockTimeout", error.ErrorId);
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(20));
        Assert.Matches(@"connection \d+", error.Message);
        Assert.Empty(database.Query("SHOW TABLES"));
    }

    [Theory, EveryServer]
    public async Task Cancelling_stops_the_statement_on_the_server_and_frees_the_lock(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_a", "CREATE TABLE a (id bigint);\n" + Endless);
        using var cancel = new CancellationTokenSource();
        using var session = Open(database);
        var run = Task.Run(() => new MigrationRun(OpenProject(), session, new RunOptions()).Execute(cancellation: cancel.Token).ToList());
        await WaitFor(() => database.Scalar("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE INFO LIKE 'INSERT INTO a SELECT COUNT%' AND DB = DATABASE()") == "1");

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal("0", database.Scalar("SELECT COUNT(*) FROM a"));
        using var next = Open(database);
        using var free = Core.Servers.RunLock.Take(next, "__drizzle_migrations", 0, TestContext.Current.CancellationToken);
    }

    [Theory, EveryServer]
    public void An_alter_that_waits_for_a_table_gives_up_within_its_limit(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_a", "CREATE TABLE a (id int);");
        Run(database);
        Project.Add("0001_b", "ALTER TABLE a ADD COLUMN b int;");
        using var other = database.Connect();
        using var transaction = other.BeginTransaction();
        using (var read = other.CreateCommand())
        {
            read.Transaction = transaction;
            read.CommandText = "SELECT * FROM a";
            read.ExecuteNonQuery();
        }

        var watch = Stopwatch.StartNew();
        var (results, error) = RunToError(database, new RunOptions { LockWaitTimeout = 1 });

        Assert.Equal("StatementFailed", error.ErrorId);
        Assert.Equal(1205, results[0].FailedStatement!.ServerError!.Code);
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(20));
    }

    [Theory, EveryServer]
    public void A_statement_that_runs_longer_than_allowed_is_stopped(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_a", "CREATE TABLE a (id bigint);\n" + Endless);

        var watch = Stopwatch.StartNew();
        Assert.Equal("StatementFailed", RunToError(database, new RunOptions { StatementTimeout = 1 }).Error.ErrorId);

        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(20));
        Assert.Equal("0", database.Scalar("SELECT COUNT(*) FROM a"));
    }

    [Theory, EveryServer]
    public void What_a_migration_leaves_open_does_not_take_its_record_along(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_a", "CREATE TABLE a (id int);")
            .Add("0001_open", "START TRANSACTION; INSERT INTO a VALUES (1);")
            .Add("0002_locks", "LOCK TABLES a WRITE; INSERT INTO a VALUES (2);")
            .Add("0003_autocommit", "SET autocommit = 0; INSERT INTO a VALUES (3);")
            .Add("0004_use", "USE information_schema;")
            .Add("0005_last", "INSERT INTO a VALUES (4);");

        Run(database);

        Assert.Equal(6, HistoryCount(database));
        Assert.Equal(["1", "2", "3", "4"], database.Column("SELECT id FROM a ORDER BY id"));
        Assert.Empty(Run(database));
    }

    [Theory, EveryServer]
    public void Routines_triggers_variables_and_prepared_statements_run(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_a", """
            CREATE TABLE a (id int, note varchar(20));
            CREATE TRIGGER a_bi BEFORE INSERT ON a FOR EACH ROW BEGIN IF NEW.note IS NULL THEN SET NEW.note = 'none; yet'; END IF; END;
            SET @has := (SELECT COUNT(*) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'a' AND COLUMN_NAME = 'extra');
            SET @sql := IF(@has = 0, 'ALTER TABLE a ADD COLUMN extra int DEFAULT 7', 'SELECT 1');
            PREPARE stmt FROM @sql; EXECUTE stmt; DEALLOCATE PREPARE stmt;
            DELIMITER //
            CREATE PROCEDURE fill(IN n int) BEGIN DECLARE i int DEFAULT 0; WHILE i < n DO INSERT INTO a (id) VALUES (i); SET i = i + 1; END WHILE; END//
            DELIMITER ;
            CALL fill(3);
            /*!50003 INSERT INTO a (id) VALUES (99) */;
            """);

        var result = Assert.Single(Run(database));

        Assert.Equal(10, result.Statements.Count);
        Assert.Equal(["0|none; yet|7", "1|none; yet|7", "2|none; yet|7", "99|none; yet|7"], database.Query("SELECT * FROM a ORDER BY id").Select(row => string.Join("|", row)));
    }

    [Theory, EveryServer]
    public void Nothing_pending_costs_six_commands_at_most(string server)
    {
        var database = NewDatabase(server);
        for (var i = 0; i < 20; i++) Project.Add($"00{i:00}_t", $"CREATE TABLE t{i} (id int);");
        Run(database);
        using var session = Open(database);

        Assert.Empty(new MigrationRun(OpenProject(), session, new RunOptions()).Execute());

        var commands = session.Query("SHOW SESSION STATUS LIKE 'Questions'", row => row.GetString(1))[0];
        // The counting command counts itself.
        Assert.InRange(int.Parse(commands) - 1, 1, 6);
    }
}
