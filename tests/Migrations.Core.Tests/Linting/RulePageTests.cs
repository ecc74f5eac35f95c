using System.Runtime.CompilerServices;
using Migrations.Core.Linting;
using Migrations.Model;

namespace Migrations.Core.Tests.Linting;

/// <summary>The pages of the rules against the rules.</summary>
public class RulePageTests
{
    // Their examples are about files, the journal or a database, not about a statement.
    private static readonly string[] NotOfStatements =
        ["unjournaled-migration", "missing-file", "journal-order", "edited-migration", "file-not-utf8", "table-copy", "missing-from-baseline"];

    public static TheoryData<string> Rules => [.. RuleCatalog.All.Select(rule => rule.Id)];

    public static TheoryData<string> StatementRules => [.. RuleCatalog.All.Select(rule => rule.Id).Except(NotOfStatements)];

    [Fact]
    public void Each_rule_has_a_page_and_each_page_a_rule()
    {
        var pages = Directory.EnumerateFiles(Folder(), "*.md").Select(file => Path.GetFileNameWithoutExtension(file)!).Where(name => name != "README");

        Assert.Equal(RuleCatalog.All.Select(rule => rule.Id).Order(StringComparer.Ordinal), pages.Order(StringComparer.Ordinal));
        Assert.Equal(RuleCatalog.All.Count, RuleCatalog.All.Select(rule => rule.Id).Distinct().Count());
    }

    [Theory, MemberData(nameof(Rules))]
    public void A_page_says_what_the_rule_says(string id)
    {
        var rule = RuleCatalog.All.Single(candidate => candidate.Id == id);
        var page = File.ReadAllText(Path.Combine(Folder(), id + ".md"));

        Assert.StartsWith($"# {id}\n\n{rule.Summary}\n\nSeverity: {rule.Severity}.", page, StringComparison.Ordinal);
        Assert.Equal(rule.Need != RuleNeed.Nothing, page.Contains(" It needs `-", StringComparison.Ordinal));
        Assert.Equal(rule.Need == RuleNeed.Server, page.Contains("It needs `-Server`", StringComparison.Ordinal));
        foreach (var heading in new[] { "## Bad", "## Good", "## Why", "## What the server does" }) Assert.Contains($"\n{heading}\n\n", page, StringComparison.Ordinal);
        Assert.Contains($"| [{id}]({id}.md) | {rule.Severity} | {rule.Summary} |\n", File.ReadAllText(Path.Combine(Folder(), "README.md")), StringComparison.Ordinal);
        Assert.Equal(page, RuleCatalog.PageOf(id));
    }

    [Theory, MemberData(nameof(StatementRules))]
    public void The_rule_finds_the_bad_example_and_not_the_good_one(string id)
    {
        var page = File.ReadAllText(Path.Combine(Folder(), id + ".md"));

        Assert.NotEmpty(FindingsOf(id, Example(page, "Bad")));
        Assert.Empty(FindingsOf(id, Example(page, "Good")));
    }

    // Rules about suppressions look at the other rules' findings.
    private static IReadOnlyList<MigrationFinding> FindingsOf(string id, string sql)
    {
        using var project = LintedProject.Started().Add("0001_next", sql);
        var needsServer = RuleCatalog.All.Single(rule => rule.Id == id).Need == RuleNeed.Server;
        return [.. project.Lint(new LintOptions { Tags = ["0001_next"], Server = needsServer ? TargetServer.Parse("mysql:9.7") : null }).Where(finding => finding.Rule == id)];
    }

    private static string Example(string page, string heading)
    {
        var start = page.IndexOf($"## {heading}\n\n```sql\n", StringComparison.Ordinal) + $"## {heading}\n\n```sql\n".Length;
        return page[start..page.IndexOf("\n```\n", start, StringComparison.Ordinal)];
    }

    private static string Folder([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "docs", "rules"));
}
