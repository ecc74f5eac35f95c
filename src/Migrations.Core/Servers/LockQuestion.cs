using System.Data.Common;
using System.Globalization;
using Migrations.Model;

namespace Migrations.Core.Servers;

/// <summary>The questions about one table that servers answer, each as far as a server has the view and an account may read it.</summary>
internal sealed class LockQuestion(DatabaseSession asker, string database, string table, bool waitsForRows, CancellationToken cancellation)
{
    // The transaction's beginning is shown in the server's own time zone, NOW() in the session's.
    private const string TransactionAge = "TIMESTAMPDIFF(SECOND, x.trx_started, COALESCE(CONVERT_TZ(NOW(), @@SESSION.time_zone, 'SYSTEM'), NOW()))";

    private const string ThisTable = "{0}.OBJECT_TYPE = 'TABLE' AND {0}.OBJECT_SCHEMA = IF(@@lower_case_table_names = 0, @database, LOWER(@database)) "
        + "AND {0}.OBJECT_NAME = IF(@@lower_case_table_names = 0, @table, LOWER(@table))";

    // Held by FLUSH TABLES WITH READ LOCK and LOCK INSTANCE FOR BACKUP; MariaDB names the levels of BACKUP STAGE.
    private const string ServerLocks = "(m.OBJECT_TYPE IN ('GLOBAL', 'BACKUP LOCK') AND m.LOCK_TYPE = 'SHARED') "
        + "OR (m.OBJECT_TYPE = 'BACKUP' AND (LEFT(m.LOCK_TYPE, 12) = 'BACKUP_FTWRL' OR m.LOCK_TYPE IN ('BACKUP_BLOCK_DDL', 'BACKUP_WAIT_COMMIT')))";

    // A statement that changes rows gets past the locks of readers and writers of rows.
    private const string TableWideLocks = "('SHARED_READ_ONLY', 'SHARED_NO_WRITE', 'SHARED_NO_READ_WRITE', 'EXCLUSIVE')";

    private const string Session = "t.PROCESSLIST_ID, t.PROCESSLIST_USER, t.PROCESSLIST_HOST, t.PROCESSLIST_DB, COALESCE(FLOOR(x.TIMER_WAIT / 1000000000000), t.PROCESSLIST_TIME), COALESCE(t.PROCESSLIST_INFO, s.SQL_TEXT)";

    private const string SessionJoins = " JOIN performance_schema.threads t ON t.THREAD_ID = {0} "
        + "LEFT JOIN performance_schema.events_transactions_current x ON x.THREAD_ID = t.THREAD_ID AND x.STATE = 'ACTIVE' "
        + "LEFT JOIN performance_schema.events_statements_current s ON s.THREAD_ID = t.THREAD_ID AND s.NESTING_EVENT_LEVEL = 0 ";

    /// <summary>What <c>performance_schema</c> knows for certain; null where it does not watch metadata locks.</summary>
    public IReadOnlyList<BlockingSession>? PerformanceSchema()
    {
        var watches = asker.Query(
            "SELECT ENABLED FROM performance_schema.setup_instruments WHERE NAME = 'wait/lock/metadata/sql/mdl'", row => row.GetString(0), cancellation);
        if (watches is not ["YES"]) return null;
        // Whoever waits for the table holds a weaker lock on it meanwhile, and is blocked as we are.
        var metadata = Query(
            $"SELECT {Session}, m.OBJECT_TYPE, 1 FROM performance_schema.metadata_locks m{string.Format(CultureInfo.InvariantCulture, SessionJoins, "m.OWNER_THREAD_ID")}"
            + "WHERE m.LOCK_STATUS = 'GRANTED' AND t.PROCESSLIST_ID <> CONNECTION_ID() "
            + $"AND (({Of("m")}{(waitsForRows ? " AND m.LOCK_TYPE IN " + TableWideLocks : "")}) OR {ServerLocks}) "
            + $"AND NOT EXISTS (SELECT 1 FROM performance_schema.metadata_locks w WHERE w.OWNER_THREAD_ID = m.OWNER_THREAD_ID AND w.LOCK_STATUS = 'PENDING' AND {Of("w")})",
            row => Text(row, 6) == "TABLE" ? BlockEvidence.MetadataLock : BlockEvidence.ServerLock);
        if (!waitsForRows) return metadata;
        if (asker.Server.Flavor == ServerFlavor.MySql) return [.. metadata, .. RowLocks()];
        // MariaDB's shows nothing of locks on rows: whoever waits for these asks on.
        return metadata.Count == 0 ? null : metadata;
    }

    // Every transaction that changed the table shows a lock here, be it the table's own intention lock. It is certain to be in the
    // way only while someone waits for it: after a timeout nobody does.
    private IReadOnlyList<BlockingSession> RowLocks() => Query(
        $"SELECT {Session}, 'ROW', EXISTS (SELECT 1 FROM performance_schema.data_lock_waits b WHERE b.BLOCKING_ENGINE_TRANSACTION_ID = l.ENGINE_TRANSACTION_ID) "
        + $"FROM performance_schema.data_locks l{string.Format(CultureInfo.InvariantCulture, SessionJoins, "l.THREAD_ID")}"
        + "WHERE t.PROCESSLIST_ID <> CONNECTION_ID() AND l.LOCK_STATUS = 'GRANTED' "
        + $"AND {string.Format(CultureInfo.InvariantCulture, ThisTable.Replace("{0}.OBJECT_TYPE = 'TABLE' AND ", ""), "l")} "
        + "AND NOT EXISTS (SELECT 1 FROM performance_schema.data_locks w WHERE w.THREAD_ID = l.THREAD_ID AND w.LOCK_STATUS = 'WAITING')",
        static _ => BlockEvidence.RowLocks);

    /// <summary>What MariaDB's plugin <c>METADATA_LOCK_INFO</c> says; refused where that is not installed.</summary>
    /// <remarks>It shows granted locks only; one that waits to change the table is told by its state.</remarks>
    public IReadOnlyList<BlockingSession>? MetadataLockInfo()
    {
        var found = Query(
            $"SELECT p.ID, p.USER, p.HOST, p.DB, COALESCE({TransactionAge}, p.TIME), p.INFO, m.LOCK_TYPE, 1 FROM information_schema.METADATA_LOCK_INFO m "
            + "JOIN information_schema.PROCESSLIST p ON p.ID = m.THREAD_ID LEFT JOIN information_schema.INNODB_TRX x ON x.trx_mysql_thread_id = p.ID "
            + "WHERE p.ID <> CONNECTION_ID() AND NOT (m.LOCK_MODE = 'MDL_SHARED_UPGRADABLE' AND p.STATE LIKE 'Waiting for table metadata lock%') "
            + "AND ((m.TABLE_SCHEMA = IF(@@lower_case_table_names = 0, @database, LOWER(@database)) AND m.TABLE_NAME = IF(@@lower_case_table_names = 0, @table, LOWER(@table))"
            + (waitsForRows ? " AND m.LOCK_MODE IN ('MDL_SHARED_READ_ONLY', 'MDL_SHARED_NO_WRITE', 'MDL_SHARED_NO_READ_WRITE', 'MDL_EXCLUSIVE')" : "") + ") "
            + "OR LEFT(m.LOCK_MODE, 16) = 'MDL_BACKUP_FTWRL' OR m.LOCK_MODE IN ('MDL_BACKUP_BLOCK_DDL', 'MDL_BACKUP_WAIT_COMMIT'))",
            row => Text(row, 6) is "Table metadata lock" ? BlockEvidence.MetadataLock : BlockEvidence.ServerLock);
        // It says nothing of locks on rows: whoever waits for these asks on.
        return waitsForRows && found.Count == 0 ? null : found;
    }

    /// <summary>MariaDB: whom someone waits for at this moment because of the table's rows.</summary>
    public IReadOnlyList<BlockingSession> RowLockWaits() => Query(
        $"SELECT p.ID, p.USER, p.HOST, p.DB, COALESCE({TransactionAge}, p.TIME), p.INFO, 'ROW', 1 FROM information_schema.INNODB_LOCK_WAITS w "
        + "JOIN information_schema.INNODB_LOCKS l ON l.lock_id = w.blocking_lock_id JOIN information_schema.INNODB_TRX x ON x.trx_id = w.blocking_trx_id "
        + "JOIN information_schema.PROCESSLIST p ON p.ID = x.trx_mysql_thread_id "
        + "WHERE p.ID <> CONNECTION_ID() AND l.lock_table = CONCAT('`', REPLACE(@database, '`', '``'), '`.`', REPLACE(@table, '`', '``'), '`')",
        static _ => BlockEvidence.RowLocks);

    /// <summary>All open transactions: candidates.</summary>
    public IReadOnlyList<BlockingSession> OpenTransactions() => Query(
        $"SELECT p.ID, p.USER, p.HOST, p.DB, COALESCE({TransactionAge}, p.TIME), COALESCE(x.trx_query, p.INFO), 'TRANSACTION', 0 FROM information_schema.INNODB_TRX x "
        + "JOIN information_schema.PROCESSLIST p ON p.ID = x.trx_mysql_thread_id WHERE p.ID <> CONNECTION_ID() AND x.trx_state <> 'LOCK WAIT' "
        + (waitsForRows ? "AND x.trx_lock_structs > 0 " : "") + "ORDER BY x.trx_started LIMIT 20",
        static _ => BlockEvidence.OpenTransaction);

    private IReadOnlyList<BlockingSession> Query(string sql, Func<DbDataReader, BlockEvidence> evidence) => asker.Query(
        sql,
        row => new BlockingSession
        {
            ConnectionId = Convert.ToInt64(row.GetValue(0), CultureInfo.InvariantCulture),
            User = Text(row, 1),
            Host = HostOnly(Text(row, 2)),
            Database = Text(row, 3),
            Since = Seconds(row, 4),
            Statement = StatementExcerpt.Of(Text(row, 5)),
            Evidence = evidence(row),
            IsCertain = Convert.ToInt64(row.GetValue(7), CultureInfo.InvariantCulture) != 0,
        },
        cancellation, ("@database", database), ("@table", table));

    private static string Of(string alias) => string.Format(CultureInfo.InvariantCulture, ThisTable, alias);

    /// <summary>A value as text; null for NULL.</summary>
    public static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : Convert.ToString(row.GetValue(column), CultureInfo.InvariantCulture);

    /// <summary>A number of seconds as a time; null for NULL.</summary>
    public static TimeSpan? Seconds(DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : TimeSpan.FromSeconds(Math.Max(0, Convert.ToDouble(row.GetValue(column), CultureInfo.InvariantCulture)));

    /// <summary>The host of <c>10.0.0.7:43226</c>; the process list shows the port with it.</summary>
    public static string? HostOnly(string? host)
    {
        var colon = host?.LastIndexOf(':') ?? -1;
        return colon > 0 && host!.Skip(colon + 1).All(char.IsDigit) ? host!.Substring(0, colon) : host;
    }
}
