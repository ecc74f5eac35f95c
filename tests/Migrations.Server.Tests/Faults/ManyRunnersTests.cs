using System.Collections.Concurrent;
using System.Diagnostics;
using Migrations.Model;
using Migrations.TestServers;

namespace Migrations.Server.Tests.Faults;

/// <summary>Many runners come to one database at once, as when every replica of an application migrates at its start.</summary>
public sealed class ManyRunnersTests : IDisposable
{
    private const int Runners = 50;
    private const int Rounds = 20;

    private readonly ServerFleet _fleet;
    private readonly ITestOutputHelper _output;
    private readonly ProjectFolder _project = new();

    public ManyRunnersTests(ServerFleet fleet, ITestOutputHelper output)
    {
        _fleet = fleet;
        _output = output;
        _project.Add("0000_t", "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL);\nINSERT INTO t VALUES (1, 0);\n");
        _project.Add("0001_count", "UPDATE t SET n = n + 1;\nALTER TABLE t ADD COLUMN a int;\nUPDATE t SET n = n + 10;\n");
        _project.Add("0002_index", "CREATE INDEX t_n ON t (n);\n");
    }

    [Theory, EveryServer]
    public void Fifty_runners_apply_each_migration_once(string server)
    {
        var slowest = TimeSpan.Zero;
        for (var round = 0; round < Rounds; round++)
        {
            using var database = _fleet.Get(server).CreateDatabase("crowd");
            var results = new ConcurrentBag<IReadOnlyList<MigrationResult>>();
            var failures = new ConcurrentBag<Exception>();
            using var together = new Barrier(Runners);
            var threads = Enumerable.Range(0, Runners).Select(_ => new Thread(() =>
            {
                together.SignalAndWait();
                try
                {
                    results.Add(Runs.Of(_project.Root, database.Url));
                }
                catch (Exception failure)
                {
                    failures.Add(failure);
                }
            })
            { IsBackground = true }).ToList();
            var watch = Stopwatch.StartNew();
            threads.ForEach(thread => thread.Start());
            foreach (var thread in threads)
                Assert.True(thread.Join(TimeSpan.FromSeconds(60) - watch.Elapsed is { Ticks: > 0 } rest ? rest : TimeSpan.Zero), $"A runner of round {round} hangs.");
            if (watch.Elapsed > slowest) slowest = watch.Elapsed;

            Assert.True(failures.IsEmpty, $"Round {round}: {failures.Count} runners failed, one with {failures.FirstOrDefault()}");
            Assert.Equal(Runners, results.Count);
            Assert.All(results.SelectMany(result => result), result => Assert.Equal(MigrationOutcome.Applied, result.Outcome));
            // Each once, whoever it was.
            Assert.Equal(["0000_t", "0001_count", "0002_index"], results.SelectMany(result => result).Select(result => result.Tag).Order(StringComparer.Ordinal));
            Assert.Equal("11", database.Scalar("SELECT n FROM t"));
            Assert.Equal("3", database.Scalar("SELECT COUNT(*) FROM __drizzle_migrations"));
            Assert.Equal(["__drizzle_migrations", "t"], database.Column("SHOW TABLES"));
        }
        _output.WriteLine($"{server}: {Rounds} rounds of {Runners} runners; the slowest took {slowest.TotalSeconds:F1} s.");
    }

    public void Dispose() => _project.Dispose();
}
