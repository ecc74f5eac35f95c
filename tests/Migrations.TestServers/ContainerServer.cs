using System.Net.Sockets;
using DotNet.Testcontainers.Builders;
using Testcontainers.MySql;

namespace Migrations.TestServers;

/// <summary>Servers in containers.</summary>
internal static class ContainerServer
{
    private const string Password = "tc-p@ss:w/rd";

    public static IReadOnlyList<string> Images { get; } = ["mysql:8.4", "mysql:9", "mariadb:11"];

    /// <summary>Whether a Docker engine listens on this machine. The client's own time-outs are minutes, so it is asked by hand.</summary>
    public static bool EngineAnswers()
    {
        if (OperatingSystem.IsWindows()) return File.Exists(@"\\.\pipe\docker_engine");
        const string socket = "/var/run/docker.sock";
        if (Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } host && !host.StartsWith("unix://", StringComparison.Ordinal)) return true;
        if (!File.Exists(socket)) return false;
        try
        {
            using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            client.Connect(new UnixDomainSocketEndPoint(socket));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public static TestServer Start(string image)
    {
        if (image.StartsWith("mysql", StringComparison.Ordinal))
        {
            var mySql = new MySqlBuilder(image).WithUsername("root").WithPassword(Password).WithDatabase("mysql").Build();
            mySql.StartAsync().GetAwaiter().GetResult();
            return new TestServer(image, mySql.Hostname, mySql.GetMappedPublicPort(MySqlBuilder.MySqlPort), "root", Password, () => mySql.DisposeAsync().AsTask().GetAwaiter().GetResult());
        }
        // The MySQL module waits with the mysql client, which MariaDB's image has no more.
        var mariaDb = new ContainerBuilder(image)
            .WithEnvironment("MARIADB_ROOT_PASSWORD", Password)
            .WithPortBinding(3306, assignRandomHostPort: true)
            .WithWaitStrategy(Wait.ForUnixContainer().UntilCommandIsCompleted("healthcheck.sh", "--connect", "--innodb_initialized"))
            .Build();
        mariaDb.StartAsync().GetAwaiter().GetResult();
        return new TestServer(image, mariaDb.Hostname, mariaDb.GetMappedPublicPort(3306), "root", Password, () => mariaDb.DisposeAsync().AsTask().GetAwaiter().GetResult());
    }
}
