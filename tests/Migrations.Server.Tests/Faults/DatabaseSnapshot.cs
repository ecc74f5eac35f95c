using System.Globalization;
using System.Text.RegularExpressions;
using Migrations.TestServers;
using MySqlConnector;

namespace Migrations.Server.Tests.Faults;

/// <summary>
/// All that a database holds: definitions and rows. Numbers that AUTO_INCREMENT gave are replaced by their rank (also where a foreign key
/// repeats them): a server does not take back those of a transaction that it rolled back.
/// </summary>
internal sealed partial class DatabaseSnapshot
{
    private readonly SortedDictionary<string, string> _parts = new(StringComparer.Ordinal);

    private DatabaseSnapshot()
    {
    }

    /// <summary>The tables and views.</summary>
    public IEnumerable<string> Tables => _parts.Keys.Where(part => part.StartsWith("table ", StringComparison.Ordinal)).Select(part => part["table ".Length..]);

    public static DatabaseSnapshot Of(TestDatabase database)
    {
        var snapshot = new DatabaseSnapshot();
        using var connection = database.Connect();
        var generated = Query(connection, "SELECT TABLE_NAME, COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND EXTRA LIKE '%auto_increment%'")
            .ToDictionary(row => row[0]!, row => row[1]!, StringComparer.Ordinal);
        var references = Query(connection, "SELECT TABLE_NAME, COLUMN_NAME, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME FROM information_schema.KEY_COLUMN_USAGE WHERE TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_NAME IS NOT NULL");
        var ranks = generated.ToDictionary(
            column => column.Key,
            column => Query(connection, $"SELECT `{column.Value}` FROM `{column.Key}` ORDER BY 1").Select((row, i) => (row[0], i)).ToDictionary(pair => pair.Item1!, pair => $"#{pair.i + 1}"),
            StringComparer.Ordinal);
        foreach (var table in Query(connection, "SHOW FULL TABLES"))
        {
            var definition = Query(connection, $"SHOW CREATE TABLE `{table[0]}`")[0][1]!;
            snapshot._parts[$"table {table[0]}"] = Counter().Replace(definition, "").Replace($"`{database.Name}`", "`db`", StringComparison.Ordinal);
            snapshot._parts[$"rows of {table[0]}"] = Rows(connection, table[0]!, column =>
                generated.TryGetValue(table[0]!, out var own) && own == column ? ranks[table[0]!]
                : references.FirstOrDefault(r => r[0] == table[0] && r[1] == column) is { } reference && generated.TryGetValue(reference[2]!, out var key) && key == reference[3] ? ranks[reference[2]!] : null);
        }
        foreach (var trigger in Query(connection, "SHOW TRIGGERS")) snapshot._parts[$"trigger {trigger[0]}"] = string.Join(' ', trigger[1], trigger[2], trigger[4], trigger[3]);
        foreach (var routine in Query(connection, "SELECT ROUTINE_TYPE, ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()"))
            snapshot._parts[$"routine {routine[1]}"] = Query(connection, $"SHOW CREATE {routine[0]} `{routine[1]}`")[0][2]!;
        return snapshot;
    }

    /// <summary>Where this one differs from what was expected; null where it does not.</summary>
    public string? DifferenceFrom(DatabaseSnapshot expected)
    {
        var differences = _parts.Keys.Union(expected._parts.Keys).Order(StringComparer.Ordinal)
            .Where(part => _parts.GetValueOrDefault(part) != expected._parts.GetValueOrDefault(part))
            .Select(part => $"{part}\n    expected: {Shown(expected, part)}\n    is:       {Shown(this, part)}").ToList();
        return differences.Count == 0 ? null : string.Join("\n  ", differences);
    }

    private static string Shown(DatabaseSnapshot snapshot, string part) => snapshot._parts.TryGetValue(part, out var text) ? text.Replace("\n", "\n              ", StringComparison.Ordinal) : "(nothing)";

    private static string Rows(MySqlConnection connection, string table, Func<string, Dictionary<string, string>?> ranksOf)
    {
        using var command = new MySqlCommand($"SELECT * FROM `{table}`", connection);
        using var reader = command.ExecuteReader();
        var ranks = Enumerable.Range(0, reader.FieldCount).Select(i => ranksOf(reader.GetName(i))).ToArray();
        var lines = new List<string>();
        while (reader.Read())
        {
            lines.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i =>
            {
                var value = Text(reader, i);
                return value is null ? "NULL" : ranks[i] is { } known ? known.GetValueOrDefault(value, "orphan " + value) : value;
            })));
        }
        lines.Sort(StringComparer.Ordinal);
        return string.Join('\n', lines);
    }

    private static List<string?[]> Query(MySqlConnection connection, string sql)
    {
        using var command = new MySqlCommand(sql, connection);
        using var reader = command.ExecuteReader();
        var rows = new List<string?[]>();
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => Text(reader, i))]);
        return rows;
    }

    private static string? Text(MySqlDataReader reader, int i) => reader.IsDBNull(i) ? null : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture);

    [GeneratedRegex(" AUTO_INCREMENT=[0-9]+")]
    private static partial Regex Counter();
}
