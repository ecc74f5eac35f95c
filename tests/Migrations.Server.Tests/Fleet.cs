using Migrations.TestServers;

[assembly: AssemblyFixture(typeof(ServerFleet))]

namespace Migrations.Server.Tests;

public class FleetTests
{
    [Fact]
    public void A_MySQL_and_a_MariaDB_are_there()
    {
        var names = ServerOffer.All().Select(offer => offer.Name).ToList();
        Assert.Contains(names, name => name.Contains("mysql", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(names, name => name.Contains("mariadb", StringComparison.OrdinalIgnoreCase));
    }
}
