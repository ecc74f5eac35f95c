namespace Migrations.Bench.Contenders;

/// <summary>The engine as a process of its own, without PowerShell: this program started again.</summary>
internal sealed class EngineProcess : IContender
{
    public const string Verb = "engine";

    public string Name => "engine, own process";

    public string HistoryTable => Workload.HistoryTable;

    public IReadOnlyList<Scenario> Scenarios { get; } = [Scenario.Fresh, Scenario.NothingPending];

    public Timing Run(Scenario scenario, BenchTarget target)
    {
        var run = ExternalProcess.Run(
            "dotnet", [typeof(EngineProcess).Assembly.Location, Verb, target.Workload.ProjectFolder], folder: target.Workload.Folder,
            environment: ("DATABASE_URL", Engine.WithoutTls(target.Database.Url)));
        return new Timing(null, run.ElapsedMs);
    }
}
