using System.Management.Automation;
using Migrations.TestServers;

namespace Migrations.Module.Tests;

public sealed class ProgressTests(ServerFleet fleet) : IDisposable
{
    private const string Secret = "pa55-in-a-statement";

    private readonly ProjectFolder _project = new();
    private readonly ScreenHost _host = new(120);

    public void Dispose() => _project.Dispose();

    private IReadOnlyList<ProgressRecord> Run(string script, TestDatabase? database)
    {
        using var session = new ModuleSession(_host);
        var output = session.Run("[Environment]::CurrentManagedThreadId; " + script, ("root", _project.Root), ("url", database?.Url));
        Assert.Empty(output.Errors);
        Assert.All(_host.ProgressThreads, thread => Assert.Equal(output.Objects[0].BaseObject, thread));
        return _host.Progress;
    }

    [Theory, EveryServer]
    public void A_long_statement_is_shown_with_its_migration_and_the_time_goes_on(string server)
    {
        using var database = fleet.Get(server).CreateDatabase();
        _project.Add("0000_first", "CREATE TABLE t (id int);").Add("0001_long", $"INSERT INTO t VALUES (1);\nDELETE FROM t WHERE id = 1 AND CONCAT('{Secret}', SLEEP(3.2)) = 'x';\nSELECT 1;");

        var shown = Run("Invoke-Migration -Path $root -DatabaseUrl $url", database);

        var overall = shown.Where(record => record is { ActivityId: 1, RecordType: ProgressRecordType.Processing }).ToList();
        Assert.All(overall, record => Assert.Equal(("Applying migrations", 50), (record.Activity, record.PercentComplete - (record.PercentComplete % 50))));
        Assert.Contains(overall, record => record.StatusDescription == "Migration 2 of 2: 0001_long, 2 s");
        Assert.Contains(overall, record => record.StatusDescription == "Migration 2 of 2: 0001_long, 3 s");
        var current = shown.Where(record => record is { ActivityId: 2, RecordType: ProgressRecordType.Processing }).ToList();
        Assert.All(current, record => Assert.Equal((1, "Statement 2 of 3: DELETE FROM t WHERE id = ? AND CONCAT(?, SLEEP(?)) = ?"), (record.ParentActivityId, record.Activity)));
        Assert.Contains(current, record => record.StatusDescription == "1 s");
        Assert.Contains(current, record => record.StatusDescription == "2 s");
        Assert.All(shown, record => Assert.DoesNotContain(Secret, record.ToString()));
        // Both are taken away, the child first.
        Assert.Equal([2, 1], shown.Where(record => record.RecordType == ProgressRecordType.Completed).Select(record => record.ActivityId));
        Assert.Equal(ProgressRecordType.Completed, shown[^1].RecordType);
    }

    [Theory, EveryServer]
    public void A_long_alter_shows_how_far_the_server_has_come(string server)
    {
        // Others use this machine too, so that its speed a moment ago says little: it is tried with a larger table where the statement was done too soon to be asked about.
        for (var seconds = 4; !IsShown(seconds); seconds *= 2) Assert.True(seconds < 32);

        bool IsShown(int seconds)
        {
            using var database = fleet.Get(server).CreateDatabase();
            using var project = new ProjectFolder().Add("0000_alter", SlowAlter.Statement + ";");
            var host = new ScreenHost(120);
            using var session = new ModuleSession(host);
            SlowAlter.Prepare(database, seconds);

            Assert.Single(session.Run("Invoke-Migration -Path $root -DatabaseUrl $url -FreshInstall Replay", ("root", project.Root), ("url", database.Url)).Objects);

            Assert.Equal("1", database.Scalar("SELECT COUNT(*) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND COLUMN_NAME = 'c'"));
            if (!host.Progress.Any(record => record.ActivityId == 2 && record.StatusDescription.StartsWith("3 s", StringComparison.Ordinal))) return false;
            Assert.Contains(host.Progress, record => record.ActivityId == 2 && record.PercentComplete is > 0 and < 100 && record.StatusDescription.EndsWith($" s, copy to tmp table {record.PercentComplete} %", StringComparison.Ordinal));
            // The connection that asked is gone.
            Assert.True(SpinWait.SpinUntil(() => database.Scalar("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE DB = DATABASE()") == "1", TimeSpan.FromSeconds(10)));
            return true;
        }
    }

    [Theory, EveryServer]
    public void What_takes_no_second_and_whoever_wants_no_progress_sees_none(string server)
    {
        using var database = fleet.Get(server).CreateDatabase();
        _project.Guarded();
        _project.Add("0001_short", "CREATE TABLE t (id int);");
        Assert.Empty(Run("Get-Migration -Path $root -DatabaseUrl $url -Detailed; Invoke-Migration -Path $root -DatabaseUrl $url", database));
        _project.Add("0002_long", "DO SLEEP(1.6);");
        Assert.Empty(Run("$ProgressPreference = 'SilentlyContinue'; Invoke-Migration -Path $root -DatabaseUrl $url", database));
    }

    [Theory, EveryServer]
    public void Every_command_that_waits_for_a_server_says_what_for_and_Quiet_says_nothing(string server)
    {
        using var database = fleet.Get(server).CreateDatabase();
        _project.Guarded();
        _project.Add("0001_late", "DO SLEEP(2.2);");
        const string Replay = "Test-SchemaDrift -Path $root -Replay -ScratchUrl $url";

        Assert.Empty(Run(Replay + " -Quiet", database));
        var shown = Run(Replay, database);

        Assert.Contains(shown, record => record.Activity == "Looking for drift" && record.StatusDescription.StartsWith("Migration 2 of ", StringComparison.Ordinal));
        Assert.Contains(shown, record => record.Activity == "Statement 1 of 1: DO SLEEP(?)" && record.ParentActivityId == 1);
        Assert.Equal(1, shown[^1].ActivityId);
        Assert.Equal(ProgressRecordType.Completed, shown[^1].RecordType);
    }

    [Theory, EveryServer]
    public void What_is_written_from_within_the_work_comes_through_the_pipeline(string server)
    {
        using var database = fleet.Get(server).CreateDatabase();
        _project.Add("0000_t", "CREATE TABLE t (id int PRIMARY KEY);\nINSERT INTO t VALUES (1);");
        using var session = new ModuleSession();
        session.Run("Invoke-Migration -Path $root -DatabaseUrl $url", ("root", _project.Root), ("url", database.Url));
        _project.Add("0001_alter", "ALTER TABLE t ADD COLUMN n int;");
        using var blocker = database.Connect();
        using var holding = blocker.BeginTransaction();
        using (var read = new MySqlConnector.MySqlCommand("SELECT COUNT(*) FROM t", blocker, holding)) read.ExecuteScalar();

        // A warning of the sender, from the work's thread; made an error, it ends the run there.
        var (error, before) = session.Fail("Invoke-Migration -Path $root -DatabaseUrl $url -LockWaitTimeout 1 -WarningAction Stop");

        Assert.Contains("A lock was not to be had", error.ToString());
        Assert.Empty(before);
        holding.Rollback();
        Assert.Single(session.Run("Invoke-Migration -Path $root -DatabaseUrl $url").Objects);
    }

    [Theory, EveryServer]
    public void Whoever_stops_the_pipeline_ends_the_statement_on_the_server(string server)
    {
        using var database = fleet.Get(server).CreateDatabase();
        _project.Add("0000_long", "DO SLEEP(60);");
        using var session = new ModuleSession(_host);
        using var shell = PowerShell.Create(session.Runspace);
        shell.AddScript("param($root, $url) Invoke-Migration -Path $root -DatabaseUrl $url").AddArgument(_project.Root).AddArgument(database.Url);
        var running = shell.BeginInvoke();
        Assert.True(SpinWait.SpinUntil(() => _host.Progress.Count > 2, TimeSpan.FromSeconds(20)));

        var watch = System.Diagnostics.Stopwatch.StartNew();
        shell.Stop();

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        Assert.True(SpinWait.SpinUntil(() => database.Scalar("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE INFO LIKE 'DO SLEEP(60%'") == "0", TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void A_host_without_a_screen_shows_none()
    {
        _project.Write("drizzle/schema.ts", "const end = Date.now() + 1600; while (Date.now() < end) { }\n" + GuardedProject.Schema);

        var run = HostProcess.Run(_project.Root, null, "(Get-SchemaTable).Name");

        Assert.Equal(["posts", "users"], run.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Order());
        Assert.Equal("", run.Error);
    }

    [Fact]
    public void A_slow_schema_is_shown_as_one()
    {
        _project.Write("drizzle/schema.ts", "const end = Date.now() + 1400; while (Date.now() < end) { }\n" + GuardedProject.Schema);

        var shown = Run("Get-SchemaTable -Path $root", null);

        Assert.Equal(("Reading tables", "Reading the schema, 1 s"), (shown[0].Activity, shown[0].StatusDescription));
        Assert.Equal(ProgressRecordType.Completed, shown[^1].RecordType);
    }
}
