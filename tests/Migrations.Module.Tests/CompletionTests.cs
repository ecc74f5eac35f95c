using System.Management.Automation;

namespace Migrations.Module.Tests;

/// <summary>What Tab offers.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly ProjectFolder _project = new ProjectFolder().Guarded();

    public CompletionTests() => _session.Runspace.SessionStateProxy.Path.SetLocation(_project.Root);

    public void Dispose()
    {
        _session.Dispose();
        _project.Dispose();
    }

    private IReadOnlyList<CompletionResult> Complete(string line) =>
        [.. ((CommandCompletion)_session.Run("TabExpansion2 $line $line.Length", ("line", line)).Only.BaseObject).CompletionMatches];

    private IReadOnlyList<string> Texts(string line) => [.. Complete(line).Select(match => match.CompletionText)];

    private int ErrorCount() => (int)_session.Run("$global:Error.Count").Only.BaseObject;

    [Theory]
    [InlineData("Get-Migration 0")]
    [InlineData("Get-Migration -Tag '00")]
    [InlineData("Invoke-Migration -To ")]
    [InlineData("Invoke-Migration -Restart 0000")]
    [InlineData("Register-Migration ")]
    [InlineData("Unregister-Migration 0000_B")]
    [InlineData("Test-Migration 0")]
    [InlineData("Export-MigrationScript x.sql -From ")]
    [InlineData("Export-MigrationScript x.sql -To ")]
    [InlineData("Get-Migration -BaselineTag ")]
    [InlineData("Repair-Journal -BaselineTag ")]
    [InlineData("Update-Baseline -BaselineTag ")]
    [InlineData("New-Migration x -FromSchema -BaselineTag ")]
    public void Tags_are_offered_with_number_and_time(string line)
    {
        var match = Assert.Single(Complete(line));

        Assert.Equal(("0000_baseline", "0000_baseline", "No. 0, 2023-11-14 22:13 UTC, baseline"), (match.CompletionText, match.ListItemText, match.ToolTip));
    }

    [Fact]
    public void What_the_journal_lacks_is_offered_to_who_adds_it()
    {
        _project.Write("drizzle/0002_it's new.sql", "SELECT 1;");

        var match = Assert.Single(Complete("Add-JournalEntry "));
        Assert.Equal(("'0002_it''s new'", "0002_it's new", "Unjournaled"), (match.CompletionText, match.ListItemText, match.ToolTip));
        Assert.Equal(2, Complete("Get-Migration 0").Count);
    }

    [Theory]
    [InlineData("Get-SchemaTable ", "posts users")]
    [InlineData("Get-SchemaTable -Table U", "users")]
    [InlineData("Get-SchemaTable users, p", "posts")]
    [InlineData("Test-SchemaDrift -Ignore ", "posts users")]
    [InlineData("Test-SchemaDrift -Ignore users.", "users.id users.email")]
    [InlineData("Test-SchemaDrift -Ignore posts.posts", "posts.posts_user_idx")]
    [InlineData("New-Migration x -Column u", "users.")]
    [InlineData("New-Migration x -Column users.e", "'users.email|varchar(255)'")]
    [InlineData("Get-Migration -Status Unj", "Unjournaled")]
    [InlineData("Test-SchemaDrift Ba", "Baseline")]
    [InlineData("Test-Migration -Server mysql:9", "mysql:9.7")]
    [InlineData("Export-MigrationScript x.sql -Server t", "")]
    [InlineData("Export-MigrationScript x.sql -Server mariadb:10.", "mariadb:10.6 mariadb:10.11")]
    [InlineData("Test-Migration -ExcludeRule destr", "destructive-statement")]
    public void Names_are_offered(string line, string expected) =>
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => text.Replace('|', ' ')).Order(), Texts(line).Where(text => !text.Contains('/')).Order());

    [Fact]
    public void Names_say_what_they_are()
    {
        Assert.Equal("2 columns, 1 index, 0 foreign keys", Assert.Single(Complete("Get-SchemaTable p")).ToolTip);
        Assert.Equal("MariaDB 10.11", Assert.Single(Complete("Test-Migration -Server mariadb:10.11")).ToolTip);
        Assert.StartsWith("Warning: ", Assert.Single(Complete("Test-Migration -Rule without-where")).ToolTip, StringComparison.Ordinal);
        Assert.Equal("users.email", Assert.Single(Complete("New-Migration x -Column users.e")).ListItemText);
    }

    [Fact]
    public void Renames_are_offered_where_something_vanished_beside_something_new()
    {
        Assert.DoesNotContain(Texts("New-Migration x -FromSchema -Rename "), text => text.Contains('='));
        _project.EditSchema("email: varchar('email', { length: 255 })", "mail: varchar('mail', { length: 300 })");

        var match = Assert.Single(Complete("New-Migration x -FromSchema -Rename "));

        Assert.Equal(("'users.email=mail'", "varchar(255) NOT NULL becomes varchar(300) NOT NULL; its data stay."), (match.CompletionText, match.ToolTip));
    }

    [Fact]
    public void A_table_of_a_named_file_and_of_a_named_project_is_offered()
    {
        using var other = new ProjectFolder();
        other.Write("one.sql", "CREATE TABLE alone (id int);");
        other.Add("0007_other", "SELECT 1;");

        Assert.Equal(["alone"], Texts($"Get-SchemaTable -LiteralPath '{other.PathOf("one.sql")}' -Name "));
        Assert.Equal(["0007_other"], Texts($"Get-Migration -Path '{other.Root}' -Tag "));
    }

    [Fact]
    public void The_environments_databases_are_offered_without_their_values()
    {
        Environment.SetEnvironmentVariable("MIGRATIONS_COMPLETION_URL", "mysql://root:pa55@h/db");
        try
        {
            var offers = Complete("Invoke-Migration -Url ");
            Assert.Contains(offers, offered => (offered.CompletionText, offered.ToolTip) == ("$env:MIGRATIONS_COMPLETION_URL", "A database's URL in the environment"));
            Assert.DoesNotContain(offers, offered => (offered.CompletionText + offered.ToolTip + offered.ListItemText).Contains("pa55"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("MIGRATIONS_COMPLETION_URL", null);
        }
    }

    [Theory]
    [InlineData("Get-Migration 0")]
    [InlineData("Get-SchemaTable u")]
    [InlineData("Test-SchemaDrift -Ignore users.")]
    [InlineData("New-Migration x -FromSchema -Rename u")]
    [InlineData("New-Migration x -Column u")]
    [InlineData("Add-JournalEntry 0")]
    public void Nothing_is_said_where_there_is_no_project_or_a_broken_one(string line)
    {
        _session.Run("1..300 | ForEach-Object { try { throw \"mine $_\" } catch { } }");
        var (count, newest) = (ErrorCount(), _session.Run("$global:Error[0].ToString()").Only.ToString());
        void AssertSilent()
        {
            Assert.DoesNotContain(Complete(line), match => match.ResultType == CompletionResultType.ParameterValue);
            Assert.Equal((count, newest), (ErrorCount(), _session.Run("$global:Error[0].ToString()").Only.ToString()));
        }

        _project.Write("drizzle/meta/_journal.json", "{ broken");
        _project.Write("drizzle/schema.ts", "export const = ;");
        AssertSilent();
        _session.Runspace.SessionStateProxy.Path.SetLocation(Path.GetTempPath());
        AssertSilent();
    }

    [Fact]
    public void Projects_come_from_the_pipeline_as_folders_and_as_words()
    {
        using var parent = new ProjectFolder(withConfig: false);
        foreach (var name in (string[])["one", "two"])
        {
            parent.Write($"{name}/drizzle.config.ts", "export default { schema: './drizzle/schema.ts', out: './drizzle', dialect: 'mysql' };\n");
            parent.Write($"{name}/drizzle/schema.ts", $"import {{ int, mysqlTable }} from 'drizzle-orm/mysql-core';\nexport const t = mysqlTable('{name}_t', {{ id: int('id') }});\n");
            parent.Write($"{name}/drizzle/0000_{name}_baseline.sql", $"CREATE TABLE IF NOT EXISTS `{name}_t` (`id` int);\n");
            parent.Write($"{name}/drizzle/meta/_journal.json", $"{{ \"version\": \"7\", \"dialect\": \"mysql\", \"entries\": [{{ \"idx\": 0, \"version\": \"5\", \"when\": 1700000000000, \"tag\": \"0000_{name}_baseline\", \"breakpoints\": true }}] }}");
        }
        var folders = new[] { new DirectoryInfo(parent.PathOf("one")), new DirectoryInfo(parent.PathOf("two")) };
        IReadOnlyList<string> Of(string script, string property)
        {
            var output = _session.Run("$folders | " + script, ("folders", folders.Select(Item).ToArray()));
            Assert.Empty(output.Errors);
            return [.. output.Texts(property).Select(text => text!)];
        }

        Assert.Equal(["0000_one_baseline", "0000_two_baseline"], Of("Get-Migration -Offline", "Tag"));
        Assert.Equal(["one_t", "two_t"], Of("Get-SchemaTable", "Name"));
        Assert.Empty(Of("Test-SchemaDrift", "Kind"));
        Assert.Empty(Of("Test-Migration -Severity Error", "Rule"));
        Assert.Empty(Of("Update-Baseline", "Kind"));
        // As a word.
        Assert.Empty(_session.Run("Update-Baseline $one; Repair-Journal $one", ("one", parent.PathOf("one"))).Errors);
        var made = Directory.CreateTempSubdirectory("migrations-new-");
        var planned = _session.Run("Initialize-MigrationProject $made -WhatIf", ("made", made.FullName));
        made.Delete();
        Assert.Empty(planned.Errors);
        Assert.NotEmpty(planned.Objects);
        Assert.All(planned.Texts("Path"), path => Assert.StartsWith(made.FullName, path, StringComparison.Ordinal));

        // As Get-ChildItem gives it, which is not among the core cmdlets.
        static PSObject Item(DirectoryInfo folder)
        {
            var item = new PSObject(folder);
            item.Properties.Add(new PSNoteProperty("PSPath", "Microsoft.PowerShell.Core\\FileSystem::" + folder.FullName));
            item.Properties.Add(new PSNoteProperty("BaseName", folder.Name));
            return item;
        }
    }
}
