using Migrations.Model;

namespace Migrations.Core.Journals.Repair;

/// <summary>An entry on its way through a repair: what it was, and what it becomes.</summary>
internal sealed record RepairEntry
{
    /// <summary>The journal (of one side) that it stands in; null for a file that no side names.</summary>
    public Journal? Origin { get; init; }

    /// <summary>Its place in <see cref="Origin"/>; -1 where it has none.</summary>
    public int Place { get; init; } = -1;

    /// <summary>The number of the side that it comes from: 0 for the base branch.</summary>
    public int Side { get; init; }

    /// <summary>What git calls its side.</summary>
    public string Label { get; init; } = "";

    /// <summary>The tag before.</summary>
    public required string OldTag { get; init; }

    /// <summary>The tag after.</summary>
    public required string Tag { get; init; }

    /// <summary>The number in the journal after.</summary>
    public int Idx { get; init; }

    /// <summary>The time after, in milliseconds since 1970-01-01 UTC.</summary>
    public long When { get; init; }

    /// <summary>The entry as its side has it; null for a file that no side names.</summary>
    public JournalEntry? Before => Origin?.Entries[Place];

    /// <summary>The prefix before, which also names drizzle-kit's snapshot.</summary>
    public string OldPrefix => OldTag.Split('_')[0];

    /// <summary>The prefix after.</summary>
    public string Prefix => Tag.Split('_')[0];

    /// <summary>Whether anything of it changes.</summary>
    public bool IsChanged => Before is not { } before || before.Tag != Tag || before.Idx != Idx || before.When != When;
}
