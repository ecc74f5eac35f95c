using Migrations.Core.Baselines;
using Migrations.Core.Journals;
using Migrations.Core.Schemas;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Linting;

/// <summary>Reads every migration of a project and follows the schema through them, in the journal's order; files that it does not name come last, then the bootstrap files.</summary>
internal static class MigrationWalk
{
    /// <summary>Reads the migrations.</summary>
    /// <param name="project">The project.</param>
    /// <param name="options">The states and the session's modes.</param>
    /// <param name="rowCounts">The rows of the tables; null without a database.</param>
    public static IReadOnlyList<LintedMigration> Of(JournaledProject project, LintOptions options, IReadOnlyDictionary<string, long>? rowCounts)
    {
        var modes = options.Session?.Modes ?? SqlModes.None;
        var states = new Dictionary<string, MigrationStatus>(StringComparer.Ordinal);
        foreach (var info in options.States) states[info.Tag] = info.Status;
        MigrationStatus? StatusOf(string tag) => states.TryGetValue(tag, out var status) ? status : null;
        List<Parsed> texts =
        [
            .. project.Journal.Entries.Select(entry => Read(project, entry.Tag, entry, StatusOf(entry.Tag), modes)),
            .. project.UnjournaledTags().Select(tag => Read(project, tag, null, StatusOf(tag), modes)),
        ];
        var artifacts = ArtifactsOf(project.Project);
        var ground = new SchemaGround(
            artifacts ?? new DatabaseSchema(),
            texts.Where(text => !text.Text.IsBaseline).SelectMany(text => text.Statements.SelectMany(statement => DynamicSql.EffectsOf(statement.Script, statement.Ddl))));
        // The baseline is for an empty database, where nothing is before it; on others its tables are there already.
        var empty = new SchemaState(new DatabaseSchema(), ground, [], IsUncertain: false);
        var state = empty with { Schema = ground.Schema };
        var fresh = empty with { IsUncertain = true };
        var migrations = new List<LintedMigration>();
        foreach (var text in texts)
        {
            var migration = new LintedMigration(text.Text, text.Text.IsBaseline ? empty : state);
            var after = migration.Follow(text.Statements);
            if (text.Text.IsBaseline) fresh = after;
            else state = after;
            migrations.Add(migration);
        }
        // The bootstrap files are run over the baseline alone, in their order.
        foreach (var path in project.Project.BootstrapFiles())
        {
            var text = Decode(new MigrationText { Tag = TagOfBootstrap(path), Path = path, IsBootstrap = true, Source = new SourceText(path, "") }, SourceFile.ReadAllBytes(path), modes);
            var file = new LintedMigration(text.Text, fresh);
            fresh = file.Follow(text.Statements);
            migrations.Add(file);
        }
        var context = new LintContext(project, options.Server ?? options.Session?.Server, artifacts, state, rowCounts, options.LargeTableRows);
        foreach (var migration in migrations) migration.Enter(context);
        return migrations;
    }

    /// <summary>The name under which a bootstrap file is asked for.</summary>
    public static string TagOfBootstrap(string path) => "bootstrap/" + Path.GetFileNameWithoutExtension(path);

    private sealed record Parsed(MigrationText Text, IReadOnlyList<(ScriptStatement Script, DdlStatement Ddl)> Statements);

    private static DatabaseSchema? ArtifactsOf(MigrationProject project)
    {
        if (project.BaselinePath is null || !File.Exists(project.BaselinePath)) return null;
        try
        {
            return SqlSchemaReader.Read([SourceText.Load(project.BaselinePath), .. project.BootstrapFiles().Select(SourceText.Load)]);
        }
        catch (MigrationException)
        {
            // The file's own finding says why; what it holds is not known then.
            return null;
        }
    }

    private static Parsed Read(JournaledProject project, string tag, JournalEntry? entry, MigrationStatus? status, SqlModes modes)
    {
        var path = project.PathOf(tag);
        var text = new MigrationText { Tag = tag, Path = path, Entry = entry, IsBaseline = tag == project.Project.BaselineTag, Status = status, Source = new SourceText(path, "") };
        return project.ContentOf(tag) is { } content ? Decode(text, content.Bytes, modes) : new Parsed(text with { HasFile = false }, []);
    }

    private static Parsed Decode(MigrationText text, byte[] bytes, SqlModes modes)
    {
        try
        {
            text = text with
            {
                Source = SourceText.Decode(text.Path, bytes),
                IsUtf16 = bytes.Length >= 2 && ((bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF)),
            };
            text = text with { Script = SqlScript.Parse(text.Source, modes) };
            return new Parsed(text, [.. text.Script.Statements.Select(statement => (statement, DdlParser.Parse(statement)))]);
        }
        catch (MigrationException broken)
        {
            return new Parsed(text with { Broken = broken }, []);
        }
    }
}
