using System.Text.Json;

namespace Migrations.Module.Tests;

public sealed class AuthoringTests : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly ProjectFolder _project = new();

    [Fact]
    public void New_Migration_takes_the_next_number_of_files_and_journal()
    {
        _project.Add("0007_seventh", "SELECT 1;").Write("drizzle/0009_not_journaled.sql", "SELECT 1;");

        var file = _session.Run("New-Migration 'Add my Column!' -Path $root", ("root", _project.Root)).Only;

        Assert.Equal(("0010_add_my_column", "Written"), (file.Properties["Tag"].Value, file.Properties["Outcome"].Value.ToString()));
        Assert.True(File.Exists(_project.SqlPath("0010_add_my_column")));
        Assert.Equal(0, file.Properties["StatementCount"].Value);
    }

    [Fact]
    public void Sql_is_written_statement_by_statement_with_breakpoints()
    {
        _session.Run("New-Migration x -Path $root -Sql 'ALTER TABLE a ADD b int; -- why\nALTER TABLE a ADD c int', 'SELECT '';'''", ("root", _project.Root));

        Assert.Equal(
            "ALTER TABLE a ADD b int;\n--> statement-breakpoint\n-- why\nALTER TABLE a ADD c int;\n--> statement-breakpoint\nSELECT ';';\n",
            File.ReadAllText(_project.SqlPath("0000_x")));
    }

    [Fact]
    public void The_file_pipes_into_the_journal()
    {
        _project.Add("0000_a", "SELECT 1;", when: 4_000_000_000_000);

        var entry = _session.Run("New-Migration next -Path $root -Sql 'SELECT 2' | Add-JournalEntry", ("root", _project.Root)).Only;

        Assert.Equal((1, "0001_next", 4_000_000_000_001L, "5"), (entry.Properties["Idx"].Value, entry.Properties["Tag"].Value, entry.Properties["When"].Value, entry.Properties["Version"].Value));
        using var journal = JsonDocument.Parse(File.ReadAllText(_project.JournalPath));
        Assert.Equal("0001_next", journal.RootElement.GetProperty("entries")[1].GetProperty("tag").GetString());
    }

    [Theory]
    [InlineData("-WhatIf")]
    [InlineData("-WhatIf:$true")]
    public void WhatIf_gives_the_same_objects_and_writes_nothing(string whatIf)
    {
        var before = File.ReadAllBytes(_project.JournalPath);

        var output = _session.Run($"New-Migration next -Path $root {whatIf} | Add-JournalEntry {whatIf}; New-Migration next -Path $root {whatIf}", ("root", _project.Root));

        Assert.Empty(output.Errors);
        Assert.Equal(["0000_next", "0000_next"], output.Texts("Tag"));
        Assert.Equal(["Planned", "Planned"], output.Texts("Outcome"));
        Assert.Equal(before, File.ReadAllBytes(_project.JournalPath));
        Assert.Empty(Directory.GetFiles(_project.PathOf("drizzle"), "*.sql"));
    }

    [Fact]
    public void WhatIfPreference_is_a_preview_too()
    {
        var output = _session.Run("$WhatIfPreference = $true; New-Migration next -Path $root; $WhatIfPreference = $false", ("root", _project.Root));
        Assert.Equal(["Planned"], output.Texts("Outcome"));
        Assert.Empty(Directory.GetFiles(_project.PathOf("drizzle"), "*.sql"));
    }

    [Fact]
    public void One_bad_item_of_a_pipeline_does_not_stop_the_rest()
    {
        _project.Write("drizzle/0000_a.sql", "SELECT 1;");
        _project.Write("drizzle/0001_b.sql", "SELECT 1;");

        var output = _session.Run("'0000_a', '../evil', 'missing', '0000_a', '0001_b.sql' | Add-JournalEntry -Path $root", ("root", _project.Root));

        Assert.Equal(["0000_a", "0001_b"], output.Texts("Tag"));
        Assert.Equal(
            ["TagInvalid", "MigrationFileMissing", "JournalTagExists"], output.Errors.Select(e => e.FullyQualifiedErrorId.Split(',')[0]));
        Assert.All(output.Errors, error => Assert.False(string.IsNullOrEmpty(error.ErrorDetails.RecommendedAction)));
    }

    [Theory]
    [InlineData("{\"entries\": [", "JournalInvalidJson")]
    [InlineData("{\"entries\": [{\"idx\":0,\"when\":1,\"tag\":\"a\"},{\"idx\":0,\"when\":2,\"tag\":\"b\"}]}", "JournalDuplicateIdx")]
    [InlineData("{\"entries\": [{\"idx\":0,\"when\":1,\"tag\":\"a\"},{\"idx\":1,\"when\":2,\"tag\":\"a\"}]}", "JournalDuplicateTag")]
    [InlineData("{\"entries\": [{\"idx\":0,\"when\":1,\"tag\":\"../x\"}]}", "JournalUnsafeTag")]
    public void A_bad_journal_is_one_clear_error_with_its_position_and_stays_as_it_is(string journal, string id)
    {
        _project.Write("drizzle/meta/_journal.json", journal);
        _project.Write("drizzle/0005_x.sql", "SELECT 1;");

        var error = Assert.Single(_session.Run("Add-JournalEntry 0005_x -Path $root", ("root", _project.Root)).Errors);

        Assert.Equal(id + ",Migrations.Commands.AddJournalEntryCommand", error.FullyQualifiedErrorId);
        Assert.Matches(@"_journal\.json:1:\d+: ", error.ToString());
        Assert.Equal(journal, File.ReadAllText(_project.JournalPath));
    }

    [Fact]
    public void A_folder_without_a_project_is_an_error_that_says_where_it_looked()
    {
        var empty = Directory.CreateTempSubdirectory("migrations-none-").FullName;
        var (error, _) = _session.Fail("New-Migration x -Path $root", ("root", empty));
        Directory.Delete(empty);
        Assert.Equal("ProjectNotFound,Migrations.Commands.NewMigrationCommand", error.FullyQualifiedErrorId);
        Assert.Contains(empty, error.ToString());
    }

    [Fact]
    public void The_project_is_found_from_any_folder_below_it_and_from_the_current_location()
    {
        Directory.CreateDirectory(_project.PathOf("src/deep"));
        _project.Add("0000_a", "SELECT 1;");
        Assert.Equal(["0000_a"], _session.Run("Get-Migration -Offline -Path $at", ("at", _project.PathOf("src/deep"))).Texts("Tag"));
        Assert.Equal(["0000_a"], _session.Run("Get-Migration -Offline -Path $at", ("at", _project.PathOf("drizzle/meta"))).Texts("Tag"));
        _session.Runspace.SessionStateProxy.Path.PushCurrentLocation("t");
        _session.Runspace.SessionStateProxy.Path.SetLocation(_project.PathOf("src"));
        Assert.Equal(["0000_a"], _session.Run("Get-Migration -Offline").Texts("Tag"));
        _session.Runspace.SessionStateProxy.Path.PopLocation("t");
    }

    [Fact]
    public void Get_Migration_without_a_database_lists_what_journal_and_files_tell()
    {
        _project.Add("0000_a", "SELECT 1;").Journal("0001_gone").Write("drizzle/0002_extra.sql", "SELECT 1;");

        var output = _session.Run("Get-Migration -Offline -Path $root", ("root", _project.Root));

        Assert.Equal(["Unknown", "FileMissing", "Unjournaled"], output.Texts("Status"));
        Assert.Equal(["0002_extra"], _session.Run("Get-Migration -Offline -Path $root -Tag 0002*", ("root", _project.Root)).Texts("Tag"));
        Assert.Equal(["0001_gone"], _session.Run("Get-Migration -Offline -Path $root -Status FileMissing", ("root", _project.Root)).Texts("Tag"));
    }

    public void Dispose()
    {
        _session.Dispose();
        _project.Dispose();
    }
}
