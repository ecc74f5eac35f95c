using Migrations.Core.Baselines;
using Migrations.Core.Drizzle;
using Migrations.Core.Journals;
using Migrations.Core.Projects;
using Migrations.Core.Schemas;
using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Guarding;

/// <summary>The places where a schema can be read: <c>schema.ts</c>, the project's SQL files, any one file, a live database.</summary>
public static class SchemaSources
{
    /// <summary>A project's <c>schema.ts</c>.</summary>
    /// <exception cref="MigrationException"><c>SchemaPathUnknown</c>: the project does not say where it is; and what <see cref="SchemaScript.Read"/> throws.</exception>
    public static DatabaseSchema OfProject(MigrationProject project, CancellationToken cancellation = default)
    {
        if (project.SchemaPath.Count == 0)
        {
            throw new MigrationException(
                ErrorIds.SchemaPathUnknown, $"The project in '{project.Root}' does not say where its schema is.",
                "Name it as \"schema\" in drizzle.config.ts, or with -SchemaPath.", target: project.Root);
        }
        return SchemaScript.Read(
            new SchemaScriptRequest { Paths = project.SchemaPath, Root = project.Root, Casing = project.Casing, Environment = ProjectEnvironment.Of(project.Root) }, cancellation);
    }

    /// <summary>A file's tables: <c>.sql</c> as DDL, everything else as a Drizzle schema.</summary>
    /// <param name="path">The file; for a schema also a folder or a glob.</param>
    /// <param name="casing">How a schema's columns without a name of their own are named.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static DatabaseSchema OfFile(string path, ColumnCasing casing = ColumnCasing.AsWritten, CancellationToken cancellation = default)
    {
        if (path.EndsWith(".sql", StringComparison.OrdinalIgnoreCase)) return SqlSchemaReader.Read(SourceText.Load(path));
        var full = Path.GetFullPath(path);
        var root = Directory.Exists(full) ? full : Path.GetDirectoryName(full)!;
        // A glob's root is the folder before its first wildcard.
        while (root.IndexOfAny(['*', '?', '{']) >= 0) root = Path.GetDirectoryName(root)!;
        return SchemaScript.Read(new SchemaScriptRequest { Paths = [full], Root = root, Casing = casing, Environment = ProjectEnvironment.Of(root) }, cancellation);
    }

    /// <summary>What a fresh installation by the project's SQL files alone would have: the baseline, and the bootstrap files over it.</summary>
    /// <exception cref="MigrationException"><c>BaselineMissing</c>.</exception>
    public static DatabaseSchema OfBaseline(MigrationProject project) =>
        SqlSchemaReader.Read([SourceText.Load(project.ExistingBaseline()), .. project.BootstrapFiles().Select(SourceText.Load)]);

    /// <summary>What the journal's migrations add up to, one after the other, and the bootstrap files over them. What routines and prepared statements do is not in their text.</summary>
    /// <exception cref="MigrationException">What <see cref="Journal.Read"/> throws; <c>MigrationFileMissing</c>.</exception>
    public static DatabaseSchema OfJournal(MigrationProject project) => SqlSchemaReader.Read([.. JournalTexts(project)]);

    /// <summary>The journal's migrations and the bootstrap files, in their order.</summary>
    /// <exception cref="MigrationException">As <see cref="OfJournal"/>.</exception>
    internal static IReadOnlyList<SourceText> JournalTexts(MigrationProject project) =>
    [
        .. Journal.Read(project.JournalPath).Entries.Select(entry => (Entry: entry, Path: Path.Combine(project.MigrationsFolder, entry.Tag + ".sql"))).Select(file => File.Exists(file.Path)
            ? SourceText.Load(file.Path)
            : throw new MigrationException(
                ErrorIds.MigrationFileMissing, $"The journal names {file.Entry.Tag}, but there is no file '{file.Path}'.", "Bring the file back, or take the entry out of the journal.",
                file.Entry.Location, file.Entry.Tag)),
        .. project.BootstrapFiles().Select(SourceText.Load),
    ];
}
