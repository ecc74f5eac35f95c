using System.Globalization;
using Migrations.Bench.Contenders;

namespace Migrations.Bench.Importing;

/// <summary>What one import cost, in a process that does nothing else.</summary>
/// <param name="Ms">The time of <c>Import-Module</c>.</param>
/// <param name="MegaBytes">The process's working set behind it.</param>
/// <param name="Assemblies">How many assemblies are loaded behind it.</param>
internal sealed record ImportCost(double Ms, double MegaBytes, int Assemblies);

/// <summary>Both modules' costs, round by round.</summary>
internal sealed record ImportResult(IReadOnlyList<ImportCost> Empty, IReadOnlyList<ImportCost> Ours);

/// <summary>Times <c>Import-Module</c> in fresh processes of the real engine, beside a module with nothing in it.</summary>
internal sealed class ImportBench(string repository, TextWriter log)
{
    /// <summary>The first argument with which this part runs alone.</summary>
    public const string Verb = "import";

    // What it takes of the culture's words: nothing, whatever the machine's language is.
    private const string Report = "[string]::Join(' ', [object[]]($watch.Elapsed.TotalMilliseconds, ([Diagnostics.Process]::GetCurrentProcess().WorkingSet64 / 1MB), [AppDomain]::CurrentDomain.GetAssemblies().Count))";

    /// <exception cref="InvalidOperationException">The host or the module was not built.</exception>
    public ImportResult Run(int rounds)
    {
        var host = HostProcess.Find(repository) ?? throw new InvalidOperationException("The host is not built (dotnet build -c Release).");
        var module = Path.Combine(repository, "out", "Migrations", "Migrations.psd1");
        if (!File.Exists(module)) throw new InvalidOperationException($"{module} is not there (dotnet build -c Release).");
        var empty = WriteEmpty(Path.Combine(repository, "bench", "generated", "Empty"));
        var result = (Empty: new List<ImportCost>(), Ours: new List<ImportCost>());
        for (var round = 0; round <= rounds; round++)
        {
            var nothing = Take(host, empty);
            var ours = Take(host, module);
            log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"import, round {round}: empty {nothing.Ms:0.0} ms, {nothing.MegaBytes:0.0} MB; Migrations {ours.Ms:0.0} ms, {ours.MegaBytes:0.0} MB"));
            if (round == 0) continue; // warms the page cache
            result.Empty.Add(nothing);
            result.Ours.Add(ours);
        }
        return new ImportResult(result.Empty, result.Ours);
    }

    private static ImportCost Take(string host, string manifest)
    {
        var path = manifest.Replace("'", "''", StringComparison.Ordinal);
        var run = ExternalProcess.Run("dotnet", [host, "-NoModule", "-Command", $"$watch = [Diagnostics.Stopwatch]::StartNew(); Import-Module '{path}'; $watch.Stop(); {Report}"]);
        var parts = run.Output.Trim().Split(' ').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return new ImportCost(parts[0], parts[1], (int)parts[2]);
    }

    private static string WriteEmpty(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "Empty.psm1"), "");
        var manifest = Path.Combine(folder, "Empty.psd1");
        File.WriteAllText(manifest, "@{ ModuleVersion = '1.0.0'; RootModule = 'Empty.psm1'; FunctionsToExport = @(); CmdletsToExport = @(); VariablesToExport = @(); AliasesToExport = @() }\n");
        return manifest;
    }
}
