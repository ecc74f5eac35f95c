namespace Migrations.Core.Drizzle;

/// <summary>What a <c>drizzle.config</c> says.</summary>
public sealed record DrizzleConfig
{
    /// <summary>The configuration's file.</summary>
    public required string Path { get; init; }

    /// <summary>The schema's files and globs, as written: relative to the project's folder. Empty where it does not say.</summary>
    public IReadOnlyList<string> Schema { get; init; } = [];

    /// <summary>The folder of the migrations, as written.</summary>
    public string Out { get; init; } = "drizzle";

    /// <summary>How columns without a name of their own are named.</summary>
    public ColumnCasing Casing { get; init; }

    /// <summary>Patterns of the tables that belong to the project; empty for all.</summary>
    public IReadOnlyList<string> TablesFilter { get; init; } = [];

    /// <summary>The history table.</summary>
    public string MigrationsTable { get; init; } = "__drizzle_migrations";

    /// <summary>Whether migrations are written with <c>--&gt; statement-breakpoint</c>.</summary>
    public bool Breakpoints { get; init; } = true;

    /// <summary>Where the database is; null where it does not say, or only by a <c>DATABASE_URL</c> that is not set.</summary>
    public DrizzleCredentials? Credentials { get; init; }
}
