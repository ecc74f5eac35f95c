using Migrations.Core.Applying;
using Migrations.Core.Servers;
using Migrations.Model;
using Migrations.TestServers;
using MySqlConnector;

namespace Migrations.Server.Tests.Applying;

/// <summary>Rows that others hold: deadlocks, waits in vain, and another runner at work.</summary>
public class LockedRowTests(ServerFleet fleet) : RunTestBase(fleet)
{
    private const string Setup = "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL); INSERT INTO t VALUES (1, 0), (2, 0); CREATE TABLE heavy (id int PRIMARY KEY AUTO_INCREMENT, n int NOT NULL DEFAULT 0);"
        + "INSERT INTO heavy (n) VALUES (1),(2),(3),(4),(5),(6),(7),(8); INSERT INTO heavy (n) SELECT a.n FROM heavy a, heavy b;";

    [Theory]
    [EveryServer("START TRANSACTION; UPDATE t SET n = n + 1 WHERE id = 1; UPDATE t SET n = n + 1 WHERE id = 2; COMMIT;")]
    [EveryServer("CREATE TEMPORARY TABLE c AS SELECT 1 AS one; UPDATE t SET n = n + 1 WHERE id = 1; SET @n = 1; UPDATE t SET n = n + (SELECT one FROM c) * @n WHERE id = 2;")]
    public async Task A_deadlock_restarts_the_whole_transaction_which_takes_effect_once(string server, string sql)
    {
        var database = NewDatabase(server);
        Project.Add("0000_setup", Setup);
        Run(database);
        Project.Add("0001_both", sql);
        using var other = database.Connect();
        // Servers end the transaction that has changed less.
        Do(other, "START TRANSACTION");
        Do(other, "UPDATE heavy SET n = n + 1");
        Do(other, "UPDATE t SET n = n + 100 WHERE id = 2");
        var told = new List<string>();
        var run = Task.Run(() => Execute(database, told.Add));
        await WaitFor(() => database.Scalar("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND INFO LIKE 'UPDATE t SET n = n + %WHERE id = 2'") == "1");

        Do(other, "UPDATE t SET n = n + 100 WHERE id = 1");
        Do(other, "COMMIT");
        var result = Assert.Single(await run);

        Assert.Equal(MigrationOutcome.Applied, result.Outcome);
        Assert.Contains("1213", Assert.Single(told));
        Assert.Equal(["101", "101"], database.Column("SELECT n FROM t ORDER BY id"));
        Assert.Equal(2, HistoryCount(database));
    }

    [Theory]
    [EveryServer("SET innodb_lock_wait_timeout = 1; UPDATE t SET n = n + 1 WHERE id = 1;")]
    [EveryServer("SET innodb_lock_wait_timeout = 1; START TRANSACTION; UPDATE t SET n = n + 1 WHERE id = 2; UPDATE t SET n = n + 1 WHERE id = 1; COMMIT;")]
    public void A_row_that_was_waited_for_in_vain_is_waited_for_again(string server, string sql)
    {
        var database = NewDatabase(server);
        Project.Add("0000_setup", Setup);
        Run(database);
        Project.Add("0001_row", sql);
        using var other = database.Connect();
        Do(other, "START TRANSACTION");
        Do(other, "UPDATE t SET n = n + 100 WHERE id = 1");
        var told = new List<string>();

        var result = Assert.Single(Execute(database, message =>
        {
            told.Add(message);
            Do(other, "COMMIT");
        }));

        Assert.Equal(MigrationOutcome.Applied, result.Outcome);
        Assert.Contains("1205", Assert.Single(told));
        Assert.Equal(sql.Contains("id = 2", StringComparison.Ordinal) ? ["101", "1"] : ["101", "0"], database.Column("SELECT n FROM t ORDER BY id"));
    }

    [Theory, EveryServer]
    public void Whoever_waits_for_another_runner_is_told_for_whom(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_a", "CREATE TABLE a (id int);");
        using var holder = Open(database);
        var held = RunLock.Take(holder, "__drizzle_migrations", 0, TestContext.Current.CancellationToken);
        var told = new List<string>();

        var result = Assert.Single(Execute(database, message =>
        {
            told.Add(message);
            held.Dispose();
        }));

        Assert.Equal(MigrationOutcome.Applied, result.Outcome);
        Assert.Matches($"(?<![0-9A-Za-z]){holder.ConnectionId}(?![0-9A-Za-z])", Assert.Single(told));
        Assert.Contains(Environment.ProcessId.ToString(), told[0]);
    }

    private List<MigrationResult> Execute(TestDatabase database, Action<string> notify)
    {
        using var session = Open(database);
        return [.. new MigrationRun(OpenProject(), session, new RunOptions { LockWaitTimeout = 1, LockTimeout = 30 }).Execute(notify: notify)];
    }

    private static void Do(MySqlConnection connection, string sql)
    {
        using var command = new MySqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
