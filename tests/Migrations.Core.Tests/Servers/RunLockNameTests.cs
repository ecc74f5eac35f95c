using Migrations.Core.Servers;

namespace Migrations.Core.Tests.Servers;

public class RunLockNameTests
{
    [Fact]
    public void It_fits_however_long_the_names_are()
    {
        var name = RunLock.NameOf(new string('é', 64), new string('h', 64));
        Assert.True(name.Length <= 64, name);
        Assert.All(name, c => Assert.True(char.IsAscii(c)));
    }

    // Two versions of the module on two machines must wait for each other.
    [Fact]
    public void It_stays_the_same_over_versions() => Assert.Equal(
        "migrations:" + TemporaryProject.Sha256("shop\0__drizzle_migrations")[..40], RunLock.NameOf("shop", "__drizzle_migrations"));

    [Theory]
    [InlineData("shop", "h", "shop", "i")]
    [InlineData("shop", "h", "shap", "h")]
    [InlineData("shop", "h", "shoph", "")]
    public void Other_databases_and_histories_have_locks_of_their_own(string database, string table, string otherDatabase, string otherTable) =>
        Assert.NotEqual(RunLock.NameOf(database, table), RunLock.NameOf(otherDatabase, otherTable));
}
