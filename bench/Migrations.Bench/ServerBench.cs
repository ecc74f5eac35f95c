using System.Globalization;
using Migrations.Bench.Contenders;
using Migrations.TestServers;

namespace Migrations.Bench;

/// <summary>All rounds on one server.</summary>
internal sealed class ServerBench(TestServer server, Workload workload, IReadOnlyList<IContender> contenders, TextWriter log)
{
    // A run with nothing to do takes milliseconds: one a round would be too few.
    public const int ShortRunsPerRound = 3;

    /// <summary>One round that does not count (it warms the bench's process, the page cache and the server), then those that do.</summary>
    public Measurements Run(int rounds)
    {
        var measurements = new Measurements();
        for (var round = 0; round <= rounds; round++)
        {
            log.WriteLine($"{server.Name}: round {round} of {rounds}{(round == 0 ? " (warm-up)" : "")}");
            TakeAll(round, measurements);
        }
        return measurements;
    }

    private void TakeAll(int round, Measurements measurements)
    {
        // Dropped when all are through: servers clean up behind a drop for a while, at the cost of whoever comes next.
        var databases = new List<TestDatabase>();
        try
        {
            for (var i = 0; i < contenders.Count; i++)
            {
                databases.Add(server.CreateDatabase("bench"));
                Settle();
                // Each round begins with another contender, so that none always follows the same one.
                Take(contenders[(i + round) % contenders.Count], new BenchTarget(databases[^1], workload), round, measurements);
            }
        }
        finally
        {
            databases.ForEach(database => database.Dispose());
        }
    }

    // What others have left to be written would be waited for by the next one's first CREATE TABLE.
    private static void Settle()
    {
        if (ExternalProcess.Find("sync") is { } sync) ExternalProcess.Run(sync, []);
    }

    private void Take(IContender contender, BenchTarget target, int round, Measurements measurements)
    {
        foreach (var scenario in contender.Scenarios)
        {
            try
            {
                for (var i = 0; i < (scenario == Scenario.Fresh ? 1 : ShortRunsPerRound); i++)
                {
                    var timing = contender.Run(scenario, target);
                    Verification.Check(contender, target);
                    if (round > 0) measurements.Add(contender, scenario, round, timing);
                    log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {contender.Name}, {scenario}: engine {timing.EngineMs:0.0}, process {timing.ProcessMs:0.0}"));
                }
            }
            catch (Exception failure) // whatever it is, it is this contender's result and no reason to lose the others'
            {
                var message = WithoutPassword(failure.Message);
                measurements.AddFailure(contender, scenario, message);
                log.WriteLine($"  {contender.Name}, {scenario}: {message}");
            }
        }
    }

    private string WithoutPassword(string message)
    {
        var shown = message.ReplaceLineEndings(" ").Trim();
        foreach (var secret in (string[])[server.Password, Uri.EscapeDataString(server.Password)])
        {
            if (secret.Length > 0) shown = shown.Replace(secret, "***", StringComparison.Ordinal);
        }
        return shown;
    }
}
