using System.Diagnostics;
using Migrations.TestServers;

namespace Migrations.Module.Tests;

/// <summary>The netstandard2.0 module where Windows PowerShell 5.1 has it: on .NET Framework, or on Mono, which runs the same assemblies.</summary>
public sealed class FrameworkTests(ServerFleet fleet) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string _project = Directory.CreateTempSubdirectory("migrations-framework-").FullName;

    [Theory]
    [EveryServer("alone")]
    [EveryServer("before")]
    [EveryServer("after")]
    public void Migrates_the_demo_project_beside_a_rival_that_is_loaded(string server, string order)
    {
        Repository.CopyDemo(_project);
        using var database = fleet.Get(server).CreateDatabase();

        var lines = Run(order, database);

        Assert.Equal(["tables 3", "Applied 0003_drizzle_baseline_schema_recovery", "Applied 0000_guests_and_rooms", "Applied 0001_bookings", "Applied 0002_booking_status",
            "Applied bootstrap/0003_indexes", "Applied bootstrap/0003_constraints", "drift 0"], lines.SkipWhile(line => !line.StartsWith("tables", StringComparison.Ordinal)).Take(8));
        Assert.Equal("4", database.Scalar("SELECT COUNT(*) FROM __drizzle_migrations"));
        Assert.Contains("loaded Migrations.Core " + CoreVersion + " ours", lines);
        Assert.Contains("loaded System.Text.Json 9.0.0.0 ours", lines);
        if (order == "alone")
        {
            Assert.Contains("loaded MySqlConnector 2.0.0.0 ours", lines);
            Assert.DoesNotContain(lines, line => line.EndsWith(" rival", StringComparison.Ordinal));
            return;
        }
        Assert.Equal(["rival 42 by MySqlConnector 2.0", "rival 42 by System.Text.Json 8.0"], lines.Where(line => line.StartsWith("rival", StringComparison.Ordinal)));
        Assert.Contains("loaded System.Text.Json 8.0.0.0 rival", lines);
        // Every MySqlConnector 2.x is 2.0.0.0. .NET Framework keeps two of one version apart; Mono has one of a name and version,
        // and so the engine works with the driver that came first.
        if (lines[0].StartsWith("Mono", StringComparison.Ordinal)) Assert.Single(lines, line => line.StartsWith("loaded MySqlConnector", StringComparison.Ordinal));
        else Assert.Contains("loaded MySqlConnector 2.0.0.0 ours", lines);
        if (order == "after") Assert.Equal("drift 0", lines.Last(line => line.StartsWith("drift", StringComparison.Ordinal)));
    }

    public void Dispose() => Directory.Delete(_project, recursive: true);

    private static string CoreVersion => System.Reflection.AssemblyName.GetAssemblyName(Path.Combine(Path.GetDirectoryName(Repository.Manifest)!, "bin", "netstandard2.0", "engine", "Migrations.Core.dll")).Version!.ToString();

    private List<string> Run(string order, TestDatabase database)
    {
        var with = database.Server;
        var start = new ProcessStartInfo { RedirectStandardOutput = true, RedirectStandardError = true };
        if (OperatingSystem.IsWindows())
        {
            start.FileName = Repository.FrameworkTest;
        }
        else
        {
            var mono = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "mono")).FirstOrDefault(File.Exists);
            Assert.SkipWhen(mono is null, "Mono is not installed (tests/Migrations.TestServers/install.sh gets it where apt has it): .NET Framework cannot be had here.");
            start.FileName = mono;
            start.ArgumentList.Add(Repository.FrameworkTest);
        }
        foreach (var argument in (string[])[Path.GetDirectoryName(Repository.Manifest)!, Path.GetDirectoryName(Repository.RivalModule)!, order, _project, database.Url,
            $"Server={with.Host};Port={with.Port};User ID={with.User};Password={with.Password};Database={database.Name}"]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            Assert.Fail($"It did not end in {Patience}.");
        }
        Assert.True(process.ExitCode == 0, output.Result + error.Result);
        return [.. output.Result.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
    }
}
