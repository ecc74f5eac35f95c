using System.Text;
using Migrations.Core.Drizzle;
using Migrations.Core.Journals;
using Migrations.Core.Projects;
using Migrations.Core.Schemas;
using Migrations.Core.Servers;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Baselines;

/// <summary>A new project: its five artifacts, planned first and then written at once.</summary>
public sealed class ProjectStart
{
    /// <summary>The tag of a new project's baseline.</summary>
    public const string BaselineTag = "0000" + BaselineName;

    private const string BaselineName = "_drizzle_baseline_schema_recovery";

    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);
    private readonly MigrationProject _project;

    private readonly byte[]? _journal;

    private ProjectStart(MigrationProject project, IReadOnlyList<ProjectFile> files, IReadOnlyList<string> warnings, byte[]? journal)
    {
        _project = project;
        _journal = journal;
        Files = files;
        Warnings = warnings;
    }

    /// <summary>The files: those to be made, and those that are there and kept.</summary>
    public IReadOnlyList<ProjectFile> Files { get; }

    /// <summary>What the user should know: what <c>schema.ts</c> cannot say of the live database.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Plans a project; around a journal without a baseline, the baseline and the bootstrap files that it lacks. Nothing is written by it.</summary>
    /// <param name="root">The project's root; it need not exist.</param>
    /// <param name="live">The database that the schema is taken from; null to take the schema that is there, or to begin with an example.</param>
    /// <param name="now">The present time: the <c>when</c> of the baseline's entry.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="MigrationException">
    /// <c>FileExists</c>: a file that would be written is there; <c>MigrationsExist</c>; <c>SchemaPathUnclear</c>; <c>SchemaEmpty</c>; and what reading the configuration and the schema throws.
    /// </exception>
    public static ProjectStart Plan(string root, LiveSchema? live, DateTimeOffset now, CancellationToken cancellation = default)
    {
        root = Path.GetFullPath(root);
        var config = ProjectLocator.ConfigIn(root);
        var project = config is null
            ? new MigrationProject { Root = root, MigrationsFolder = Path.Combine(root, "drizzle"), SchemaPath = ["./drizzle/schema.ts"] } : ProjectLocator.Locate(config);
        // A chain that has grown without a baseline gets one at its end: over what its databases have, it does nothing.
        var journal = File.Exists(project.JournalPath) ? Journal.Read(project.JournalPath) : null;
        if (journal is not null && JournaledProject.FindBaseline(project, journal.Entries) is { } there) RefuseExisting(Path.Combine(project.MigrationsFolder, there + ".sql"));
        var tag = journal is null ? BaselineTag : MigrationScaffold.NextPrefix(project, now) + BaselineName;
        project = project with { BaselineTag = tag, SchemaPath = project.SchemaPath.Count > 0 ? project.SchemaPath : [Path.Combine(project.MigrationsFolder, "schema.ts")] };
        var number = tag.Split('_')[0];
        var indexes = Path.Combine(project.BootstrapFolder, number + "_indexes.sql");
        var constraints = Path.Combine(project.BootstrapFolder, number + "_constraints.sql");
        foreach (var path in new[] { project.BaselinePath!, indexes, constraints }) RefuseExisting(path);
        if (journal is null) RefuseMigrations(project);

        var schemaFile = SchemaFile(project);
        // An example is no schema of what the chain has made.
        if (schemaFile is not null && live is null && journal is not null) RefuseExisting(project.JournalPath);
        if (schemaFile is null && live is not null) RefuseExisting(Path.GetFullPath(Path.Combine(root, project.SchemaPath[0])));
        var written = live is null ? null : SchemaScriptWriter.Write(WithoutOwnTables(live.Schema, live.Database), live.Database);
        var text = schemaFile is null ? null : written is null ? StartingTexts.Schema.Replace("\r\n", "\n") : StartingTexts.PulledSchema + "\n" + written.Text;
        var schema = text is null ? Read(project, cancellation) : ReadText(text, project, cancellation);
        var inBaseline = live is null ? schema : LiveDetails.Keep(schema, live.Schema);

        var files = new List<ProjectFile>
        {
            config is null ? Made(ProjectFileKind.Configuration, Path.Combine(root, "drizzle.config.ts"), StartingTexts.Configuration) : Kept(ProjectFileKind.Configuration, config),
        };
        if (schemaFile is null) files.AddRange(project.SchemaPath.Select(path => Kept(ProjectFileKind.Schema, Path.GetFullPath(Path.Combine(root, path)))));
        else files.Add(Made(ProjectFileKind.Schema, schemaFile, text!));
        var baseline = Baseline(inBaseline);
        var bootstrap = BootstrapFiles.Of(new SourceText(project.BaselinePath!, baseline), Headed(indexes, StartingTexts.Indexes), Headed(constraints, StartingTexts.Constraints))
            .Regenerate(inBaseline with { Tables = [.. inBaseline.Tables.Select(ShortNames.Of)] });
        files.Add(Made(ProjectFileKind.Baseline, project.BaselinePath!, baseline));
        files.Add(new ProjectFile { Kind = ProjectFileKind.Journal, Path = project.JournalPath, Text = JournalWith(project, tag, now), Outcome = WriteOutcome.Planned });
        files.Add(Made(ProjectFileKind.BootstrapIndexes, indexes, bootstrap.Indexes!.Text));
        files.Add(Made(ProjectFileKind.BootstrapConstraints, constraints, bootstrap.Constraints!.Text));
        return new ProjectStart(project, files, live is null ? [] : [.. Warn(written!, schema, live)], journal is null ? null : SourceFile.ReadAllBytes(project.JournalPath));
    }

    /// <summary>Writes the planned files: all of them or none.</summary>
    /// <returns>The files, with what became of them.</returns>
    /// <exception cref="MigrationException"><c>FileExists</c>: a file has come in the meantime; <c>FileUnwritable</c>, <c>FolderBusy</c>.</exception>
    public IReadOnlyList<ProjectFile> Commit()
    {
        using var held = FolderLock.Take(_project.MigrationsFolder, Wait);
        var batch = new FileBatch();
        foreach (var file in Files.Where(file => file.Text is not null))
        {
            if (_journal is null || file.Kind != ProjectFileKind.Journal) RefuseExisting(file.Path);
            else if (!_journal.AsSpan().SequenceEqual(SourceFile.ReadAllBytes(file.Path))) throw Changed(file.Path);
            batch.Write(file.Path, file.Kind == ProjectFileKind.Journal && _journal is not null && SourceText.HasUtf8Bom(_journal) ? [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(file.Text!)] : Encoding.UTF8.GetBytes(file.Text!));
        }
        batch.Commit();
        return [.. Files.Select(file => file.Text is null ? file : file with { Outcome = WriteOutcome.Written })];
    }

    // The file that the schema goes to; null where the project has one.
    private static string? SchemaFile(MigrationProject project)
    {
        var path = Path.GetFullPath(Path.Combine(project.Root, project.SchemaPath[0]));
        if (project.SchemaPath.Any(schema => schema.IndexOfAny(['*', '?', '{', '[']) >= 0 || File.Exists(Path.Combine(project.Root, schema)) || Directory.Exists(Path.Combine(project.Root, schema)))) return null;
        if (project.SchemaPath.Count == 1 && path.EndsWith(".ts", StringComparison.OrdinalIgnoreCase)) return path;
        throw new MigrationException(
            ErrorIds.SchemaPathUnclear, $"The configuration names the schema '{string.Join(", ", project.SchemaPath)}', which is not there and is not one .ts file.",
            "Name one file, for example schema: \"./drizzle/schema.ts\".", target: project.ConfigPath);
    }

    private static DatabaseSchema Read(MigrationProject project, CancellationToken cancellation)
    {
        var schema = SchemaScript.Read(
            new SchemaScriptRequest { Paths = project.SchemaPath, Root = project.Root, Casing = project.Casing, Environment = ProjectEnvironment.Of(project.Root) }, cancellation);
        if (schema.Tables.Any(table => table.Database is null)) return schema;
        throw new MigrationException(
            ErrorIds.SchemaEmpty, $"The schema '{string.Join(", ", project.SchemaPath)}' exports no table, and a baseline is made of tables.",
            "Export every table (export const users = mysqlTable(…)), made by drizzle-orm/mysql-core.", target: project.Root);
    }

    // What goes to disk is read back first, so that the baseline says exactly what the schema says.
    private static DatabaseSchema ReadText(string text, MigrationProject project, CancellationToken cancellation)
    {
        var folder = Path.Combine(Path.GetTempPath(), "migrations-" + Guid.NewGuid().ToString("N"));
        try
        {
            SourceFile.CreateNew(Path.Combine(folder, "schema.ts"), Encoding.UTF8.GetBytes(text));
            return SchemaScript.Read(new SchemaScriptRequest { Paths = ["schema.ts"], Root = folder, Casing = project.Casing }, cancellation);
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    // With drizzle's breakpoints: its own migrate() sends what stands between two of them as one statement.
    private static string Baseline(DatabaseSchema schema)
    {
        var statements = schema.Tables.Where(table => table.Database is null).Select(ShortNames.Of).Select(DrizzleKitWriter.CreateTable)
            .Concat(ViewOrder.Of([.. schema.Views.Where(view => view.Definition is not null && !view.IsExisting && view.Database is null)]).Select(SqlWriter.CreateView));
        return StartingTexts.Baseline + "\n\n" + string.Join("\n" + SqlLexer.Breakpoint + "\n", statements.Select(statement => RegeneratedStatement.Of(statement).Text)) + "\n";
    }

    // Byte by byte as it is, but for the entry.
    private static string JournalWith(MigrationProject project, string tag, DateTimeOffset now) => SourceText.Decode(project.JournalPath, JournalAppender.Prepare(project, tag, now).Bytes).Text;

    private static DatabaseSchema WithoutOwnTables(DatabaseSchema schema, string database)
    {
        var own = new NamePatterns(new ComparisonOptions().OwnTables);
        var kept = schema with { Tables = [.. schema.Tables.Where(table => !own.Match(table.Name))] };
        if (kept.Tables.Count > 0) return kept;
        throw new MigrationException(
            ErrorIds.SchemaEmpty, "The database has no table, and a baseline is made of tables.",
            "Begin without -DatabaseUrl: the project then gets an example to change.", target: database);
    }

    private static IEnumerable<string> Warn(SchemaScriptText written, DatabaseSchema schema, LiveSchema live)
    {
        foreach (var gap in written.Gaps)
            yield return $"{gap.Table}{(gap.Name is null ? "" : "." + gap.Name)}: schema.ts cannot say {gap.What}.";
        foreach (var difference in SchemaComparer.Compare(schema, live.Schema, live.ComparisonOptions).Where(difference => difference.Severity == DifferenceSeverity.Error))
            yield return $"schema.ts differs from the database: {difference.Message}";
    }

    private static void RefuseExisting(string path)
    {
        if (!File.Exists(path)) return;
        throw new MigrationException(
            ErrorIds.FileExists, $"The file '{path}' exists already, and nothing was written.",
            "In a project that has its artifacts, Update-Baseline and Update-BootstrapIndex bring them to the schema. To begin anew, move the file away first.", target: path);
    }

    private static MigrationException Changed(string path) => new(
        ErrorIds.FolderBusy, $"The journal '{path}' was changed in the meantime, and nothing was written.", "Run it again.", target: path);

    private static void RefuseMigrations(MigrationProject project)
    {
        if (!Directory.Exists(project.MigrationsFolder)) return;
        if (SourceFile.FilesIn(project.MigrationsFolder, "*.sql").OrderBy(path => path, StringComparer.Ordinal).FirstOrDefault() is not { } first) return;
        throw new MigrationException(
            ErrorIds.MigrationsExist, $"There are migrations already, such as '{first}', but no journal. Nothing was written.",
            "Journal them in their order (Add-JournalEntry), or move them away.", target: first);
    }

    private static TextFile Headed(string path, string header) => TextFile.Decode(path, Encoding.UTF8.GetBytes(header.Replace("\r\n", "\n") + "\n"));

    private static ProjectFile Made(ProjectFileKind kind, string path, string text) => new() { Kind = kind, Path = path, Text = text.Replace("\r\n", "\n"), Outcome = WriteOutcome.Planned };

    private static ProjectFile Kept(ProjectFileKind kind, string path) => new() { Kind = kind, Path = path };
}
