namespace Migrations.Model;

/// <summary>The state of a migration.</summary>
public enum MigrationStatus
{
    /// <summary>Journaled, with a file; no database was asked.</summary>
    Unknown,

    /// <summary>The history has a row for it.</summary>
    Applied,

    /// <summary>Journaled, neither applied nor modified: the next run applies it.</summary>
    Pending,

    /// <summary>It was applied, and its file has changed since.</summary>
    Modified,

    /// <summary>A run was interrupted in it: some of its statements are done. The next run goes on behind them.</summary>
    Partial,

    /// <summary>Journaled, but there is no file.</summary>
    FileMissing,

    /// <summary>A file that the journal does not name: no run applies it.</summary>
    Unjournaled,
}

/// <summary>A migration as journal, files and history together show it.</summary>
public sealed record MigrationInfo
{
    /// <summary>The number in the journal; null for a file that is not journaled.</summary>
    public int? Idx { get; init; }

    /// <summary>The migration's name.</summary>
    public required string Tag { get; init; }

    /// <summary>Its state.</summary>
    public required MigrationStatus Status { get; init; }

    /// <summary>Whether it is the project's baseline.</summary>
    public bool IsBaseline { get; init; }

    /// <summary>The journal's time, in milliseconds since 1970-01-01 UTC; null for a file that is not journaled.</summary>
    public long? When { get; init; }

    /// <summary>The time of <see cref="When"/>.</summary>
    public DateTimeOffset? Created => When is { } when ? DateTimeOffset.FromUnixTimeMilliseconds(when) : null;

    /// <summary>The file's full path, whether or not it is there.</summary>
    public required string Path { get; init; }

    /// <summary>SHA-256 of the file as drizzle hashes it, in hexadecimal; null where there is no file.</summary>
    public string? Hash { get; init; }

    /// <summary>The hash in its history row; null where it has no row.</summary>
    public string? HistoryHash { get; init; }

    /// <summary>The id of its history row; null where it has no row.</summary>
    public long? HistoryId { get; init; }

    /// <summary>How many of its statements are done; null where it is not Partial.</summary>
    public int? CompletedStatements { get; init; }

    /// <summary>How many statements it has; null where it is not Partial.</summary>
    public int? StatementCount { get; init; }

    /// <summary>The statement that the next run begins with; null where it is not Partial.</summary>
    public SourceLocation? NextStatement { get; init; }

    /// <summary>The coming outcome of each statement, where that was asked for (<c>-Detailed</c>).</summary>
    public IReadOnlyList<StatementResult> Statements { get; init => field = EmittedList.Of(value); } = [];

    /// <inheritdoc/>
    public override string ToString() => Tag;
}
