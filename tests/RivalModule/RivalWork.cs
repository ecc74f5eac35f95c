using System.Reflection;
using System.Text.Json;
using MySqlConnector;

namespace RivalModule;

/// <summary>What the rival does with its own packages: each says which version did it.</summary>
public static class RivalWork
{
    public static string Query(string connectionString)
    {
        using var connection = new MySqlConnection(connectionString);
        connection.Open();
        using var command = new MySqlCommand("SELECT @a + 1", connection);
        command.Parameters.AddWithValue("@a", 41);
        return $"{command.ExecuteScalar()} by {Name(typeof(MySqlConnection).Assembly)}";
    }

    public static string Json() =>
        $"{JsonSerializer.Deserialize<int[]>(JsonSerializer.Serialize(new[] { 41, 42 }))![1]} by {Name(typeof(JsonSerializer).Assembly)}";

    private static string Name(Assembly assembly) => $"{assembly.GetName().Name} {assembly.GetName().Version!.ToString(2)}";
}
