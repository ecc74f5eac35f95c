namespace Migrations.Model;

/// <summary>A script that brings a database up to date by hand.</summary>
public sealed record MigrationScript
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>The server whose syntax it is in.</summary>
    public required ServerInfo Server { get; init; }

    /// <summary>The database whose pending migrations it holds; null where none was asked.</summary>
    public string? Database { get; init; }

    /// <summary>Whether it installs an empty database.</summary>
    public bool IsInstallation { get; init; }

    /// <summary>The tags of its migrations, in the order of their application.</summary>
    public required IReadOnlyList<string> Tag { get; init => field = EmittedList.Of(value); }

    /// <summary>The number of statements that it can do.</summary>
    public int StatementCount { get; init; }

    /// <summary>What it takes away from tables, each as <c>file:line:column: what</c>.</summary>
    public IReadOnlyList<string> Destructive { get; init => field = EmittedList.Of(value); } = [];

    /// <summary>The statements that an interruption can make happen twice, each as <c>file:line:column: statement</c>.</summary>
    public IReadOnlyList<string> AtLeastOnce { get; init => field = EmittedList.Of(value); } = [];

    /// <summary>The script; null once it is in its file.</summary>
    public string? Text { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Path;
}
