using CsCheck;
using Migrations.Core.Servers;
using MySqlConnector;

namespace Migrations.Core.Tests.Servers;

public class RunnerNameTests
{
    [Fact]
    public void A_name_is_short_and_is_read_back() => Gen.Select(Gen.String, Gen.Int[1, int.MaxValue], Gen.DateTime[new DateTime(2000, 1, 1), new DateTime(2100, 1, 1)]).Sample((machine, process, time) =>
    {
        var connected = new DateTimeOffset(DateTime.SpecifyKind(new DateTime(time.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond), DateTimeKind.Utc));
        var text = new RunnerName(machine, process, connected).ToString();
        var read = RunnerName.TryParse(text);
        return text.Length <= 120 && text.All(c => c is >= ' ' and < '\u007f') && read is not null && (read.ProcessId, read.ConnectedSince) == (process, connected) && read.ToString() == text;
    });

    [Theory]
    [InlineData("Migrations BUILD07:4242 2026-11-23T23:05:11Z", "BUILD07")]
    [InlineData("Migrations a:b:4242 2026-11-23T23:05:11Z", "a:b")]
    public void A_machine_is_everything_before_the_last_colon(string text, string machine) =>
        Assert.Equal(new RunnerName(machine, 4242, new DateTimeOffset(2026, 11, 23, 23, 5, 11, TimeSpan.Zero)), RunnerName.TryParse(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Migrations")]
    [InlineData("Migrations ")]
    [InlineData("Migrations BUILD07:4242")]
    [InlineData("Migrations BUILD07:-1 2026-11-23T23:05:11Z")]
    [InlineData("Migrations :1 2026-11-23T23:05:11Z")]
    [InlineData("Migrations BUILD07:1 yesterday")]
    [InlineData("Other BUILD07:1 2026-11-23T23:05:11Z")]
    [InlineData("Migrations 2026-11-23T23:05:11Z")]
    public void What_others_call_themselves_is_not_read(string? text) => Assert.Null(RunnerName.TryParse(text));

    [Theory]
    [InlineData("mysql://app:Tr0ub4dor@db/shop")]
    [InlineData("Server=db;User=app;Password=Tr0ub4dor;Database=shop")]
    public void A_connection_names_its_process_and_when_it_is_opened(string text)
    {
        var settings = ConnectionSettings.Parse(text);
        foreach (var each in new[] { settings, settings.WithDatabase("other") })
        {
            var name = new MySqlConnectionStringBuilder(each.ToConnectionString()).ApplicationName;
            Assert.Equal(Environment.ProcessId, RunnerName.TryParse(name)!.ProcessId);
            Assert.InRange(RunnerName.TryParse(name)!.ConnectedSince, DateTimeOffset.UtcNow.AddSeconds(-30), DateTimeOffset.UtcNow);
            Assert.DoesNotContain("Tr0ub", name);
            Assert.DoesNotContain("app", name.Replace(Environment.MachineName, ""));
        }
    }

    [Fact]
    public void A_name_that_the_user_gave_stays() => Assert.Equal(
        "nightly", new MySqlConnectionStringBuilder(ConnectionSettings.Parse("Server=db;Database=shop;Application Name=nightly").WithDatabase("x").ToConnectionString()).ApplicationName);
}
