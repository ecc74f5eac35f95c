using System.Text;
using Migrations.Core.Baselines;
using Migrations.Core.Journals;
using Migrations.Core.Sources;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Authoring;

/// <summary>A migration as it was thought out; nothing is written yet.</summary>
public sealed record AuthoredMigration
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);
    private readonly MigrationProject _project;
    private readonly AuthoringRequest _request;

    internal AuthoredMigration(MigrationProject project, AuthoringRequest request)
    {
        _project = project;
        _request = request;
    }

    /// <summary>The statements in order, each with its <c>;</c>. None: there is nothing to do.</summary>
    public required IReadOnlyList<string> Statements { get; init; }

    /// <summary>What the schema no longer has and the migration leaves as it is, in words.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>What is renamed.</summary>
    public IReadOnlyList<SchemaRename> Renames { get; init; } = [];

    /// <summary>What the migration was written against.</summary>
    internal AuthoringSide Side { get; init; }

    /// <summary>The schema that baseline and bootstrap files are to have; null where they are not known.</summary>
    internal DatabaseSchema? Schema { get; init; }

    /// <summary>Tables and views that are there no more under their names.</summary>
    internal IReadOnlyCollection<string> Gone { get; init; } = [];

    /// <summary>The statement of a migration of one column, of which <c>schema.ts</c> need not know.</summary>
    internal AlterTableStatement? Column { get; init; }

    /// <summary>Why no statement is needed, where none is.</summary>
    public string NothingToDo
    {
        get
        {
            if (Column is not null) return "The baseline has the column already. No migration was made.";
            var kept = Kept.Count switch { 0 => "", 1 => " What the schema has no longer stays (1 object): -AllowDestructive drops it.", _ => $" What the schema has no longer stays ({Kept.Count} objects): -AllowDestructive drops it." };
            return $"There is nothing that the schema has and the {Side.ToString().ToLowerInvariant()} lacks. No migration was made.{kept}";
        }
    }

    /// <summary>Writes the migration's file alone.</summary>
    /// <param name="preview">Whether to write nothing.</param>
    /// <exception cref="MigrationException">What <see cref="MigrationScaffold.Create"/> throws.</exception>
    public MigrationFile Write(bool preview) => MigrationScaffold.Create(_project, _request.Name, Text(), _request.Now, preview);

    /// <summary>Writes the migration's file, its journal entry, the baseline, the bootstrap files and, where the project keeps them, drizzle-kit's snapshot: all or nothing.</summary>
    /// <param name="preview">Whether to write nothing.</param>
    /// <param name="cancellation">Ends the reading of the schema, before anything is written.</param>
    /// <returns>What was written, or would be: a <see cref="MigrationFile"/>, a <see cref="JournalEntry"/>, <see cref="BaselineChange"/>s, <see cref="BootstrapChange"/>s, and perhaps a <see cref="SnapshotFile"/>.</returns>
    /// <exception cref="MigrationException">What <see cref="FileSet.Write"/> throws; <c>FolderBusy</c>; and what reading the files throws.</exception>
    public IReadOnlyList<object> Complete(bool preview, CancellationToken cancellation = default)
    {
        using var held = preview ? null : FolderLock.Take(_project.MigrationsFolder, Wait);
        var files = new FileSet();
        var file = MigrationScaffold.Prepare(_project, _request.Name, Text(), _request.Now);
        files.Create(file.Path, Encoding.UTF8.GetBytes(file.Text));
        var written = new List<object>();
        if (Schema is { } schema && _project.BaselinePath is { } path && File.Exists(path)) AddArtifacts(schema, files, written, preview);
        if (SnapshotFiles.Newest(_project) is { } newest)
        {
            var (snapshot, text) = SnapshotFiles.Next(_project, newest, file.Tag, Column, cancellation);
            files.Create(snapshot.Path, Encoding.UTF8.GetBytes(text));
            written.Add(snapshot with { Outcome = Outcome(preview) });
        }
        var (entry, journal) = JournalAppender.Prepare(_project, file.Tag, _request.Now);
        files.Replace(_project.JournalPath, journal);
        if (!preview) files.Write();
        return [file with { Outcome = Outcome(preview) }, entry with { Outcome = Outcome(preview) }, .. written];
    }

    private void AddArtifacts(DatabaseSchema schema, FileSet files, List<object> written, bool preview)
    {
        var update = new ArtifactUpdate(_project, schema, UpdateMode.Patch, Gone);
        var baseline = update.PrepareBaseline();
        if (baseline.IsChanged) files.Replace(baseline.File.Path, baseline.ToBytes());
        written.AddRange(baseline.Changes.Where(change => change.Outcome == WriteOutcome.Planned).Select(change => change with { Outcome = Outcome(preview) }));
        // One column changes no index.
        if (Column is not null) return;
        var bootstrap = update.PrepareBootstrap(new SourceText(baseline.File.Path, baseline.Text));
        foreach (var changed in new[] { bootstrap.Indexes, bootstrap.Constraints }.OfType<FileUpdate<BootstrapChange>>())
        {
            if (changed.IsChanged) files.Replace(changed.File.Path, changed.ToBytes());
            written.AddRange(changed.Changes.Where(change => change.Outcome == WriteOutcome.Planned).Select(change => change with { Outcome = Outcome(preview) }));
        }
    }

    // What is kept stands above the first statement: who reviews the file should know.
    private IReadOnlyList<string> Text()
    {
        if (Kept.Count == 0) return Statements;
        var comments = string.Concat(Kept.Select(what => $"-- Kept, though the schema has it no longer: {string.Join(" ", what.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries))}\n"));
        return [comments + Statements[0], .. Statements.Skip(1)];
    }

    private static WriteOutcome Outcome(bool preview) => preview ? WriteOutcome.Planned : WriteOutcome.Written;
}
