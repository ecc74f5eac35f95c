using System.Globalization;

namespace Migrations.Bench.Contenders;

/// <summary>drizzle-orm's <c>migrate()</c> over mysql2, in node.</summary>
internal sealed class DrizzleOrm(string node, string peers) : IContender
{
    public string Name => "drizzle-orm migrate()";

    public string HistoryTable => Workload.HistoryTable;

    public IReadOnlyList<Scenario> Scenarios { get; } = [Scenario.Fresh, Scenario.NothingPending];

    public Timing Run(Scenario scenario, BenchTarget target)
    {
        var run = ExternalProcess.Run(node, [Path.Combine(peers, "drizzle.mjs"), target.Workload.DrizzleFolder], folder: peers, environment: ("DATABASE_URL", target.Database.Url));
        return new Timing(double.Parse(run.Output.Trim(), CultureInfo.InvariantCulture), run.ElapsedMs);
    }
}
