using Migrations.Core.Projects;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Journals;

/// <summary>A project together with its journal.</summary>
public sealed class JournaledProject
{
    private readonly Dictionary<string, MigrationContent?> _contents = new(StringComparer.Ordinal);

    private JournaledProject(MigrationProject project, Journal journal)
    {
        Project = project;
        Journal = journal;
    }

    /// <summary>The project; its baseline is known now.</summary>
    public MigrationProject Project { get; }

    /// <summary>The journal.</summary>
    public Journal Journal { get; }

    /// <summary>Finds the project of a folder and reads its journal.</summary>
    /// <exception cref="MigrationException">What <see cref="ProjectLocator.Locate"/> and <see cref="Journals.Journal.Read"/> throw; <c>BaselineTagUnknown</c>.</exception>
    public static JournaledProject Open(string path, ProjectOptions? options = null)
    {
        var project = ProjectLocator.Locate(path, options);
        var journal = Journal.Read(project.JournalPath);
        if (project.BaselineTag is { } named && journal.Find(named) is null)
        {
            throw new MigrationException(
                ErrorIds.BaselineTagUnknown, $"The baseline '{named}' is not in the journal, so no run would ever apply it.",
                $"Journal it (Add-JournalEntry -Tag {named}), or correct -BaselineTag or \"baselineTag\" in {ProjectSettings.FileName}.", target: named);
        }
        return new JournaledProject(project with { BaselineTag = project.BaselineTag ?? FindBaseline(project, journal.Entries) }, journal);
    }

    /// <summary>The project of a folder: with its baseline known where it has a journal, else as it is.</summary>
    /// <exception cref="MigrationException">As <see cref="Open"/>.</exception>
    public static MigrationProject OpenOrLocate(string path, ProjectOptions? options = null)
    {
        var project = ProjectLocator.Locate(path, options);
        return File.Exists(project.JournalPath) ? Open(path, options).Project : project;
    }

    /// <summary>The path of a tag's file, whether or not it is there.</summary>
    public string PathOf(string tag) => Path.Combine(Project.MigrationsFolder, tag + ".sql");

    /// <summary>A tag's file; null where there is none. Each is read once, so that a run never sees two states of a file.</summary>
    /// <exception cref="MigrationException"><c>FileUnreadable</c>.</exception>
    internal MigrationContent? ContentOf(string tag)
    {
        if (_contents.TryGetValue(tag, out var content)) return content;
        var path = PathOf(tag);
        content = File.Exists(path) ? new MigrationContent(SourceFile.ReadAllBytes(path)) : null;
        _contents.Add(tag, content);
        return content;
    }

    /// <summary>The <c>.sql</c> files of the migrations folder that the journal does not name, in order of their names.</summary>
    public IReadOnlyList<string> UnjournaledTags()
    {
        var journaled = new HashSet<string>(Journal.Entries.Select(entry => entry.Tag), StringComparer.OrdinalIgnoreCase);
        return [.. SourceFile.FilesIn(Project.MigrationsFolder, "*.sql").Select(file => Path.GetFileNameWithoutExtension(file)!)
            .Where(tag => !journaled.Contains(tag)).OrderBy(tag => tag, StringComparer.Ordinal)];
    }

    // A baseline is named so and makes tables only if they are not there. The name alone would also catch a migration that is
    // merely about baselines, and that one must not run first. Of several, the one with the most tables is it; of equals, the newest.
    internal static string? FindBaseline(MigrationProject project, IEnumerable<JournalEntry> entries) => entries
        .Where(entry => entry.Tag.IndexOf("baseline", StringComparison.OrdinalIgnoreCase) >= 0)
        .Select(entry => (entry.Tag, Tables: TablesIn(Path.Combine(project.MigrationsFolder, entry.Tag + ".sql"))))
        .Where(candidate => candidate.Tables > 0)
        .Reverse().OrderByDescending(candidate => candidate.Tables)
        .Select(candidate => candidate.Tag).FirstOrDefault();

    /// <summary>How many tables a baseline makes; 0 for every other file.</summary>
    internal static int TablesIn(string file)
    {
        if (!File.Exists(file)) return 0;
        var statements = SqlScript.Parse(SourceText.Load(file)).Statements;
        // Settings before the tables (SET NAMES, SET foreign_key_checks), views and seed rows behind them are no objection.
        var isBaseline = statements.All(statement =>
            MakesTable(statement) || statement.LeadingWords(1) is "SET" or "INSERT" || statement.LeadingWords(3) is "CREATE OR REPLACE" or "CREATE VIEW IF");
        return isBaseline ? statements.Count(MakesTable) : 0;

        static bool MakesTable(ScriptStatement statement) => statement.LeadingWords(5) == "CREATE TABLE IF NOT EXISTS";
    }
}

/// <summary>A migration's file as read.</summary>
/// <param name="bytes">The file's bytes.</param>
internal sealed class MigrationContent(byte[] bytes)
{
    /// <summary>The file's bytes.</summary>
    public byte[] Bytes { get; } = bytes;

    /// <summary>Its hashes.</summary>
    public ContentHashes Hashes { get; } = new(bytes);
}
