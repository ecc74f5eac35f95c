using Migrations.Core.Servers;
using MySqlConnector;

namespace Migrations.Core.Applying;

/// <summary>Several writes to the history that happen together or not at all.</summary>
internal static class HistoryTransaction
{
    /// <summary>Does the writes in one transaction.</summary>
    public static T Run<T>(DatabaseSession session, Func<T> writes, CancellationToken cancellation)
    {
        session.Execute("START TRANSACTION", cancellation);
        try
        {
            var result = writes();
            session.Execute("COMMIT", cancellation);
            return result;
        }
        catch
        {
            RollBack(session);
            throw;
        }
    }

    // Where the connection is lost, the server has rolled back itself.
    private static void RollBack(DatabaseSession session)
    {
        try
        {
            session.Execute("ROLLBACK");
        }
        catch (Exception lost) when (lost is MySqlException or InvalidOperationException)
        {
        }
    }
}
