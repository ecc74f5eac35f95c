using System.Management.Automation;
using Migrations.TestServers;

namespace Migrations.Module.Tests;

public sealed class RegistrationTests(ServerFleet fleet) : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly ProjectFolder _project = new();

    private TestDatabase Database(string server, bool isMade = true)
    {
        _project.Add("0000_a", "CREATE TABLE a (id int);").Add("0001_b", "ALTER TABLE a ADD COLUMN b int;\nUPDATE a SET b = 1;").Add("0002_c", "CREATE TABLE c (id int);");
        var database = fleet.Get(server).CreateDatabase();
        if (isMade) database.Execute("CREATE TABLE a (id int, b int)");
        return database;
    }

    private Output Run(TestDatabase database, string script) => _session.Run(script, ("root", _project.Root), ("url", database.Url));

    private string Status(TestDatabase database) => string.Join(' ', Run(database, "Get-Migration -Path $root -DatabaseUrl $url").Texts("Status"));

    [Theory, EveryServer]
    public void The_error_of_a_brownfield_database_names_the_way_and_the_way_works(string server)
    {
        using var database = Database(server);
        database.Execute("CREATE TABLE c (id int)");
        Assert.Contains("Register-Migration", _session.Fail("Invoke-Migration -Path $root -DatabaseUrl $url", ("root", _project.Root), ("url", database.Url)).Error.ErrorDetails.RecommendedAction);

        var preview = Run(database, "Register-Migration -Path $root -DatabaseUrl $url -All -WhatIf");
        Assert.Equal(["Planned", "Planned", "Planned"], preview.Texts("Outcome"));
        Assert.Equal("Pending Pending Pending", Status(database));

        // ConfirmImpact is Medium: nothing asks.
        var registered = Run(database, "Register-Migration -Path $root -DatabaseUrl $url -All");
        Assert.Equal(["Registered", "Registered", "Registered"], registered.Texts("Outcome"));
        Assert.Equal(["1 Satisfied", "1 Satisfied, 1 Unverified", "1 Satisfied"], registered.Texts("Summary"));
        Assert.Contains("1 statement(s) cannot be checked", Assert.Single(registered.Warnings));
        Assert.Empty(Run(database, "Invoke-Migration -Path $root -DatabaseUrl $url -Confirm:$false").Objects);
        Assert.Empty(Run(database, "Register-Migration -Path $root -DatabaseUrl $url -All").Objects);
    }

    [Theory, EveryServer]
    public void Migrations_come_by_the_pipeline_and_what_is_applied_is_passed_over(string server)
    {
        using var database = Database(server);
        Assert.Equal("0000_a", Run(database, "Register-Migration 0000_a -Path $root -DatabaseUrl $url").Texts("Tag").Single());

        var piped = Run(database, "Get-Migration 000[01]* -Path $root -DatabaseUrl $url | Register-Migration -DatabaseUrl $url -Verbose");

        Assert.Equal(["0001_b"], piped.Texts("Tag"));
        Assert.Empty(piped.Errors);
        Assert.Contains("The migration 0000_a is applied already.", piped.Verbose);
        Assert.Equal("Applied Applied Pending", Status(database));
        Assert.Equal(["0002_c"], Run(database, "Invoke-Migration -Path $root -DatabaseUrl $url").Texts("Tag"));
    }

    [Theory, EveryServer]
    public void By_name_what_cannot_be_registered_is_an_error_of_its_own(string server)
    {
        using var database = Database(server);
        _project.Write("drizzle/0009_loose.sql", "SELECT 1;");
        Run(database, "Register-Migration -To 0000_a -Path $root -DatabaseUrl $url");

        var output = Run(database, "Register-Migration 0000_a, 0001_b, 0007_no, 0009_loose.sql -Path $root -DatabaseUrl $url");

        Assert.Equal(["0001_b"], output.Texts("Tag"));
        Assert.Equal(["MigrationAlreadyApplied", "MigrationNotFound", "MigrationNotJournaled"], output.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
    }

    [Theory, EveryServer]
    public void What_is_missing_ends_the_command_and_Force_warns(string server)
    {
        using var database = Database(server);

        var (error, before) = _session.Fail("Register-Migration -All -Path $root -DatabaseUrl $url", ("root", _project.Root), ("url", database.Url));
        Assert.Equal("MigrationNotThere,Migrations.Commands.RegisterMigrationCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidOperation, error.CategoryInfo.Category);
        Assert.Contains("0002_c.sql:1:1: MissingTable: c", error.ToString());
        Assert.Empty(before);
        Assert.Equal("MigrationNotThere", _session.Fail("Register-Migration -All -WhatIf -Path $root -DatabaseUrl $url").Error.FullyQualifiedErrorId.Split(',')[0]);

        var forced = Run(database, "Register-Migration -All -Force -Path $root -DatabaseUrl $url");
        Assert.Equal(3, forced.Objects.Count);
        Assert.Contains(forced.Warnings, warning => warning.Contains("0002_c.sql:1:1: MissingTable: c", StringComparison.Ordinal));
    }

    [Theory, EveryServer]
    public void Unregistering_asks_unless_it_is_told_not_to(string server)
    {
        using var database = Database(server);
        Run(database, "Register-Migration -To 0001_b -Path $root -DatabaseUrl $url");

        // The host of these tests cannot ask: being asked is its error, and nothing was done.
        Assert.Contains("The host was attempting to request confirmation", Assert.Single(Run(database, "Unregister-Migration 0001_b -Path $root -DatabaseUrl $url").Errors).ToString());
        Assert.Equal("Applied Applied Pending", Status(database));

        Assert.Equal(["Planned"], Run(database, "Unregister-Migration 0001_b -Path $root -DatabaseUrl $url -WhatIf").Texts("Outcome"));
        Assert.Equal("Applied Applied Pending", Status(database));
        var output = Run(database, "Get-Migration -Path $root -DatabaseUrl $url | Unregister-Migration -DatabaseUrl $url -Confirm:$false");
        Assert.Equal(["Unregistered", "Unregistered"], output.Texts("Outcome"));
        Assert.Equal(["2 -> 1", "1 -> 0"], output.Texts("History"));
        Assert.Equal("MigrationNotApplied", Assert.Single(output.Errors).FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal("Pending Pending Pending", Status(database));
    }

    public void Dispose()
    {
        _session.Dispose();
        _project.Dispose();
    }
}
