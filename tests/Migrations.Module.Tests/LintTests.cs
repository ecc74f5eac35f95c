using System.Text.Json;

namespace Migrations.Module.Tests;

/// <summary>Test-Migration inside the real engine.</summary>
public sealed class LintTests : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly ProjectFolder _project = new();

    public LintTests() => _project
        .Add("0000_start", "CREATE TABLE IF NOT EXISTS `users` (`id` int PRIMARY KEY, `name` varchar(50));")
        .Add("0001_wipe", "DROP TABLE IF EXISTS `old`;\n--> statement-breakpoint\nUPDATE `users` SET `name` = 'x';");

    [Fact]
    public void It_gives_findings_with_their_places()
    {
        var output = _session.Run("Test-Migration -Path $root", ("root", _project.Root));

        Assert.Equal(["destructive-statement", "without-where"], output.Texts("Rule"));
        Assert.Equal(["Error", "Warning"], output.Texts("Severity"));
        Assert.Equal(["1", "3"], output.Texts("Line"));
        Assert.Equal(["22", "1"], output.Texts("Column"));
        Assert.Equal("UPDATE `users` SET `name` = 'x'", output.Objects[1].Properties["Statement"].Value);
        Assert.Equal(_project.SqlPath("0001_wipe"), output.Objects[0].Properties["File"].Value);
        Assert.Empty(output.Errors);
    }

    [Fact]
    public void New_Migration_pipes_into_it()
    {
        var output = _session.Run("New-Migration 'drop it' -Path $root -Sql 'DROP TABLE `users`' | Test-Migration", ("root", _project.Root));

        Assert.Equal(["unjournaled-migration", "destructive-statement", "missing-if-exists"], output.Texts("Rule"));
        Assert.All(output.Texts("Tag"), tag => Assert.Equal("0002_drop_it", tag));
    }

    [Theory]
    [InlineData("Get-Migration 0001* -Path $root -Offline | Test-Migration")]
    [InlineData("[pscustomobject]@{ BaseName = '0001_wipe'; PSPath = $sql } | Test-Migration")]
    [InlineData("Test-Migration 0001* -Path $root")]
    [InlineData("Test-Migration 0001_wipe.sql -Path $root")]
    [InlineData("Test-Migration -Path $sql 0001_wipe")]
    public void Some_migrations_are_chosen(string command)
    {
        var output = _session.Run(command, ("root", _project.Root), ("sql", _project.SqlPath("0001_wipe")));
        Assert.Equal(["0001_wipe", "0001_wipe"], output.Texts("Tag"));
        Assert.Empty(output.Errors);
    }

    [Fact]
    public void Several_files_of_the_pipeline_are_one_look_at_the_project()
    {
        var output = _session.Run("Get-Migration -Path $root -Offline | Test-Migration", ("root", _project.Root));
        Assert.Equal(["destructive-statement", "without-where"], output.Texts("Rule"));
    }

    [Fact]
    public void A_tag_that_nothing_has_is_an_error_and_a_wildcard_is_not()
    {
        var output = _session.Run("Test-Migration 0007_none, 0008*, 0001_wipe -Path $root", ("root", _project.Root));
        Assert.Equal("MigrationNotFound,Migrations.Commands.TestMigrationCommand", Assert.Single(output.Errors).FullyQualifiedErrorId);
        Assert.Equal(2, output.Objects.Count);
    }

    [Theory]
    [InlineData("-Rule destructive*", "destructive-statement")]
    [InlineData("-Rule without-where, type-narrowing", "without-where")]
    [InlineData("-ExcludeRule *-where", "destructive-statement")]
    [InlineData("-Rule *e* -ExcludeRule destructive-statement", "without-where")]
    [InlineData("-Severity Error", "destructive-statement")]
    [InlineData("-Severity Warning, Information", "without-where")]
    public void Rules_and_severities_are_chosen(string parameters, string rule) =>
        Assert.Equal([rule], _session.Run($"Test-Migration -Path $root {parameters}", ("root", _project.Root)).Texts("Rule"));

    [Fact]
    public void A_rule_that_there_is_not_is_an_error()
    {
        var (error, _) = _session.Fail("Test-Migration -Path $root -Rule no-such", ("root", _project.Root));
        Assert.Equal("RuleUnknown,Migrations.Commands.TestMigrationCommand", error.FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("-ExcludeRule destructive-statement", true)]
    [InlineData("-ExcludeRule destructive-statement -ErrorOn Warning", false)]
    [InlineData("0000_start -ErrorOn Information", true)]
    public void Quiet_gives_only_whether_there_is_nothing_serious(string parameters, bool isFine) =>
        Assert.Equal(isFine, Assert.IsType<bool>(_session.Run($"Test-Migration {parameters} -Quiet -Path $root", ("root", _project.Root)).Only.BaseObject));

    [Fact]
    public void ErrorOn_ends_with_an_error_after_the_findings()
    {
        var (error, before) = _session.Fail("Test-Migration -Path $root -ErrorOn Warning", ("root", _project.Root));

        Assert.Equal("MigrationFindings,Migrations.Commands.TestMigrationCommand", error.FullyQualifiedErrorId);
        Assert.Contains("0001_wipe.sql:3:1: without-where", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, before.Count);
        Assert.Empty(_session.Run("Test-Migration 0000_start -Path $root -ErrorOn Information", ("root", _project.Root)).Errors);
    }

    [Fact]
    public void The_report_is_written_and_a_preview_writes_none()
    {
        var path = _project.PathOf("findings.sarif");
        Assert.Equal(2, _session.Run("Test-Migration -Path $root -SarifPath $sarif -WhatIf", ("root", _project.Root), ("sarif", path)).Objects.Count);
        Assert.False(File.Exists(path));

        Assert.True((bool)_session.Run("Test-Migration -Path $root -SarifPath $sarif -Quiet -Severity Warning", ("root", _project.Root), ("sarif", path)).Only.BaseObject);

        using var sarif = JsonDocument.Parse(File.ReadAllText(path));
        var result = Assert.Single(sarif.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray());
        Assert.Equal("drizzle/0001_wipe.sql", result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString());
    }

    [Fact]
    public void The_target_decides_about_syntax()
    {
        _project.Add("0002_column", "ALTER TABLE `users` ADD COLUMN IF NOT EXISTS `x` int;");
        Assert.Empty(_session.Run("Test-Migration 0002_column -Path $root", ("root", _project.Root)).Objects);
        Assert.Equal(["if-exists-syntax"], _session.Run("Test-Migration 0002_column -Path $root -Server mysql:9.7", ("root", _project.Root)).Texts("Rule"));
        Assert.Equal("ServerUnknown,Migrations.Commands.TestMigrationCommand", _session.Fail("Test-Migration -Path $root -Server oracle", ("root", _project.Root)).Error.FullyQualifiedErrorId);
    }

    [Fact]
    public void A_database_of_the_environment_is_not_asked()
    {
        _session.Run("$env:DATABASE_URL = 'mysql://nobody:x@127.0.0.1:1/none'");
        try
        {
            Assert.Empty(_session.Run("Test-Migration 0000_start -Path $root", ("root", _project.Root)).Objects);
        }
        finally
        {
            _session.Run("$env:DATABASE_URL = $null");
        }
    }

    [Theory]
    [InlineData("Test-Migration -Rule destr", "destructive-statement")]
    [InlineData("Test-Migration -ExcludeRule unused", "unused-suppression")]
    [InlineData("Test-Migration -Server mariadb:10.1", "mariadb:10.11")]
    public void Ids_and_servers_complete(string input, string expected) =>
        Assert.Equal([expected], _session.Run("(TabExpansion2 $line $line.Length).CompletionMatches", ("line", input)).Texts("CompletionText"));

    [Fact]
    public void The_table_is_grouped_by_file()
    {
        _project.Add("0002_more", "DELETE FROM `users`;");
        var lines = HostProcess.Run(_project.Root, null, "Test-Migration").Output.Split('\n').Select(line => line.TrimEnd()).ToList();

        Assert.Equal(
            ["drizzle/0001_wipe.sql", "drizzle/0002_more.sql"], lines.Where(line => line.Contains("File: ", StringComparison.Ordinal)).Select(line => line[(line.IndexOf("File: ", StringComparison.Ordinal) + 6)..]));
        Assert.Contains(lines, line => line.Contains("Error", StringComparison.Ordinal) && line.Contains("destructive-statement", StringComparison.Ordinal) && line.Contains("The table `old`", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _session.Dispose();
        _project.Dispose();
    }
}
