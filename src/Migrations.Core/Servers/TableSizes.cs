using System.Data.Common;
using System.Globalization;
using Migrations.Model;
using MySqlConnector;

namespace Migrations.Core.Servers;

/// <summary>How large tables are, as the server's catalog estimates it.</summary>
public static class TableSizes
{
    /// <summary>Reads the sizes of many tables with one query.</summary>
    /// <param name="session">The session.</param>
    /// <param name="tables">The tables; no database means the session's own.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>A size for each table that is there, in the order and under the names they were asked for.</returns>
    /// <exception cref="MySqlException">The server refused it.</exception>
    public static IReadOnlyList<TableSize> Read(DatabaseSession session, IReadOnlyCollection<(string? Database, string Table)> tables, CancellationToken cancellation = default)
    {
        var asked = tables.Select(table => (Database: table.Database ?? session.Database, table.Table)).Distinct().ToList();
        if (asked.Count == 0) return [];

        var parameters = new List<(string, object?)>();
        // Grouped: MariaDB looks into one database only where it is compared by "=".
        var filters = asked.GroupBy(table => table.Database, StringComparer.Ordinal).Select(group =>
            $"TABLE_SCHEMA = {Parameter(group.Key)} AND TABLE_NAME IN ({string.Join(", ", group.Select(table => Parameter(table.Table)))})").ToList();
        var sql = string.Join(" UNION ALL ", filters.Select(filter =>
            $"SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_ROWS, DATA_LENGTH + INDEX_LENGTH FROM information_schema.TABLES WHERE TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') AND {filter}"));

        var found = WithCurrentStatistics(session, cancellation, () => session.Query(
            sql, row => new TableSize(row.GetString(0), row.GetString(1), Number(row, 2), Number(row, 3)), cancellation, [.. parameters]));
        return [.. asked.Select(table => (Asked: table, Found: Find(found, table.Database, table.Table))).Where(pair => pair.Found is not null)
            .Select(pair => pair.Found! with { Database = pair.Asked.Database, Table = pair.Asked.Table })];

        string Parameter(string value)
        {
            var name = "@p" + parameters.Count.ToString(CultureInfo.InvariantCulture);
            parameters.Add((name, value));
            return name;
        }
    }

    // MySQL 8 and later show figures of up to a day ago (information_schema_stats_expiry); no optimizer hint can set that.
    private static T WithCurrentStatistics<T>(DatabaseSession session, CancellationToken cancellation, Func<T> read)
    {
        if (session.Server is not { Flavor: ServerFlavor.MySql, Version.Major: >= 8 }) return read();
        var expiry = session.Query("SELECT @@SESSION.information_schema_stats_expiry", row => Convert.ToInt64(row.GetValue(0), CultureInfo.InvariantCulture), cancellation)[0];
        if (expiry == 0) return read();
        session.Execute("SET SESSION information_schema_stats_expiry = 0", cancellation);
        try
        {
            return read();
        }
        finally
        {
            session.Execute("SET SESSION information_schema_stats_expiry = " + expiry.ToString(CultureInfo.InvariantCulture));
        }
    }

    // A server with lower_case_table_names finds a table under any case.
    private static TableSize? Find(IReadOnlyList<TableSize> found, string database, string table) =>
        found.FirstOrDefault(size => size.Database == database && size.Table == table)
        ?? found.FirstOrDefault(size => string.Equals(size.Database, database, StringComparison.OrdinalIgnoreCase) && string.Equals(size.Table, table, StringComparison.OrdinalIgnoreCase));

    private static long? Number(DbDataReader row, int column) => row.IsDBNull(column) ? null : Convert.ToInt64(row.GetValue(column), CultureInfo.InvariantCulture);
}
