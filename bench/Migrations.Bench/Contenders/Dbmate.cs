namespace Migrations.Bench.Contenders;

/// <summary>dbmate's binary. It sends each file whole, as one multi-statement, so it has two round trips a migration where the others have four.</summary>
internal sealed class Dbmate(string program) : IContender
{
    public string Name => "dbmate";

    public string HistoryTable => Workload.DbmateTable;

    public IReadOnlyList<Scenario> Scenarios { get; } = [Scenario.Fresh, Scenario.NothingPending];

    /// <summary>The binary beside its npm package: through node its start would take as long again.</summary>
    public static string? Find(string peers) =>
        Directory.Exists(Path.Combine(peers, "node_modules", "@dbmate"))
            ? Directory.EnumerateFiles(Path.Combine(peers, "node_modules", "@dbmate"), "dbmate*", SearchOption.AllDirectories).FirstOrDefault(file => Path.GetFileName(file) is "dbmate" or "dbmate.exe")
            : null;

    public Timing Run(Scenario scenario, BenchTarget target)
    {
        var run = ExternalProcess.Run(
            program, ["--migrations-dir", target.Workload.DbmateFolder, "--no-dump-schema", "migrate"], folder: target.Workload.Folder,
            environment: ("DATABASE_URL", target.Database.Url));
        return new Timing(null, run.ElapsedMs);
    }
}
