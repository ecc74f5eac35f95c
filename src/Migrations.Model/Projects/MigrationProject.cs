namespace Migrations.Model;

/// <summary>How a migration's text is hashed for the history table.</summary>
public enum HistoryHash
{
    /// <summary>As drizzle-orm and drizzle-kit do: SHA-256 of the whole text.</summary>
    Drizzle,

    /// <summary>SHA-256 of the text without its <c>--&gt; statement-breakpoint</c> marks, as some projects' own runners do.</summary>
    WithoutBreakpoints,
}

/// <summary>A project: where its five artifacts are.</summary>
public sealed record MigrationProject
{
    /// <summary>The project's root folder: the one with <c>drizzle.config.*</c>, or the one above the migrations folder.</summary>
    public required string Root { get; init; }

    /// <summary>The <c>drizzle.config.*</c> that was found; null where there is none.</summary>
    public string? ConfigPath { get; init; }

    /// <summary>The folder of the <c>NNNN_description.sql</c> files.</summary>
    public required string MigrationsFolder { get; init; }

    /// <summary>The schema's files, folders or globs, as written: relative to the root. Empty where none is known.</summary>
    public IReadOnlyList<string> SchemaPath { get; init => field = EmittedList.Of(value); } = [];

    /// <summary>How columns without a name of their own are named.</summary>
    public ColumnCasing Casing { get; init; }

    /// <summary>Patterns of the tables that belong to the project (<c>!</c> excludes); empty for all.</summary>
    public IReadOnlyList<string> TablesFilter { get; init => field = EmittedList.Of(value); } = [];

    /// <summary>The journal, <c>meta/_journal.json</c> in the migrations folder.</summary>
    public string JournalPath => Path.Combine(MigrationsFolder, "meta", "_journal.json");

    /// <summary>The tag of the baseline; null where the project has none.</summary>
    public string? BaselineTag { get; init; }

    /// <summary>The baseline's file; null where the project has none.</summary>
    public string? BaselinePath => BaselineTag is null ? null : Path.Combine(MigrationsFolder, BaselineTag + ".sql");

    /// <summary>The folder of the bootstrap files.</summary>
    public string BootstrapFolder => Path.Combine(MigrationsFolder, "bootstrap");

    /// <summary>The name of the history table.</summary>
    public string HistoryTable { get; init; } = "__drizzle_migrations";

    /// <summary>How new history rows are hashed where the table's own rows do not tell.</summary>
    public HistoryHash HistoryHash { get; init; } = HistoryHash.Drizzle;

    /// <summary>The rules of <c>Test-Migration</c> that the project does without.</summary>
    public IReadOnlyList<string> ExcludedRules { get; init => field = EmittedList.Of(value); } = [];

    /// <inheritdoc/>
    public override string ToString() => Root;
}
