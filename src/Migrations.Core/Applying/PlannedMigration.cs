using Migrations.Core.Servers;
using Migrations.Core.Sql;

namespace Migrations.Core.Applying;

/// <summary>A migration that a run is to apply, read to its statements.</summary>
/// <param name="Entry">The entry and its file.</param>
/// <param name="Script">The statements.</param>
/// <param name="Hash">What the history will get.</param>
public sealed record PlannedMigration(MatchedEntry Entry, SqlScript Script, string Hash)
{
    private readonly Lazy<IReadOnlyList<KnownStatement>> _statements = new(() => KnownStatement.Read(Script));

    /// <summary>The tag.</summary>
    public string Tag => Entry.Entry.Tag;

    /// <summary>Whether its history row, which has the hash of an earlier text, gets this one's.</summary>
    public bool ReplacesRow { get; init; }

    /// <summary>Whether it stands behind the baseline in the journal.</summary>
    internal bool IsBehindBaseline { get; init; }

    /// <summary>The statements, each with what kind of thing it does.</summary>
    internal IReadOnlyList<KnownStatement> Statements => _statements.Value;

    /// <summary>What an earlier run left of it; null where none began it.</summary>
    internal UnfinishedMigration? Unfinished { get; init; }

    /// <summary>The tag under which what an earlier run did of it is recorded, and is to be forgotten; null where nothing is.</summary>
    internal string? Forgets { get; init; }

    /// <summary>The id of the newest history row when the run was planned.</summary>
    internal long LastRowBefore { get; init; }
}
