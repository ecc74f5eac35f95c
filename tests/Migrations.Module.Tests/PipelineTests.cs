using System.Text.RegularExpressions;
using Migrations.TestServers;

namespace Migrations.Module.Tests;

/// <summary>What a step's output has for the agent, in a process of its own, and that docs/pipelines.md shows it.</summary>
public sealed class PipelineTests(ServerFleet fleet) : IDisposable
{
    private const string Broken = """
        $null = New-Migration broken -Sql 'INSERT INTO `demo_rooms` (`number`, `price_per_night`) VALUES (''303'', 99)', 'UPDATE `demo_rooms` SET `flor` = 1' | Add-JournalEntry
        Invoke-Migration
        """;

    private readonly DemoProject _demo = new();

    [Theory]
    [InlineData("azure")]
    [InlineData("github")]
    public void Drift_fails_the_step_with_the_line_of_the_schema_as_the_docs_show(string agent)
    {
        _demo.AddFloor();
        using var step = new AgentStep(agent);
        var run = step.Run(_demo.Root, null, "Test-SchemaDrift -ErrorOnDrift");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(Documented($"{agent} drift"), step.Shown(run.Output));
        Assert.Equal(string.Join('\n', Documented("summary drift")), step.Summary().TrimEnd('\n'));
        // In whatever way the objects are used: it is told once, at the line's beginning and in one line, though the page is 80 wide.
        foreach (var (script, code) in new[] { ("$r = Test-SchemaDrift", 0), ("$null = Test-SchemaDrift -Quiet", 0), ("if (Test-SchemaDrift -Quiet) { throw 'green' }", 0), ("Test-SchemaDrift *> $null", 0), ("Test-SchemaDrift -Strict -ErrorOnDrift", 1) })
        {
            run = step.Run(_demo.Root, null, script);
            Assert.Equal(code, run.ExitCode);
            Assert.Equal(Documented($"{agent} drift"), step.Shown(run.Output));
        }
    }

    [Theory]
    [EveryServer("azure")]
    [EveryServer("github")]
    public void A_failed_statement_is_told_with_its_file_and_line_as_the_docs_show(string server, string agent)
    {
        using var database = fleet.Get(server).CreateDatabase("pipe");
        using var step = new AgentStep(agent);
        using var nowhere = new AgentStep("none");
        Assert.Equal(0, nowhere.Run(_demo.Root, database.Url, "Invoke-Migration").ExitCode);

        var run = step.Run(_demo.Root, database.Url, Broken);

        Assert.Equal(1, run.ExitCode);
        // The page shows MySQL's words.
        Assert.Equal(Documented($"{agent} failed"), step.Shown(run.Output).Select(line => line.Replace("'flor' in 'SET'", "'flor' in 'field list'", StringComparison.Ordinal)));
        Assert.Contains("0004\\_broken | Failed at drizzle/0004\\_broken.sql:3:1 |", step.Summary());
        Assert.Contains("    Statement 2 of 2 of 0004_broken failed: 1054", step.Summary());
        Assert.DoesNotContain(database.Server.User, step.Summary());
        Assert.DoesNotContain(database.Server.Host, step.Summary());
    }

    [Theory]
    [EveryServer("azure", "##vso[task.complete result=Succeeded]")]
    [EveryServer("github", "::set-output name=a::b")]
    public void A_statement_cannot_give_the_agent_orders(string server, string agent, string order)
    {
        using var database = fleet.Get(server).CreateDatabase("pipe");
        using var step = new AgentStep(agent);

        var run = step.Run(_demo.Root, database.Url, $$"""
            $null = New-Migration orders -Sql "UPDATE demo_rooms SET nope = 'a`n{{order}}'" | Add-JournalEntry
            Invoke-Migration -Verbose *>&1 | ForEach-Object { "$_" }
            """);

        Assert.Contains(order[2..12], run.Output + run.Error);
        Assert.DoesNotContain((run.Output + "\n" + run.Error).Split('\n'), line => line.TrimStart().StartsWith(order, StringComparison.Ordinal));
    }

    [Theory]
    [EveryServer("azure")]
    [EveryServer("github")]
    public void The_password_is_registered_before_anything_else_and_stands_nowhere_else(string server, string agent)
    {
        using var database = fleet.Get(server).CreateDatabase("pipe");
        using var step = new AgentStep(agent);
        var run = step.Run(_demo.Root, database.Url, "$r = Invoke-Migration -Verbose -Debug *>&1; Invoke-Migration -WhatIf; $r");

        Assert.Equal(0, run.ExitCode);
        var password = database.Server.Password;
        string[] spellings = [password, Uri.EscapeDataString(password), System.Text.Json.JsonEncodedText.Encode(password).ToString()];
        string[] expected =
        [
            .. spellings.Distinct().Select(text => agent == "azure"
                ? "##vso[task.setsecret]" + text.Replace("%", "%AZP25").Replace(";", "%3B").Replace("]", "%5D")
                : "::add-mask::" + text.Replace("%", "%25")),
        ];
        var lines = run.Output.Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        // Two cmdlets connect: each tells of it before it writes anything.
        Assert.Equal(expected, lines.Take(expected.Length));
        Assert.Equal([.. expected, .. expected], lines.Where(line => line.StartsWith("##vso[task.setsecret]", StringComparison.Ordinal) || line.StartsWith("::add-mask::", StringComparison.Ordinal)));
        var rest = string.Join('\n', lines.Except(expected)) + run.Error + string.Concat(Directory.GetFiles(step.Folder).Select(File.ReadAllText));
        Assert.DoesNotContain(password, rest);
        Assert.DoesNotContain(Uri.EscapeDataString(password), rest);
    }

    [Theory, EveryServer]
    public void Without_an_agent_or_where_it_is_switched_off_nothing_of_it_is_written(string server)
    {
        _demo.AddFloor();
        using var database = fleet.Get(server).CreateDatabase("pipe");
        using var none = new AgentStep("none");
        using var azure = new AgentStep("azure");
        using var github = new AgentStep("github");
        const string script = "Invoke-Migration; Test-SchemaDrift; Test-Migration; try { Invoke-Migration -To no_such } catch { $_.FullyQualifiedErrorId }";
        foreach (var (step, switched) in new[] { (none, ""), (azure, "off"), (github, "OFF") })
        {
            var run = step.Run(_demo.Root, database.Url, script, ("MIGRATIONS_CI", switched));
            Assert.Equal(0, run.ExitCode);
            Assert.Contains("MissingColumn", run.Output);
            Assert.Empty(AgentStep.Commands(run.Output + run.Error));
            Assert.Empty(Directory.GetFiles(step.Folder));
        }
    }

    [Fact]
    public void Findings_warnings_and_errors_that_do_not_end_it_are_told()
    {
        File.WriteAllText(Path.Combine(_demo.Root, "drizzle", "0004_wipe.sql"), "DROP TABLE `demo_rooms`;\n--> statement-breakpoint\nUPDATE `demo_guests` SET `name` = 'x';");
        using var azure = new AgentStep("azure");
        using var github = new AgentStep("github");
        const string script = "$f = Test-Migration 0004_wipe; Test-Migration no_such -ErrorAction Continue; Test-Migration no_such -ErrorAction SilentlyContinue; \"found $($f.Count)\"";

        var told = azure.Shown(azure.Run(_demo.Root, null, script).Output);
        Assert.Contains(told, line => line.StartsWith("##vso[task.logissue type=error;sourcepath=drizzle/0004_wipe.sql;linenumber=1;columnnumber=12;code=destructive-statement;]", StringComparison.Ordinal));
        Assert.Contains(told, line => line.StartsWith("##vso[task.logissue type=warning;sourcepath=drizzle/0004_wipe.sql;linenumber=3;columnnumber=1;code=without-where;]", StringComparison.Ordinal));
        Assert.Single(told, line => line.StartsWith("##vso[task.logissue type=error;code=MigrationNotFound;]There is no migration 'no_such'.", StringComparison.Ordinal));

        var shown = github.Shown(github.Run(_demo.Root, null, "Test-Migration 0004_wipe -ErrorOn Warning").Output);
        // What ends the command is an error, whatever its own severity.
        Assert.Contains(shown, line => line.StartsWith("::error file=drizzle/0004_wipe.sql,line=3,col=1,title=without-where::", StringComparison.Ordinal));
        Assert.Equal(shown.Distinct().Count(), shown.Count);
    }

    [Theory, EveryServer]
    public void Drift_after_an_installation_is_told_once_as_a_warning_or_as_the_error_that_it_is(string server)
    {
        _demo.AddFloor();
        using var step = new AgentStep("azure");
        foreach (var (options, type, code) in new[] { ("", "warning", 0), ("-ErrorOnDrift", "error", 1), ("-WarningAction SilentlyContinue", "warning", 0) })
        {
            using var database = fleet.Get(server).CreateDatabase("pipe");
            var run = step.Run(_demo.Root, database.Url, "$null = Invoke-Migration " + options);
            Assert.Equal(code, run.ExitCode);
            var told = step.Shown(run.Output).Where(line => line.Contains("logissue", StringComparison.Ordinal)).ToList();
            if (options.StartsWith("-Warning", StringComparison.Ordinal)) Assert.Empty(told);
            else Assert.StartsWith($"##vso[task.logissue type={type};sourcepath=drizzle/schema.ts;linenumber=15;columnnumber=10;code=MissingColumn;]demo_rooms.floor should be", Assert.Single(told), StringComparison.Ordinal);
        }
    }

    [Theory, EveryServer]
    public void A_conflict_is_told_at_its_statement(string server)
    {
        using var database = fleet.Get(server).CreateDatabase("pipe");
        using var step = new AgentStep("github");
        const string script = "$null = Invoke-Migration; $null = New-Migration other -Sql 'ALTER TABLE `demo_rooms` ADD COLUMN `number` bigint' | Add-JournalEntry; $null = Invoke-Migration";
        var run = step.Run(_demo.Root, database.Url, script);
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("::warning file=drizzle/0004_other.sql,line=1,col=1,title=Conflict::", Assert.Single(step.Shown(run.Output)), StringComparison.Ordinal);
    }

    [Theory, EveryServer]
    public void A_preview_has_a_summary_and_names_what_it_takes(string server)
    {
        using var database = fleet.Get(server).CreateDatabase("pipe");
        using var step = new AgentStep("github");
        var run = step.Run(_demo.Root, database.Url, "$null = Invoke-Migration; $null = New-Migration less -Sql 'ALTER TABLE `demo_rooms` DROP COLUMN `description`' | Add-JournalEntry; $null = Invoke-Migration -WhatIf");
        Assert.Equal(0, run.ExitCode);
        var summary = File.ReadAllText(step.SummaryFile);
        Assert.Contains($"Preview of {database.Name.Replace("_", "\\_", StringComparison.Ordinal)} (", summary);
        Assert.Contains("| 0004\\_less | Planned | 1 Executed |", summary);
        Assert.Contains("These statements take something from tables that are in use:\n\n| Migration | Place | Outcome |\n| --- | --- | --- |\n| 0004\\_less | drizzle/0004\\_less.sql:1:1 | Executed |", summary);
    }

    [Theory, EveryServer]
    public void JUnit_files_are_written_relative_to_the_location_and_honour_WhatIf(string server)
    {
        _demo.AddFloor();
        using var database = fleet.Get(server).CreateDatabase("pipe");
        using var step = new AgentStep("none");
        const string script = """
            $null = Invoke-Migration -WarningAction SilentlyContinue
            $null = $ExecutionContext.SessionState.Path.SetLocation('drizzle')
            $null = Test-SchemaDrift -WhatIf -JUnitPath preview.xml
            $null = Test-Migration -WhatIf -JUnitPath preview.xml
            $null = Test-SchemaDrift -Against Baseline, Database -JUnitPath ../drift.xml
            $null = Test-Migration -JUnitPath ../lint.xml -Quiet
            $null = Test-Migration -DatabaseUrl $env:DATABASE_URL -JUnitPath ../done.xml
            """;
        var run = step.Run(_demo.Root, database.Url, script);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.False(File.Exists(Path.Combine(_demo.Root, "drizzle", "preview.xml")));
        var drift = System.Xml.Linq.XDocument.Load(Path.Combine(_demo.Root, "drift.xml")).Root!;
        Assert.Equal(("3", "1"), ((string?)drift.Attribute("tests"), (string?)drift.Attribute("failures")));
        var rooms = drift.Descendants("testcase").Single(test => (string?)test.Attribute("name") == "demo_rooms");
        Assert.Equal(("drizzle/schema.ts", "15"), ((string?)rooms.Attribute("file"), (string?)rooms.Attribute("line")));
        Assert.Equal(2, rooms.Element("failure")!.Value.Split('\n').Length);
        var lint = System.Xml.Linq.XDocument.Load(Path.Combine(_demo.Root, "lint.xml")).Root!;
        Assert.Contains("0000_guests_and_rooms", lint.Descendants("testcase").Select(test => (string?)test.Attribute("name")));
        // What the database has is not looked at, so it is no test that passed.
        Assert.DoesNotContain("0000_guests_and_rooms", System.Xml.Linq.XDocument.Load(Path.Combine(_demo.Root, "done.xml")).Descendants("testcase").Select(test => (string?)test.Attribute("name")));
    }

    // A block of the page, named by the comment before it.
    private static IReadOnlyList<string> Documented(string name)
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "pipelines.md")).ReplaceLineEndings("\n");
        var block = Regex.Match(page, $"<!-- output: {Regex.Escape(name)} -->\n```text\n(.*?)\n```", RegexOptions.Singleline);
        Assert.True(block.Success, $"docs/pipelines.md has no output '{name}'.");
        return block.Groups[1].Value.Split('\n');
    }

    public void Dispose() => _demo.Dispose();
}
