using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Migrations.Model;

namespace Migrations.Server.Tests.Faults;

/// <summary>A runner in a process of its own, to be killed: this test program, started once more.</summary>
internal sealed class RunnerProcess : IDisposable
{
    private const string Variable = "MIGRATIONS_TEST_RUN";

    private readonly Process _process;
    private readonly Task<string> _said;

    private RunnerProcess(Process process)
    {
        _process = process;
        _said = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts a run.</summary>
    /// <param name="root">The project's folder.</param>
    /// <param name="url">The database.</param>
    public static RunnerProcess Start(string root, string url)
    {
        // The runtime that runs this is <dotnet>/shared/Microsoft.NETCore.App/<version>/.
        var dotnet = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        var start = new ProcessStartInfo(Path.GetFullPath(dotnet), ["exec", typeof(RunnerProcess).Assembly.Location]) { RedirectStandardError = true, UseShellExecute = false };
        start.Environment[Variable] = root + '\n' + url;
        // It lives for a moment: nothing is worth compiling twice.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return new RunnerProcess(Process.Start(start)!);
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Waits for its end, and gives what it said of an error; null where it did not end.</summary>
    public string? WaitForEnd(TimeSpan limit) => _process.WaitForExit(limit) ? $"exit code {_process.ExitCode}: {_said.Result}" : null;

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }

    [ModuleInitializer]
    internal static void RunAsAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } job) return;
        var parts = job.Split('\n');
        try
        {
            Runs.Of(parts[0], parts[1]);
        }
        catch (MigrationException error)
        {
            Console.Error.WriteLine($"{error.ErrorId}: {error.Message}");
            Environment.Exit(1);
        }
        Environment.Exit(0);
    }
}
