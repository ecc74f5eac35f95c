using System.Data.Common;
using System.Globalization;
using Migrations.Model;
using MySqlConnector;

namespace Migrations.Core.Servers;

/// <summary>The rows of the information schema that a schema is built from.</summary>
internal sealed class LiveCatalog
{
    // A migration may have set sql_select_limit, which counts only where a query has no limit of its own.
    private const string Unlimited = "LIMIT 18446744073709551615";

    private LiveCatalog()
    {
    }

    public required IReadOnlyList<LiveRow> Tables { get; init; }

    public required ILookup<LiveKey, LiveRow> Columns { get; init; }

    public required ILookup<LiveKey, LiveRow> Statistics { get; init; }

    public required ILookup<LiveKey, LiveRow> KeyColumns { get; init; }

    public required ILookup<LiveKey, LiveRow> References { get; init; }

    public required ILookup<LiveKey, LiveRow> Checks { get; init; }

    public required IReadOnlyList<SchemaView> Views { get; init; }

    /// <summary>The connection's own database; its tables do not carry its name.</summary>
    public required string Database { get; init; }

    /// <summary>Reads the rows of some databases; where <paramref name="tables"/> is given, of these tables alone.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="server">What the server is.</param>
    /// <param name="database">The connection's own database.</param>
    /// <param name="databases">The databases to read.</param>
    /// <param name="tables">The names of the tables to read; null for all.</param>
    /// <param name="cancellation">Stops between queries.</param>
    public static LiveCatalog Read(
        MySqlConnection connection, ServerInfo server, string database, string[] databases, IReadOnlyList<string>? tables, CancellationToken cancellation)
    {
        string[] values = tables is null ? databases : [.. databases, .. tables];
        // Both servers read the definition of a table that is named by a constant, and nothing else.
        var only = tables is null ? "" : $" AND TABLE_NAME IN ({Placeholders(databases.Length, tables.Count)})";
        var isMariaDb = server.Flavor == ServerFlavor.MariaDb;
        IReadOnlyList<LiveRow> Rows(string columns, string from, string filter, string order) => Query(
            connection, $"SELECT {columns} FROM information_schema.{from} WHERE {filter} IN ({Placeholders(0, databases.Length)}){only} {order} {Unlimited}", values, cancellation, row => row);

        // Explicit columns where a "*" would make the server compute statistics; a version check where one is newer than the oldest server.
        var statistics = "TABLE_SCHEMA, TABLE_NAME, NON_UNIQUE, INDEX_NAME, SEQ_IN_INDEX, COLUMN_NAME, COLLATION, SUB_PART, INDEX_TYPE, INDEX_COMMENT"
            + (isMariaDb ? server.Version >= new Version(10, 6) ? ", IGNORED" : "" : ", IS_VISIBLE")
            + (!isMariaDb && (server.Flavor == ServerFlavor.TiDb || server.Version >= new Version(8, 0, 13)) ? ", EXPRESSION" : "");
        return new LiveCatalog
        {
            Database = database,
            Tables = Rows("TABLE_SCHEMA, TABLE_NAME, ENGINE, TABLE_COLLATION, TABLE_COMMENT", "TABLES", "TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') AND TABLE_SCHEMA", "")
                .OrderBy(row => row.Text("TABLE_SCHEMA") == database ? "" : row.Text("TABLE_SCHEMA"), StringComparer.Ordinal)
                .ThenBy(row => row.Text("TABLE_NAME"), StringComparer.Ordinal).ToList(),
            Columns = Rows(
                "TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, COLUMN_DEFAULT, IS_NULLABLE, DATA_TYPE, COLUMN_TYPE, CHARACTER_SET_NAME, COLLATION_NAME, EXTRA, GENERATION_EXPRESSION, COLUMN_COMMENT",
                "COLUMNS", "TABLE_SCHEMA", "ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION").ToLookup(LiveKey.Of),
            Statistics = Rows(statistics, "STATISTICS", "TABLE_SCHEMA", "ORDER BY TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX").ToLookup(LiveKey.Of),
            KeyColumns = Rows(
                "TABLE_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME",
                "KEY_COLUMN_USAGE", "REFERENCED_TABLE_NAME IS NOT NULL AND TABLE_SCHEMA", "ORDER BY TABLE_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION").ToLookup(LiveKey.Of),
            References = Rows(
                "CONSTRAINT_SCHEMA AS TABLE_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, UPDATE_RULE, DELETE_RULE", "REFERENTIAL_CONSTRAINTS", "CONSTRAINT_SCHEMA", "").ToLookup(LiveKey.Of),
            Checks = (server.Flavor switch
            {
                // "*": LEVEL came with MariaDB 10.5.10.
                ServerFlavor.MariaDb => Rows("CONSTRAINT_SCHEMA AS TABLE_SCHEMA, c.*", "CHECK_CONSTRAINTS c", "CONSTRAINT_SCHEMA", ""),
                ServerFlavor.MySql when server.Version >= new Version(8, 0, 16) => Rows(
                    "t.TABLE_SCHEMA, t.TABLE_NAME, t.CONSTRAINT_NAME, c.CHECK_CLAUSE, t.ENFORCED",
                    "TABLE_CONSTRAINTS t JOIN information_schema.CHECK_CONSTRAINTS c ON c.CONSTRAINT_SCHEMA = t.CONSTRAINT_SCHEMA AND c.CONSTRAINT_NAME = t.CONSTRAINT_NAME",
                    "t.CONSTRAINT_TYPE = 'CHECK' AND t.TABLE_SCHEMA", ""),
                _ => [],
            }).ToLookup(LiveKey.Of),
            Views = [.. Rows("TABLE_SCHEMA, TABLE_NAME, VIEW_DEFINITION, CHECK_OPTION, SECURITY_TYPE", "VIEWS", "TABLE_SCHEMA", "")
                .OrderBy(row => row.Text("TABLE_NAME"), StringComparer.Ordinal).Select(row => new SchemaView
                {
                    Database = row.Text("TABLE_SCHEMA") == database ? null : row.Text("TABLE_SCHEMA"),
                    Name = row.Text("TABLE_NAME")!,
                    Definition = row.Text("VIEW_DEFINITION"),
                    SqlSecurity = row.Text("SECURITY_TYPE")?.ToLowerInvariant(),
                    CheckOption = row.Text("CHECK_OPTION") is { } option and not "NONE" ? option.ToLowerInvariant() : null,
                })],
        };
    }

    public static List<T> Query<T>(MySqlConnection connection, string sql, string[] values, CancellationToken cancellation, Func<LiveRow, T> read)
    {
        cancellation.ThrowIfCancellationRequested();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++) command.Parameters.AddWithValue("@d" + i.ToString(CultureInfo.InvariantCulture), values[i]);
        using var reader = command.ExecuteReader();
        // MySQL gives the information schema's column names in upper case, whatever the query says; MariaDB as the query says.
        var names = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < reader.FieldCount; i++) names[reader.GetName(i)] = i;
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(LiveRow.Of(names, reader)));
        return rows;
    }

    private static string Placeholders(int start, int count) => string.Join(", ", Enumerable.Range(start, count).Select(number => "@d" + number.ToString(CultureInfo.InvariantCulture)));
}

/// <summary>A table's database and name.</summary>
internal readonly record struct LiveKey(string Database, string Table)
{
    public static LiveKey Of(LiveRow row) => new(row.Text("TABLE_SCHEMA")!, row.Text("TABLE_NAME")!);
}

/// <summary>A row of the information schema.</summary>
internal sealed class LiveRow
{
    private readonly Dictionary<string, int> _names;
    private readonly object?[] _values;

    private LiveRow(Dictionary<string, int> names, object?[] values)
    {
        _names = names;
        _values = values;
    }

    public static LiveRow Of(Dictionary<string, int> names, DbDataReader reader)
    {
        var values = new object?[reader.FieldCount];
        for (var i = 0; i < values.Length; i++) values[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
        return new LiveRow(names, values);
    }

    /// <summary>A value as text; null for NULL and for a column that this server does not have.</summary>
    public string? Text(string column) => !_names.TryGetValue(column, out var number) ? null : _values[number] switch
    {
        null => null,
        // MySQL types some of these columns as binary.
        byte[] bytes => System.Text.Encoding.UTF8.GetString(bytes),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    public int Number(string column) => NumberOrNull(column) ?? 0;

    public int? NumberOrNull(string column) => Text(column) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
