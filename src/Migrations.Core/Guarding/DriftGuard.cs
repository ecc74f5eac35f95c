using Migrations.Core.Schemas;
using Migrations.Core.Servers;
using Migrations.Model;

namespace Migrations.Core.Guarding;

/// <summary>Says where reality differs from <c>schema.ts</c>.</summary>
/// <param name="schema">What is expected.</param>
/// <param name="tablesFilter">Patterns of the tables that belong to the project; empty for all.</param>
/// <param name="ignore">What is not compared: <c>tmp_*</c>, <c>users.legacy_*</c>.</param>
/// <param name="historyTable">The history table, which never counts.</param>
public sealed class DriftGuard(DatabaseSchema schema, IReadOnlyList<string> tablesFilter, IReadOnlyList<string> ignore, string historyTable = "__drizzle_migrations")
{
    private readonly TableFilter _filter = new(tablesFilter);

    /// <summary>Against the baseline and the bootstrap files: no server is needed.</summary>
    public IReadOnlyList<SchemaDifference> AgainstBaseline(MigrationProject project) =>
        Compare(SchemaSources.OfBaseline(project), new ComparisonOptions(), DriftSide.Baseline);

    /// <summary>Against a live database.</summary>
    public IReadOnlyList<SchemaDifference> AgainstDatabase(DatabaseSession session, CancellationToken cancellation = default)
    {
        var live = session.ReadSchema(cancellation);
        return Compare(live.Schema, live.ComparisonOptions, DriftSide.Database);
    }

    private IReadOnlyList<SchemaDifference> Compare(DatabaseSchema actual, ComparisonOptions options, DriftSide side)
    {
        options = options with { Ignore = ignore, OwnTables = [.. options.OwnTables, historyTable] };
        return [.. SchemaComparer.Compare(_filter.Apply(schema), _filter.Apply(actual), options).Select(difference => difference with { Against = side })];
    }
}
