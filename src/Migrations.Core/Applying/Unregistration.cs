using Migrations.Core.Journals;
using Migrations.Core.Servers;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>Takes migrations out of the history without undoing them, so that they are pending again.</summary>
public sealed class Unregistration
{
    private readonly JournaledProject _project;
    private readonly DatabaseSession _session;
    private readonly int _lockTimeout;

    /// <summary>Makes it; nothing happens yet.</summary>
    /// <param name="project">The project.</param>
    /// <param name="session">The database.</param>
    /// <param name="lockTimeout">How long to wait for another runner, in seconds, from 0.</param>
    public Unregistration(JournaledProject project, DatabaseSession session, int lockTimeout = 60)
    {
        _project = project;
        _session = session;
        _lockTimeout = lockTimeout;
    }

    /// <summary>What taking a migration out would do. Only reads.</summary>
    /// <exception cref="MigrationException"><c>MigrationNotFound</c>, <c>MigrationNotJournaled</c>, <c>MigrationNotApplied</c>.</exception>
    public MigrationResult Preview(string tag, CancellationToken cancellation = default)
    {
        var (entry, rows, _) = Find(tag, cancellation);
        return ResultOf(entry, rows, MigrationOutcome.Planned);
    }

    /// <summary>Takes a migration out of the history, with all that is kept of it.</summary>
    /// <param name="tag">The tag.</param>
    /// <param name="notify">Told why something is waited for; may be null.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="MigrationException"><c>MigrationNotFound</c>, <c>MigrationNotJournaled</c>, <c>MigrationNotApplied</c>, <c>LockTimeout</c>, <c>HistoryUnwritable</c>.</exception>
    public MigrationResult Execute(string tag, Action<string>? notify = null, CancellationToken cancellation = default)
    {
        Find(tag, cancellation);
        using var held = RunLock.Take(_session, _project.Project.HistoryTable, _lockTimeout, cancellation, notify);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var (entry, rows, before) = Find(tag, cancellation);
        var history = new HistoryTable(_session, _project.Project.HistoryTable);
        var progress = new ProgressTable(_session, _project.Project.HistoryTable);
        var unfinished = progress.Read(cancellation);
        progress.Adopt(unfinished);
        HistoryWrites.Guarded(_session, () =>
        {
            HistoryTransaction.Run(_session, () =>
            {
                foreach (var row in rows) history.Remove(row.Id, cancellation);
                if (unfinished.Migrations.Any(begun => begun.Tag == tag)) progress.Forget(tag, cancellation);
                return true;
            }, cancellation);
            progress.DropIfEmpty(cancellation);
            return true;
        });
        return ResultOf(entry, rows, MigrationOutcome.Unregistered) with
        {
            DurationMs = watch.Elapsed.TotalMilliseconds,
            History = new HistoryGrowth(before, history.Read(cancellation).Count),
        };
    }

    // A row less may let another one serve the entry (the same text recorded twice, a baseline recorded after each edit): all of them are its.
    private (MatchedEntry Entry, IReadOnlyList<HistoryRow> Rows, int Count) Find(string tag, CancellationToken cancellation)
    {
        var history = new HistoryTable(_session, _project.Project.HistoryTable).Read(cancellation);
        var left = history.ToList();
        var taken = new List<HistoryRow>();
        var others = 0;
        while (true)
        {
            var match = HistoryMatch.Of(_project, left);
            var entry = match.Entries.FirstOrDefault(candidate => candidate.Entry.Tag == tag) ?? throw MigrationNames.Unknown(_project, tag);
            var served = match.Entries.Count(candidate => candidate.Row is not null && candidate != entry);
            // Another migration of the same text has lost its row to this one: one row was this one's, and that is gone.
            if (entry.Row is { } row && (taken.Count == 0 || served >= others))
            {
                others = served;
                left.Remove(row);
                taken.Add(row);
                continue;
            }
            if (taken.Count == 0 && !new ProgressTable(_session, _project.Project.HistoryTable).Read(cancellation).Migrations.Any(begun => begun.Tag == tag))
            {
                throw new MigrationException(
                    ErrorIds.MigrationNotApplied, $"The history has no row for {tag}, and nothing of it is unfinished.", "Get-Migration shows what is applied.", target: tag);
            }
            return (entry, taken, history.Count);
        }
    }

    private MigrationResult ResultOf(MatchedEntry entry, IReadOnlyList<HistoryRow> rows, MigrationOutcome outcome) => new()
    {
        Idx = entry.Entry.Idx,
        Tag = entry.Entry.Tag,
        Outcome = outcome,
        Statements = [],
        Path = entry.Path,
        IsBaseline = entry.IsBaseline,
        Hash = rows.Count > 0 ? rows[0].Hash : null,
        Database = _session.Database,
        Server = _session.Server,
    };
}
