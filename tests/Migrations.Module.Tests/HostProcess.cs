using System.Diagnostics;

namespace Migrations.Module.Tests;

/// <summary>The module in a process of its own, through the console host.</summary>
internal sealed record HostProcess(int ExitCode, string Output, string Error)
{
    public static HostProcess Run(string folder, string? databaseUrl, string command, params string[] options) =>
        Run(folder, databaseUrl, new Dictionary<string, string>(), command, options);

    public static HostProcess Run(string folder, string? databaseUrl, IReadOnlyDictionary<string, string> environment, string command, params string[] options)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in (string[])[Repository.Host, .. options, "-NonInteractive", "-Command", command]) start.ArgumentList.Add(argument);
        if (databaseUrl is null) start.Environment.Remove("DATABASE_URL");
        else start.Environment["DATABASE_URL"] = databaseUrl;
        start.Environment["MIGRATIONS_MODULE"] = Repository.Manifest;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new HostProcess(process.ExitCode, output, error.Result);
    }
}
