using System.Diagnostics;
using System.Runtime.InteropServices;
using Migrations.Core.Guarding;
using Migrations.Core.Journals;

namespace Migrations.Bench.Reading;

/// <summary>Times the reading of a large schema and its comparison with the baseline, beside drizzle-kit's export.</summary>
internal sealed class ReadingBench(string repository, TextWriter log)
{
    /// <summary>The first argument with which the bench starts itself for one cold reading.</summary>
    public const string Verb = "read";

    private const int WarmRuns = 20;

    /// <summary>Reads a project's schema and compares it, once.</summary>
    public static ReadingSplit Take(string folder, bool sinceProcessStart = false)
    {
        var start = sinceProcessStart ? (DateTime.Now - Process.GetCurrentProcess().StartTime).TotalMilliseconds : 0;
        var watch = Stopwatch.StartNew();
        var project = JournaledProject.Open(folder).Project;
        var schema = SchemaSources.OfProject(project);
        var read = watch.Elapsed.TotalMilliseconds;
        _ = new DriftGuard(schema, project.TablesFilter, []).AgainstBaseline(project).Count;
        return new ReadingSplit(start, read, watch.Elapsed.TotalMilliseconds - read);
    }

    public IReadOnlyList<ReadingResult> Run(int rounds)
    {
        var oracle = Path.Combine(repository, "tests", "oracle");
        var console = Publish();
        var results = new List<ReadingResult>();
        // Below the oracle's folder, where drizzle-kit and what the schema imports are found.
        results.Add(Measure("179 tables, generated", SchemaWorkload.Generate(Path.Combine(oracle, "obj", "bench-schema")), oracle, console, rounds));
        if (Environment.GetEnvironmentVariable("BENCH_PROJECT") is { Length: > 0 } real) results.Add(Measure($"real project ({Path.GetFileName(real.TrimEnd('/', '\\'))})", real, oracle, console, rounds));
        return results;
    }

    private ReadingResult Measure(string name, string folder, string oracle, string console, int rounds)
    {
        try
        {
            var kit = new List<double>();
            var cold = new List<double>();
            var splits = new List<ReadingSplit>();
            for (var round = 0; round <= rounds; round++)
            {
                var export = ExternalProcess.Run("node", [Path.Combine(oracle, "node_modules", "drizzle-kit", "bin.cjs"), "export", "--dialect", "mysql", "--schema", Path.Combine(folder, "drizzle", "schema.ts")], folder: oracle);
                var own = ExternalProcess.Run("dotnet", [console, Verb, folder]);
                log.WriteLine($"{name}, round {round}: drizzle-kit export {export.ElapsedMs:0} ms, engine {own.ElapsedMs:0} ms ({own.Output.Trim()})");
                if (round == 0) continue; // warms the page cache
                kit.Add(export.ElapsedMs);
                cold.Add(own.ElapsedMs);
                splits.Add(ReadingSplit.Parse(own.Output));
            }
            for (var i = 0; i < 5; i++) Take(folder);
            var warm = Enumerable.Range(0, WarmRuns).Select(_ => Take(folder)).ToList();
            return new ReadingResult(name, ReadingSplit.Median(kit), ReadingSplit.Median(cold), ReadingSplit.MedianOf(splits), ReadingSplit.MedianOf(warm), null);
        }
        catch (InvalidOperationException failure)
        {
            log.WriteLine(failure.Message);
            return new ReadingResult(name, 0, 0, new ReadingSplit(0, 0, 0), new ReadingSplit(0, 0, 0), failure.Message.ReplaceLineEndings(" "));
        }
    }

    // As a shipped tool would be: compiled ahead of time, so that the time is the work's and not the compiler's.
    private string Publish()
    {
        var folder = Path.Combine(repository, "bench", "generated", "published");
        log.WriteLine("Publishing the console with ReadyToRun ...");
        ExternalProcess.Run("dotnet", ["publish", Path.Combine(repository, "bench", "Migrations.Bench"), "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--no-self-contained", "-p:PublishReadyToRun=true", "-v", "quiet", "-o", folder]);
        return Path.Combine(folder, "Migrations.Bench.dll");
    }
}
