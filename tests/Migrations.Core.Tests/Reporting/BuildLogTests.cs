using Migrations.Core.Reporting;
using Migrations.Core.Servers;
using Migrations.Model;

namespace Migrations.Core.Tests.Reporting;

public sealed class BuildLogTests
{
    private readonly List<string> _lines = [];

    [Fact]
    public void An_issue_is_written_once()
    {
        var log = Azure();
        var difference = Difference("floor", 15);
        log.Write(LogIssue.Of(difference));
        log.Write(LogIssue.Of(difference));
        log.Write(new MigrationException(ErrorIds.SchemaDrift, "2 differences.", "Mend it.", target: new List<SchemaDifference> { difference, Difference("other", 16) }));
        Assert.Equal(2, _lines.Count);
        Assert.Equal("##vso[task.logissue type=error;sourcepath=/p/schema.ts;linenumber=15;columnnumber=3;code=MissingColumn;]rooms.floor should be int, and is not there. (baseline)", _lines[0]);
        Assert.Contains("linenumber=16", _lines[1]);
    }

    [Fact]
    public void An_error_tells_what_to_do_at_its_place()
    {
        Azure().Write(new MigrationException(ErrorIds.StatementFailed, "It failed:\n  SELECT 1", "Mend it.", new SourceLocation("/p/0001_a.sql", 2, 1)));
        Assert.Equal(["##vso[task.logissue type=error;sourcepath=/p/0001_a.sql;linenumber=2;columnnumber=1;code=StatementFailed;]It failed:%0A  SELECT 1%0AMend it."], _lines);
    }

    [Fact]
    public void Without_an_agent_nothing_is_written_and_no_summary_is_made()
    {
        var log = new BuildLog(null, _lines.Add);
        log.Write(LogIssue.Of(Difference("floor", 1)));
        log.Hide("a long password");
        log.Publish("x", () => throw new InvalidOperationException("It was made."), _ => Assert.Fail("It failed."));
        Assert.Empty(_lines);
    }

    [Fact]
    public void A_secret_is_told_in_every_spelling_and_line_by_line()
    {
        var settings = ConnectionSettings.Parse("mysql://app:p%3ass\"wo+rd@db/shop");
        settings.HidePassword(Azure());
        Assert.Equal(
            [
                "##vso[task.setsecret]p:ss\"wo+rd", "##vso[task.setsecret]p%AZP253Ass%AZP2522wo%AZP252Brd", "##vso[task.setsecret]p:ss\\u0022wo\\u002Brd",
                "##vso[task.setsecret]p%AZP253ass\"wo+rd",
            ], _lines);
        _lines.Clear();
        Azure().Hide("first line\nsecond");
        Assert.Contains("##vso[task.setsecret]first line%0Asecond", _lines);
        Assert.Contains("##vso[task.setsecret]first line", _lines);
        Assert.Contains("##vso[task.setsecret]second", _lines);
    }

    [Theory]
    [InlineData("")]
    [InlineData("root")]
    [InlineData("12345")]
    public void A_short_password_would_blot_the_log_and_is_not_told(string password)
    {
        Azure().Hide(password);
        Assert.Empty(_lines);
    }

    [Fact]
    public void A_summary_that_cannot_be_written_is_said_and_nothing_more()
    {
        var said = new List<string>();
        using var folder = new TemporaryFolder();
        // A file is no folder.
        var file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, "");
        var missing = Path.Combine(file, "no");
        new BuildLog(BuildAgent.Detect(name => name switch { "GITHUB_ACTIONS" => "true", "GITHUB_STEP_SUMMARY" => missing, _ => null }), _lines.Add).Publish("x", () => "y", said.Add);
        new BuildLog(BuildAgent.Detect(name => name switch { "TF_BUILD" => "True", "AGENT_TEMPDIRECTORY" => missing, _ => null }), _lines.Add).Publish("x", () => "y", said.Add);
        Assert.Equal(2, said.Count);
        Assert.Empty(_lines);
    }

    private BuildLog Azure() => new(BuildAgent.Detect(name => name == "TF_BUILD" ? "True" : null), _lines.Add);

    private static SchemaDifference Difference(string name, int line) => new()
    {
        Kind = SchemaDifferenceKind.MissingColumn,
        Table = "rooms",
        Name = name,
        Expected = "int",
        Severity = DifferenceSeverity.Error,
        ExpectedLocation = new SourceLocation("/p/schema.ts", line, 3),
    };
}
