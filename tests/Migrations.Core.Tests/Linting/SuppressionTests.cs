using Migrations.Core.Linting;
using Migrations.Core.Projects;
using Migrations.Model;

namespace Migrations.Core.Tests.Linting;

public sealed class SuppressionTests : IDisposable
{
    private readonly LintedProject _project = LintedProject.Started();

    [Fact]
    public void A_suppression_with_a_reason_is_for_the_next_statement_alone()
    {
        Assert.Equal(
            ["without-where 4"],
            Lint("-- migrations:ignore without-where the table is empty\nUPDATE orders SET state = 'a';\n--> statement-breakpoint\nUPDATE orders SET state = 'b';"));
    }

    [Fact]
    public void A_suppression_for_the_file_is_for_every_statement()
    {
        Assert.Empty(Lint("-- Fills.\n-- migrations:ignore-file without-where the table is empty\nUPDATE orders SET state = 'a';\n--> statement-breakpoint\nUPDATE orders SET state = 'b';"));
    }

    [Fact]
    public void Several_rules_share_a_reason()
    {
        Assert.Empty(Lint("SELECT 1;\n--> statement-breakpoint\n\n  -- migrations:ignore without-where,non-deterministic-data all get the time of the release\n  UPDATE orders SET state = NOW();"));
    }

    [Theory]
    [InlineData("-- migrations:ignore without-where\nUPDATE orders SET state = 'a';", "invalid-suppression 1", "without-where 2")]
    [InlineData("-- migrations:ignore\nUPDATE orders SET state = 'a';", "invalid-suppression 1", "without-where 2")]
    [InlineData("-- migrations:ignore no-where because\nUPDATE orders SET state = 'a';", "invalid-suppression 1", "without-where 2")]
    [InlineData("-- migrations:ignore unused-suppression because\nSELECT 1;", "invalid-suppression 1")]
    [InlineData("SELECT 1;\n--> statement-breakpoint\n-- migrations:ignore-file without-where because\nUPDATE orders SET state = 'a';", "invalid-suppression 3", "without-where 4")]
    [InlineData("SELECT 1;\n-- migrations:ignore without-where because", "invalid-suppression 2")]
    [InlineData("-- migrations:ignore without-where because\nSELECT 1;", "unused-suppression 1")]
    [InlineData("-- migrations:ignore-file destructive-statement because\nSELECT 1;", "unused-suppression 1")]
    [InlineData("-- migrations:ignore without-where,type-narrowing because\nUPDATE orders SET state = 'a';", "unused-suppression 1")]
    [InlineData("SELECT '-- migrations:ignore';\n--> statement-breakpoint\n/* -- migrations:ignore */ SELECT 1;")]
    [InlineData("-- migrations:ignore if-exists-syntax another runner never sees it\nALTER TABLE users ADD COLUMN IF NOT EXISTS a int;\n--> statement-breakpoint\n-- migrations:ignore table-copy at night\nALTER TABLE users MODIFY id bigint;")]
    public void What_suppresses_nothing_is_a_finding(string sql, params string[] findings) => Assert.Equal(findings, Lint(sql));

    [Fact]
    public void A_suppression_of_a_rule_that_is_left_out_is_not_unused()
    {
        _project.Add("0001_next", "-- migrations:ignore without-where because\nSELECT 1;");
        Assert.Empty(_project.Lint(new LintOptions { Tags = ["0001_next"], Rules = [.. RuleCatalog.All.Select(rule => rule.Id).Where(id => id != "without-where")] }));
    }

    [Fact]
    public void An_unjournaled_file_can_say_so()
    {
        _project.Project.WithMigration("0009_draft", "-- migrations:ignore-file unjournaled-migration a draft for the next release\nSELECT 1;");
        Assert.Empty(_project.Lint(new LintOptions { Tags = ["0009_draft"] }));
    }

    [Fact]
    public void A_project_can_do_without_a_rule()
    {
        _project.Add("0001_next", "UPDATE orders SET state = 'a';");
        _project.Project.Write("migrations.json", """{ "excludeRules": ["without-where"] }""");
        Assert.Empty(_project.Lint(new LintOptions { Tags = ["0001_next"] }));

        _project.Project.Write("migrations.json", """{ "excludeRules": ["no-where"] }""");
        Assert.Equal("RuleUnknown", Assert.Throws<MigrationException>(() => _project.Lint()).ErrorId);

        _project.Project.Write("migrations.json", "{\n  \"excludeRules\": \"without-where\" }");
        var error = Assert.Throws<MigrationException>(() => ProjectLocator.Locate(_project.Project.Root));
        Assert.Equal(("SettingsInvalid", 2, 3), (error.ErrorId, error.Location!.Line, error.Location.Column));
    }

    private IEnumerable<string> Lint(string sql)
    {
        _project.Add("0001_next", sql);
        return _project.Lint(new LintOptions { Tags = ["0001_next"] }).Select(finding => $"{finding.Rule} {finding.Line}");
    }

    public void Dispose() => _project.Dispose();
}
