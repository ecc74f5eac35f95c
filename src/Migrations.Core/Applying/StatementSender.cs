using Migrations.Core.Servers;
using Migrations.Model;
using MySqlConnector;

namespace Migrations.Core.Applying;

/// <summary>The connection is gone, and with it the answer to what was sent.</summary>
internal sealed class ConnectionLostException(Exception inner) : Exception("The connection to the server was lost.", inner);

/// <summary>Sends statements, tries again what waited in vain for a lock, and tells a refusal from a lost connection.</summary>
/// <param name="session">The session.</param>
/// <param name="options">How often to try again.</param>
/// <param name="notify">Told why something is tried again; may be null.</param>
internal sealed class StatementSender(DatabaseSession session, RunOptions options, Action<string>? notify)
{
    // MySQL's and MariaDB's "the server is going down", "this connection was killed", "nobody talked to me".
    private const int ServerShutdown = 1053;
    private const int NormalShutdown = 1077;
    private const int AbortingConnection = 1152;
    private const int NewAbortingConnection = 1184;
    private const int ConnectionKilled = 1927;
    private const int ClientInteractionTimeout = 4031;

    private bool? _timeoutEndsTransaction;

    /// <summary>Sends a statement.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="rows">The rows it touched; -1 where the server counts none.</param>
    /// <param name="retries">Whether a lock that was waited for in vain is waited for again.</param>
    /// <param name="cancellation">Stops the statement on the server.</param>
    /// <returns>What the server said; null where it did it.</returns>
    /// <exception cref="ConnectionLostException">No answer came.</exception>
    public ServerError? Send(string sql, out int rows, bool retries, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            rows = -1;
            try
            {
                rows = session.Execute(sql, cancellation);
                return null;
            }
            catch (Exception failure) when (IsLost(failure))
            {
                throw new ConnectionLostException(failure);
            }
            catch (MySqlException refused)
            {
                if (!retries || refused.ErrorCode != MySqlErrorCode.LockWaitTimeout || attempt >= options.LockRetry) return ServerErrors.Of(refused);
                Pause(attempt, $"A lock was not to be had within its limit ({refused.Number}: {refused.Message})", cancellation);
            }
        }
    }

    /// <summary>Does something with the connection whose loss is to be noticed as one.</summary>
    /// <exception cref="ConnectionLostException">The connection was lost.</exception>
    public static T Guarded<T>(DatabaseSession session, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (IsLost(session, failure))
        {
            throw new ConnectionLostException(failure);
        }
    }

    /// <summary>Waits before another attempt: longer each time, and not as long as others who wait as well.</summary>
    public void Pause(int attempt, string why, CancellationToken cancellation)
    {
        // Half the lock's own limit, doubled each time, up to ten seconds; a fifth of it is chance.
        var seconds = Math.Min(10, options.LockWaitTimeout * 0.5 * (1 << Math.Min(attempt, 10)));
        var wait = TimeSpan.FromSeconds(seconds * (0.8 + (0.2 * Chance())));
        notify?.Invoke($"{why}. Attempt {attempt + 2} of {options.LockRetry + 1} begins in {wait.TotalSeconds:0.0} s.");
        cancellation.WaitHandle.WaitOne(wait);
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Whether the server rolls a whole transaction back when one of its statements waits in vain for a row.</summary>
    public bool TimeoutEndsTransaction(CancellationToken cancellation) =>
        _timeoutEndsTransaction ??= session.Query("SELECT @@innodb_rollback_on_timeout", row => Convert.ToInt64(row.GetValue(0), System.Globalization.CultureInfo.InvariantCulture), cancellation)[0] != 0;

    private static double Chance() => (Guid.NewGuid().GetHashCode() & 0xFFFF) / 65536.0;

    private bool IsLost(Exception failure) => IsLost(session, failure);

    /// <summary>Whether a failure means that the connection is gone.</summary>
    public static bool IsLost(DatabaseSession session, Exception failure) => failure switch
    {
        MySqlException { Number: ServerShutdown or NormalShutdown or AbortingConnection or NewAbortingConnection or ConnectionKilled or ClientInteractionTimeout } => true,
        ConnectionLostException => true,
        MySqlException or InvalidOperationException or IOException => !session.IsOpen,
        _ => false,
    };
}
