using System.Diagnostics;
using Migrations.Core.Applying;
using Migrations.Core.Journals;
using Migrations.Core.Servers;
using Migrations.Model;
using Migrations.TestServers;
using MySqlConnector;

namespace Migrations.Server.Tests.Faults;

/// <summary>An <c>ALTER</c> that waits for an open transaction: everyone who comes later waits behind it, so it must not wait long.</summary>
public sealed class BlockedAlterTests : IDisposable
{
    private const int Limit = 1;

    private readonly ServerFleet _fleet;
    private readonly ITestOutputHelper _output;
    private readonly ProjectFolder _project = new();

    public BlockedAlterTests(ServerFleet fleet, ITestOutputHelper output)
    {
        _fleet = fleet;
        _output = output;
        _project.Add("0000_t", "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL);\n");
    }

    [Theory]
    [EveryServer("SELECT COUNT(*) FROM t")]
    [EveryServer("INSERT INTO t VALUES (1, 1)")]
    public void It_fails_within_its_limit_and_names_the_blocker(string server, string holds)
    {
        using var database = _fleet.Get(server).CreateDatabase("blocked");
        Runs.Of(_project.Root, database.Url);
        _project.Add("0001_alter", "ALTER TABLE t ADD COLUMN a int;\n");
        using var blocker = database.Connect();
        Run(blocker, "START TRANSACTION");
        Run(blocker, holds);
        using var readers = new Readers(database);
        var watch = Stopwatch.StartNew();

        var error = Assert.Throws<MigrationException>(() => Run(database));

        var took = watch.Elapsed;
        var longest = readers.Stop();
        _output.WriteLine($"{server}: failed after {took.TotalSeconds:F2} s; {readers.Count} reads, the longest {longest.TotalSeconds:F2} s.\n{error.Message}");
        // As a number of its own, not as a part of some path.
        Assert.Matches($"(?<![0-9A-Za-z]){blocker.ServerThread}(?![0-9A-Za-z])", error.Message);
        // Two attempts, and a pause between them.
        Assert.InRange(took.TotalSeconds, Limit, (2 * Limit) + 10);
        Assert.True(longest.TotalSeconds < Limit + 1.0, $"A read was blocked for {longest.TotalSeconds:F2} s.");
        Assert.True(readers.Count > 8, $"Only {readers.Count} reads were made.");

        Run(blocker, "COMMIT");
        Assert.Equal(MigrationOutcome.Applied, Assert.Single(Run(database)).Outcome);
    }

    [Theory, EveryServer]
    public void It_is_tried_again_and_succeeds_when_the_blocker_ends(string server)
    {
        using var database = _fleet.Get(server).CreateDatabase("blocked");
        Runs.Of(_project.Root, database.Url);
        _project.Add("0001_alter", "ALTER TABLE t ADD COLUMN a int;\n");
        using var blocker = database.Connect();
        Run(blocker, "START TRANSACTION");
        Run(blocker, "SELECT COUNT(*) FROM t");
        using var later = new Timer(_ => Run(blocker, "COMMIT"), null, TimeSpan.FromSeconds(Limit * 1.3), Timeout.InfiniteTimeSpan);

        Assert.Equal(MigrationOutcome.Applied, Assert.Single(Run(database)).Outcome);
    }

    private IReadOnlyList<MigrationResult> Run(TestDatabase database)
    {
        using var session = DatabaseSession.Open(ConnectionSettings.Parse(database.Url));
        return [.. new MigrationRun(JournaledProject.Open(_project.Root), session, new RunOptions { LockWaitTimeout = Limit, LockRetry = 1 }).Execute()];
    }

    private static void Run(MySqlConnection connection, string sql)
    {
        using var command = new MySqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    public void Dispose() => _project.Dispose();

    // An application that goes on reading the table.
    private sealed class Readers : IDisposable
    {
        private readonly List<Thread> _threads;
        private readonly Lock _gate = new();
        private volatile bool _stops;
        private TimeSpan _longest;
        private int _count;

        public Readers(TestDatabase database)
        {
            using var ready = new CountdownEvent(2);
            _threads = [.. Enumerable.Range(0, 2).Select(_ => new Thread(() =>
            {
                using var connection = database.Connect();
                ready.Signal();
                while (!_stops)
                {
                    var watch = Stopwatch.StartNew();
                    Run(connection, "SELECT COUNT(*) FROM t");
                    lock (_gate)
                    {
                        _count++;
                        if (watch.Elapsed > _longest) _longest = watch.Elapsed;
                    }
                    Thread.Sleep(10);
                }
            }))];
            _threads.ForEach(thread => thread.Start());
            ready.Wait();
        }

        public int Count => _count;

        public TimeSpan Stop()
        {
            _stops = true;
            _threads.ForEach(thread => thread.Join());
            return _longest;
        }

        public void Dispose() => Stop();
    }
}
