namespace Migrations.Host;

/// <summary>
/// Reads the host's command line with the words, and the shortest forms, of <c>pwsh</c>, so that a line written for
/// <c>pwsh</c> runs here too (the words that mean nothing here, such as <c>-NoProfile</c>, are taken and ignored).
/// </summary>
internal static class CommandLine
{
    // Name and shortest form, as in pwsh's CommandLineParameterParser.
    private static readonly (string Name, string Shortest)[] Words =
    [
        ("command", "c"), ("file", "f"), ("noninteractive", "noni"), ("nomodule", "nom"), ("help", "h"), ("?", "?"),
        ("version", "v"), ("noprofile", "nop"), ("nologo", "nol"), ("executionpolicy", "ex"), ("ep", "ep"),
    ];

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="UsageException">The arguments name nothing to run, an unknown word, or a file that is not there.</exception>
    public static HostOptions Read(IReadOnlyList<string> args, bool inputIsRedirected)
    {
        bool nonInteractive = false, noModule = false;
        for (var i = 0; i < args.Count; i++)
        {
            switch (Word(args[i]))
            {
                case "noninteractive":
                    nonInteractive = true;
                    break;
                case "nomodule":
                    noModule = true;
                    break;
                case "noprofile" or "nologo":
                    break;
                case "executionpolicy" or "ep":
                    i++;
                    break;
                case "help" or "?":
                    return new HostOptions { Task = HostTask.ShowHelp };
                case "version":
                    return new HostOptions { Task = HostTask.ShowVersion };
                case "command":
                    return Command(args.Skip(i + 1).ToList(), inputIsRedirected) with { NonInteractive = nonInteractive, NoModule = noModule };
                case "file":
                    return File(args.Skip(i + 1).ToList()) with { NonInteractive = nonInteractive, NoModule = noModule };
                // As in pwsh, a first word that is no option is the script's name.
                case null when !args[i].StartsWith('-'):
                    return File(args.Skip(i).ToList()) with { NonInteractive = nonInteractive, NoModule = noModule };
                default:
                    throw new UsageException($"'{args[i]}' is not an option of this host. -Help lists them.");
            }
        }
        throw new UsageException("Nothing to run: this host is not a shell. Give it -Command '<PowerShell>' or -File script.ps1; -Help says more.");
    }

    private static HostOptions Command(List<string> rest, bool inputIsRedirected)
    {
        if (rest.Count == 0)
            throw new UsageException("-Command needs the PowerShell to run, or - to read it from standard input.");
        if (rest[0] != "-")
            return new HostOptions { Task = HostTask.RunCommand, Text = string.Join(' ', rest) };
        if (rest.Count > 1)
            throw new UsageException("-Command - takes nothing more: the PowerShell comes from standard input.");
        if (!inputIsRedirected)
            throw new UsageException("-Command - reads standard input, which is not redirected.");
        return new HostOptions { Task = HostTask.RunStandardInput };
    }

    private static HostOptions File(List<string> rest)
    {
        if (rest.Count == 0)
            throw new UsageException("-File needs the script to run.");
        // Full now, for the script may change the current directory.
        var path = Path.GetFullPath(rest[0]);
        if (!System.IO.File.Exists(path))
            throw new UsageException($"The script '{rest[0]}' is not there (looked for {path}).");
        if (OperatingSystem.IsWindows() && !path.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"'{rest[0]}' is not a .ps1 file.");
        return new HostOptions { Task = HostTask.RunFile, Text = path, Arguments = ScriptArguments.Read(rest.Skip(1)) };
    }

    private static string? Word(string argument)
    {
        if (argument.Length < 2 || argument[0] != '-')
            return null;
        var typed = argument.TrimStart('-').ToLowerInvariant();
        foreach (var (name, shortest) in Words)
            if (name.StartsWith(typed, StringComparison.Ordinal) && typed.StartsWith(shortest, StringComparison.Ordinal))
                return name;
        return null;
    }
}
