using System.Diagnostics;
using Migrations.Core.Applying;
using Migrations.Core.Journals;
using Migrations.Core.Servers;

namespace Migrations.Bench.Contenders;

/// <summary>This project's engine inside the bench's own process: reads the journal, connects, runs, disconnects.</summary>
internal sealed class Engine(string name, bool tls) : IContender
{
    public string Name { get; } = name;

    public string HistoryTable => Workload.HistoryTable;

    public IReadOnlyList<Scenario> Scenarios { get; } = [Scenario.Fresh, Scenario.NothingPending];

    public Timing Run(Scenario scenario, BenchTarget target)
    {
        var url = tls ? target.Database.Url : WithoutTls(target.Database.Url);
        var watch = Stopwatch.StartNew();
        var applied = Apply(target.Workload.ProjectFolder, url, _ => { });
        var elapsed = watch.Elapsed.TotalMilliseconds;
        var expected = scenario == Scenario.Fresh ? target.Workload.Migrations : 0;
        if (applied != expected) throw new InvalidOperationException($"{applied} migrations were applied instead of {expected}.");
        return new Timing(elapsed, null);
    }

    /// <summary>The whole way of the engine, as the bench's own process and the separate one take it.</summary>
    /// <param name="folder">The project.</param>
    /// <param name="url">The database.</param>
    /// <param name="beforeClosing">Gets the session when the run has ended and it is still open.</param>
    /// <returns>How many migrations were applied.</returns>
    public static int Apply(string folder, string url, Action<DatabaseSession> beforeClosing)
    {
        var project = JournaledProject.Open(folder);
        using var session = DatabaseSession.Open(ConnectionSettings.Parse(url));
        var applied = new MigrationRun(project, session, new RunOptions()).Execute().Count();
        beforeClosing(session);
        return applied;
    }

    /// <summary>No other contender encrypts unless it is asked to.</summary>
    public static string WithoutTls(string url) => url + "?ssl-mode=disabled";
}
