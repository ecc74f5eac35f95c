using Migrations.Core.Servers;
using Migrations.Model;

namespace Migrations.Core.Linting;

/// <summary>What is looked at, and with what in mind.</summary>
public sealed record LintOptions
{
    /// <summary>The tags to look at; null for all journaled ones, the files that the journal does not name and the bootstrap files, or, with a database, for the migrations that it does not have.</summary>
    public IReadOnlyCollection<string>? Tags { get; init; }

    /// <summary>The rules to hold them against, by id.</summary>
    public IReadOnlyCollection<string> Rules { get; init; } = [.. RuleCatalog.All.Select(rule => rule.Id)];

    /// <summary>The server that the migrations are for; null where that is open.</summary>
    public ServerInfo? Server { get; init; }

    /// <summary>The database that the migrations are for; null for none.</summary>
    public DatabaseSession? Session { get; init; }

    /// <summary>The states of the migrations in that database.</summary>
    public IReadOnlyList<MigrationInfo> States { get; init; } = [];

    /// <summary>From how many rows on a table counts as large.</summary>
    public long LargeTableRows { get; init; } = 100_000;
}
