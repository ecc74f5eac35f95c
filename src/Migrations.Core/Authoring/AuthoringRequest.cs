using Migrations.Core.Schemas;
using Migrations.Model;

namespace Migrations.Core.Authoring;

/// <summary>What a migration is to do.</summary>
public sealed record AuthoringRequest
{
    /// <summary>What the migration does, in a few words; the file's name is made of it.</summary>
    public required string Name { get; init; }

    /// <summary>What it is written against; null for the baseline, or for the newest snapshot where the project has no baseline.</summary>
    public AuthoringSide? Against { get; init; }

    /// <summary>What is known about renames.</summary>
    public RenameAnswers Renames { get; init; } = new();

    /// <summary>Whether what the schema no longer has is dropped.</summary>
    public bool AllowDestructive { get; init; }

    /// <summary>The present time.</summary>
    public required DateTimeOffset Now { get; init; }
}

/// <summary>A schema to write a migration against, and what the comparison must know of it.</summary>
/// <param name="Side">Which it is.</param>
/// <param name="Schema">The schema.</param>
/// <param name="Options">What the comparison must know.</param>
/// <param name="Database">The name of the live database; null for files.</param>
internal sealed record AuthoringSource(AuthoringSide Side, DatabaseSchema Schema, ComparisonOptions Options, string? Database = null);
