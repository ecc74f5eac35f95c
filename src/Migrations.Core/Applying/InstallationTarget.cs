using Migrations.Core.Guarding;
using Migrations.Core.Schemas;
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
    /// <param name="plan">The run: some of its migrations rename what the schema knows by its later name.</param>
    public Superseding Over(MigrationPlan plan)
    {
        // The baseline knows nothing of what was journaled behind it, unless somebody told it: then that is no change to it.
        var schema = Unreadable is null ? Schema : SqlSchemaReader.Apply(Baseline, plan.Migrations.Where(migration => migration.IsBehindBaseline).SelectMany(migration => migration.Statements).Select(statement => statement.Ddl));
        return new Superseding(
            schema, Baseline, new LaterNames(plan.Migrations.SelectMany(migration => migration.Statements).Select(statement => statement.Ddl)),
            new JournalPast(plan.Journal.SelectMany(migration => migration.Statements)));
    }
}
