using Markdig.Syntax;

namespace Migrations.Help;

/// <summary>Reads the pages of <c>docs/cmdlets</c>.</summary>
internal static class PageReader
{
    private const string SetupMark = "<!-- setup:";

    /// <summary>Reads a cmdlet's page.</summary>
    /// <param name="markdown">The page.</param>
    /// <exception cref="InvalidDataException">A section is missing or has not the form of the others.</exception>
    public static CmdletPage Read(string markdown)
    {
        var sections = Section.Of(markdown);
        if (sections.Count == 0 || sections[0].Level != 1) throw new InvalidDataException("A page begins with # and the cmdlet's name.");
        var name = sections[0].Title;
        return new CmdletPage(
            name,
            string.Join(' ', PlainText.Of(One("SYNOPSIS").Blocks)),
            [.. Below("SYNTAX").Select(set => new SyntaxSet(set.Title.Replace(" (Default)", "", StringComparison.Ordinal), OneLine(PlainText.OfCode(set.Blocks.OfType<CodeBlock>().Single()))))],
            PlainText.Of(One("DESCRIPTION").Blocks),
            [.. Below("EXAMPLES").Select(ReadExample)],
            [.. Below("PARAMETERS").Select(ReadParameter)],
            [.. Below("INPUTS").Select(type => new TypeText(type.Title, PlainText.Of(type.Blocks)))],
            [.. Below("OUTPUTS").Select(type => new TypeText(type.Title, PlainText.Of(type.Blocks)))],
            PlainText.Of(One("NOTES").Blocks),
            [.. One("RELATED LINKS").Blocks.OfType<ListBlock>().SelectMany(list => list.Cast<ListItemBlock>()).Select(item => string.Join(' ', PlainText.Of(item)))]);

        Section One(string title) => sections.SingleOrDefault(section => section.Level == 2 && section.Title == title)
            ?? throw new InvalidDataException($"The page of {name} has not one section '## {title}'.");

        IEnumerable<Section> Below(string title)
        {
            var above = One(title);
            return sections.SkipWhile(section => section != above).Skip(1).TakeWhile(section => section.Level > 2);
        }
    }

    /// <summary>Reads the examples of a topic: its sections that hold commands.</summary>
    /// <param name="markdown">The page.</param>
    public static IReadOnlyList<Example> ReadTopicExamples(string markdown) =>
        [.. Section.Of(markdown).Select(ReadExample).Where(example => example.Steps.Count > 0)];

    private static Example ReadExample(Section section)
    {
        string? setup = null;
        var parts = new List<ExamplePart>();
        foreach (var block in section.Blocks)
        {
            if (block is HtmlBlock html)
            {
                var comment = html.Lines.ToString().Trim();
                if (comment.StartsWith(SetupMark, StringComparison.Ordinal)) setup = comment[SetupMark.Length..^"-->".Length].Trim();
            }
            else if (block is FencedCodeBlock { Info: "powershell" } code)
            {
                parts.Add(new ExamplePart(ExamplePartKind.Code, PlainText.OfCode(code)));
            }
            else if (block is FencedCodeBlock { Info: "output" } output)
            {
                parts.Add(new ExamplePart(ExamplePartKind.Output, PlainText.OfCode(output)));
            }
            else
            {
                parts.AddRange(PlainText.Of([block]).Select(text => new ExamplePart(ExamplePartKind.Text, text)));
            }
        }
        return new Example(section.Title, setup, parts);
    }

    private static ParameterText ReadParameter(Section section)
    {
        var facts = section.Blocks.OfType<FencedCodeBlock>().Where(block => block.Info == "yaml").ToList();
        return new ParameterText(
            section.Title.TrimStart('-'),
            PlainText.Of(section.Blocks.Except(facts)),
            [.. facts.Select(block => (IReadOnlyDictionary<string, string>)PlainText.OfCode(block).Split('\n').Select(line => line.Split(':', 2)).ToDictionary(pair => pair[0].Trim(), pair => pair[1].Trim()))]);
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries));
}
