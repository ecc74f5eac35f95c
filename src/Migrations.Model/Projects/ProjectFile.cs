namespace Migrations.Model;

/// <summary>The kinds of file that a project is made of.</summary>
public enum ProjectFileKind
{
    /// <summary><c>drizzle.config.ts</c>.</summary>
    Configuration,

    /// <summary><c>schema.ts</c>.</summary>
    Schema,

    /// <summary>The baseline: <c>CREATE TABLE IF NOT EXISTS</c> for every table.</summary>
    Baseline,

    /// <summary>The journal, with the baseline's entry.</summary>
    Journal,

    /// <summary>The bootstrap file of indexes.</summary>
    BootstrapIndexes,

    /// <summary>The bootstrap file of foreign keys.</summary>
    BootstrapConstraints,
}

/// <summary>A file of a new project.</summary>
public sealed record ProjectFile
{
    /// <summary>The kind.</summary>
    public required ProjectFileKind Kind { get; init; }

    /// <summary>The file's full path.</summary>
    public required string Path { get; init; }

    /// <summary>The file's name.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The text that it gets; null for a file that was there and is kept.</summary>
    public string? Text { get; init; }

    /// <summary>What became of it: <see cref="WriteOutcome.None"/> for a file that was there and is kept.</summary>
    public WriteOutcome Outcome { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Path;
}
