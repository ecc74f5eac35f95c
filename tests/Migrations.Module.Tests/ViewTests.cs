using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Xml.Linq;

namespace Migrations.Module.Tests;

/// <summary>What is seen at a prompt. The session's style is one for the whole process, so whoever changes it stands in this class.</summary>
// The engine has one style for all of a process.
[Collection("PSStyle")]
public sealed class ViewTests : IDisposable
{
    private const string Results = """
        function Make($type, $values) {
            $made = [Runtime.CompilerServices.RuntimeHelpers]::GetUninitializedObject($type)
            foreach ($name in $values.Keys) {
                $property = $type.GetProperty($name)
                $value = if ($property.PropertyType.IsGenericType -and $property.PropertyType.Name -like 'IReadOnlyList*') {
                    , [Management.Automation.LanguagePrimitives]::ConvertTo($values[$name], $property.PropertyType.GetGenericArguments()[0].MakeArrayType())
                } else { [Management.Automation.LanguagePrimitives]::ConvertTo($values[$name], $property.PropertyType) }
                $property.SetValue($made, $value)
            }
            $made
        }
        function Statement($line, $outcome, $ms, $text, $code) {
            $refusal = if ($code) { [Migrations.Model.ServerError]::new($code, '42S21', "Duplicate column name 'note'") }
            Make ([Migrations.Model.StatementResult]) @{ File = '/p/drizzle/0001_bookings.sql'; Line = $line; Column = 1; Text = $text; Outcome = $outcome; DurationMs = $ms; ServerError = $refusal; Clauses = @() }
        }
        function Result($idx, $tag, $outcome, $ms, $statements) {
            Make ([Migrations.Model.MigrationResult]) @{ Idx = $idx; Tag = $tag; Outcome = $outcome; DurationMs = $ms; Statements = @($statements); Path = "/p/drizzle/$tag.sql"
                Hash = '68869b81ee78cef8b92239e2107552bcdddbe0e8486e14c05e9c951f0af3278c'; Database = 'shop'; Server = [Migrations.Model.ServerInfo]::new('MySql', [version]'9.7.4', '9.7.4'); Landed = @() }
        }
        $results = @(
            Result 0 '0000_guests_and_rooms' Applied 85.4 (Statement 1 Executed 61 'CREATE TABLE a (id int)')
            Result 1 '0001_bookings' Failed 200123 (Statement 1 Executed 1249 "ALTER TABLE a`n  ADD b int"), (Statement 4 Failed 15 'ALTER TABLE a ADD note text' 1060), (Statement 5 NotReached 0 'DROP TABLE b')
        )
        """;

    private readonly ProjectFolder _project = new ProjectFolder().Guarded();

    public void Dispose() => _project.Dispose();

    private string Screen(string script, int width = 80, bool hasColors = false, bool listed = false)
    {
        var host = new ScreenHost(width, hasColors);
        using var session = listed ? null : new ModuleSession(host);
        using var lists = listed ? ListsOnly(host) : null;
        var runspace = session?.Runspace ?? lists!;
        runspace.SessionStateProxy.Path.SetLocation(_project.Root);
        using var pipeline = runspace.CreatePipeline("Set-StrictMode -Version Latest; " + script);
        pipeline.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        pipeline.Commands.Add("Out-Default");
        pipeline.Invoke();
        return string.Join('\n', host.Text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).Trim('\n');
    }

    // Format-List is not among the core cmdlets. The first view of a type is what is shown by default: here the list, for the tables are taken out.
    private Runspace ListsOnly(ScreenHost host)
    {
        var state = InitialSessionState.CreateDefault2();
        var module = Path.GetDirectoryName(Repository.Manifest)!;
        state.ImportPSModule([Path.Combine(module, "bin", "net8.0", "Migrations.dll")]);
        foreach (var file in Directory.GetFiles(Repository.ModuleFolder, "*.Format.ps1xml"))
        {
            var views = XDocument.Load(file);
            views.Descendants("View").Where(view => view.Element("TableControl") is not null).Remove();
            var left = _project.PathOf("lists-" + Path.GetFileName(file));
            views.Save(left);
            state.Formats.Add(new SessionStateFormatEntry(left));
        }
        var runspace = RunspaceFactory.CreateRunspace(host, state);
        runspace.Open();
        return runspace;
    }

    [Fact]
    public void Migrations_show_state_time_and_a_short_hash()
    {
        Assert.Equal("""
             Idx Status       Created (UTC)    Hash     Tag
             --- ------       -------------    ----     ---
               0 Unknown      2023-11-14 22:13 51160e50 0000_baseline (baseline)
               1 FileMissing  2023-11-14 22:13          0001_gone
                 Unjournaled                   00000000 0002_new
            """.Replace("51160e50", Hash("0000_baseline")[..8]).Replace("00000000", NewHash()[..8]), Screen("Get-Migration -Offline"));

        string Hash(string tag) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(_project.SqlPath(tag))));

        string NewHash()
        {
            _project.Journal("0001_gone", 1_700_000_001_000);
            _project.Write("drizzle/0002_new.sql", "SELECT 1;");
            return Hash("0002_new");
        }
    }

    [Fact]
    public void A_list_has_what_is_there_whole_and_nothing_that_is_not() => Assert.Equal($"""
        Name       : users
        Columns    : id int
                     email varchar(255)
        PrimaryKey : (id)
        Location   : {_project.PathOf("drizzle/schema.ts")}:3:22
        """, Screen("Get-SchemaTable users", 160, listed: true));

    [Fact]
    public void A_run_is_shown_by_database_with_times_that_are_read_at_a_glance()
    {
        Assert.Equal("""
               Database: shop on MySQL 9.7.4

             Idx Outcome            Time Tag                   Statements
             --- -------            ---- ---                   ----------
               0 Applied           85 ms 0000_guests_and_rooms 1 Executed
               1 Failed       3 min 20 s 0001_bookings         1 Executed, 1 Failed, 1 NotR
                                                               eached
            """, Screen(Results + "\n$results"));
        Assert.Equal("""
               File: /p/drizzle/0001_bookings.sql

             Line Outcome              Time Error Statement
             ---- -------              ---- ----- ---------
                1 Executed            1.2 s       ALTER TABLE a ADD b int
                4 Failed              15 ms  1060 ALTER TABLE a ADD note text
                5 NotReached                      DROP TABLE b
            """.Replace("\n ", "\n "), Screen(Results + "\n$results[1].Statements"));
        Assert.Equal("""
            Tag             : 0001_bookings
            Outcome         : Failed
            Idx             : 1
            Database        : shop
            Server          : MySQL 9.7.4
            Time            : 3 min 20 s
            Statements      : 1 Executed, 1 Failed, 1 NotReached
            FailedStatement : /p/drizzle/0001_bookings.sql:4:1: 1060 (42S21): Duplicate column name 'note'
            Path            : /p/drizzle/0001_bookings.sql
            Hash            : 68869b81ee78cef8b92239e2107552bcdddbe0e8486e14c05e9c951f0af3278c
            """, Screen(Results + "\n$results[1]", 160, listed: true));
    }

    [Theory]
    [InlineData(80, """
               Table: users (baseline)

            Severity Where          Kind          Name          Expected      Actual
            -------- -----          ----          ----          --------      ------
            Error    schema.ts:6    MissingColumn phone         varchar(30)
            """)]
    [InlineData(160, """
               Table: users (baseline)

            Severity Where                          Kind                          Name                          Expected                      Actual
            -------- -----                          ----                          ----                          --------                      ------
            Error    schema.ts:6                    MissingColumn                 phone                         varchar(30)
            """)]
    public void Drift_is_shown_by_table_with_the_line_of_the_schema(int width, string expected)
    {
        _project.AddPhone();

        Assert.Equal(expected, Screen("Test-SchemaDrift", width));
    }

    [Fact]
    public void Findings_are_shown_by_file_and_wrap()
    {
        _project.Add("0001_a", "CREATE TABLE a (id int PRIMARY KEY);\n");

        Assert.Equal("""
               File: drizzle/0001_a.sql

             Line Severity    Rule                     Message
             ---- --------    ----                     -------
                1 Warning     missing-if-exists        A second run fails: the table `a` is
                                                        there then.
            """, Screen("Test-Migration 0001_a -Rule missing-if-exists"));
    }

    [Fact]
    public void Whatever_is_authored_at_once_is_one_table()
    {
        _project.AddPhone();

        Assert.Equal("""
            Outcome  Artifact   Change
            -------  --------   ------
            Planned  Migration  0001_phone.sql, 1 statement
            Planned  Journal    1 0001_phone
            Planned  Baseline   LineAdded users.phone
            """, Screen("New-Migration phone -FromSchema -Complete -WhatIf"));
    }

    [Fact]
    public void Colours_are_the_sessions_own_and_only_where_the_host_has_some()
    {
        const string Run = Results + "\n$results";
        var style = PSStyle.Instance;

        var colored = Screen(Run, hasColors: true);
        Assert.Contains(style.Foreground.Green + "Applied" + style.Reset, colored);
        Assert.Contains(style.Formatting.Error + "Failed" + style.Reset, colored);
        Assert.DoesNotContain("\e", Screen(Run));
        // NO_COLOR makes it so.
        var before = style.OutputRendering;
        style.OutputRendering = OutputRendering.PlainText;
        try
        {
            Assert.DoesNotContain("\e", Screen(Run, hasColors: true));
        }
        finally
        {
            style.OutputRendering = before;
        }
    }

    [Fact]
    public void Redirected_output_has_no_escape_sequence()
    {
        _project.AddPhone();

        var run = HostProcess.Run(_project.Root, null, "Test-SchemaDrift");

        Assert.Contains("Error    schema.ts:6", run.Output);
        Assert.DoesNotContain("\e", run.Output);
    }

    [Fact]
    public void Objects_say_in_a_text_what_they_are()
    {
        _project.AddPhone();
        using var session = new ModuleSession();
        string Said(string script) => session.Run(script, ("root", _project.Root)).Only.ToString();

        Assert.Equal("posts", Said("\"$(Get-SchemaTable posts -Path $root)\""));
        Assert.Equal("posts_user_idx (user_id)", Said("\"$((Get-SchemaTable posts -Path $root).Indexes[0])\""));
        Assert.Equal($"{_project.PathOf("drizzle/schema.ts")}:6:10: Error MissingColumn users.phone", Said("\"$(Test-SchemaDrift -Path $root)\""));
        Assert.Equal("0000_guests_and_rooms Applied", Said(Results + "\n\"$($results[0])\""));
        Assert.Equal("0000_baseline", Said("\"$(Get-Migration -Path $root -Offline)\""));
        Assert.Equal("00:03:20.1230000", Said(Results + "\n$results[1].Duration"));
        Assert.Equal("ALTER TABLE a ADD note text", Said(Results + "\n$results[1].Statements[1].Text"));
        Assert.Equal("DROP TABLE b", Said(Results + "\n$results[1].Statements[-1].Text"));
        Assert.Equal("2", Said("(Get-SchemaTable posts -Path $root).ColumnCount"));
    }
}
