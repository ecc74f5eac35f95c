using System.Globalization;
using Migrations.Core.Sql;
using Migrations.Model;
using MySqlConnector;

namespace Migrations.Core.Servers;

/// <summary>A row of the history.</summary>
/// <param name="Id">The row's id: the order in which rows were written.</param>
/// <param name="Hash">The hash of the migration's text, in hexadecimal.</param>
/// <param name="CreatedAt">The journal's <c>when</c> of the migration, in milliseconds since 1970-01-01 UTC.</param>
public sealed record HistoryRow(long Id, string Hash, long? CreatedAt);

/// <summary>drizzle's history table: the same table, the same rows, so that drizzle's own tools go on working beside this module.</summary>
public sealed class HistoryTable
{
    private readonly DatabaseSession _session;
    private readonly string _name;

    /// <summary>The history of a session's database.</summary>
    /// <param name="session">The session.</param>
    /// <param name="table">The table's name.</param>
    public HistoryTable(DatabaseSession session, string table)
    {
        _session = session;
        Table = table;
        // With its database, for a migration may have said USE.
        _name = $"{SqlName.Quote(session.Database)}.{SqlName.Quote(table)}";
    }

    /// <summary>The table's name.</summary>
    public string Table { get; }

    /// <summary>Reads all rows in the order they were written (one command). No table reads as no rows.</summary>
    /// <exception cref="MigrationException"><c>HistoryUnreadable</c>: the table is not drizzle's.</exception>
    public IReadOnlyList<HistoryRow> Read(CancellationToken cancellation = default) => Read(out _, cancellation);

    /// <summary>Reads all rows, and whether an earlier run left something unfinished, with the same one command.</summary>
    /// <param name="hasProgress">Whether the progress table is there. Not asked where the history has no row.</param>
    /// <param name="cancellation">Ends the reading.</param>
    internal IReadOnlyList<HistoryRow> Read(out bool hasProgress, CancellationToken cancellation)
    {
        var found = false;
        try
        {
            var rows = _session.Query(
                $"SELECT `id`, `hash`, `created_at`, (SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = @database AND TABLE_NAME = @progress) FROM {_name} ORDER BY `id`",
                row =>
                {
                    found |= Convert.ToInt64(row.GetValue(3), CultureInfo.InvariantCulture) > 0;
                    return new HistoryRow(
                        // Integers of any width and sign: the tables of drizzle and of projects' own runners differ there.
                        Convert.ToInt64(row.GetValue(0), CultureInfo.InvariantCulture), row.GetString(1),
                        row.IsDBNull(2) ? null : Convert.ToInt64(row.GetValue(2), CultureInfo.InvariantCulture));
                },
                cancellation, ("@database", _session.Database), ("@progress", ProgressTable.NameOf(Table)));
            hasProgress = found;
            return rows;
        }
        catch (MySqlException missing) when (missing.ErrorCode == MySqlErrorCode.NoSuchTable)
        {
            hasProgress = false;
            return [];
        }
        catch (Exception failure) when (failure is FormatException or InvalidCastException or OverflowException || (failure is MySqlException && _session.IsOpen))
        {
            throw new MigrationException(
                ErrorIds.HistoryUnreadable,
                $"The history table {_name} cannot be read: {(failure is MySqlException refused ? ServerErrors.Of(refused).ToString() : failure.Message)}",
                "It must have drizzle's columns id, hash and created_at, and this account must be allowed to read it.", target: Table, inner: failure);
        }
    }

    /// <summary>Makes the table if it is not there, exactly as drizzle-orm 0.45 does.</summary>
    internal void Ensure(CancellationToken cancellation) => _session.Execute(
        $"CREATE TABLE IF NOT EXISTS {_name} (\n\tid serial primary key,\n\thash text not null,\n\tcreated_at bigint\n)", cancellation);

    /// <summary>Gives a row another hash: the migration's file was changed, and the change is accepted or was applied.</summary>
    /// <param name="id">The row.</param>
    /// <param name="hash">The hash.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="along">A statement that is done in one transaction with it; null for none.</param>
    internal void Update(long id, string hash, CancellationToken cancellation, string? along = null) =>
        _session.Execute(Together($"UPDATE {_name} SET `hash` = @hash WHERE `id` = @id", along), cancellation, ("@hash", hash), ("@id", id));

    /// <summary>Adds a row, as drizzle-orm does.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="createdAt">The journal's time of the migration.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="along">A statement that is done in one transaction with it; null for none.</param>
    internal void Add(string hash, long createdAt, CancellationToken cancellation, string? along = null) =>
        _session.Execute(Together($"INSERT INTO {_name} (`hash`, `created_at`) VALUES (@hash, @created_at)", along), cancellation, ("@hash", hash), ("@created_at", createdAt));

    private static string Together(string sql, string? along) => along is null ? sql : $"START TRANSACTION; {sql}; {along}; COMMIT";

    /// <summary>Takes a row away.</summary>
    internal void Remove(long id, CancellationToken cancellation) =>
        _session.Execute($"DELETE FROM {_name} WHERE `id` = @id", cancellation, ("@id", id));
}
