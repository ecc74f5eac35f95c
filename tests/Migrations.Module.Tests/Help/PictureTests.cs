using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Migrations.Module.Tests.Help;

/// <summary>The pictures of <c>docs/images</c>, held against the page that says what they show; what that page says is run by <see cref="ExampleTests"/>.</summary>
public sealed class PictureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static string Folder => Path.Combine(Repository.Root, "docs", "images");

    public static TheoryData<string> Names => [.. HelpPages.Examples("screens").Select(example => example.Title)];

    [Fact]
    public void Each_section_has_its_picture_and_each_picture_its_section() =>
        Assert.Equal(HelpPages.Examples("screens").Select(example => example.Title).Order(), Directory.EnumerateFiles(Folder, "*.svg").Select(Path.GetFileNameWithoutExtension).Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void A_picture_shows_what_the_commands_print(string name)
    {
        var example = HelpPages.Examples("screens").Single(example => example.Title == name);
        var expected = string.Join('\n', example.Steps.Select(step => $"PS> {step.Code}\n{step.Output}"));

        var shown = string.Join('\n', Load(name).Descendants(Svg + "text").Select(line => string.Join(' ', line.Elements(Svg + "tspan").Select(span => span.Value))));

        // Lines that are too long for the screen go on in the next.
        Assert.Equal(WithoutSpace(ExampleSession.Comparable(expected)), WithoutSpace(ExampleSession.Comparable(shown)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_picture_loads_nothing_and_has_a_title_and_colours(string name)
    {
        var picture = Load(name);

        Assert.True(picture.Element(Svg + "title")!.Value.Length > 20);
        Assert.Subset(new HashSet<string> { "svg", "title", "rect", "g", "text", "tspan" }, picture.DescendantsAndSelf().Select(element => element.Name.LocalName).ToHashSet());
        Assert.DoesNotContain(picture.DescendantsAndSelf().Attributes(), attribute => !attribute.IsNamespaceDeclaration && (attribute.Value.Contains("//", StringComparison.Ordinal) || attribute.Value.Contains("url(", StringComparison.Ordinal)));
        Assert.NotEmpty(picture.Descendants(Svg + "tspan").Attributes("fill"));
        var width = int.Parse(picture.Attribute("width")!.Value, System.Globalization.CultureInfo.InvariantCulture);
        Assert.All(picture.Descendants(Svg + "tspan"), span => Assert.True(int.Parse(span.Attribute("x")!.Value, System.Globalization.CultureInfo.InvariantCulture) + (span.Value.Length * 8) <= width, span.Value));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_picture_is_seen_in_the_README_or_a_guide(string name) =>
        Assert.Contains(HelpPages.Guides, page => Regex.IsMatch(HelpPages.Text(page), $@"!\[[^\]]{{10,}}\]\((docs|\.\.)/images/{name}\.svg\)"));

    private static XElement Load(string name) => XDocument.Load(Path.Combine(Folder, name + ".svg")).Root!;

    private static string WithoutSpace(string text) => Regex.Replace(text, @"\s+", "");
}
