using Migrations.Core.Journals;
using Migrations.Core.Servers;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>A migration that a run is to apply, read to its statements.</summary>
/// <param name="Entry">The entry and its file.</param>
/// <param name="Script">The statements.</param>
/// <param name="Hash">What the history will get.</param>
public sealed record PlannedMigration(MatchedEntry Entry, SqlScript Script, string Hash);

/// <summary>What a run is to do, made before anything is changed: every pending file is read to its end first.</summary>
public sealed class MigrationPlan
{
    private MigrationPlan(IReadOnlyList<PlannedMigration> migrations, bool isFreshInstall, bool beganFromBaseline)
    {
        Migrations = migrations;
        IsFreshInstall = isFreshInstall;
        BeganFromBaseline = beganFromBaseline;
    }

    /// <summary>The migrations in the order of their application.</summary>
    public IReadOnlyList<PlannedMigration> Migrations { get; }

    /// <summary>Whether an empty database is being installed.</summary>
    public bool IsFreshInstall { get; }

    /// <summary>Whether the database began, or begins, from the baseline, so that older entries may name what it no longer has.</summary>
    public bool BeganFromBaseline { get; }

    /// <summary>Whether a run has anything to look at: some migration is neither applied nor settled otherwise (one command). Where it says no, no lock is needed.</summary>
    internal static bool HasWork(JournaledProject project, DatabaseSession session, RunOptions options, CancellationToken cancellation) =>
        InScope(Match(project, session, cancellation).Entries, options.To).Any(entry => entry.Status != MigrationStatus.Applied);

    /// <summary>Plans a run.</summary>
    /// <param name="project">The project.</param>
    /// <param name="session">The database; it is only read.</param>
    /// <param name="options">How the run is to be done.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="MigrationException">
    /// <c>TagUnknown</c>, <c>MigrationModified</c>, <c>MigrationFileMissing</c>, <c>DatabaseNotFresh</c>, <c>FreshInstallRefused</c>, and what reading the files throws.
    /// </exception>
    public static MigrationPlan Make(JournaledProject project, DatabaseSession session, RunOptions options, CancellationToken cancellation)
    {
        var match = Match(project, session, cancellation);
        var inScope = InScope(match.Entries, options.To);
        RefuseModified(inScope);
        var pending = inScope.Where(entry => entry.Status == MigrationStatus.Pending).ToList();
        if (pending.Count == 0) return new MigrationPlan([], false, false);

        var convention = HashConvention.Of(match, project.Project.HistoryHash);
        var planned = pending.Select(entry => new PlannedMigration(
            entry, SqlScript.Parse(SourceText.Decode(entry.Path, entry.Bytes!), session.Modes), entry.Hashes!.In(convention.Hash, convention.Newline))).ToList();

        var baseline = planned.FindIndex(migration => migration.Entry.IsBaseline);
        if (match.Rows.Count > 0 || options.FreshInstall == FreshInstall.Replay)
        {
            var continued = options.FreshInstall != FreshInstall.Replay && BaselineIsOldest(match)
                && (options.FreshInstall == FreshInstall.Baseline || IsInterrupted(match));
            return new MigrationPlan(planned, isFreshInstall: continued, beganFromBaseline: continued);
        }
        if (baseline > 0)
        {
            var first = planned[baseline];
            planned.RemoveAt(baseline);
            planned.Insert(0, first);
        }
        if (options.FreshInstall is null) RefuseBrownfield(project, session, planned, cancellation);
        if (options.FreshInstall == FreshInstall.Refuse)
        {
            throw new MigrationException(
                "FreshInstallRefused", MigrationErrorKind.InvalidState, $"The database '{session.Database}' is empty, and -FreshInstall Refuse forbids to install it.",
                "Check that the URL names the right database; for an installation use -FreshInstall Baseline.", target: session.Settings.ToString());
        }
        return new MigrationPlan(planned, isFreshInstall: true, beganFromBaseline: baseline >= 0);
    }

    private static HistoryMatch Match(JournaledProject project, DatabaseSession session, CancellationToken cancellation) =>
        HistoryMatch.Of(project, new HistoryTable(session, project.Project.HistoryTable).Read(cancellation));

    private static IReadOnlyList<MatchedEntry> InScope(IReadOnlyList<MatchedEntry> entries, string? to)
    {
        if (to is null) return entries;
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Entry.Tag == to) return [.. entries.Take(i + 1)];
        }
        throw new MigrationException(
            "TagUnknown", MigrationErrorKind.InvalidArgument, $"The journal has no migration \"{to}\".", "Get-Migration lists the tags.", target: to);
    }

    private static void RefuseModified(IReadOnlyList<MatchedEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (entry.Status == MigrationStatus.Modified)
            {
                throw new MigrationException(
                    "MigrationModified", MigrationErrorKind.InvalidState, $"The migration {entry.Entry.Tag} was changed after it was applied. Nothing was run.",
                    "Take back the change (version control has the text that was applied), and put what it was meant to do into a new migration.",
                    new SourceLocation(entry.Path, 1, 1), entry.Entry.Tag);
            }
            // With a row of its own it was applied once, and nothing of it is to be done.
            if (entry.Status == MigrationStatus.FileMissing && entry.Row is null)
            {
                throw new MigrationException(
                    "MigrationFileMissing", MigrationErrorKind.NotFound, $"The journal names {entry.Entry.Tag}, but there is no file '{entry.Path}'. Nothing was run.",
                    "Bring the file back, or take the entry out of the journal.", entry.Entry.Location, entry.Entry.Tag);
            }
        }
    }

    private static bool BaselineIsOldest(HistoryMatch match) =>
        match.Rows.Count > 0 && match.Entries.FirstOrDefault(entry => entry.IsBaseline)?.Row?.Id == match.Rows[0].Id;

    // An installation from the baseline that stopped half-way: entries before it in the journal are still to come, which in a
    // database that grew with its journal were applied before it. One that stopped behind the baseline's own place cannot be told
    // from an installed database with new migrations; for that the caller must say -FreshInstall Baseline.
    private static bool IsInterrupted(HistoryMatch match) =>
        match.Entries.TakeWhile(entry => !entry.IsBaseline).Any(entry => entry.Status == MigrationStatus.Pending);

    // Tables of the project without a history: made by other means, full of someone's data, and no place to install in. Only an
    // installation that stopped in its first migration looks alike: a history without rows, and tables of that migration, all empty.
    private static void RefuseBrownfield(JournaledProject project, DatabaseSession session, IReadOnlyList<PlannedMigration> planned, CancellationToken cancellation)
    {
        var there = new HashSet<string>(
            session.Query("SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()", row => row.GetString(0), cancellation),
            StringComparer.OrdinalIgnoreCase);
        var hasHistory = there.Remove(project.Project.HistoryTable);
        if (there.Count == 0) return;
        var own = TablesOf(planned).Where(there.Contains).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (own.Count == 0) return;
        var first = new HashSet<string>(TablesOf([planned[0]]), StringComparer.OrdinalIgnoreCase);
        if (hasHistory && own.All(table => first.Contains(table) && IsEmpty(session, table, cancellation))) return;
        throw new MigrationException(
            "DatabaseNotFresh", MigrationErrorKind.InvalidState,
            $"The database '{session.Database}' has tables of this project already ('{own[0]}' is one) but no migration in its history. Nothing was run.",
            "If the tables were made without migrations, use -FreshInstall Replay: it runs the whole journal, data statements too, and objects that are there already count as done. "
            + "To go on with an installation that stopped in its first migration, use -FreshInstall Baseline. If the history is in another table, name it with -HistoryTable.",
            target: session.Settings.ToString());
    }

    private static IEnumerable<string> TablesOf(IEnumerable<PlannedMigration> planned) =>
        planned.SelectMany(migration => migration.Script.Statements).Select(CreatedTable.NameIn).OfType<string>();

    private static bool IsEmpty(DatabaseSession session, string table, CancellationToken cancellation) =>
        session.Query($"SELECT 1 FROM {SqlName.Quote(table)} LIMIT 1", row => row.GetInt32(0), cancellation).Count == 0;
}
