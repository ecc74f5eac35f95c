using Migrations.Core.Guarding;
using Migrations.Core.Schemas;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>The schema that an installation is to end with: <c>schema.ts</c>, or the baseline where that cannot be read.</summary>
/// <param name="Schema">The schema.</param>
/// <param name="Baseline">What the baseline and the bootstrap files make.</param>
/// <param name="Unreadable">Why <c>schema.ts</c> could not be read; null where it was.</param>
internal sealed record InstallationTarget(DatabaseSchema Schema, DatabaseSchema Baseline, MigrationException? Unreadable)
{
    /// <summary>Reads the target.</summary>
    /// <param name="project">The project; it has a baseline.</param>
    /// <param name="database">The database that is installed: what <c>schema.ts</c> puts into it by name is its own.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static InstallationTarget Read(MigrationProject project, string database, CancellationToken cancellation)
    {
        var baseline = SchemaSources.OfBaseline(project);
        try
        {
            var schema = SchemaSources.OfProject(project, cancellation);
            return schema.Tables.Count == 0
                ? new InstallationTarget(baseline, baseline, new MigrationException(ErrorIds.SchemaEmpty, "The schema has no tables.", "Check the path of the schema.", target: project.Root))
                : new InstallationTarget(DriftGuard.WithoutName(schema, database), baseline, null);
        }
        catch (MigrationException unreadable)
        {
            return new InstallationTarget(baseline, baseline, unreadable);
        }
    }

    /// <summary>What the journal's older statements are held against.</summary>
    /// <param name="pending">The migrations of the run: some rename tables to those of the schema.</param>
    public Superseding Over(IReadOnlyList<PlannedMigration> pending)
    {
        // The baseline knows nothing of what was journaled behind it, unless somebody told it: then that is no change to it.
        var schema = Unreadable is null ? Schema : SqlSchemaReader.Apply(Baseline, pending.Where(migration => migration.IsBehindBaseline).SelectMany(migration => migration.Statements).Select(statement => statement.Ddl));
        var wanted = new HashSet<string>(schema.Tables.Where(table => table.Database is null).Select(table => table.Name), StringComparer.OrdinalIgnoreCase);
        var later = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        // From the last to the first, so that a table which is renamed twice is led to its last name.
        foreach (var (from, to) in pending.SelectMany(migration => migration.Statements).SelectMany(Renames).Reverse())
        {
            if (!wanted.Contains(from) && (later.TryGetValue(to, out var last) || (wanted.Contains(to) && (last = to) is not null))) later[from] = last!;
        }
        return new Superseding(schema, Baseline, later);
    }

    private static IEnumerable<(string From, string To)> Renames(KnownStatement statement) => statement.Ddl switch
    {
        RenameTableStatement rename => rename.Renames.Where(pair => pair.From.Database is null && pair.To.Database is null).Select(pair => (pair.From.Name, pair.To.Name)),
        AlterTableStatement { Table.Database: null } alter => alter.Clauses.OfType<RenameToClause>().Where(rename => rename.To.Database is null).Select(rename => (alter.Table.Name, rename.To.Name)),
        _ => [],
    };
}
