namespace Migrations.Model;

/// <summary>What a migration is written against: it leads from there to the schema.</summary>
public enum AuthoringSide
{
    /// <summary>The baseline and the bootstrap files.</summary>
    Baseline,

    /// <summary>A live database.</summary>
    Database,

    /// <summary>drizzle-kit's newest snapshot.</summary>
    Snapshot,

    /// <summary>What the journal's migrations and the bootstrap files add up to, by their text alone.</summary>
    Journal,
}
