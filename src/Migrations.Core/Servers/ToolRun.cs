using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Migrations.Core.Servers;

/// <summary>Runs programs of this machine: those that come with a server, and the container engine's.</summary>
internal static class ToolRun
{
    /// <summary>Whether this is Windows.</summary>
    public static bool IsWindows { get; } = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>The full path of a program; null where there is none of that name.</summary>
    /// <param name="name">The name, without <c>.exe</c>.</param>
    public static string? Find(string name)
    {
        var file = IsWindows ? name + ".exe" : name;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(folder => folder.Trim().Length > 0)
            // Servers stand in the administrators' folders, which are not in everybody's PATH.
            .Concat(IsWindows ? ServerFolders() : ["/usr/sbin", "/usr/local/sbin", "/usr/libexec", "/opt/homebrew/bin", "/usr/local/mysql/bin"]);
        return folders.Select(folder => Path.Combine(folder.Trim().Trim('"'), file)).FirstOrDefault(File.Exists);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Its exit code, and all that it said.</returns>
    /// <param name="program">The program.</param>
    /// <param name="arguments">The arguments; none of them may hold a quotation mark or end with a backslash.</param>
    /// <param name="environment">Variables for it alone: secrets do not belong on a command line.</param>
    /// <param name="cancellation">Ends the program.</param>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static (int ExitCode, string Output) Run(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var process = Start(program, arguments, environment, captures: true);
        var said = new StringBuilder();
        void Take(object sender, DataReceivedEventArgs line)
        {
            lock (said) said.AppendLine(line.Data);
        }
        process.OutputDataReceived += Take;
        process.ErrorDataReceived += Take;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using (cancellation.Register(() => Kill(process))) process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        lock (said) return (process.ExitCode, said.ToString().Trim());
    }

    /// <summary>Starts a program.</summary>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    public static Process Start(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment, bool captures)
    {
        var start = new ProcessStartInfo(program, string.Join(" ", arguments.Select(Quoted)))
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = captures,
            RedirectStandardError = captures,
        };
        foreach (var variable in environment ?? new Dictionary<string, string>()) start.Environment[variable.Key] = variable.Value;
        var process = Process.Start(start)!;
        process.StandardInput.Dispose();
        return process;
    }

    /// <summary>Ends a process that may have ended by itself.</summary>
    public static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception)
        {
        }
    }

    private static string Quoted(string argument) => argument.Length > 0 && argument.IndexOfAny([' ', '\t', '\n']) < 0 ? argument : $"\"{argument}\"";

    // MySQL's and MariaDB's installers do not add themselves to the PATH.
    private static IEnumerable<string> ServerFolders()
    {
        var programs = Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles);
        if (programs.Length == 0) yield break;
        foreach (var (folder, pattern) in new[] { (Path.Combine(programs, "MySQL"), "MySQL Server *"), (programs, "MariaDB *") })
        {
            if (!Directory.Exists(folder)) continue;
            foreach (var found in Directory.EnumerateDirectories(folder, pattern).OrderByDescending(name => name, StringComparer.OrdinalIgnoreCase)) yield return Path.Combine(found, "bin");
        }
    }
}
