using Migrations.Core.Reporting;
using Migrations.Model;

namespace Migrations.Core.Tests.Reporting;

/// <summary>What the agents are told, and in which form. The forms are those of the agents' documentation and of their own parsers.</summary>
public sealed class BuildAgentTests
{
    private static readonly string Root = Path.Combine(Path.GetTempPath(), "sources");

    [Theory]
    [InlineData("TF_BUILD", "True", true)]
    [InlineData("TF_BUILD", "true", true)]
    [InlineData("TF_BUILD", "", false)]
    [InlineData("TF_BUILD", "False", false)]
    [InlineData("GITHUB_ACTIONS", "true", true)]
    [InlineData("GITHUB_ACTIONS", "false", false)]
    [InlineData("CI", "true", false)]
    public void An_agent_is_known_by_its_variable(string name, string value, bool known) =>
        Assert.Equal(known, BuildAgent.Detect(asked => asked == name ? value : null) is not null);

    [Theory]
    [InlineData("off", false)]
    [InlineData("OFF", false)]
    [InlineData("on", true)]
    [InlineData("", true)]
    public void The_switch_turns_it_off(string value, bool known) =>
        Assert.Equal(known, Agent(("TF_BUILD", "True"), ("MIGRATIONS_CI", value)) is not null);

    [Fact]
    public void Azure_gets_the_place_relative_to_the_sources_and_every_separator_escaped()
    {
        var agent = Azure();
        var issue = new LogIssue(IssueLevel.Error, "Statement;Failed]", "100 % of a;b]c\r\nd %3B", new SourceLocation(Path.Combine(Root, "db;1", "a]%.sql"), 3, 7));
        Assert.Equal(
            "##vso[task.logissue type=error;sourcepath=db%3B1/a%5D%AZP25.sql;linenumber=3;columnnumber=7;code=Statement%3BFailed%5D;]100 %AZP25 of a%3Bb%5Dc%0D%0Ad %AZP253B",
            agent.LineOf(issue));
        Assert.Equal("##vso[task.logissue type=warning;]w", agent.LineOf(new LogIssue(IssueLevel.Warning, null, "w", null)));
        Assert.Null(agent.LineOf(new LogIssue(IssueLevel.Notice, "x", "n", null)));
        Assert.Equal("##vso[task.setsecret]p%3Bw%5D%AZP25", agent.LineOfSecret("p;w]%"));
    }

    [Fact]
    public void Azure_reads_back_what_was_meant()
    {
        // The agent's own way back: the four first, the percent sign last.
        static string Unescape(string text) => text.Replace("%3B", ";").Replace("%0D", "\r").Replace("%0A", "\n").Replace("%5D", "]").Replace("%AZP25", "%");
        CsCheck.Check.Sample(CsCheck.Gen.String, text =>
        {
            var line = Azure().LineOf(new LogIssue(IssueLevel.Error, null, text, null))!;
            Assert.DoesNotContain('\n', line);
            Assert.DoesNotContain('\r', line);
            return Unescape(line["##vso[task.logissue type=error;]".Length..]) == text;
        });
    }

    [Fact]
    public void GitHub_gets_the_place_and_every_separator_escaped()
    {
        var agent = GitHub();
        var issue = new LogIssue(IssueLevel.Error, "A,B:C", "100 % a,b::c\r\nd", new SourceLocation(Path.Combine(Root, "db,1:x", "a%.sql"), 3, 7));
        Assert.Equal("::error file=db%2C1%3Ax/a%25.sql,line=3,col=7,title=A%2CB%3AC::100 %25 a,b::c%0D%0Ad", agent.LineOf(issue));
        Assert.Equal("::warning::w", agent.LineOf(new LogIssue(IssueLevel.Warning, null, "w", null)));
        Assert.Equal("::notice title=r::n", agent.LineOf(new LogIssue(IssueLevel.Notice, "r", "n", null)));
        Assert.Equal("::add-mask::p,w:%25", agent.LineOfSecret("p,w:%"));
    }

    [Fact]
    public void A_path_elsewhere_stays_as_it_is()
    {
        var outside = Path.Combine(Path.GetTempPath(), "sources-too", "a.sql");
        Assert.Equal(outside, Azure().PathOf(outside));
        Assert.Equal("drizzle/a.sql", Azure().PathOf("drizzle/a.sql"));
    }

    [Fact]
    public void With_several_repositories_the_own_one_counts()
    {
        var agent = Agent(("TF_BUILD", "True"), ("BUILD_SOURCESDIRECTORY", Root), ("BUILD_REPOSITORY_LOCALPATH", Path.Combine(Root, "app")))!;
        Assert.Equal("a.sql", agent.PathOf(Path.Combine(Root, "app", "a.sql")));
        Assert.Equal("tools/a.sql", agent.PathOf(Path.Combine(Root, "tools", "a.sql")));
    }

    [Fact]
    public void Azure_uploads_the_summary_from_its_temporary_folder()
    {
        using var folder = new TemporaryFolder();
        var line = Agent(("TF_BUILD", "True"), ("AGENT_TEMPDIRECTORY", folder.Path))!.Publish("Invoke-Migration", "## é");
        const string command = "##vso[task.uploadsummary]";
        Assert.StartsWith(command, line, StringComparison.Ordinal);
        var file = line![command.Length..];
        Assert.Equal(folder.Path, Path.GetDirectoryName(file));
        Assert.Matches("^Invoke-Migration-[0-9a-f]{8}\\.md$", Path.GetFileName(file));
        Assert.Equal("## é"u8.ToArray(), File.ReadAllBytes(file));
    }

    [Fact]
    public void GitHub_gets_the_summary_appended_and_never_more_than_it_takes()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "summary.md");
        File.WriteAllText(file, "# Before\n");
        var agent = Agent(("GITHUB_ACTIONS", "true"), ("GITHUB_STEP_SUMMARY", file))!;
        Assert.Null(agent.Publish("x", "one"));
        agent.Publish("x", new string('y', 1024 * 1024));
        agent.Publish("x", "two");
        Assert.Equal("# Before\none\ntwo\n", File.ReadAllText(file));
        Assert.Null(GitHub().Publish("x", "nowhere to go"));
    }

    private static BuildAgent Azure() => Agent(("TF_BUILD", "True"), ("BUILD_SOURCESDIRECTORY", Root))!;

    private static BuildAgent GitHub() => Agent(("GITHUB_ACTIONS", "true"), ("GITHUB_WORKSPACE", Root))!;

    private static BuildAgent? Agent(params (string Name, string Value)[] environment) =>
        BuildAgent.Detect(name => environment.Where(variable => variable.Name == name).Select(variable => variable.Value).FirstOrDefault());
}
