using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Migrations.Bench;

/// <summary>How a process ended and how long it took, from its start to its end.</summary>
internal sealed record ProcessRun(string Output, double ElapsedMs);

/// <summary>Runs other programs.</summary>
internal static class ExternalProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <exception cref="InvalidOperationException">It could not be started, did not end in ten minutes, or its exit code is not 0; the message holds the end of what it said.</exception>
    public static ProcessRun Run(
        string program, IEnumerable<string> arguments, string? input = null, string? folder = null, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var watch = Stopwatch.StartNew();
        using var process = Start(start);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            if (input is not null) process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading everything; its exit code says why.
        }
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{program} did not end in {Limit.TotalMinutes.ToString(CultureInfo.InvariantCulture)} minutes.");
        }
        process.WaitForExit();
        var elapsed = watch.Elapsed.TotalMilliseconds;
        if (process.ExitCode != 0)
        {
            var said = (error.Result + "\n" + output.Result).Trim();
            throw new InvalidOperationException($"{Path.GetFileName(program)} ended with {process.ExitCode}: {(said.Length > 400 ? said[..400] + " …" : said)}");
        }
        return new ProcessRun(output.Result, elapsed);
    }

    /// <summary>The path of a program, or null where the PATH has none of the names.</summary>
    public static string? Find(params string[] names) =>
        names.SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"{start.FileName} cannot be started: {missing.Message}", missing);
        }
    }
}
