using System.Diagnostics;
using System.Globalization;
using Migrations.Core.Servers;
using MySqlConnector;

namespace Migrations.Core.Applying;

/// <summary>Connects anew, once a run, after the connection was lost, and makes sure that nothing of the old one is still at work.</summary>
/// <param name="session">The session.</param>
/// <param name="held">The run's lock, which went with the connection.</param>
/// <param name="lockTimeout">How long to wait for it, in seconds.</param>
/// <param name="prepare">Sets the new session up as the run needs it.</param>
internal sealed class Reconnection(DatabaseSession session, RunLock held, int lockTimeout, Action<CancellationToken> prepare)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Stopwatch _connected = Stopwatch.StartNew();
    private bool _isUsedUp;

    /// <summary>Connects anew.</summary>
    /// <returns>Whether there is a connection, and the old one is certain to be at its end.</returns>
    public bool Try(CancellationToken cancellation)
    {
        if (_isUsedUp) return false;
        _isUsedUp = true;
        var old = session.ConnectionId;
        try
        {
            if (!Reopen(cancellation)) return false;
            End(old, cancellation);
            // The old connection held the lock: when it is free, the server has let go of that connection and rolled back what it left open.
            held.Retake(lockTimeout, cancellation);
            prepare(cancellation);
            return true;
        }
        catch (Exception failure) when (failure is MySqlException or InvalidOperationException or Model.MigrationException)
        {
            return false;
        }
    }

    // A server that is being restarted needs a moment.
    private bool Reopen(CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                session.Reopen(cancellation);
                return true;
            }
            catch (MySqlException) when (watch.Elapsed < Patience)
            {
                cancellation.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(250));
                cancellation.ThrowIfCancellationRequested();
            }
            catch (MySqlException)
            {
                return false;
            }
        }
    }

    // A half-open socket can keep the old connection, its locks and its statement on the server for hours. After a restart the number may be
    // somebody else's: then there is nothing to end.
    private void End(long connection, CancellationToken cancellation)
    {
        var uptime = session.Query("SHOW GLOBAL STATUS LIKE 'Uptime'", row => long.Parse(row.GetString(1), CultureInfo.InvariantCulture), cancellation)[0];
        if (uptime + 1 < _connected.Elapsed.TotalSeconds) return;
        try
        {
            session.Execute("KILL CONNECTION " + connection.ToString(CultureInfo.InvariantCulture), cancellation);
        }
        catch (MySqlException) when (session.IsOpen)
        {
            // It is gone already (1094), or is no longer ours to end.
        }
    }
}
