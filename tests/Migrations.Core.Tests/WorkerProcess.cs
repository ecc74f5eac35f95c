using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Migrations.Core.Journals;
using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Tests;

/// <summary>This test program started once more, to do one job in a process of its own: what holds between threads may not hold between processes.</summary>
internal static class WorkerProcess
{
    private const string Variable = "MIGRATIONS_TEST_JOB";

    public static Process Start(params string[] job)
    {
        // The runtime that runs this is <dotnet>/shared/Microsoft.NETCore.App/<version>/.
        var dotnet = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        var start = new ProcessStartInfo(Path.GetFullPath(dotnet), ["exec", typeof(WorkerProcess).Assembly.Location])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment[Variable] = string.Join("|", job);
        return Process.Start(start)!;
    }

    [ModuleInitializer]
    internal static void DoJob()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } text) return;
        var job = text.Split('|');
        switch (job[0])
        {
            case "append":
                var project = new MigrationProject { Root = job[1], MigrationsFolder = Path.Combine(job[1], "drizzle") };
                foreach (var tag in job[2].Split(',')) JournalAppender.Append(project, tag, DateTimeOffset.UnixEpoch, preview: false);
                break;
            case "hold":
                FolderLock.Take(job[1], TimeSpan.FromSeconds(20));
                Console.WriteLine("held");
                Thread.Sleep(TimeSpan.FromMinutes(2)); // until it is killed
                break;
        }
        Environment.Exit(0);
    }
}
