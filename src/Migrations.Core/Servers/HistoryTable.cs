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
    public IReadOnlyList<HistoryRow> Read(CancellationToken cancellation = default)
    {
        try
        {
            return _session.Query(
                $"SELECT `id`, `hash`, `created_at` FROM {_name} ORDER BY `id`",
                row => new HistoryRow(
                    // Integers of any width and sign: the tables of drizzle and of projects' own runners differ there.
                    Convert.ToInt64(row.GetValue(0), CultureInfo.InvariantCulture), row.GetString(1),
                    row.IsDBNull(2) ? null : Convert.ToInt64(row.GetValue(2), CultureInfo.InvariantCulture)),
                cancellation);
        }
        catch (MySqlException missing) when (missing.ErrorCode == MySqlErrorCode.NoSuchTable)
        {
            return [];
        }
        catch (Exception failure) when (failure is MySqlException or FormatException or InvalidCastException or OverflowException)
        {
            throw new MigrationException(
                "HistoryUnreadable", MigrationErrorKind.Server,
                $"The history table {_name} cannot be read: {(failure is MySqlException refused ? ServerErrors.Of(refused).ToString() : failure.Message)}",
                "It must have drizzle's columns id, hash and created_at, and this account must be allowed to read it.", target: Table, inner: failure);
        }
    }

    /// <summary>Makes the table if it is not there, exactly as drizzle-orm 0.45 does.</summary>
    internal void Ensure(CancellationToken cancellation) => _session.Execute(
        $"CREATE TABLE IF NOT EXISTS {_name} (\n\tid serial primary key,\n\thash text not null,\n\tcreated_at bigint\n)", cancellation);

    /// <summary>Adds a row, as drizzle-orm does.</summary>
    internal void Add(string hash, long createdAt, CancellationToken cancellation) =>
        _session.Execute($"INSERT INTO {_name} (`hash`, `created_at`) VALUES (@hash, @created_at)", cancellation, ("@hash", hash), ("@created_at", createdAt));
}
