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

    /// <summary>What a project's schema is compared with where no server is named: the baseline, or in a project that has none the journal.</summary>
    public static DriftSide OfflineSide(MigrationProject project) => project.BaselinePath is null && File.Exists(project.JournalPath) ? DriftSide.Journal : DriftSide.Baseline;

    /// <summary>What is compared: the schema without the tables that are not the project's.</summary>
    public DatabaseSchema Compared => _filter.Apply(schema);

    /// <summary>Against the baseline and the bootstrap files: no server is needed.</summary>
    public IReadOnlyList<SchemaDifference> AgainstBaseline(MigrationProject project) =>
        Compare(schema, SchemaSources.OfBaseline(project), new ComparisonOptions(), DriftSide.Baseline);

    /// <summary>Against what the journal's migrations add up to: no server is needed, and no baseline.</summary>
    public IReadOnlyList<SchemaDifference> AgainstJournal(MigrationProject project)
    {
        var texts = SchemaSources.JournalTexts(project);
        return UnfollowedStatement.Soften(Compare(schema, SqlSchemaReader.Read([.. texts]), new ComparisonOptions(), DriftSide.Journal), UnfollowedStatement.In(texts));
    }

    /// <summary>Against a live database.</summary>
    public IReadOnlyList<SchemaDifference> AgainstDatabase(DatabaseSession session, CancellationToken cancellation = default) => AgainstDatabase(session, DriftSide.Database, cancellation);

    /// <summary>Against a database that the migrations were replayed in.</summary>
    public IReadOnlyList<SchemaDifference> AgainstReplay(DatabaseSession session, CancellationToken cancellation = default) => AgainstDatabase(session, DriftSide.Replay, cancellation);

    /// <summary>Where a live database differs from one that the migrations were replayed in: what is in neither's difference from the schema too.</summary>
    /// <param name="replayed">The tables as the migrations make them.</param>
    /// <param name="live">The live database.</param>
    /// <param name="known">The differences from the schema that were found on both sides: they are not told again.</param>
    public IReadOnlyList<SchemaDifference> OfDatabaseFromReplay(LiveSchema replayed, LiveSchema live, IReadOnlyList<SchemaDifference> known)
    {
        var told = new HashSet<string>(known.Where(difference => !IsWholeTable(difference)).Select(difference => difference.Target), StringComparer.OrdinalIgnoreCase);
        // A table that the schema does not have is known to be extra on both sides, and nothing more of it is.
        var oneSided = new HashSet<string>(
            known.Where(IsWholeTable).GroupBy(difference => difference.Table, StringComparer.OrdinalIgnoreCase)
                .Where(table => table.Select(difference => difference.Against).Distinct().Count() == 1).Select(table => table.Key), StringComparer.OrdinalIgnoreCase);
        return
        [
            .. Compare(replayed.Schema, live.Schema, live.ComparisonOptions, DriftSide.Database).Where(difference => !told.Contains(difference.Target) && !oneSided.Contains(difference.Table))
                .Select(difference => difference with
                {
                    ExpectedFrom = DriftSide.Replay,
                    Note = difference.Note is { } note ? note + " " + FromReplay : FromReplay,
                }),
        ];
    }

    private static bool IsWholeTable(SchemaDifference difference) => difference.Kind is SchemaDifferenceKind.MissingTable or SchemaDifferenceKind.ExtraTable;

    private const string FromReplay = "The migrations make it so; the schema does not tell.";

    private IReadOnlyList<SchemaDifference> AgainstDatabase(DatabaseSession session, DriftSide side, CancellationToken cancellation)
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
        return Compare(here, actual, live.ComparisonOptions with { OtherDatabases = [.. seen] }, side);
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
