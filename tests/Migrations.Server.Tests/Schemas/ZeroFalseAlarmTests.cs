using Migrations.TestServers;

namespace Migrations.Server.Tests.Schemas;

public class ZeroFalseAlarmTests(ServerFleet fleet) : SchemaTestBase(fleet)
{
    [Theory, EveryServer]
    public void A_database_made_from_a_text_has_no_difference_from_it(string server)
    {
        var sql = WideSchema.Common + "\n" + (IsMariaDb(server) ? WideSchema.MariaDb : WideSchema.MySql);
        var database = NewDatabase(server, sql);
        Assert.Equal("", string.Join("\n", Compare(sql, database)));
    }
}
