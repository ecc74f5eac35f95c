using Migrations.Help;

namespace Migrations.Module.Tests.Help;

/// <summary>
/// Holds the pages against the cmdlets. With MIGRATIONS_UPDATE_HELP=1 in the environment the first test writes into the pages what the
/// engine knows: run it so after a parameter was added or changed, and write only what it asks for.
/// </summary>
public sealed class PageTests : IDisposable
{
    private readonly ModuleSession _session = new();

    public static TheoryData<string> CmdletNames => HelpPages.CmdletNames;

    [Theory]
    [MemberData(nameof(CmdletNames))]
    public void A_page_has_the_syntax_and_every_parameter_of_its_cmdlet_and_no_other(string name)
    {
        var page = HelpPages.Text(name);
        var problems = new List<string>();

        var expected = PageText.Refreshed(page, new CmdletFacts(HelpPages.Cmdlet(_session, name)), HelpPages.Text("_shared"), problems);

        if (Environment.GetEnvironmentVariable("MIGRATIONS_UPDATE_HELP") == "1" && expected != page) File.WriteAllText(HelpPages.PathOf(name), page = expected);
        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.True(
            expected == page,
            $"docs/cmdlets/{name}.md does not agree with the cmdlet. Run this test with MIGRATIONS_UPDATE_HELP=1 to write what the engine says. The first line that differs should be:\n  {FirstDifference(expected, page)}");
    }

    [Fact]
    public void Every_exported_cmdlet_has_a_page_and_every_page_a_cmdlet()
    {
        var exported = _session.Run("Get-Command -Module Migrations").Objects.Select(command => command.Properties["Name"].Value.ToString()!).Order(StringComparer.Ordinal);

        Assert.Equal(exported, HelpPages.Cmdlets);
    }

    [Theory]
    [MemberData(nameof(CmdletNames))]
    public void A_page_says_what_it_must(string name)
    {
        var page = HelpPages.Page(name);

        Assert.Equal(name, page.Name);
        Assert.EndsWith(".", page.Synopsis);
        Assert.NotEmpty(page.Description);
        Assert.True(page.Examples.Count >= 3, $"{name} has {page.Examples.Count} examples; three are the least.");
        Assert.All(page.Examples.Select((example, i) => (example.Title, Number: i + 1)), example => Assert.StartsWith($"Example {example.Number}: ", example.Title));
        Assert.All(page.Examples, example => Assert.NotEmpty(example.Steps));
        Assert.All(page.Examples, example => Assert.Contains(example.Steps, step => step.Code.Contains(name, StringComparison.Ordinal)));
        Assert.All(page.Parameters, parameter => Assert.NotEmpty(parameter.Text));
        Assert.NotEmpty(page.Inputs);
        Assert.NotEmpty(page.Outputs);
        Assert.All(page.Inputs.Concat(page.Outputs), type => Assert.NotEmpty(type.Text));
        Assert.NotEmpty(page.Notes);
        Assert.All(page.Links, link => Assert.Contains(link, HelpPages.Cmdlets.Concat(HelpPages.Topics)));
        Assert.NotEmpty(page.Links);
    }

    [Theory]
    [MemberData(nameof(CmdletNames))]
    public void A_page_names_the_types_that_its_cmdlet_emits(string name)
    {
        var emitted = HelpPages.Cmdlet(_session, name).OutputType.Select(type => type.Name).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(emitted, HelpPages.Page(name).Outputs.Select(type => type.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Links_between_the_pages_lead_somewhere()
    {
        var dead = new List<string>();
        foreach (var file in Directory.GetFiles(HelpPages.Folder, "*.md"))
        {
            foreach (System.Text.RegularExpressions.Match link in System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(file), @"\]\((?!http)([^)#]+)(#[^)]*)?\)"))
                if (!Path.Exists(Path.Combine(HelpPages.Folder, link.Groups[1].Value))) dead.Add($"{Path.GetFileName(file)}: {link.Groups[1].Value}");
        }
        Assert.Empty(dead);
    }

    [Fact]
    public void The_staged_help_is_that_of_the_pages_and_the_same_every_time()
    {
        var once = HelpFiles.Of(HelpPages.Folder).Files;
        var again = HelpFiles.Of(HelpPages.Folder).Files;

        Assert.Equal(["Migrations.dll-Help.xml", "about_Migrations.help.txt", "about_Migrations_Drift.help.txt", "about_Migrations_Recovery.help.txt"], once.Keys);
        Assert.Equal(once.Keys, Directory.GetFiles(HelpPages.Staged).Select(Path.GetFileName).Order(StringComparer.Ordinal)!);
        foreach (var (name, bytes) in once)
        {
            Assert.Equal(bytes, again[name]);
            Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(HelpPages.Staged, name)));
            Assert.DoesNotContain((byte)'\r', bytes);
        }
    }

    public void Dispose() => _session.Dispose();

    private static string FirstDifference(string expected, string actual)
    {
        var (left, right) = (expected.Split('\n'), actual.Split('\n'));
        var at = left.Zip(right).TakeWhile(pair => pair.First == pair.Second).Count();
        return at < left.Length ? $"line {at + 1}: {left[at]}" : $"the end, after line {at}";
    }
}
