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
        Compare(schema, SchemaSources.OfBaseline(project), new ComparisonOptions(), DriftSide.Baseline);

    /// <summary>Against a live database.</summary>
    public IReadOnlyList<SchemaDifference> AgainstDatabase(DatabaseSession session, CancellationToken cancellation = default)
    {
        var here = WithoutName(schema, session.Database);
        var elsewhere = here.Tables.Select(table => (table.Database, table.Name)).Concat(here.Views.Select(view => (view.Database, view.Name)))
            .Where(named => named.Database is not null).ToLookup(named => named.Database!, named => named.Name, StringComparer.OrdinalIgnoreCase);
        var live = session.ReadSchema(cancellation, [.. elsewhere.Select(database => database.Key)]);
        var seen = new HashSet<string>(
            live.Schema.Tables.Select(table => table.Database).Concat(live.Schema.Views.Select(view => view.Database)).OfType<string>(), StringComparer.OrdinalIgnoreCase);
        bool IsNamed(string? database, string name) => database is null || elsewhere[database].Contains(name, NamesOf(live));
        // Of a database that is not the connection's own, only what the schema names is its business; and one in which nothing can be seen may be
        // another account's.
        var actual = live.Schema with
        {
            Tables = [.. live.Schema.Tables.Where(table => IsNamed(table.Database, table.Name))],
            Views = [.. live.Schema.Views.Where(view => IsNamed(view.Database, view.Name))],
        };
        here = here with { Views = [.. here.Views.Where(view => view.Database is null || seen.Contains(view.Database))] };
        return Compare(here, actual, live.ComparisonOptions with { OtherDatabases = [.. seen] }, DriftSide.Database);
    }

    private static StringComparer NamesOf(LiveSchema live) => live.LowerCaseTableNames == 0 ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    /// <summary>A schema as seen from a database: <c>mysqlSchema("app")</c> and a connection to <c>app</c> mean one.</summary>
    internal static DatabaseSchema WithoutName(DatabaseSchema schema, string database) => schema with
    {
        Tables = [.. schema.Tables.Select(table => string.Equals(table.Database, database, StringComparison.OrdinalIgnoreCase) ? table with { Database = null } : table)],
        Views = [.. schema.Views.Select(view => string.Equals(view.Database, database, StringComparison.OrdinalIgnoreCase) ? view with { Database = null } : view)],
    };

    private IReadOnlyList<SchemaDifference> Compare(DatabaseSchema expected, DatabaseSchema actual, ComparisonOptions options, DriftSide side)
    {
        options = options with { Ignore = ignore, OwnTables = [.. options.OwnTables, historyTable] };
        return [.. SchemaComparer.Compare(_filter.Apply(expected), _filter.Apply(actual), options).Select(difference => difference with { Against = side })];
    }
}
