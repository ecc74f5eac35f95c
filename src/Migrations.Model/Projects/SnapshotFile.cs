namespace Migrations.Model;

/// <summary>A snapshot of the schema, <c>meta/NNNN_snapshot.json</c>, by which drizzle-kit knows what it wrote last.</summary>
public sealed record SnapshotFile
{
    /// <summary>The file's full path.</summary>
    public required string Path { get; init; }

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The id of the snapshot before it.</summary>
    public required string PreviousId { get; init; }

    /// <summary>What this command did with the file.</summary>
    public WriteOutcome Outcome { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Path;
}
