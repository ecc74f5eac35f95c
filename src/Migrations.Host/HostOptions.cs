using System.Management.Automation.Runspaces;

namespace Migrations.Host;

/// <summary>What one start of the host is asked to do.</summary>
internal enum HostTask
{
    /// <summary>Run PowerShell text given on the command line.</summary>
    RunCommand,

    /// <summary>Run PowerShell text that comes from standard input.</summary>
    RunStandardInput,

    /// <summary>Run a script file with its arguments.</summary>
    RunFile,

    /// <summary>Print the help text.</summary>
    ShowHelp,

    /// <summary>Print the versions of the host and of the engine.</summary>
    ShowVersion,
}

/// <summary>The command line, read.</summary>
internal sealed record HostOptions
{
    /// <summary>What to do.</summary>
    public required HostTask Task { get; init; }

    /// <summary>The command's text, or the script's full path; empty for the other tasks.</summary>
    public string Text { get; init; } = "";

    /// <summary>The script's arguments, as <c>pwsh -File</c> binds them.</summary>
    public IReadOnlyList<CommandParameter> Arguments { get; init; } = [];

    /// <summary>Whether prompts fail instead of waiting for someone.</summary>
    public bool NonInteractive { get; init; }

    /// <summary>Whether to start without importing the Migrations module.</summary>
    public bool NoModule { get; init; }
}

/// <summary>A command line that the host cannot read; its message says what to write instead.</summary>
internal sealed class UsageException(string message) : Exception(message);
