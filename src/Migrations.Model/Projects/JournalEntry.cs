namespace Migrations.Model;

/// <summary>What became of a file or an entry that a command writes.</summary>
public enum WriteOutcome
{
    /// <summary>It was only looked at: nothing was to be written.</summary>
    None,

    /// <summary>A preview (<c>-WhatIf</c>): it would be written.</summary>
    Planned,

    /// <summary>It was written.</summary>
    Written,
}

/// <summary>An entry of the journal: one migration and its place in the order.</summary>
public sealed record JournalEntry
{
    /// <summary>The entry's number, from 0.</summary>
    public required int Idx { get; init; }

    /// <summary>The version of drizzle-kit's format, for example <c>5</c> or <c>7</c>.</summary>
    public required string Version { get; init; }

    /// <summary>When the migration was made, in milliseconds since 1970-01-01 UTC. drizzle-orm orders by it.</summary>
    public required long When { get; init; }

    /// <summary>The migration's name: its file without <c>.sql</c>.</summary>
    public required string Tag { get; init; }

    /// <summary>Whether its statements are separated by <c>--&gt; statement-breakpoint</c>.</summary>
    public bool Breakpoints { get; init; } = true;

    /// <summary>Where the entry stands in the journal.</summary>
    public SourceLocation? Location { get; init; }

    /// <summary>What this command did with the entry.</summary>
    public WriteOutcome Outcome { get; init; }

    /// <summary>The time of <see cref="When"/>.</summary>
    public DateTimeOffset Created => DateTimeOffset.FromUnixTimeMilliseconds(When);

    /// <inheritdoc/>
    public override string ToString() => Tag;
}

/// <summary>A migration's file.</summary>
public sealed record MigrationFile
{
    /// <summary>The migration's name: the file without <c>.sql</c>.</summary>
    public required string Tag { get; init; }

    /// <summary>The file's full path.</summary>
    public required string Path { get; init; }

    /// <summary>The number at the tag's beginning; null where it has none.</summary>
    public long? Number { get; init; }

    /// <summary>The file's text.</summary>
    public required string Text { get; init; }

    /// <summary>The number of statements in it.</summary>
    public required int StatementCount { get; init; }

    /// <summary>What this command did with the file.</summary>
    public WriteOutcome Outcome { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Tag;
}
