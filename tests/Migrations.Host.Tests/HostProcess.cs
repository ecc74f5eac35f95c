using System.Diagnostics;
using System.Reflection;
using System.Text;

namespace Migrations.Host.Tests;

/// <summary>What one run of the host left behind.</summary>
internal sealed record HostRun(int ExitCode, string Output, string Error);

/// <summary>The built host, started as a process of its own.</summary>
internal sealed class HostProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _error;
    private readonly StringBuilder _output = new();

    private HostProcess(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    public static string Assembly { get; } = typeof(HostProcess).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "HostAssembly").Value!;

    /// <summary>Runs the host without the module, to its end.</summary>
    public static Task<HostRun> Run(params string[] args) => RunWith("", [], ["-NoModule", .. args]);

    /// <summary>Runs the host to its end.</summary>
    public static async Task<HostRun> RunWith(string input, Dictionary<string, string> environment, string[] args, string? folder = null)
    {
        using var host = Start(environment, args, folder);
        await host._process.StandardInput.WriteAsync(input);
        host._process.StandardInput.Close();
        return await host.End();
    }

    public static HostProcess Start(Dictionary<string, string> environment, string[] args, string? folder = null)
    {
        var start = new ProcessStartInfo("dotnet", [Assembly, .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = folder ?? "",
        };
        start.Environment.Remove("MIGRATIONS_MODULE");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new HostProcess(Process.Start(start)!);
    }

    /// <summary>Waits for a line of output that tells the script is running.</summary>
    public async Task WaitFor(string line)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } read)
        {
            _output.AppendLine(read);
            if (read == line)
                return;
        }
        Assert.Fail($"The host ended without writing '{line}'. It wrote: {_output}{await _error}");
    }

    public async Task Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString()]);
        await kill.WaitForExitAsync();
    }

    public async Task<HostRun> End()
    {
        using var patience = new CancellationTokenSource(Patience);
        _output.Append(await _process.StandardOutput.ReadToEndAsync(patience.Token));
        await _process.WaitForExitAsync(patience.Token);
        return new HostRun(_process.ExitCode, _output.ToString().ReplaceLineEndings("\n"), (await _error).ReplaceLineEndings("\n"));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}

/// <summary>A folder of scripts that is gone after the test.</summary>
internal sealed class ScriptFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("migrations-host-").FullName;

    public string Add(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
