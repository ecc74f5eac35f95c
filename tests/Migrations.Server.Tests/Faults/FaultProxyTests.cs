using Migrations.TestServers;
using MySqlConnector;

namespace Migrations.Server.Tests.Faults;

/// <summary>The proxy does what its faults are called: else the tests that use it would prove nothing.</summary>
public sealed class FaultProxyTests(ServerFleet fleet)
{
    [Theory]
    [EveryServer(FaultMoment.Before, false)]
    [EveryServer(FaultMoment.HalfCommand, false)]
    [EveryServer(FaultMoment.During, true)]
    [EveryServer(FaultMoment.After, true)]
    public void A_command_has_reached_the_server_or_not(string server, FaultMoment moment, bool reaches)
    {
        using var database = fleet.Get(server).CreateDatabase();
        database.Execute("CREATE TABLE t (n int)");
        using var counting = new FaultProxy(database.Server);
        InsertTwo(counting.UrlOf(database));
        database.Execute("DELETE FROM t");
        var second = counting.Commands.ToList().FindIndex(command => command.Contains("VALUES (2)", StringComparison.Ordinal));
        using var proxy = new FaultProxy(database.Server, new Fault(second, moment));

        var lost = Assert.ThrowsAny<Exception>(() => InsertTwo(proxy.UrlOf(database)));

        Assert.IsNotType<Xunit.Sdk.XunitException>(lost);
        Assert.True(proxy.HasStruck());
        Assert.Equal(counting.Commands.Take(second + 1), proxy.Commands);
        SpinWait.SpinUntil(() => database.Scalar("SELECT COUNT(*) FROM t") == "2", TimeSpan.FromSeconds(reaches ? 10 : 0.2));
        Assert.Equal(reaches ? ["1", "2"] : ["1"], database.Column("SELECT n FROM t ORDER BY n"));
    }

    [Theory, EveryServer]
    public void A_fault_that_is_not_met_is_not_counted(string server)
    {
        using var database = fleet.Get(server).CreateDatabase();
        database.Execute("CREATE TABLE t (n int)");
        using var proxy = new FaultProxy(database.Server, new Fault(1000, FaultMoment.Before));

        InsertTwo(proxy.UrlOf(database));

        Assert.False(proxy.HasStruck(withinSeconds: 0.2));
    }

    [Theory, EveryServer]
    public void A_half_open_session_goes_on_to_hold_its_locks(string server)
    {
        using var database = fleet.Get(server).CreateDatabase();
        database.Execute("CREATE TABLE t (n int)");
        var name = database.Name;
        var fault = 0;
        using (var counting = new FaultProxy(database.Server))
        {
            LockAndInsert(counting.UrlOf(database), name);
            fault = counting.Commands.Count - 1;
        }
        using (var proxy = new FaultProxy(database.Server, new Fault(fault, FaultMoment.Before), connection => connection.HalfClose()))
        {
            Assert.ThrowsAny<Exception>(() => LockAndInsert(proxy.UrlOf(database), name));
            Assert.True(proxy.HasStruck());
            Assert.Equal("0", database.Scalar($"SELECT GET_LOCK('{name}', 0)"));
        }
        // The proxy's end ends the session.
        Assert.Equal("1", database.Scalar($"SELECT GET_LOCK('{name}', 10)"));
    }

    private static void LockAndInsert(string url, string name)
    {
        using var connection = Open(url);
        Run(connection, $"DO GET_LOCK('{name}', 0)");
        Run(connection, "INSERT INTO t VALUES (3)");
    }

    private static void InsertTwo(string url)
    {
        using var connection = Open(url);
        Run(connection, "INSERT INTO t VALUES (1)");
        Run(connection, "INSERT INTO t VALUES (2)");
    }

    private static MySqlConnection Open(string url)
    {
        var connection = new MySqlConnection(Core.Servers.ConnectionSettings.Parse(url).ToConnectionString());
        connection.Open();
        return connection;
    }

    private static void Run(MySqlConnection connection, string sql)
    {
        using var command = new MySqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
