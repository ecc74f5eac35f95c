using System.Management.Automation;
using Migrations.TestServers;

namespace Migrations.Module.Tests.Errors;

/// <summary>One bad item of a pipeline does not stop the rest, and what the whole command depends on ends it.</summary>
public sealed class PipelineErrorTests(ServerFleet fleet) : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly ProjectFolder _project = new();
    private readonly ProjectFolder _other = new();

    private Output Run(string script, params (string Name, object? Value)[] variables) =>
        _session.Run(script, [("root", _project.Root), ("other", _other.Root), .. variables]);

    // The ids of an output's errors, each of which must be whole.
    private static string Ids(Output output) => string.Join(' ', output.Errors.Select(error =>
    {
        var id = error.FullyQualifiedErrorId.Split(',')[0];
        ErrorRecordAssert.IsWhole(error, id);
        return id;
    }));

    private static string Of(params string[] paths) => string.Join(", ", paths.Select(path => $"[pscustomobject]@{{ Path = {path} }}"));

    [Fact]
    public void Files_that_cannot_be_journaled_leave_the_others()
    {
        foreach (var tag in new[] { "0000_a", "0001_b" }) _project.Write($"drizzle/{tag}.sql", "SELECT 1;");
        var output = Run("'0000_a', '0007_nope', 'a/b', '0000_a', '0001_b' | Add-JournalEntry -Path $root");

        Assert.Equal(["0000_a", "0001_b"], output.Texts("Tag"));
        Assert.Equal("MigrationFileMissing TagInvalid JournalTagExists", Ids(output));
        Assert.Equal(["0007_nope", "a/b", "0000_a"], output.Errors.Select(error => error.TargetObject));
    }

    [Fact]
    public void Names_without_a_letter_leave_the_others()
    {
        var output = Run("'first', '!!!', 'second' | New-Migration -Path $root");

        Assert.Equal(["0000_first", "0001_second"], output.Texts("Tag"));
        Assert.Equal("MigrationNameInvalid", Ids(output));
        // By parameter it is the whole command.
        Assert.StartsWith("MigrationNameInvalid,", Terminating("New-Migration '!!!' -Path $root"));
    }

    [Fact]
    public void Names_that_nothing_has_leave_the_others()
    {
        _project.Guarded();

        var migrations = Run("Get-Migration 0008_no, 0000_baseline, 0009_no -Offline -Path $root");
        Assert.Equal(("0000_baseline", "MigrationNotFound MigrationNotFound"), (migrations.Texts("Tag").Single(), Ids(migrations)));
        var tables = Run("Get-SchemaTable nope, users -Path $root");
        Assert.Equal(("users", "TableNotFound"), (tables.Texts("Name").Single(), Ids(tables)));
        var findings = Run("Test-Migration 0009_no, 0000_baseline -Path $root");
        Assert.Equal("MigrationNotFound", Ids(findings));
    }

    [Fact]
    public void Files_that_cannot_be_read_leave_the_others()
    {
        _project.Write("a.sql", "CREATE TABLE a (id int);");
        _project.Write("broken.sql", "CREATE TABLE `b (id int);");
        _project.Write("c.sql", "CREATE TABLE c (id int);");
        var output = Run($"{string.Join(", ", new[] { "a", "broken", "nope", "c" }.Select(name => $"[pscustomobject]@{{ LiteralPath = \"$root/{name}.sql\" }}"))} | Get-SchemaTable");

        Assert.Equal(["a", "c"], output.Texts("Name"));
        Assert.Equal("SqlUnterminated FileNotFound", Ids(output));
    }

    [Theory]
    [InlineData("Get-Migration -Offline", "PathNotFound")]
    [InlineData("Get-SchemaTable", "PathNotFound")]
    [InlineData("Test-SchemaDrift -Quiet", "PathNotFound")]
    [InlineData("New-Migration name", "PathNotFound")]
    [InlineData("Repair-Journal", "PathNotFound")]
    [InlineData("Update-Baseline -WhatIf", "PathNotFound")]
    [InlineData("Update-BootstrapIndex -WhatIf", "PathNotFound")]
    public void Projects_that_are_not_there_leave_the_others(string command, string id)
    {
        foreach (var project in new[] { _project, _other }) project.Guarded().AddPhone();
        foreach (var project in new[] { _project, _other }) project.EditSchema("index('posts_user_idx').on(table.userId)", "index('posts_user_idx').on(table.userId), index('more').on(table.userId)");
        // Something to repair: a file that the journal does not name.
        foreach (var project in new[] { _project, _other }) project.Write("drizzle/0001_loose.sql", "SELECT 1;");
        var each = Run($"{Of("$root")} | {command}").Objects.Count;

        var output = Run($"{Of("\"$root/nope\"", "$other")} | {command}");

        Assert.True(each > 0);
        Assert.Equal(each, output.Objects.Count);
        Assert.Equal(id, Ids(output));
        Assert.StartsWith(id + ",", Terminating($"{command} -Path \"$root/nope\""));
    }

    [Fact]
    public void A_test_of_several_projects_is_green_only_if_all_could_be_looked_at()
    {
        foreach (var project in new[] { _project, _other }) project.Guarded();
        Assert.True((bool)Run($"{Of("$root", "$other")} | Test-Migration -Quiet").Only.BaseObject);

        File.Delete(_project.JournalPath);

        var output = Run($"{Of("$root", "$other")} | Test-Migration -Quiet");
        Assert.False((bool)output.Only.BaseObject);
        Assert.Equal("JournalNotFound", Ids(output));
        Assert.StartsWith("JournalNotFound,", Terminating("Test-Migration -Quiet -Path $root"));
    }

    [Theory, EveryServer]
    public void Of_the_history_too(string server)
    {
        using var database = fleet.Get(server).CreateDatabase();
        foreach (var project in new[] { _project, _other }) project.Add("0000_a", "CREATE TABLE IF NOT EXISTS a (id int);").Add("0001_b", "SELECT 1;");
        database.Execute("CREATE TABLE a (id int)");
        (string, object?)[] url = [("url", database.Url)];
        string Given(params (string Path, string Tag)[] items) => string.Join(", ", items.Select(item => $"[pscustomobject]@{{ Path = {item.Path}; Tag = '{item.Tag}' }}"));

        var registered = Run($"{Given(("\"$root/nope\"", "0000_a"), ("$root", "0009_no"), ("$other", "0000_a"), ("$root", "0001_b"))} | Register-Migration -DatabaseUrl $url", url);
        Assert.Equal("PathNotFound MigrationNotFound", Ids(registered));
        Assert.Equal(["0001_b", "0000_a"], registered.Texts("Tag"));

        var unregistered = Run($"{Given(("\"$root/nope\"", "0000_a"), ("$root", "0009_no"), ("$root", "0001_b"), ("$other", "0000_a"))} | Unregister-Migration -DatabaseUrl $url -Confirm:$false", url);
        Assert.Equal("PathNotFound MigrationNotFound", Ids(unregistered));
        Assert.Equal(["0001_b", "0000_a"], unregistered.Texts("Tag"));

        // One project alone ends the command.
        Assert.StartsWith("PathNotFound,", Terminating("Unregister-Migration 0000_a -Path \"$root/nope\" -DatabaseUrl $url -Confirm:$false"));
    }

    [Theory, EveryServer]
    public void A_failed_statement_ends_the_run_and_the_pipeline(string server)
    {
        using var database = fleet.Get(server).CreateDatabase();
        _project.Add("0000_a", "CREATE TABLE a (id int);").Add("0001_b", "ALTER TABLE nope ADD b int;").Add("0002_c", "CREATE TABLE c (id int);");
        _other.Add("0000_d", "CREATE TABLE d (id int);");

        var (error, before) = _session.Fail($"{Of("$root", "$other")} | Invoke-Migration -DatabaseUrl $url", ("root", _project.Root), ("other", _other.Root), ("url", database.Url));

        ErrorRecordAssert.IsWhole(error, "StatementFailed", "Invoke-Migration");
        Assert.Equal(["0000_a", "0001_b"], before.Select(result => result.Properties["Tag"].Value));
        Assert.Equal("0001_b", new PSObject(error.TargetObject).Properties["Tag"].Value);
        Assert.Equal(["__drizzle_migrations", "a"], database.Column("SHOW TABLES").Where(table => !table!.Contains("progress", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_common_parameters_do_what_they_do_everywhere()
    {
        _project.Guarded();
        Assert.Empty(Run("Get-Migration 0009_no -Offline -Path $root -ErrorAction SilentlyContinue").Errors);
        var output = Run("Get-Migration 0009_no, 0000_baseline -Offline -Path $root -ErrorAction SilentlyContinue -ErrorVariable found | Out-Null; $found");
        Assert.StartsWith("MigrationNotFound,Migrations.Commands.GetMigrationCommand", ((ErrorRecord)output.Only.BaseObject).FullyQualifiedErrorId);
        // Stop makes an error of one item that of the command.
        Assert.StartsWith("MigrationNotFound,Migrations.Commands.GetMigrationCommand", Terminating("Get-Migration 0009_no -Offline -Path $root -ErrorAction Stop"));
        var collected = Run("try { Get-Migration -Path \"$root/nope\" -ErrorVariable found } catch { }; $found | ForEach-Object { if ($_ -is [System.Management.Automation.ErrorRecord]) { $_ } else { $_.ErrorRecord } }");
        Assert.All(collected.Objects, found => Assert.StartsWith("PathNotFound,", ((ErrorRecord)found.BaseObject).FullyQualifiedErrorId));
        Assert.NotEmpty(collected.Objects);
    }

    [Theory, EveryServer]
    public void A_connection_that_is_lost_is_said_as_such_wherever_it_happens(string server)
    {
        using var database = fleet.Get(server).CreateDatabase();
        _project.Guarded();
        _session.Run("Invoke-Migration -Path $root -DatabaseUrl $url", ("root", _project.Root), ("url", database.Url));
        string[] commands =
        [
            "Get-Migration -Path $root -DatabaseUrl $url", "Get-Migration -Detailed -Path $root -DatabaseUrl $url", "Get-SchemaTable -DatabaseUrl $url",
            "Test-SchemaDrift -Path $root -DatabaseUrl $url", "Test-Migration -Path $root -DatabaseUrl $url", "New-Migration x -FromSchema -WhatIf -Path $root -DatabaseUrl $url",
            "Register-Migration -All -Path $root -DatabaseUrl $url", "Unregister-Migration 0000_baseline -WhatIf -Path $root -DatabaseUrl $url",
            "Export-MigrationScript $root/out.sql -WhatIf -Path $root -DatabaseUrl $url", "Invoke-Migration -WhatIf -Path $root -DatabaseUrl $url",
        ];
        var raised = 0;
        foreach (var command in commands)
        {
            using var undisturbed = new FaultProxy(fleet.Get(server));
            Assert.Empty(Run(command, ("url", undisturbed.UrlOf(database))).Errors);
            for (var i = 0; i < undisturbed.Commands.Count; i++)
            {
                if (undisturbed.Commands[i] == "1") continue; // the end of a connection: what it was for is done
                FaultProxy? through = null;
                using var proxy = through = new FaultProxy(fleet.Get(server), new Fault(i, FaultMoment.During), _ => through!.RefusesConnections = true);
                var ids = Run($"$Error.Clear(); try {{ {command} | Out-Null }} catch {{ }}; $Error | ForEach-Object FullyQualifiedErrorId", ("url", proxy.UrlOf(database))).Objects.Select(id => id.ToString()!.Split(',')[0]).Distinct().ToList();
                Assert.True(ids is [] or ["ConnectionLost"] or ["DatabaseUnreachable"], $"{command}, at {undisturbed.Commands[i]}: {string.Join(' ', ids)}");
                raised += ids.Count;
            }
        }
        Assert.True(raised > 20, $"Only {raised} errors were raised.");
    }

    // One works item by item, the other as a whole.
    [Theory]
    [EveryServer("Unregister-Migration 0000_setup -Confirm:$false")]
    [EveryServer("Invoke-Migration")]
    public void Who_stops_the_pipeline_gets_no_error(string server, string command)
    {
        using var scene = new ServerScene(fleet.Get(server));
        scene.Locked();
        if (command.StartsWith("Unregister", StringComparison.Ordinal)) scene.Sql("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('x', 1700000000000)");
        foreach (var (name, value) in new (string, object)[] { ("root", scene.Project.Root), ("url", scene.Database.Url) }) _session.Runspace.SessionStateProxy.SetVariable(name, value);
        using var shell = PowerShell.Create(_session.Runspace);
        shell.AddScript(command + " -Path $root -DatabaseUrl $url -LockTimeout 60");
        var begun = shell.BeginInvoke();
        Assert.False(begun.AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(2)), "Nothing was waited for.");

        var watch = System.Diagnostics.Stopwatch.StartNew();
        shell.Stop();

        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        Assert.Empty(shell.Streams.Error);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"Stopping took {watch.Elapsed}.");
    }

    // What ends the command, also where no one asks for it by -ErrorAction.
    private string Terminating(string script) =>
        (string)Run($"try {{ {script} | Out-Null; 'it went on' }} catch {{ $_.FullyQualifiedErrorId }}").Only.BaseObject;

    public void Dispose()
    {
        _session.Dispose();
        _project.Dispose();
        _other.Dispose();
    }
}
