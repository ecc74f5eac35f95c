using System.Diagnostics;
using Migrations.Core.Servers;
using Migrations.Model;
using Migrations.TestServers;
using MySqlConnector;

namespace Migrations.Server.Tests.Servers;

public sealed class LockHoldersTests(ServerFleet fleet) : RunTestBase(fleet)
{
    private readonly ServerFleet _fleet = fleet;

    [Theory, EveryServer]
    public async Task An_open_transaction_is_named_while_an_alter_waits_and_after_its_time_ran_out(string server)
    {
        var database = NewDatabase(server);
        database.Execute("CREATE TABLE `a` (`id` int PRIMARY KEY, `secret` varchar(50)); INSERT INTO `a` VALUES (1, 'x')");
        using var blocker = database.Connect();
        using var bystander = database.Connect();
        Send(bystander, "SELECT 1");
        Send(blocker, "START TRANSACTION");
        Send(blocker, "SELECT `id` FROM `a` WHERE `secret` = 'pa55word' OR `id` = 4711");
        using var altering = Open(database);
        using var second = Open(database);
        altering.Execute("SET SESSION lock_wait_timeout = 8", default);
        await Task.Delay(1100, TestContext.Current.CancellationToken);
        var waiting = Task.Run(() => Assert.Throws<MySqlException>(() => altering.Execute("ALTER TABLE `a` ADD `b` int")), TestContext.Current.CancellationToken);
        await WaitFor(() => database.Scalar("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE STATE LIKE 'Waiting for table metadata lock%' AND DB = DATABASE()") == "1");

        var meanwhile = LockHolders.BlockersOf(second, null, "a", TestContext.Current.CancellationToken);
        Assert.Equal(1205, (await waiting).Number);
        var afterwards = LockHolders.BlockersOf(altering, database.Name, "a", TestContext.Current.CancellationToken);

        foreach (var found in new[] { meanwhile, afterwards })
        {
            var first = AssertNamed(found, blocker);
            Assert.Equal(SeesMetadataLocks(database), first.IsCertain);
            Assert.Equal(first.IsCertain ? BlockEvidence.MetadataLock : BlockEvidence.OpenTransaction, first.Evidence);
            Assert.InRange(first.Since!.Value.TotalSeconds, 1, 60);
            Assert.Equal((database.Server.User, database.Name), (first.User, first.Database));
            Assert.DoesNotContain("pa55", first.ToString());
            Assert.DoesNotContain("4711", first.ToString());
            if (first.IsCertain)
            {
                Assert.Equal(found[0], first);
                Assert.Single(found);
                // MariaDB does not keep the last statement of an idle session.
                Assert.Equal(_fleet.Get(server).IsMariaDb ? null : "SELECT `id` FROM `a` WHERE `secret` = ? OR `id` = ?", first.Statement);
            }
        }

        Send(blocker, "COMMIT");
        // MariaDB shows the transactions of a moment ago.
        await WaitFor(() => LockHolders.BlockersOf(second, null, "a", TestContext.Current.CancellationToken).All(session => session.ConnectionId != blocker.ServerThread));
        Assert.DoesNotContain(LockHolders.BlockersOf(second, null, "no such table", TestContext.Current.CancellationToken), session => session.IsCertain);
    }

    [Theory, EveryServer]
    public async Task A_transaction_that_holds_rows_is_named_while_an_update_waits(string server)
    {
        var database = NewDatabase(server);
        database.Execute("CREATE TABLE `a` (`id` int PRIMARY KEY, `n` int); INSERT INTO `a` VALUES (1, 1), (2, 2)");
        using var blocker = database.Connect();
        using var reader = database.Connect();
        Send(blocker, "START TRANSACTION");
        Send(blocker, "UPDATE `a` SET `n` = 5 WHERE `id` = 1");
        Send(reader, "START TRANSACTION");
        Send(reader, "SELECT * FROM `a`");
        using var updating = Open(database);
        using var second = Open(database);
        var connection = updating.Query("SELECT CONNECTION_ID()", row => Convert.ToInt64(row.GetValue(0)))[0];
        updating.Execute("SET SESSION innodb_lock_wait_timeout = 8");
        var waiting = Task.Run(() => Assert.Throws<MySqlException>(() => updating.Execute("UPDATE `a` SET `n` = 6 WHERE `id` = 1")), TestContext.Current.CancellationToken);
        await WaitFor(() => database.Scalar($"SELECT COUNT(*) FROM information_schema.INNODB_TRX WHERE trx_state = 'LOCK WAIT' AND trx_mysql_thread_id = {connection}") == "1");

        var meanwhile = LockHolders.BlockersOf(second, null, "a", TestContext.Current.CancellationToken, waitsForRows: true, blockedConnection: connection);
        Assert.Equal(1205, (await waiting).Number);
        var afterwards = LockHolders.BlockersOf(updating, null, "a", TestContext.Current.CancellationToken, waitsForRows: true);

        var first = Assert.Single(meanwhile, session => session.IsCertain);
        Assert.Equal((blocker.ServerThread, BlockEvidence.RowLocks), ((int)first.ConnectionId, first.Evidence));
        AssertNamed(afterwards, blocker);
        Assert.DoesNotContain(meanwhile.Concat(afterwards), session => session.ConnectionId == reader.ServerThread || session.ConnectionId == connection);
    }

    [Theory, EveryServer]
    public void A_lock_on_the_whole_server_is_named(string server)
    {
        var database = NewDatabase(server);
        if (!SeesMetadataLocks(database)) return;
        database.Execute("CREATE TABLE `a` (`id` int PRIMARY KEY)");
        using var blocker = database.Connect();
        Send(blocker, _fleet.Get(server).IsMariaDb ? "FLUSH TABLES WITH READ LOCK" : "LOCK INSTANCE FOR BACKUP");
        using var asker = Open(database);
        var found = AssertNamed(LockHolders.BlockersOf(asker, null, "a", TestContext.Current.CancellationToken), blocker);
        Assert.Equal((BlockEvidence.ServerLock, true), (found.Evidence, found.IsCertain));
    }

    [Theory, EveryServer]
    public void What_an_account_may_not_see_is_an_empty_list_and_no_error(string server)
    {
        var database = NewDatabase(server);
        database.Execute("CREATE TABLE `a` (`id` int PRIMARY KEY)");
        using var blocker = database.Connect();
        Send(blocker, "START TRANSACTION");
        Send(blocker, "SELECT * FROM `a`");
        using var small = SmallAccount(database);
        using var asker = DatabaseSession.Open(ConnectionSettings.Parse(database.Url, small.Credential), TestContext.Current.CancellationToken);

        Assert.Empty(LockHolders.BlockersOf(asker, null, "a", TestContext.Current.CancellationToken));
        Assert.Empty(LockHolders.BlockersOf(asker, null, "a", TestContext.Current.CancellationToken, waitsForRows: true));
        Assert.Equal($"connection {blocker.ServerThread}", LockHolders.HolderOf(asker, blocker.ServerThread, TestContext.Current.CancellationToken).ToString());
        Assert.Null(Record.Exception(() => asker.Execute("SELECT 1")));
    }

    [Theory, EveryServer]
    public void The_holder_of_the_run_lock_is_a_process_of_a_machine_since_a_time(string server)
    {
        var database = NewDatabase(server);
        using var small = SmallAccount(database);
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        // The same account for both: what one account may see of itself is enough.
        using var holder = DatabaseSession.Open(ConnectionSettings.Parse(database.Url, small.Credential), TestContext.Current.CancellationToken);
        using var asker = DatabaseSession.Open(ConnectionSettings.Parse(database.Url, small.Credential), TestContext.Current.CancellationToken);
        using var held = RunLock.Take(holder, "__drizzle_migrations", 0, TestContext.Current.CancellationToken);
        var connection = holder.Query("SELECT CONNECTION_ID()", row => Convert.ToInt64(row.GetValue(0)))[0];

        var found = LockHolders.HolderOf(asker, connection, TestContext.Current.CancellationToken);

        Assert.Equal(small.Credential.User, found.User);
        Assert.InRange(found.InState!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        if (database.Scalar("SELECT @@performance_schema") != "1")
        {
            // MariaDB's default: then the process list has to do.
            Assert.StartsWith($"connection {connection} ({small.Credential.User}@", found.ToString());
            Assert.Null(found.ConnectedSince);
            return;
        }
        Assert.Equal((Environment.MachineName, Environment.ProcessId), (found.Machine, found.ProcessId));
        Assert.InRange(found.ConnectedSince!.Value, before, DateTimeOffset.UtcNow);
        Assert.StartsWith($"process {Environment.ProcessId} on {Environment.MachineName} ({small.Credential.User}@", found.ToString());
    }

    [Theory, EveryServer]
    public void A_program_that_names_itself_keeps_its_name(string server)
    {
        var database = NewDatabase(server);
        if (database.Scalar("SELECT @@performance_schema") != "1") return;
        var text = new MySqlConnectionStringBuilder { Server = database.Server.Host, Port = database.Server.Port, UserID = database.Server.User, Password = database.Server.Password, Database = database.Name, ApplicationName = "Nightly deployment" };
        using var holder = DatabaseSession.Open(ConnectionSettings.Parse(text.ConnectionString), TestContext.Current.CancellationToken);
        using var asker = Open(database);
        var connection = holder.Query("SELECT CONNECTION_ID()", row => Convert.ToInt64(row.GetValue(0)))[0];
        var found = LockHolders.HolderOf(asker, connection, TestContext.Current.CancellationToken);
        Assert.Equal(("Nightly deployment", Environment.ProcessId, null), (found.Program, found.ProcessId, found.ConnectedSince));
    }

    // MariaDB shows them only with its plugin, or with an instrument that is off by default.
    private bool SeesMetadataLocks(TestDatabase database) => !_fleet.Get(database.Server.Name).IsMariaDb
        || database.Scalar("SELECT COUNT(*) FROM information_schema.PLUGINS WHERE PLUGIN_NAME = 'METADATA_LOCK_INFO' AND PLUGIN_STATUS = 'ACTIVE'") == "1"
        || database.Scalar("SELECT ENABLED FROM performance_schema.setup_instruments WHERE NAME = 'wait/lock/metadata/sql/mdl'") == "YES";

    private static BlockingSession AssertNamed(IReadOnlyList<BlockingSession> found, MySqlConnection blocker) => Assert.Single(found, session => session.ConnectionId == blocker.ServerThread);

    private static void Send(MySqlConnection connection, string sql)
    {
        using var command = new MySqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private static Account SmallAccount(TestDatabase database) => new(database);

    /// <summary>An account that may use its database and nothing else.</summary>
    private sealed class Account : IDisposable
    {
        private readonly TestDatabase _database;

        public Account(TestDatabase database)
        {
            _database = database;
            Credential = new DatabaseCredential("small_" + Stopwatch.GetTimestamp().ToString("x", System.Globalization.CultureInfo.InvariantCulture), "pw");
            database.Execute($"CREATE USER '{Credential.User}'@'%' IDENTIFIED BY 'pw'");
            database.Execute($"GRANT ALL ON `{database.Name}`.* TO '{Credential.User}'@'%'");
        }

        public DatabaseCredential Credential { get; }

        public void Dispose() => _database.Execute($"DROP USER '{Credential.User}'@'%'");
    }
}
