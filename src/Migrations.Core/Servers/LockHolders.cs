using System.Globalization;
using Migrations.Model;
using MySqlConnector;

namespace Migrations.Core.Servers;

/// <summary>
/// Who stands in a statement's way. What an account may not see, it is not told: then there is an empty list, never an error, for
/// these questions are asked while another error is being reported.
/// </summary>
public static class LockHolders
{
    /// <summary>The sessions that keep others from a table, those that have done so longest first.</summary>
    /// <param name="asker">The session that asks: the blocked one after its time ran out, or a second one while it still waits.</param>
    /// <param name="database">The table's database; null for the asker's own.</param>
    /// <param name="table">The table.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="waitsForRows">Whether the blocked statement changes rows (a lock timeout of InnoDB) and not the table.</param>
    /// <param name="blockedConnection">The blocked session's connection, where it is not the asker: it is no blocker of itself.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static IReadOnlyList<BlockingSession> BlockersOf(
        DatabaseSession asker, string? database, string table, CancellationToken cancellation = default, bool waitsForRows = false, long? blockedConnection = null)
    {
        var question = new LockQuestion(asker, database ?? asker.Database, table, waitsForRows, cancellation);
        var found = asker.Server.Flavor switch
        {
            ServerFlavor.MySql => Ask(question.PerformanceSchema) ?? Ask(question.OpenTransactions) ?? [],
            ServerFlavor.MariaDb => (waitsForRows ? Some(Ask(question.RowLockWaits)) : null)
                ?? Ask(question.MetadataLockInfo) ?? Ask(question.PerformanceSchema) ?? Ask(question.OpenTransactions) ?? [],
            // TiDB has no metadata locks in this sense, and its lock views are its own.
            _ => [],
        };
        return [.. found.Where(session => session.ConnectionId != blockedConnection)
            .GroupBy(session => session.ConnectionId).Select(group => group.OrderByDescending(session => session.IsCertain).ThenBy(session => session.Evidence).First())
            .OrderByDescending(session => session.IsCertain).ThenByDescending(session => session.Since ?? TimeSpan.Zero)];
    }

    /// <summary>Who a connection is: of the one that holds the run lock, for example.</summary>
    /// <param name="asker">The session that asks.</param>
    /// <param name="connectionId">The connection's number on the server, as <c>IS_USED_LOCK</c> gives it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What is to be seen of it; nothing but its number at least.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static LockHolder HolderOf(DatabaseSession asker, long connectionId, CancellationToken cancellation = default)
    {
        var holder = new LockHolder { ConnectionId = connectionId };
        var shown = Ask(() => asker.Query(
            "SELECT USER, HOST, COMMAND, TIME, INFO FROM information_schema.PROCESSLIST WHERE ID = @id",
            row => holder with
            {
                User = LockQuestion.Text(row, 0),
                Host = LockQuestion.HostOnly(LockQuestion.Text(row, 1)),
                InState = LockQuestion.Seconds(row, 3),
                Statement = LockQuestion.Text(row, 2) == "Sleep" ? null : StatementExcerpt.Of(LockQuestion.Text(row, 4)),
            },
            cancellation, ("@id", connectionId)));
        if (shown is [var only]) holder = only;

        // The second view needs no privilege, but shows the asker's own account only: which a runner's mostly is.
        var attributes = Some(Attributes("session_connect_attrs")) ?? Some(Attributes("session_account_connect_attrs")) ?? [];
        var program = attributes.FirstOrDefault(attribute => attribute.Name == "program_name").Value;
        if (RunnerName.TryParse(program) is { } runner)
            return holder with { Program = program, Machine = runner.Machine, ProcessId = runner.ProcessId, ConnectedSince = runner.ConnectedSince };
        var isNumber = int.TryParse(attributes.FirstOrDefault(attribute => attribute.Name == "_pid").Value, NumberStyles.None, CultureInfo.InvariantCulture, out var process);
        return holder with { Program = program, ProcessId = isNumber ? process : null };

        IReadOnlyList<(string Name, string? Value)>? Attributes(string view) => Ask(() => asker.Query(
            $"SELECT ATTR_NAME, ATTR_VALUE FROM performance_schema.{view} WHERE PROCESSLIST_ID = @id AND ATTR_NAME IN ('program_name', '_pid')",
            row => (row.GetString(0), LockQuestion.Text(row, 1)), cancellation, ("@id", connectionId)));
    }

    // Null where the server does not let this account see it, or does not have it.
    private static IReadOnlyList<T>? Ask<T>(Func<IReadOnlyList<T>?> ask)
    {
        try
        {
            return ask();
        }
        catch (Exception refused) when (refused is MySqlException or InvalidOperationException)
        {
            return null;
        }
    }

    private static IReadOnlyList<T>? Some<T>(IReadOnlyList<T>? list) => list is { Count: > 0 } ? list : null;
}
