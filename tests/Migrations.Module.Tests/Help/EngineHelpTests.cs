using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace Migrations.Module.Tests.Help;

/// <summary>What Get-Help itself finds once the module is imported.</summary>
public sealed class EngineHelpTests : IDisposable
{
    private readonly ModuleSession _session = new();

    public static TheoryData<string> CmdletNames => HelpPages.CmdletNames;

    public static TheoryData<string> TopicNames => HelpPages.TopicNames;

    [Theory]
    [MemberData(nameof(CmdletNames))]
    public void Get_Help_shows_what_the_page_says(string name)
    {
        var page = HelpPages.Page(name);

        var help = _session.Run($"Get-Help {name} -Full").Only;

        Assert.Equal(page.Synopsis, Text(help, "Synopsis"));
        Assert.Equal(page.Description, Paragraphs(help, "description"));
        Assert.Equal(page.Examples.Count, Items(help, "examples", "example").Count);
        foreach (var (example, shown) in page.Examples.Zip(Items(help, "examples", "example")))
        {
            Assert.Equal(example.Title, Text(shown, "title"));
            Assert.Contains("PS> " + example.Steps[0].Code.Split('\n')[0], Text(shown, "code"));
            Assert.Contains(example.Steps[^1].Output, Text(shown, "code"));
        }
        Assert.Equal(page.Parameters.Select(parameter => parameter.Name), Items(help, "parameters", "parameter").Select(parameter => Text(parameter, "name")));
        foreach (var (parameter, shown) in page.Parameters.Zip(Items(help, "parameters", "parameter"))) Assert.Equal(parameter.Text, Paragraphs(shown, "Description"));
        Assert.Equal(page.Links, Items(help, "relatedLinks", "navigationLink").Select(link => Text(link, "linkText")));
    }

    [Theory]
    [MemberData(nameof(CmdletNames))]
    public void The_syntax_that_Get_Help_shows_is_the_cmdlets(string name)
    {
        var sets = HelpPages.Cmdlet(_session, name).ParameterSets;

        var shown = Items(_session.Run($"Get-Help {name} -Full").Only, "syntax", "syntaxItem");

        Assert.Equal(sets.Count, shown.Count);
        foreach (var (set, item) in sets.Zip(shown))
        {
            var expected = set.Parameters.Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name));
            Assert.Equal(
                expected.Select(parameter => $"{parameter.Name} {parameter.IsMandatory} {(parameter.Position < 0 ? "named" : parameter.Position.ToString(CultureInfo.InvariantCulture))}").Order(),
                Items(item, "parameter").Select(parameter => $"{Text(parameter, "name")} {bool.Parse(Text(parameter, "required"))} {Text(parameter, "position")}").Order());
        }
    }

    // The tests run in globalization-invariant mode, as many containers do: there is no culture then, and help must be there all the same.
    // The other cultures are asked for in tests/Pester.
    [Fact]
    public void Help_is_there_without_a_culture()
    {
        Assert.Equal("", CultureInfo.CurrentUICulture.Name);

        var found = _session.Run("(Get-Help Get-Migration).Synopsis; Get-Help about_Migrations");

        Assert.Equal(2, found.Objects.Count);
        Assert.Equal(HelpPages.Page("Get-Migration").Synopsis, found.Objects[0].ToString());
        Assert.Contains("about_Migrations", found.Objects[1].ToString());
    }

    [Theory]
    [MemberData(nameof(TopicNames))]
    public void A_topic_is_found_by_its_name_and_fits_a_console(string name)
    {
        var help = _session.Run($"Get-Help {name}").Only.ToString()!;

        Assert.StartsWith($"TOPIC\n    {name}\n", help.TrimStart('\uFEFF').ReplaceLineEndings("\n"));
        Assert.Contains("SHORT DESCRIPTION", help);
        Assert.All(help.ReplaceLineEndings("\n").Split('\n').TakeWhile(line => !line.StartsWith("    PS> ", StringComparison.Ordinal)), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void Topics_are_listed_by_a_wildcard() =>
        Assert.Equal(HelpPages.Topics, _session.Run("Get-Help about_Migrations*").Objects.Select(topic => Text(topic, "Name")).Order(StringComparer.Ordinal));

    public void Dispose() => _session.Dispose();

    private static string Text(PSObject item, string property) => item.Properties[property]?.Value?.ToString() ?? "";

    private static List<string> Paragraphs(PSObject item, string property) =>
        [.. Many(item.Properties[property]?.Value).Select(paragraph => Text(paragraph, "Text").ReplaceLineEndings("\n").TrimEnd('\n')).Where(text => text.Length > 0)];

    private static List<PSObject> Items(PSObject item, params string[] path)
    {
        foreach (var step in path[..^1]) item = PSObject.AsPSObject(item.Properties[step]?.Value);
        return Many(item.Properties[path[^1]]?.Value);
    }

    private static List<PSObject> Many(object? value) => value switch
    {
        null => [],
        PSObject { BaseObject: IList list } => [.. list.Cast<object>().Select(PSObject.AsPSObject)],
        IList list => [.. list.Cast<object>().Select(PSObject.AsPSObject)],
        _ => [PSObject.AsPSObject(value)],
    };
}
