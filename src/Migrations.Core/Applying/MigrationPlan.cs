using Migrations.Core.Baselines;
using Migrations.Core.Journals;
using Migrations.Core.Servers;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>What a run is to do, made before anything is changed: every pending file is read to its end first.</summary>
public sealed class MigrationPlan
{
    private MigrationPlan(Catalog? catalog, Progress progress)
    {
        Catalog = catalog;
        Progress = progress;
    }

    /// <summary>The migrations in the order of their application.</summary>
    public IReadOnlyList<PlannedMigration> Migrations { get; private init; } = [];

    /// <summary>Applied migrations whose changed files are accepted as they are.</summary>
    public IReadOnlyList<PlannedMigration> Accepted { get; private init; } = [];

    /// <summary>The bootstrap files that end an installation.</summary>
    internal IReadOnlyList<BootstrapScript> Bootstrap { get; private init; } = [];

    /// <summary>Whether the database is being installed.</summary>
    internal InstallationState State { get; private init; }

    /// <summary>The number of rows in the history.</summary>
    internal int HistoryCount { get; private init; }

    /// <summary>The tables as they are; null where there is nothing to do.</summary>
    internal Catalog? Catalog { get; }

    /// <summary>What earlier runs left unfinished.</summary>
    internal Progress Progress { get; }

    /// <summary>Whether there is nothing to apply and nothing to tidy up.</summary>
    internal bool IsEmpty => Migrations.Count == 0 && Accepted.Count == 0 && Bootstrap.Count == 0;

    /// <summary>Whether the database is being installed and nobody uses it yet: it was empty, or its installation was interrupted (and not stopped on purpose, with -To).</summary>
    internal bool IsUnused => Installs && !Progress.IsPaused;

    /// <summary>Whether a table that is there was made by this very installation: then what is taken from it is nobody's.</summary>
    internal bool IsFree(Sql.Ddl.ObjectName table) => IsUnused && table.Database is null && OwnTables.Contains(table.Name);

    /// <summary>The tables that the journal makes.</summary>
    internal IReadOnlyCollection<string> OwnTables { get; private init; } = [];

    /// <summary>In an installation: all migrations of the journal in its order, the applied ones too. Else empty.</summary>
    internal IReadOnlyList<PlannedMigration> Journal { get; private init; } = [];

    /// <summary>Whether the database has tables that are not of this project.</summary>
    internal bool HasOthersTables { get; private init; }

    /// <summary>Whether an empty database, or one whose installation was interrupted, is being installed.</summary>
    internal bool Installs => State is InstallationState.FromBaseline or InstallationState.ByReplay;

    /// <summary>
    /// Whether a run has anything to look at (one command): some migration is neither applied nor settled otherwise, or an earlier run left something
    /// unfinished. Where it says no, no lock is needed.
    /// </summary>
    internal static bool HasWork(JournaledProject project, DatabaseSession session, RunOptions options, CancellationToken cancellation)
    {
        var match = HistoryMatch.Of(project, new HistoryTable(session, project.Project.HistoryTable).Read(out var hasProgress, cancellation));
        return hasProgress || options.Restart is not null || InScope(match.Entries, options.To).Any(entry => entry.Status != MigrationStatus.Applied);
    }

    /// <summary>Plans a run.</summary>
    /// <param name="project">The project.</param>
    /// <param name="session">The database; it is only read.</param>
    /// <param name="options">How the run is to be done.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="MigrationException">
    /// <c>TagUnknown</c>, <c>MigrationModified</c>, <c>MigrationFileMissing</c>, <c>DatabaseNotFresh</c>, <c>FreshInstallRefused</c>, <c>CompletedStatementChanged</c>, <c>MigrationNotPartial</c>,
    /// <c>SchemaUnreadable</c>, and what reading the files throws.
    /// </exception>
    public static MigrationPlan Make(JournaledProject project, DatabaseSession session, RunOptions options, CancellationToken cancellation)
    {
        var match = HistoryMatch.Of(project, new HistoryTable(session, project.Project.HistoryTable).Read(cancellation));
        var inScope = InScope(match.Entries, options.To);
        RefuseMissing(inScope);
        var progress = new ProgressTable(session, project.Project.HistoryTable).Read(cancellation);
        var convention = HashConvention.Of(match, project.Project.HistoryHash);
        var lastRow = match.Rows.Count == 0 ? 0 : match.Rows.Max(row => row.Id);

        var behind = new HashSet<string>(match.Entries.SkipWhile(entry => !entry.IsBaseline).Skip(1).Select(entry => entry.Entry.Tag), StringComparer.Ordinal);

        PlannedMigration Plan(MatchedEntry entry) => Unfinished.Attach(
            new PlannedMigration(entry, SqlScript.Parse(SourceText.Decode(entry.Path, entry.Bytes!), session.Modes), entry.Hashes!.In(convention.Hash, convention.Newline))
            {
                ReplacesRow = entry.Status == MigrationStatus.Modified,
                LastRowBefore = lastRow,
                IsBehindBaseline = behind.Contains(entry.Entry.Tag),
            }, progress, options.Restart);

        var modified = inScope.Where(entry => entry.Status == MigrationStatus.Modified).ToList();
        if (modified.Count > 0 && options.Modified == ModifiedAction.Stop) throw Modified(modified);
        var migrations = inScope.Where(entry => entry.Status == MigrationStatus.Pending || (entry.Status == MigrationStatus.Modified && options.Modified == ModifiedAction.Reapply)).Select(Plan).ToList();
        if (options.Restart is { } restart && !migrations.Any(migration => migration.Forgets is not null))
        {
            throw new MigrationException(
                ErrorIds.MigrationNotPartial, $"There is nothing to restart: no earlier run left {restart} unfinished{(options.To is null ? "" : $", or it stands behind {options.To}")}. Nothing was run.",
                "Get-Migration shows what is Partial.", target: restart);
        }
        var accepted = options.Modified == ModifiedAction.Accept ? modified.Select(Plan).ToList() : [];
        if (migrations.Count == 0 && accepted.Count == 0 && progress.Installation is null) return new MigrationPlan(null, progress);

        var catalog = Catalog.Read(session, cancellation);
        var state = Installation.Of(project, match, progress, catalog, migrations, options);
        if (state == InstallationState.FromBaseline && migrations.FindIndex(migration => migration.Entry.IsBaseline) is var baseline and > 0)
        {
            var first = migrations[baseline];
            migrations.RemoveAt(baseline);
            migrations.Insert(0, first);
        }
        if (state == InstallationState.Installed) BaselineOrder.Arrange(migrations, catalog);
        // Those of applied migrations too: an installation that goes on has made them.
        var installs = state is InstallationState.FromBaseline or InstallationState.ByReplay;
        IReadOnlyList<PlannedMigration> journal = installs
            ? [.. match.Entries.Where(entry => entry.Bytes is not null).Select(entry => migrations.FirstOrDefault(migration => migration.Entry == entry) ?? Plan(entry))] : [];
        var own = new HashSet<string>(
            journal.SelectMany(migration => migration.Statements).SelectMany(statement => BaselineOrder.MadeBy(statement.Ddl)).Select(name => name.Name), StringComparer.OrdinalIgnoreCase);
        // The bootstrap files stand at the end of an installation: not before the whole journal is there.
        var completes = match.Entries.All(entry => entry.Status == MigrationStatus.Applied || (entry.Status == MigrationStatus.FileMissing && entry.Row is not null) || migrations.Any(migration => migration.Entry == entry) || accepted.Any(migration => migration.Entry == entry));
        return new MigrationPlan(catalog, progress)
        {
            Migrations = migrations,
            Accepted = accepted,
            State = state,
            HistoryCount = match.Rows.Count,
            OwnTables = own,
            Journal = journal,
            HasOthersTables = catalog.Live.Schema.Tables.Any(table => table.Name != project.Project.HistoryTable && table.Name != ProgressTable.NameOf(project.Project.HistoryTable) && !own.Contains(table.Name)),
            Bootstrap = completes && installs
                ? [.. project.Project.BootstrapFiles().Select(path => new BootstrapScript(path, SqlScript.Parse(SourceText.Load(path), session.Modes))).Where(file => file.Script.Statements.Count > 0)] : [],
            CompletesInstallation = completes,
        };
    }

    /// <summary>Whether the run ends an installation: with it, the whole journal is applied.</summary>
    internal bool CompletesInstallation { get; private init; }

    private static IReadOnlyList<MatchedEntry> InScope(IReadOnlyList<MatchedEntry> entries, string? to)
    {
        if (to is null) return entries;
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Entry.Tag == to) return [.. entries.Take(i + 1)];
        }
        throw new MigrationException(
            ErrorIds.TagUnknown, $"The journal has no migration \"{to}\".", "Get-Migration lists the tags.", target: to);
    }

    private static MigrationException Modified(IReadOnlyList<MatchedEntry> entries) => new(
        ErrorIds.MigrationModified,
        $"{(entries.Count == 1 ? $"The migration {entries[0].Entry.Tag} was" : $"The migrations {string.Join(", ", entries.Select(entry => entry.Entry.Tag))} were")} changed after being applied. Nothing was run.",
        "Take back the change (version control has the text that was applied), and put what it was meant to do into a new migration. If the change means nothing to the database (a comment), record it with -Modified Accept; "
        + "to run the changed file again, use -Modified Reapply.",
        new SourceLocation(entries[0].Path, 1, 1), entries[0].Entry.Tag);

    private static void RefuseMissing(IReadOnlyList<MatchedEntry> entries)
    {
        // With a row of its own it was applied once, and nothing of it is to be done.
        if (entries.FirstOrDefault(entry => entry.Status == MigrationStatus.FileMissing && entry.Row is null) is not { } missing) return;
        throw new MigrationException(
            ErrorIds.MigrationFileMissing, $"The journal names {missing.Entry.Tag}, but there is no file '{missing.Path}'. Nothing was run.",
            "Bring the file back, or take the entry out of the journal.", missing.Entry.Location, missing.Entry.Tag);
    }
}

/// <summary>A bootstrap file, read to its statements.</summary>
/// <param name="Path">The file.</param>
/// <param name="Script">The statements.</param>
internal sealed record BootstrapScript(string Path, SqlScript Script)
{
    /// <summary>The name it is shown under: <c>bootstrap/0070_indexes</c>.</summary>
    public string Tag => $"{System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(Path))}/{System.IO.Path.GetFileNameWithoutExtension(Path)}";
}
