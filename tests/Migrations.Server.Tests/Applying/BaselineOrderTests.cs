using Migrations.Core.Applying;
using Migrations.Model;
using Migrations.TestServers;

namespace Migrations.Server.Tests.Applying;

/// <summary>An edited baseline on an installed database comes behind the migrations it speaks of, unless one of them needs a table that only it makes.</summary>
public class BaselineOrderTests(ServerFleet fleet) : RunTestBase(fleet)
{
    [Theory]
    // A migration makes the table with its index, or gets it by renaming: the baseline must not be quicker.
    [EveryServer("CREATE TABLE u (id int, n int, KEY i_n (n));", "u (id int, n int)", false)]
    [EveryServer("RENAME TABLE t TO u;", "u (id int)", false)]
    [EveryServer("ALTER TABLE t RENAME TO u; ALTER TABLE u ADD COLUMN n int;", "u (id int, n int)", false)]
    [EveryServer("ALTER TABLE t ADD COLUMN n int;", "t (id int, n int)", false)]
    // Only the baseline makes it.
    [EveryServer("ALTER TABLE u ADD COLUMN n int;", "u (id int)", true)]
    [EveryServer("INSERT INTO u SELECT 1;", "u (id int)", true)]
    [EveryServer("INSERT INTO `U` SELECT 1; CREATE TABLE u (id int);", "`U` (id int)", true)]
    public void It_has_its_place(string server, string migration, string made, bool baselineFirst)
    {
        var database = NewDatabase(server);
        Project.Add("0000_baseline", "CREATE TABLE IF NOT EXISTS t (id int);");
        Run(database);
        Project.Write("drizzle/0000_baseline.sql", $"CREATE TABLE IF NOT EXISTS t (id int);\nCREATE TABLE IF NOT EXISTS {made};");
        Project.Add("0001_change", migration);

        var results = Run(database, new RunOptions { AllowDestructive = true });

        Assert.Equal(baselineFirst ? ["0000_baseline", "0001_change"] : ["0001_change", "0000_baseline"], results.Select(result => result.Tag));
        Assert.Equal(MigrationOutcome.Applied, results[1].Outcome);
        Assert.Empty(Run(database));
    }
}
