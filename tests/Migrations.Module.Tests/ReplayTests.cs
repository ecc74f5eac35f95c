using Migrations.TestServers;

namespace Migrations.Module.Tests;

public sealed class ReplayTests(ServerFleet fleet) : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly ProjectFolder _project = new ProjectFolder().Guarded();

    private Output Run(string server, string script) => _session.Run(script, ("root", _project.Root), ("scratch", fleet.Get(server).UrlOf("")));

    [Theory, EveryServer]
    public void A_chain_that_makes_the_schema_is_green(string server)
    {
        Assert.Empty(Run(server, "Test-SchemaDrift -Path $root -Replay -ScratchUrl $scratch -ErrorOnDrift").Objects);
        Assert.True((bool)Run(server, "Test-SchemaDrift Replay -Path $root -ScratchUrl $scratch -Quiet").Only.BaseObject);
    }

    [Theory, EveryServer]
    public void What_the_chain_lacks_is_drift_of_the_side_Replay(string server)
    {
        _project.AddPhone();

        var difference = Run(server, "Test-SchemaDrift -Path $root -Replay -ScratchUrl $scratch").Only;
        Assert.Equal("Replay MissingColumn users phone", string.Join(' ', new[] { "Against", "Kind", "Table", "Name" }.Select(name => difference.Properties[name].Value)));
        var (error, _) = _session.Fail("Test-SchemaDrift -Path $root -Replay -ScratchUrl $scratch -ErrorOnDrift");
        Assert.Contains("1 difference between the schema and what the migrations make", error.ToString());

        // The column arrives with a migration: the chain is whole again, though the baseline is not.
        _project.Add("0001_phone", "ALTER TABLE `users` ADD COLUMN IF NOT EXISTS `phone` varchar(30);");
        Assert.Equal(["Baseline"], Run(server, "Test-SchemaDrift Baseline -Path $root -Replay -ScratchUrl $scratch").Texts("Against"));
    }

    [Theory, EveryServer]
    public void With_a_database_all_three_are_compared(string server)
    {
        using var database = fleet.Get(server).CreateDatabase();
        _project.Add("0001_beside", "CREATE TABLE beside (id int, n int);");
        _session.Run("Invoke-Migration -Path $root -DatabaseUrl $url", ("root", _project.Root), ("url", database.Url));
        const string script = "Test-SchemaDrift Database -Path $root -DatabaseUrl $url -Replay -ScratchUrl $scratch | Where-Object Severity -eq Error";
        Assert.Empty(Run(server, script).Objects);

        database.Execute("ALTER TABLE users DROP COLUMN email");
        database.Execute("ALTER TABLE beside DROP COLUMN n");

        var differences = Run(server, script);
        Assert.Equal(["users", "beside"], differences.Texts("Table").Distinct());
        Assert.All(differences.Texts("Against"), side => Assert.Equal("Database", side));
        Assert.Equal("Replay", differences.Texts("ExpectedFrom").Last());
    }

    [Theory, EveryServer]
    public void A_statement_that_fails_is_the_error_with_its_place(string server)
    {
        _project.Add("0001_broken", "SELECT 1;\nCALL nowhere();");
        var (error, before) = _session.Fail("Test-SchemaDrift -Path $root -Replay -ScratchUrl $scratch", ("root", _project.Root), ("scratch", fleet.Get(server).UrlOf("")));
        Assert.Equal("StatementFailed,Migrations.Commands.TestSchemaDriftCommand", error.FullyQualifiedErrorId);
        Assert.Contains("0001_broken.sql:2:1: A new database cannot be built from these migrations.", error.ToString());
        Assert.Empty(before);
    }

    [Fact]
    public void Without_a_server_the_error_says_what_to_give()
    {
        // Nothing is found by its name, and what is found elsewhere has no folder for its data.
        var run = HostProcess.Run(_project.Root, null, "$env:PATH = ''; $env:TMPDIR = $env:TEMP = $env:TMP = (Join-Path (Get-Location) drizzle.config.ts); try { Test-SchemaDrift -Replay } catch { $_.FullyQualifiedErrorId; $_.Exception.Message }");

        Assert.StartsWith("ScratchServerMissing,Migrations.Commands.TestSchemaDriftCommand", run.Output);
        Assert.Contains("Give -ScratchUrl the URL of a server", run.Output.ReplaceLineEndings(" "));
    }

    public void Dispose()
    {
        _session.Dispose();
        _project.Dispose();
    }
}
