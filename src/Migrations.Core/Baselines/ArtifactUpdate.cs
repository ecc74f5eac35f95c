using Migrations.Core.Drizzle;
using Migrations.Core.Schemas;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Baselines;

/// <summary>How a baseline or bootstrap file is brought to the schema.</summary>
public enum UpdateMode
{
    /// <summary>Only what differs is changed.</summary>
    Patch,

    /// <summary>The whole file is written anew; its header comment stays.</summary>
    Regenerate,
}

/// <summary>Brings a project's baseline and bootstrap files to its schema, on disk.</summary>
/// <param name="project">The project; its baseline is known.</param>
/// <param name="schema">The schema.</param>
/// <param name="mode">How.</param>
/// <param name="gone">Tables and views that a migration drops or renames: what the files say of them is taken out, and not only reported. Null for none.</param>
public sealed class ArtifactUpdate(MigrationProject project, DatabaseSchema schema, UpdateMode mode, IReadOnlyCollection<string>? gone = null)
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);

    /// <summary>Updates the baseline.</summary>
    /// <param name="preview">Whether to write nothing.</param>
    /// <exception cref="MigrationException"><c>BaselineMissing</c>, <c>FolderBusy</c>, <c>FileUnwritable</c>, and what reading the files throws.</exception>
    public IReadOnlyList<BaselineChange> Baseline(bool preview)
    {
        using var held = preview ? null : FolderLock.Take(project.MigrationsFolder, Wait);
        var update = PrepareBaseline();
        return Write(update, preview)
            ? [.. update.Changes.Select(change => change.Outcome == WriteOutcome.Planned ? change with { Outcome = WriteOutcome.Written } : change)] : update.Changes;
    }

    /// <summary>Updates the bootstrap files. An indexes file is made where there is none; a constraints file where the schema has foreign keys that stand nowhere.</summary>
    /// <param name="preview">Whether to write nothing.</param>
    /// <exception cref="MigrationException">As <see cref="Baseline"/>.</exception>
    public IReadOnlyList<BootstrapChange> Bootstrap(bool preview)
    {
        using var held = preview ? null : FolderLock.Take(project.MigrationsFolder, Wait);
        var update = PrepareBootstrap(SourceText.Load(project.ExistingBaseline()));
        return [.. Changes(update.Indexes, preview), .. Changes(update.Constraints, preview)];
    }

    /// <summary>What would become of the baseline; for those who write several files at once.</summary>
    internal FileUpdate<BaselineChange> PrepareBaseline()
    {
        var path = project.ExistingBaseline();
        var file = BaselineFile.Parse(path, SourceFile.ReadAllBytes(path));
        return mode == UpdateMode.Patch
            ? file.Patch(schema, gone ?? [], [.. project.BootstrapFiles().Select(SourceText.Load)])
            : file.Regenerate(
            [
                .. schema.Tables.Where(table => table.Database is null).Select(DrizzleKitWriter.CreateTable),
                .. schema.Views.Where(view => view.Definition is not null && !view.IsExisting && view.Database is null).Select(SqlWriter.CreateView),
            ]);
    }

    /// <summary>What would become of the bootstrap files.</summary>
    /// <param name="baseline">The baseline as it will be.</param>
    internal BootstrapUpdate PrepareBootstrap(SourceText baseline)
    {
        var files = project.BootstrapFiles();
        var indexes = files.LastOrDefault(path => Has(path, "index"));
        var constraints = files.LastOrDefault(path => Has(path, "constraint"));
        var number = Path.GetFileName(baseline.Path).Split('_')[0];
        var bootstrap = Baselines.BootstrapFiles.Of(
            baseline,
            indexes is null ? TextFile.Empty(Path.Combine(project.BootstrapFolder, $"{number}_indexes.sql")) : TextFile.Decode(indexes, SourceFile.ReadAllBytes(indexes)),
            constraints is not null ? TextFile.Decode(constraints, SourceFile.ReadAllBytes(constraints))
                : HasForeignKeysOf(schema, baseline, files) ? null : TextFile.Empty(Path.Combine(project.BootstrapFolder, $"{number}_constraints.sql")));
        return mode == UpdateMode.Patch ? bootstrap.Patch(schema, gone) : bootstrap.Regenerate(schema);
    }

    private static bool HasForeignKeysOf(DatabaseSchema schema, SourceText baseline, IReadOnlyList<string> files)
    {
        var there = SqlSchemaReader.Read([baseline, .. files.Select(SourceText.Load)]);
        return !SchemaComparer.Compare(schema, there).Any(difference => difference.Kind == SchemaDifferenceKind.MissingForeignKey);
    }

    private static IEnumerable<BootstrapChange> Changes(FileUpdate<BootstrapChange>? update, bool preview)
    {
        if (update is null) return [];
        return Write(update, preview)
            ? update.Changes.Select(change => change.Outcome == WriteOutcome.Planned ? change with { Outcome = WriteOutcome.Written } : change) : update.Changes;
    }

    private static bool Write<TChange>(FileUpdate<TChange> update, bool preview)
    {
        if (preview || !update.IsChanged) return false;
        SourceFile.Replace(update.File.Path, update.ToBytes());
        return true;
    }

    private static bool Has(string path, string word) => Path.GetFileName(path).IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;
}
