using System.Text;
using System.Text.Json;
using Migrations.Core.Linting;
using Migrations.Model;

namespace Migrations.Core.Tests.Linting;

/// <summary>Files, journal, baseline, and the order in which the schema grows.</summary>
public sealed class LinterTests : IDisposable
{
    private readonly LintedProject _project = new();

    [Fact]
    public void Without_a_database_all_migrations_and_the_files_beside_them_are_looked_at()
    {
        _project.Add("0000_a", "DROP TABLE IF EXISTS a;").Add("0001_b", "DROP TABLE IF EXISTS b;");
        _project.Project.WithMigration("0002_c", "DROP TABLE IF EXISTS c;");
        Assert.Equal(["0000_a destructive-statement", "0001_b destructive-statement", "0002_c unjournaled-migration", "0002_c destructive-statement"], Told());
    }

    [Fact]
    public void The_schema_is_that_which_the_migration_meets()
    {
        _project.Add("0000_a", "CREATE TABLE IF NOT EXISTS t (a int, b int);")
            .Add("0001_b", "ALTER TABLE t ADD COLUMN IF NOT EXISTS c int AFTER d;")
            .Add("0002_c", "ALTER TABLE t ADD COLUMN IF NOT EXISTS d int AFTER b;")
            .Add("0003_d", "ALTER TABLE t ADD COLUMN IF NOT EXISTS e int AFTER d;")
            .Add("0004_e", "UPDATE later SET a = 1 WHERE a = 2;")
            .Add("0005_f", "CREATE TABLE IF NOT EXISTS later (a int);");
        Assert.Equal(["0001_b after-unknown-column", "0004_e unknown-table"], Told());
    }

    [Fact]
    public void What_only_the_baseline_knows_is_there_from_the_beginning_and_what_a_migration_adds_is_not()
    {
        _project.Add("0000_a", "ALTER TABLE old ADD COLUMN IF NOT EXISTS c int AFTER b;")
            .Add("0001_b", "ALTER TABLE old ADD COLUMN IF NOT EXISTS d int AFTER c;")
            .Add("0002_baseline", "CREATE TABLE IF NOT EXISTS old (a int, b int, c int, d int);")
            .Add("0003_c", "ALTER TABLE old DROP COLUMN IF EXISTS gone;");
        Assert.Equal(["0003_c destructive-statement"], Told());

        _project.Project.WithMigration("0000_a", "ALTER TABLE old ADD COLUMN IF NOT EXISTS c int AFTER d;");
        Assert.Equal(["0000_a after-unknown-column", "0003_c destructive-statement"], Told());
    }

    [Fact]
    public void What_a_migration_adds_is_to_be_in_the_baseline_or_a_bootstrap_file()
    {
        _project.Add("0000_baseline", "CREATE TABLE IF NOT EXISTS t (a int, c int);")
            .Add("0001_a", "CREATE TABLE IF NOT EXISTS t (a int, b int, c int);\n--> statement-breakpoint\nCREATE TABLE IF NOT EXISTS u (a int);\n--> statement-breakpoint\nCREATE INDEX IF NOT EXISTS i ON t (a);\n--> statement-breakpoint\nCREATE INDEX IF NOT EXISTS j ON t (c);")
            .Add("0002_b", "ALTER TABLE t ADD COLUMN IF NOT EXISTS d int, ADD COLUMN IF NOT EXISTS e int;")
            // migrations:ignore is tested elsewhere; here a dropped column is no one's to hold.
            .Add("0003_c", "-- migrations:ignore destructive-statement it held nothing\nALTER TABLE t DROP COLUMN IF EXISTS e;");
        _project.Project.Write("drizzle/bootstrap/0000_indexes.sql", "CREATE INDEX IF NOT EXISTS other_name ON t (c);");

        Assert.Equal(["0001_a 1:38", "0001_a 3:28", "0001_a 5:1", "0002_b 1:40"], Missing());
        IEnumerable<string> Missing() => _project.Lint(new LintOptions { Rules = ["missing-from-baseline"] }).Select(finding => $"{finding.Tag} {finding.Line}:{finding.Column}");
    }

    [Fact]
    public void Bootstrap_files_are_looked_at_over_the_baseline()
    {
        _project.Add("0000_baseline", "CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY);");
        _project.Project.Write("drizzle/bootstrap/0000_constraints.sql", $"ALTER TABLE t ADD CONSTRAINT IF NOT EXISTS {new string('c', 65)} CHECK (id > 0);\nALTER TABLE nowhere ADD COLUMN IF NOT EXISTS a int;");
        Assert.Equal(["bootstrap/0000_constraints identifier-too-long", "bootstrap/0000_constraints unknown-table"], Told());
        Assert.Single(_project.Lint(new LintOptions { Tags = ["bootstrap/0000_constraints"], Rules = ["unknown-table"] }));
    }

    [Fact]
    public void A_time_that_is_not_later_stands_in_the_journal()
    {
        _project.Add("0000_a", "SELECT 1;", 5000).Add("0001_b", "SELECT 1;", 4000).Add("0002_c", "SELECT 1;", 5000).Add("0003_d", "SELECT 1;", 5001);

        var findings = _project.Lint();

        Assert.Equal(["0001_b", "0002_c"], findings.Select(finding => finding.Tag));
        Assert.All(findings, finding => Assert.Equal(("journal-order", _project.Project.JournalPath), (finding.Rule, finding.File)));
        Assert.StartsWith("{", File.ReadAllLines(_project.Project.JournalPath)[findings[0].Line - 1][(findings[0].Column - 1)..], StringComparison.Ordinal);
        Assert.Contains("5001", findings[0].Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_and_one_that_cannot_be_read_cost_the_others_nothing()
    {
        _project.Journal("0000_gone").Add("0001_open", "SELECT 1;\nSELECT 'x").Add("0002_latin", "").Add("0003_wide", "").Add("0004_a", "DELETE FROM t;");
        _project.Project.Write("drizzle/0002_latin.sql", [.. Encoding.UTF8.GetBytes("SELECT 1;\n-- Ren"), 0xE9, (byte)'\n']);
        _project.Project.Write("drizzle/0003_wide.sql", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("SELECT 1;")]);

        var findings = _project.Lint(new LintOptions { Rules = ["missing-file", "unreadable-sql", "file-not-utf8", "without-where"] });

        Assert.Equal(
            ["0000_gone missing-file", "0001_open unreadable-sql", "0002_latin file-not-utf8", "0003_wide file-not-utf8", "0004_a without-where"],
            findings.Select(finding => $"{finding.Tag} {finding.Rule}"));
        Assert.Equal((2, 8), (findings[1].Line, findings[1].Column));
        Assert.Equal((2, 7), (findings[2].Line, findings[2].Column));
    }

    [Fact]
    public void What_drizzle_kit_pulled_leaves_the_tables_open()
    {
        _project.Add("0000_pulled", "-- Current sql file was generated after introspecting the database\n/*\nCREATE TABLE `t` (`id` int);\n*/").Add("0001_a", "UPDATE t SET a = 1 WHERE id = 1;");
        Assert.Empty(Told());
    }

    [Fact]
    public void An_unknown_tag_is_an_error() =>
        Assert.Equal("MigrationNotFound", Assert.Throws<MigrationException>(() => _project.Add("0000_a", "SELECT 1;").Lint(new LintOptions { Tags = ["0000_b"] })).ErrorId);

    [Theory]
    [InlineData("mysql:8.4", ServerFlavor.MySql, "8.4")]
    [InlineData("MariaDB:10.11.6", ServerFlavor.MariaDb, "10.11.6")]
    [InlineData("tidb", ServerFlavor.TiDb, "8.5")]
    public void A_target_is_a_server_and_its_version(string name, ServerFlavor flavor, string version) =>
        Assert.Equal((flavor, version), (TargetServer.Parse(name).Flavor, TargetServer.Parse(name).Version.ToString()));

    [Theory]
    [InlineData("postgres:16")]
    [InlineData("mysql:")]
    [InlineData("mysql:8.x")]
    [InlineData("mysql:8:4")]
    public void Anything_else_is_no_target(string name) => Assert.Equal("ServerUnknown", Assert.Throws<MigrationException>(() => TargetServer.Parse(name)).ErrorId);

    [Fact]
    public void The_report_has_every_finding_with_its_region_and_every_rule()
    {
        _project.Add("0000_ä b", "DROP TABLE IF EXISTS a;", 2).Add("0001_b", "SELECT 1;", 1);
        var findings = _project.Lint();

        using var sarif = JsonDocument.Parse(SarifReport.Render(findings, _project.Project.Root, "1.2.3"));

        var run = Assert.Single(sarif.RootElement.GetProperty("runs").EnumerateArray());
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().ToList();
        Assert.Equal(RuleCatalog.All.Select(rule => rule.Id), rules.Select(rule => rule.GetProperty("id").GetString()));
        Assert.All(rules, rule => Assert.True(Uri.TryCreate(rule.GetProperty("helpUri").GetString(), UriKind.Absolute, out _)));
        var results = run.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(findings.Count, results.Count);
        foreach (var (finding, result) in findings.Zip(results))
        {
            Assert.Equal(finding.Rule, rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());
            var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
            Assert.Equal("%SRCROOT%", place.GetProperty("artifactLocation").GetProperty("uriBaseId").GetString());
            var file = new Uri(new Uri(_project.Project.Root + "/"), place.GetProperty("artifactLocation").GetProperty("uri").GetString()!).LocalPath;
            Assert.Equal(Path.GetFullPath(finding.File), Path.GetFullPath(file));
            Assert.Equal((finding.Line, finding.EndColumn), (place.GetProperty("region").GetProperty("startLine").GetInt32(), place.GetProperty("region").GetProperty("endColumn").GetInt32()));
        }
        Assert.DoesNotContain(_project.Project.Root, sarif.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    // Suites of rules that every statement here would set off for another reason are left out.
    private IEnumerable<string> Told() => _project.Lint(new LintOptions { Rules = [.. RuleCatalog.All.Select(rule => rule.Id).Where(id => id is not ("multiple-statements" or "missing-from-baseline"))] })
        .Select(finding => $"{finding.Tag} {finding.Rule}");

    public void Dispose() => _project.Dispose();
}
