using Migrations.Core.Servers;
using Migrations.TestServers;

namespace Migrations.Server.Tests.Servers;

public sealed class TableSizesTests(ServerFleet fleet) : RunTestBase(fleet)
{
    [Theory, EveryServer]
    public void Rows_and_bytes_of_many_tables_are_read_at_once_and_are_current(string server)
    {
        TestDatabase database = NewDatabase(server), other = NewDatabase(server);
        database.Execute("CREATE TABLE `big` (`id` int PRIMARY KEY, `v` varchar(200), INDEX (`v`)); CREATE TABLE `Empty one` (`id` int); CREATE VIEW `view` AS SELECT 1 AS `a`");
        other.Execute("CREATE TABLE `big` (`id` int)");
        using var session = Open(database);
        (string?, string)[] tables = [(null, "Empty one"), (other.Name, "big"), (null, "big"), (null, "missing"), (null, "view"), (null, "big")];

        // Read once before, so that a server that keeps its figures has kept them.
        Assert.Equal([(database.Name, "Empty one"), (other.Name, "big"), (database.Name, "big")], TableSizes.Read(session, tables, TestContext.Current.CancellationToken).Select(size => (size.Database, size.Table)));
        database.Execute("INSERT INTO `big` SELECT a.n * 100 + b.n, REPEAT('x', 150) FROM "
            + $"({string.Join(" UNION ALL ", Enumerable.Range(0, 50).Select(n => $"SELECT {n} n"))}) a, ({string.Join(" UNION ALL ", Enumerable.Range(0, 100).Select(n => $"SELECT {n} n"))}) b");
        database.Execute("ANALYZE TABLE `big`");

        var expiry = Expiry();
        var sizes = TableSizes.Read(session, tables, TestContext.Current.CancellationToken);
        Assert.Equal(expiry, Expiry());

        var big = sizes.Single(size => size.Table == "big" && size.Database == database.Name);
        Assert.InRange(big.Rows!.Value, 1000, 20_000); // 5000; the server looks at a few pages
        Assert.InRange(big.Bytes!.Value, 5000 * 150, 10_000_000);
        Assert.Equal(0, sizes.Single(size => size.Table == "Empty one").Rows);
        Assert.Empty(TableSizes.Read(session, [], TestContext.Current.CancellationToken));

        string Expiry() => session.Query("SHOW SESSION VARIABLES LIKE 'information_schema_stats_expiry'", row => row.GetString(1)).FirstOrDefault() ?? "";
    }
}
