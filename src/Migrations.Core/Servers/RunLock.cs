using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Migrations.Model;
using MySqlConnector;

namespace Migrations.Core.Servers;

/// <summary>The named server lock that lets one runner at a time change a database's migrations. The server frees it when the connection ends, however it ends.</summary>
public sealed class RunLock : IDisposable
{
    private readonly DatabaseSession _session;
    private readonly string _name;

    private RunLock(DatabaseSession session, string name)
    {
        _session = session;
        _name = name;
    }

    /// <summary>Waits for the lock.</summary>
    /// <param name="session">The session that will hold it.</param>
    /// <param name="historyTable">The history table: databases with two histories have two locks.</param>
    /// <param name="waitSeconds">How long to wait at most, in seconds.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="notify">Told who holds it where it is not to be had at once; may be null.</param>
    /// <exception cref="MigrationException"><c>LockTimeout</c>: another session held it all the time.</exception>
    public static RunLock Take(DatabaseSession session, string historyTable, int waitSeconds, CancellationToken cancellation = default, Action<string>? notify = null)
    {
        var name = NameOf(session.Database, historyTable);
        Wait(session, name, waitSeconds, notify, cancellation);
        return new RunLock(session, name);
    }

    private static void Wait(DatabaseSession session, string name, int waitSeconds, Action<string>? notify, CancellationToken cancellation)
    {
        var timeout = session.StatementTimeout;
        session.StatementTimeout = 0; // the wait has its own limit
        try
        {
            // At first for a moment: whoever has to wait longer is told for whom.
            var moment = Math.Min(waitSeconds, 1);
            if (Get(moment)) return;
            var holder = Holder();
            if (waitSeconds > moment)
            {
                notify?.Invoke($"Another runner is migrating '{session.Database}'{(holder is null ? "" : $": {holder}")}. Waiting for up to {(waitSeconds - moment).ToString(CultureInfo.InvariantCulture)} s more.");
                if (Get(waitSeconds - moment)) return;
                holder = Holder();
            }
            throw new MigrationException(
                ErrorIds.LockTimeout,
                $"Another runner has been migrating '{session.Database}' for {waitSeconds.ToString(CultureInfo.InvariantCulture)} seconds" + (holder is null ? "." : $": {holder}."),
                "Let it finish, or give a longer -LockTimeout (seconds). Nothing was changed by this run.", target: session.Settings.ToString());
        }
        finally
        {
            session.StatementTimeout = timeout;
        }

        bool Get(int seconds)
        {
            var taken = session.Query("SELECT GET_LOCK(@name, @wait)", AsNumber, cancellation, ("@name", name), ("@wait", seconds))[0];
            // KILL QUERY makes GET_LOCK give NULL on some servers instead of an error.
            cancellation.ThrowIfCancellationRequested();
            return taken == 1;
        }

        LockHolder? Holder() => session.Query("SELECT IS_USED_LOCK(@name)", AsNumber, cancellation, ("@name", name))[0] is { } id ? LockHolders.HolderOf(session, id, cancellation) : null;
    }

    /// <summary>Takes the lock again in a session that was connected anew.</summary>
    /// <exception cref="MigrationException"><c>LockTimeout</c>.</exception>
    internal void Retake(int waitSeconds, CancellationToken cancellation) => Wait(_session, _name, waitSeconds, null, cancellation);

    /// <summary>A lock's name: MySQL takes 64 characters at most, and a database's name alone may have 64.</summary>
    internal static string NameOf(string database, string historyTable)
    {
        using var sha = SHA256.Create();
        var hash = sha.ComputeHash(Encoding.UTF8.GetBytes(database + "\0" + historyTable));
        return "migrations:" + BitConverter.ToString(hash, 0, 20).Replace("-", "").ToLowerInvariant();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _session.Execute("DO RELEASE_LOCK(@name)", default, ("@name", _name));
        }
        catch (Exception gone) when (gone is MySqlException or InvalidOperationException)
        {
            // The connection is lost, and the lock with it.
        }
    }

    private static long? AsNumber(System.Data.Common.DbDataReader row) => row.IsDBNull(0) ? null : Convert.ToInt64(row.GetValue(0), CultureInfo.InvariantCulture);
}
