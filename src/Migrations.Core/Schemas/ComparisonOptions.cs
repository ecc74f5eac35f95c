using Migrations.Model;

namespace Migrations.Core.Schemas;

/// <summary>What a comparison must know besides the two schemas.</summary>
public sealed record ComparisonOptions
{
    /// <summary>The server that the actual schema was read from; null where it was read from files.</summary>
    public ServerInfo? Server { get; init; }

    /// <summary>Whether the names of tables have no case: the server's <c>lower_case_table_names</c> is not 0.</summary>
    public bool TableNamesIgnoreCase { get; init; }

    /// <summary>
    /// What is not compared, with the wildcards <c>*</c> and <c>?</c> and without regard to case: <c>tmp_*</c> names tables and views with all they hold,
    /// <c>users.legacy_*</c> names columns, indexes and constraints.
    /// </summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>The tables that a runner keeps for itself, with the same wildcards: the history (drizzle's, by default) and the module's own.</summary>
    public IReadOnlyList<string> OwnTables { get; init; } = ["__drizzle_migrations", "__drizzle_migrations_*", "__migrations_*"];
}
