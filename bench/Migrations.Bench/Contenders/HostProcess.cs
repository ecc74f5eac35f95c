namespace Migrations.Bench.Contenders;

/// <summary>What a user starts: the cmdlet, in the PowerShell host of this repository.</summary>
internal sealed class HostProcess(string assembly) : IContender
{
    public string Name => "Invoke-Migration in Migrations.Host";

    public string HistoryTable => Workload.HistoryTable;

    public IReadOnlyList<Scenario> Scenarios { get; } = [Scenario.Fresh, Scenario.NothingPending];

    /// <summary>The host, if it was built: a Release build before a Debug one.</summary>
    public static string? Find(string repository) =>
        ((string[])["out/host", "src/Migrations.Host/bin/Release/net10.0", "src/Migrations.Host/bin/Debug/net10.0"])
            .Select(folder => Path.Combine(repository, folder, "Migrations.Host.dll")).FirstOrDefault(File.Exists);

    public Timing Run(Scenario scenario, BenchTarget target)
    {
        // The generated path has no quote in it, but the repository's folder may.
        var path = target.Workload.ProjectFolder.Replace("'", "''", StringComparison.Ordinal);
        var run = ExternalProcess.Run(
            "dotnet", [assembly, "-Command", $"Invoke-Migration -Path '{path}' -Confirm:$false"], folder: target.Workload.Folder,
            environment: ("DATABASE_URL", Engine.WithoutTls(target.Database.Url)));
        return new Timing(null, run.ElapsedMs);
    }
}
