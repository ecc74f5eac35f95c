using System.Globalization;
using MySqlConnector;

namespace Migrations.TestServers;

/// <summary>A database that exists as long as this object.</summary>
public sealed class TestDatabase(TestServer server, string name) : IDisposable
{
    public TestServer Server { get; } = server;

    public string Name { get; } = name;

    public string Url => Server.UrlOf(Name);

    public MySqlConnection Connect() => Server.Connect(Name);

    public void Execute(string sql)
    {
        using var connection = Connect();
        TestServer.Run(connection, sql);
    }

    /// <summary>The rows of a query, their values as text (null stays null).</summary>
    public IReadOnlyList<string?[]> Query(string sql)
    {
        using var connection = Connect();
        using var command = new MySqlCommand(sql, connection);
        using var reader = command.ExecuteReader();
        var rows = new List<string?[]>();
        while (reader.Read())
        {
            var row = new string?[reader.FieldCount];
            for (var i = 0; i < row.Length; i++) row[i] = reader.IsDBNull(i) ? null : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture);
            rows.Add(row);
        }
        return rows;
    }

    public string? Scalar(string sql) => Query(sql) is [var row, ..] ? row[0] : null;

    public IReadOnlyList<string?> Column(string sql) => [.. Query(sql).Select(row => row[0])];

    public void Dispose()
    {
        using var connection = Server.Connect("");
        TestServer.Run(connection, $"DROP DATABASE IF EXISTS `{Name}`");
    }
}
