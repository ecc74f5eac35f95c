using Migrations.Core.Servers;
using Migrations.TestServers;

namespace Migrations.Server.Tests.Servers;

public sealed class StageProgressTests(ServerFleet fleet) : RunTestBase(fleet)
{
    private readonly ServerFleet _fleet = fleet;

    [Theory, EveryServer]
    public async Task A_copying_alter_says_how_far_it_has_come(string server)
    {
        var database = NewDatabase(server);
        SlowAlter.Prepare(database, seconds: 1);
        using var altering = DatabaseSession.Open(ConnectionSettings.Parse(database.Url));
        using var progress = new StageProgress(altering);
        var readings = new List<StageReading>();

        var running = Task.Run(() => altering.Execute(SlowAlter.Statement), TestContext.Current.CancellationToken);
        while (!running.IsCompleted)
        {
            if (progress.Read(TestContext.Current.CancellationToken) is { } reading) readings.Add(reading);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        await running;

        Assert.False(progress.IsOff);
        Assert.Contains(readings, reading => reading.Stage == "copy to tmp table" && reading.Percent is > 0 and < 100);
        var copying = readings.Where(reading => reading.Stage == "copy to tmp table").Select(reading => reading.Percent).ToList();
        Assert.Equal(copying.Order(), copying);
        // Nothing runs any more.
        Assert.Null(progress.Read(TestContext.Current.CancellationToken));
        Assert.False(progress.IsOff);
    }

    [Theory, EveryServer]
    public void Whoever_may_not_see_it_is_not_told_and_not_asked_again(string server)
    {
        var database = NewDatabase(server);
        using var session = DatabaseSession.Open(ConnectionSettings.Parse(database.Url));
        using var progress = new StageProgress(session);
        // The account's second connection is refused, as where it may have but one.
        database.Execute($"CREATE USER `{database.Name}` IDENTIFIED BY 'Only-0ne' WITH MAX_USER_CONNECTIONS 1; GRANT ALL ON `{database.Name}`.* TO `{database.Name}`");
        try
        {
            using var one = DatabaseSession.Open(ConnectionSettings.Parse(database.Url, new DatabaseCredential(database.Name, "Only-0ne")));
            using var blind = new StageProgress(one);

            Assert.Null(blind.Read(TestContext.Current.CancellationToken));
            Assert.True(blind.IsOff);
            Assert.Null(blind.Read(TestContext.Current.CancellationToken));
            // The session itself has lost nothing.
            Assert.Equal([1], one.Query("SELECT 1", row => Convert.ToInt32(row.GetValue(0), System.Globalization.CultureInfo.InvariantCulture), TestContext.Current.CancellationToken));
        }
        finally
        {
            database.Execute($"DROP USER `{database.Name}`");
        }
    }
}
