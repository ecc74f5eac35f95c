using Migrations.Core.Servers;
using Migrations.Model;
using MySqlConnector;

namespace Migrations.Core.Applying;

/// <summary>What a run writes of its own, and the error where it may not.</summary>
internal static class HistoryWrites
{
    /// <summary>Does something that the run needs of the server besides the migrations' statements.</summary>
    /// <exception cref="MigrationException"><c>HistoryUnwritable</c>: the server refused it.</exception>
    /// <exception cref="ConnectionLostException">The connection was lost.</exception>
    public static T Guarded<T>(DatabaseSession session, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (StatementSender.IsLost(session, failure))
        {
            throw failure as ConnectionLostException ?? new ConnectionLostException(failure);
        }
        catch (MySqlException refused)
        {
            throw new MigrationException(
                ErrorIds.HistoryUnwritable, $"The server refused to prepare or record the run: {ServerErrors.Of(refused)}",
                "This account needs to create, read, write and drop the history table and the progress table beside it, and to set session variables.", target: session.Settings.ToString(), inner: refused);
        }
    }

    /// <inheritdoc cref="Guarded{T}"/>
    public static void Guarded(DatabaseSession session, Action work) => Guarded(session, () =>
    {
        work();
        return true;
    });

    /// <summary>Ends what a migration left open in the session and records it as applied; its checkpoints go in the same transaction.</summary>
    public static void Record(RunContext run, PlannedMigration migration, bool hasCheckpoints, CancellationToken cancellation) => Guarded(run.Session, () =>
    {
        run.Traces.Clear(migration.Script, cancellation);
        run.Catalog.Use(null);
        var along = hasCheckpoints ? run.Progress.ForgetSql(migration.Tag) : null;
        if (migration.Entry.Row is { } row && migration.ReplacesRow) run.History.Update(row.Id, migration.Hash, cancellation, along);
        else run.History.Add(migration.Hash, migration.Entry.Entry.When, cancellation, along);
    });

    /// <summary>Whether the history has the row of a migration: asked after the connection was lost when it was written.</summary>
    public static bool IsRecorded(RunContext run, PlannedMigration migration, CancellationToken cancellation)
    {
        var known = migration.Entry.Row?.Id ?? 0;
        return run.History.Read(cancellation).Any(row =>
            string.Equals(row.Hash, migration.Hash, StringComparison.OrdinalIgnoreCase) && row.CreatedAt == migration.Entry.Entry.When && (migration.ReplacesRow || row.Id > migration.LastRowBefore) && row.Id >= known);
    }
}
