using System.Management.Automation;
using Migrations.TestServers;

[assembly: AssemblyFixture(typeof(ServerFleet))]

namespace Migrations.Module.Tests;

public sealed class InvokeMigrationTests(ServerFleet fleet) : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly ProjectFolder _project = new();

    [Theory, EveryServer]
    public void The_runbook_previews_applies_and_finds_nothing_pending(string server)
    {
        using var database = fleet.Get(server).CreateDatabase();
        _project.Add("0000_a", "CREATE TABLE a (id int);").Add("0001_b", "ALTER TABLE a ADD COLUMN IF NOT EXISTS b int;");
        (string, object?)[] variables = [("root", _project.Root), ("url", database.Url)];

        var preview = _session.Run("Invoke-Migration -Path $root -DatabaseUrl $url -WhatIf", variables);
        Assert.Equal(["Planned", "Planned"], preview.Texts("Outcome"));
        Assert.Empty(database.Query("SHOW TABLES"));

        // ConfirmImpact is Medium: at the default preference nothing asks.
        var applied = _session.Run("Invoke-Migration -Path $root -DatabaseUrl $url", variables);
        Assert.Equal(["Applied", "Applied"], applied.Texts("Outcome"));
        Assert.All(applied.Objects, result => Assert.Contains("Migrations.Model.MigrationResult", result.TypeNames));
        Assert.Empty(_session.Run("Invoke-Migration -Path $root -DatabaseUrl $url -Confirm:$false", variables).Objects);
        Assert.Equal(["Applied", "Applied"], _session.Run("Get-Migration -Path $root -DatabaseUrl $url", variables).Texts("Status"));
        Assert.Empty(_session.Run("Get-Migration -Path $root -DatabaseUrl $url -Pending", variables).Objects);
    }

    [Theory, EveryServer]
    public void A_failed_statement_is_a_terminating_error_after_its_result(string server)
    {
        using var database = fleet.Get(server).CreateDatabase();
        _project.Add("0000_a", "CREATE TABLE a (id int);\n  ALTER TABLE nope ADD x int;");

        var (error, before) = _session.Fail("Invoke-Migration -Path $root -DatabaseUrl $url", ("root", _project.Root), ("url", database.Url));

        Assert.Equal("StatementFailed,Migrations.Commands.InvokeMigrationCommand", error.FullyQualifiedErrorId);
        Assert.Contains("0000_a.sql:2:3: Statement 2 of 2 of 0000_a failed: 1146", error.ToString());
        Assert.Equal("Failed", Assert.Single(before).Properties["Outcome"].Value.ToString());
        Assert.Contains("Migrations.Model.MigrationResult", new PSObject(error.TargetObject).TypeNames);
    }

    [Theory, EveryServer]
    public void A_process_that_fails_says_so_by_its_exit_code(string server)
    {
        using var database = fleet.Get(server).CreateDatabase();
        _project.Add("0000_five", "CREATE TABLE a (id int);\nCREATE TABLE b (id int);\nALTER TABLE nope ADD x int;\nCREATE TABLE c (id int);\nCREATE TABLE d (id int);");

        var failed = HostProcess.Run(_project.Root, database.Url, "Invoke-Migration");

        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("0000_five.sql:3:1: Statement 3 of 5 of 0000_five failed: 1146", failed.Error);
        Assert.Contains("Statements 1 to 2 before it are committed.", failed.Error);
        Assert.Equal("0", database.Scalar("SELECT COUNT(*) FROM __drizzle_migrations"));
        _project.Write("drizzle/0000_five.sql", "CREATE TABLE a (id int);\nCREATE TABLE b (id int);");
        Assert.Equal(0, HostProcess.Run(_project.Root, database.Url, "Invoke-Migration").ExitCode);
    }

    [Theory, EveryServer]
    public void The_environment_names_the_database_and_the_credential_replaces_its_user(string server)
    {
        using var database = fleet.Get(server).CreateDatabase();
        _project.Add("0000_a", "CREATE TABLE a (id int);");
        var with = database.Server;
        var script = """
            $env:DATABASE_URL = "mysql://nobody:wrong-secret@$($address)/$database"
            $secret = [securestring]::new(); foreach ($c in $password.ToCharArray()) { $secret.AppendChar($c) }
            try { Invoke-Migration -Path $root -Credential ([pscredential]::new($user, $secret)) -Verbose }
            finally { $env:DATABASE_URL = $null }
            """;

        var output = _session.Run(script, ("address", $"{with.Host}:{with.Port}"), ("database", database.Name), ("user", with.User), ("password", with.Password), ("root", _project.Root));

        Assert.Equal(["Applied"], output.Texts("Outcome"));
        Assert.DoesNotContain(output.Verbose, line => line.Contains("wrong-secret", StringComparison.Ordinal) || line.Contains(with.Password, StringComparison.Ordinal));
        Assert.Contains(output.Verbose, line => line.Contains($"{with.User}@{with.Host}:{with.Port}/{database.Name}", StringComparison.Ordinal));
    }

    [Theory, EveryServer]
    public void No_error_about_a_connection_shows_the_password(string server)
    {
        using var database = fleet.Get(server).CreateDatabase();
        _project.Add("0000_a", "CREATE TABLE a (id int);");
        var with = database.Server;
        foreach (var (url, id) in new[]
        {
            ($"mysql://{with.User}:s3cr3t-word@{with.Host}:{with.Port}/{database.Name}", "DatabaseAccessDenied"),
            ($"mysql://u:s3cr3t-word@{with.Host}:1/{database.Name}", "DatabaseUnreachable"),
            (with.UrlOf("no_such_database"), "DatabaseNotFound"),
            ($"mysql://u:s3cr3t-word@{with.Host}", "DatabaseUrlWithoutDatabase"),
            ($"mysql://u:s3cr3t-word@{with.Host}:port/x", "DatabaseUrlInvalid"),
            ("postgres://u:s3cr3t-word@host/x", "DatabaseUrlInvalid"),
            ("Server=x;Password=s3cr3t-word;Nonsense=1", "DatabaseUrlInvalid"),
        })
        {
            var (error, _) = _session.Fail("Invoke-Migration -Path $root -DatabaseUrl $url", ("root", _project.Root), ("url", url));
            Assert.Equal(id, error.FullyQualifiedErrorId.Split(',')[0]);
            for (Exception? e = error.Exception; e is not null; e = e.InnerException)
            {
                Assert.DoesNotContain("s3cr3t-word", e.ToString());
                Assert.DoesNotContain(with.Password, e.ToString());
            }
            Assert.DoesNotContain("s3cr3t-word", error.ToString() + error.TargetObject + error.ErrorDetails);
        }
    }

    [Fact]
    public void Without_a_database_the_error_says_how_to_name_one()
    {
        _project.Add("0000_a", "CREATE TABLE a (id int);");
        var (error, _) = _session.Fail("$env:DATABASE_URL = $null; Invoke-Migration -Path $root", ("root", _project.Root));
        Assert.Equal("DatabaseUrlMissing", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Contains("$env:DATABASE_URL", error.ErrorDetails.RecommendedAction);
    }

    [Theory, EveryServer]
    public void Results_print_as_a_table(string server)
    {
        using var database = fleet.Get(server).CreateDatabase();
        _project.Add("0000_a", "CREATE TABLE a (id int);");
        var shown = HostProcess.Run(_project.Root, database.Url, "Invoke-Migration");
        Assert.Equal(0, shown.ExitCode);
        Assert.Matches(@"Idx +Outcome +Time +Tag +Statements", shown.Output);
        Assert.Matches(@"0 Applied +\d+ ms 0000_a +1 Executed", shown.Output);
        // In a pipeline of its own, for PowerShell shows a second type behind a table as a list.
        Assert.Matches(@"0 Applied +2023-11-14 22:13 [0-9a-f]{8} 0000_a", HostProcess.Run(_project.Root, database.Url, "Get-Migration").Output);
    }

    public void Dispose()
    {
        _session.Dispose();
        _project.Dispose();
    }
}
