using System.Collections;
using System.Management.Automation;
using Migrations.TestServers;

namespace Migrations.Module.Tests;

/// <summary>What Invoke-Migration and Get-Migration say about a run, before and after it.</summary>
public sealed class RunParameterTests(ServerFleet fleet) : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly ProjectFolder _project = new();

    private (string, object?)[] Variables(TestDatabase database) => [("root", _project.Root), ("url", database.Url)];

    [Theory, EveryServer]
    public void WhatIf_shows_the_coming_outcome_of_every_statement(string server)
    {
        using var database = Installed(server, "CREATE TABLE t (id int PRIMARY KEY, v varchar(50));");
        _project.Add("0001_change", "ALTER TABLE t ADD COLUMN v varchar(50), ADD COLUMN n int;\nALTER TABLE t MODIFY v varchar(40);\nALTER TABLE t ADD COLUMN n bigint;\nUPDATE t SET n = 1;\nCREATE TABLE u (id int);");

        var statements = Statements(_session.Run("Invoke-Migration -Path $root -DatabaseUrl $url -WhatIf", Variables(database)).Only);

        Assert.All(statements, statement => Assert.Equal("Planned", Text(statement, "Outcome")));
        Assert.Equal(["Rewritten", "Executed", "Conflict", null, "Executed"], statements.Select(statement => Text(statement, "Forecast")));
        Assert.Equal("ALTER TABLE t ADD COLUMN n int", Text(statements[0], "SentSql"));
        Assert.Equal([false, true, false, false, false], statements.Select(statement => (bool)statement.Properties["IsDestructive"].Value));
        Assert.Equal([true, true, false, false, false], statements.Select(statement => statement.Properties["Impact"].Value is not null));
        Assert.Equal(["id", "v"], database.Column("SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 't' ORDER BY ORDINAL_POSITION"));
        // The listing shows the same plan.
        var listed = _session.Run("Get-Migration -Path $root -DatabaseUrl $url -Pending -Detailed", Variables(database)).Only;
        Assert.Equal("0001_change", Text(listed, "Tag"));
        Assert.Equal(statements.Select(statement => Text(statement, "Forecast")), Statements(listed).Select(statement => Text(statement, "Forecast")));
    }

    [Theory, EveryServer]
    public void With_ProbeAlgorithm_a_preview_says_how_the_server_will_do_it(string server)
    {
        using var database = Installed(server, "CREATE TABLE t (id int PRIMARY KEY, v varchar(50));");
        _project.Add("0001_change", "ALTER TABLE t ADD COLUMN n int;");
        string? Algorithm(string options) => Statements(_session.Run($"Invoke-Migration -Path $root -DatabaseUrl $url -WhatIf {options}", Variables(database)).Only)[0]
            .Properties["Impact"].Value is { } impact && new PSObject(impact).Properties["Estimate"].Value is { } estimate ? Text(new PSObject(estimate), "Algorithm") : null;

        Assert.Null(Algorithm(""));
        var expected = server.Contains("mariadb", StringComparison.OrdinalIgnoreCase) ? "Unknown" : "Instant";
        Assert.Equal(expected, Algorithm("-ProbeAlgorithm"));
    }

    [Theory, EveryServer]
    public void A_conflict_is_a_warning_that_shows_both_definitions_or_an_error(string server)
    {
        using var database = Installed(server, "CREATE TABLE t (id int PRIMARY KEY, v varchar(50));");
        _project.Add("0001_conflict", "SELECT 1;\n  ALTER TABLE t ADD COLUMN v bigint;");

        var (error, before) = _session.Fail("Invoke-Migration -Path $root -DatabaseUrl $url -OnConflict Stop", Variables(database));
        Assert.Equal("DefinitionConflict,Migrations.Commands.InvokeMigrationCommand", error.FullyQualifiedErrorId);
        Assert.Empty(before);

        var output = _session.Run("Invoke-Migration -Path $root -DatabaseUrl $url", Variables(database));
        var warning = Assert.Single(output.Warnings);
        Assert.StartsWith($"{_project.SqlPath("0001_conflict")}:2:3: ", warning, StringComparison.Ordinal);
        Assert.Contains("bigint", warning);
        Assert.Contains("varchar(50)", warning);
        Assert.Equal(["Applied"], output.Texts("Outcome"));
    }

    [Theory, EveryServer]
    public void Restart_asks_first(string server)
    {
        using var database = Partial(server);
        Assert.Equal(["Applied", "Partial"], _session.Run("Get-Migration -Path $root -DatabaseUrl $url", Variables(database)).Texts("Status"));
        var partial = _session.Run("Get-Migration -Path $root -DatabaseUrl $url -Pending", Variables(database)).Only;
        Assert.Equal("1/2", $"{Text(partial, "CompletedStatements")}/{Text(partial, "StatementCount")}");
        Assert.EndsWith("0001_half.sql:2:1", Text(partial, "NextStatement"), StringComparison.Ordinal);
        _project.Write("drizzle/0001_half.sql", "UPDATE t SET n = n + 1;\nUPDATE t SET n = n + 10;");

        foreach (var (answer, applied) in new[] { (1, 0), (0, 1) })
        {
            var host = new ScriptedHost(answer);
            using var session = new ModuleSession(host);
            Assert.Equal(applied, session.Run("Invoke-Migration -Path $root -DatabaseUrl $url -Restart 0001_half", Variables(database)).Objects.Count);
            Assert.Contains("0001_half", Assert.Single(host.Asked));
            Assert.Equal(applied == 0 ? "1" : "12", database.Scalar("SELECT n FROM t"));
        }
    }

    [Theory]
    [EveryServer("-Force")]
    [EveryServer("-Confirm:$false")]
    public void What_is_agreed_beforehand_is_not_asked(string server, string agreement)
    {
        using var database = Partial(server);
        _project.Write("drizzle/0001_half.sql", "UPDATE t SET n = n + 10;");
        Assert.Equal("CompletedStatementChanged", Id("Invoke-Migration -Path $root -DatabaseUrl $url", database));
        var host = new ScriptedHost();
        using var session = new ModuleSession(host);

        Assert.Equal(["Applied"], session.Run($"Invoke-Migration -Path $root -DatabaseUrl $url -Restart 0001_half {agreement}", Variables(database)).Texts("Outcome"));

        Assert.Empty(host.Asked);
        Assert.Equal("11", database.Scalar("SELECT n FROM t"));
    }

    [Theory, EveryServer]
    public void What_forbids_a_run_has_its_id_and_its_parameter(string server)
    {
        using var database = Installed(server, "CREATE TABLE t (id int PRIMARY KEY, v varchar(50));");
        _project.Add("0001_drop", "DROP TABLE t;");
        const string run = "Invoke-Migration -Path $root -DatabaseUrl $url ";

        Assert.Equal("DestructiveStatement", Id(run, database));
        Assert.Equal("MigrationNotPartial", Id(run + "-Restart 0001_drop -Force", database));
        Assert.Equal("TagUnknown", Id(run + "-To 0009_none", database));
        _project.Write("drizzle/0000_setup.sql", "SELECT 1;");
        Assert.Equal("MigrationModified", Id(run, database));
        Assert.Equal(["Accepted", "Applied"], _session.Run(run + "-Modified Accept -AllowDestructive", Variables(database)).Texts("Outcome"));
        Assert.Empty(database.Query("SHOW TABLES LIKE 't'"));

        using var brownfield = fleet.Get(server).CreateDatabase();
        brownfield.Execute("CREATE TABLE fresh (id int)");
        _project.Add("0002_fresh", "CREATE TABLE fresh (id int);").Write("drizzle/0001_drop.sql", "SELECT 2;");
        Assert.Equal("DatabaseNotFresh", Id(run, brownfield));
        Assert.Equal(3, _session.Run(run + "-FreshInstall Replay -Verify:$false", Variables(brownfield)).Objects.Count);
        using var empty = fleet.Get(server).CreateDatabase();
        Assert.Equal("FreshInstallRefused", Id(run + "-FreshInstall Refuse", empty));
    }

    [Theory, EveryServer]
    public void What_an_installed_database_lacks_is_warned_of_or_an_error(string server)
    {
        using var guarded = new ProjectFolder().Guarded();
        guarded.AddPhone();
        using var database = fleet.Get(server).CreateDatabase();
        (string, object?)[] variables = [("root", guarded.Root), ("url", database.Url)];

        var output = _session.Run("Invoke-Migration -Path $root -DatabaseUrl $url", variables);

        Assert.Equal(["Applied", "Applied"], output.Texts("Outcome"));
        var warning = Assert.Single(output.Warnings);
        Assert.Contains("schema.ts:6:", warning);
        Assert.Contains("phone", warning);
        // Where nothing is installed, only -ErrorOnDrift asks.
        Assert.Empty(_session.Run("Invoke-Migration -Path $root -DatabaseUrl $url", variables).Warnings);
        Assert.Equal("SchemaDrift,Migrations.Commands.InvokeMigrationCommand", _session.Fail("Invoke-Migration -Path $root -DatabaseUrl $url -ErrorOnDrift", variables).Error.FullyQualifiedErrorId);
    }

    private TestDatabase Installed(string server, string setup)
    {
        var database = fleet.Get(server).CreateDatabase();
        _project.Add("0000_setup", setup);
        _session.Run("Invoke-Migration -Path $root -DatabaseUrl $url", Variables(database));
        return database;
    }

    private TestDatabase Partial(string server)
    {
        var database = Installed(server, "CREATE TABLE t (n int); INSERT INTO t VALUES (0);");
        _project.Add("0001_half", "UPDATE t SET n = n + 1;\nUPDATE t SET nope = 1;");
        Assert.Equal("StatementFailed", Id("Invoke-Migration -Path $root -DatabaseUrl $url", database));
        return database;
    }

    // As somebody at a prompt finds it.
    private string Id(string script, TestDatabase database) =>
        ((string)_session.Run($"$Error.Clear(); try {{ {script} | Out-Null }} catch {{ }}; $Error[0].FullyQualifiedErrorId", Variables(database)).Only.BaseObject).Split(',')[0];

    private static IReadOnlyList<PSObject> Statements(PSObject item) => [.. ((IEnumerable)item.Properties["Statements"].Value).Cast<object>().Select(statement => new PSObject(statement))];

    private static string? Text(PSObject item, string property) => item.Properties[property].Value?.ToString();

    public void Dispose()
    {
        _session.Dispose();
        _project.Dispose();
    }
}
