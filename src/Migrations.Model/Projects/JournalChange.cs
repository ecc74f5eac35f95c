namespace Migrations.Model;

/// <summary>What a repair of the journal does at one place.</summary>
public enum JournalChangeKind
{
    /// <summary>The conflict markers of a merge are taken out, and the entries of both sides kept.</summary>
    ConflictResolved,

    /// <summary>An entry gets another number: its tag, and with it its file, and its place in the journal.</summary>
    EntryRenumbered,

    /// <summary>An entry gets another <c>idx</c> or <c>when</c>; its tag and its file stay.</summary>
    EntryChanged,

    /// <summary>A file that the journal did not name is added at its end.</summary>
    EntryAdded,

    /// <summary>An entry is taken out: it stands twice, or (only when asked) its file is missing.</summary>
    EntryRemoved,

    /// <summary>A snapshot of drizzle-kit gets another number, another predecessor or the changes of the other side.</summary>
    SnapshotChanged,

    /// <summary>The settings name the baseline by its new tag.</summary>
    SettingsChanged,
}

/// <summary>One change of a repair of the journal.</summary>
public sealed record JournalChange
{
    /// <summary>The kind.</summary>
    public required JournalChangeKind Kind { get; init; }

    /// <summary>The entry's tag before; null for an added entry and for what is no entry.</summary>
    public string? OldTag { get; init; }

    /// <summary>The entry's tag after; null for a removed entry and for what is no entry.</summary>
    public string? Tag { get; init; }

    /// <summary>The entry's number in the journal before.</summary>
    public int? OldIdx { get; init; }

    /// <summary>The entry's number in the journal after.</summary>
    public int? Idx { get; init; }

    /// <summary>The entry's time before, in milliseconds since 1970-01-01 UTC.</summary>
    public long? OldWhen { get; init; }

    /// <summary>The entry's time after, in milliseconds since 1970-01-01 UTC.</summary>
    public long? When { get; init; }

    /// <summary>The path of the file that the change is about, as it is afterwards: the migration's, the snapshot's, the journal's or the settings'.</summary>
    public required string File { get; init; }

    /// <summary>The file's path before, where it is another one.</summary>
    public string? OldFile { get; init; }

    /// <summary>Why: a whole sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>What became of it.</summary>
    public WriteOutcome Outcome { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Tag ?? OldTag ?? File}";
}

/// <summary>The side of a merge whose migrations come first and keep their numbers.</summary>
public enum JournalBase
{
    /// <summary>The branch that was merged into: what git calls <c>HEAD</c>.</summary>
    Ours,

    /// <summary>The branch that was merged.</summary>
    Theirs,
}
