using MySqlConnector;

namespace Migrations.TestServers;

/// <summary>A running server and an account that may do everything on it.</summary>
public sealed class TestServer : IDisposable
{
    private readonly Action _stop;
    private int _databases;

    public TestServer(string name, string host, uint port, string user, string password, Action stop)
    {
        Name = name;
        Host = host;
        Port = port;
        User = user;
        Password = password;
        _stop = stop;
    }

    public string Name { get; }

    public string Host { get; }

    public uint Port { get; }

    public string User { get; }

    public string Password { get; }

    public bool IsMariaDb => Name.Contains("mariadb", StringComparison.OrdinalIgnoreCase);

    /// <summary>The URL of a database on it, as an application would have it in DATABASE_URL.</summary>
    public string UrlOf(string database) =>
        $"mysql://{Uri.EscapeDataString(User)}:{Uri.EscapeDataString(Password)}@{Host}:{Port}/{Uri.EscapeDataString(database)}";

    /// <summary>Makes a database of a test's own; disposing drops it.</summary>
    public TestDatabase CreateDatabase(string prefix = "t")
    {
        var name = $"{prefix}_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}";
        using var connection = Connect("");
        Run(connection, $"CREATE DATABASE `{name}` CHARACTER SET utf8mb4");
        return new TestDatabase(this, name);
    }

    public MySqlConnection Connect(string database)
    {
        var connection = new MySqlConnection(new MySqlConnectionStringBuilder
        {
            Server = Host,
            Port = Port,
            UserID = User,
            Password = Password,
            Database = database,
            Pooling = false,
            AllowUserVariables = true,
            AllowPublicKeyRetrieval = true,
            DefaultCommandTimeout = 0,
        }.ConnectionString);
        connection.Open();
        return connection;
    }

    public void Dispose() => _stop();

    internal static void Run(MySqlConnection connection, string sql)
    {
        using var command = new MySqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
