using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace Migrations.Help;

/// <summary>Writes an <c>about_</c> page as the text that <c>Get-Help</c> shows.</summary>
internal static class TopicWriter
{
    private const int Width = 80;
    private const string Indent = "    ";

    /// <summary>The topic's text.</summary>
    /// <param name="markdown">The page: # name, a first paragraph that is its short description, sections.</param>
    public static string Write(string markdown)
    {
        var sections = Section.Of(markdown);
        var text = new StringBuilder();
        Add(text, "TOPIC", [sections[0].Title]);
        Add(text, "SHORT DESCRIPTION", PlainText.Of(sections[0].Blocks.Take(1)));
        text.Append("LONG DESCRIPTION\n");
        foreach (var line in sections[0].Blocks.Skip(1).SelectMany(Paragraph)) text.Append(line);
        foreach (var section in sections.Skip(1))
        {
            text.Append(section.Level == 2 ? section.Title.ToUpperInvariant() : $"  {section.Title}").Append('\n');
            foreach (var line in section.Blocks.SelectMany(Paragraph)) text.Append(line);
        }
        return text.ToString().TrimEnd() + "\n";
    }

    private static void Add(StringBuilder text, string title, IEnumerable<string> paragraphs)
    {
        text.Append(title).Append('\n');
        foreach (var paragraph in paragraphs) text.Append(Indented(Wrapping.Lines(paragraph, Width - Indent.Length)));
    }

    private static IEnumerable<string> Paragraph(Block block) => block switch
    {
        FencedCodeBlock { Info: "powershell" } code => [Indented(PlainText.OfCode(code).Split('\n').Select((line, i) => (i == 0 || !char.IsWhiteSpace(line[0]) ? "PS> " : ">>  ") + line))],
        FencedCodeBlock code => [Indented(PlainText.OfCode(code).Split('\n'))],
        Table table => [Indented(Rows(table))],
        _ => PlainText.Of([block]).Select(paragraph => Indented(Wrapping.Lines(paragraph, Width - Indent.Length))),
    };

    // Two columns beside each other; what is longer goes on under its column. More columns are not told apart on a console.
    private static IEnumerable<string> Rows(Table table)
    {
        var rows = PlainText.Cells(table).Select(row => (First: row[0], Second: string.Join(". ", row.Skip(1).Where(cell => cell.Length > 0)))).Skip(1).ToList();
        var first = Math.Min(rows.Max(row => row.First.Length), 26) + 2;
        foreach (var row in rows)
        {
            var left = row.First.Length < first ? row.First.PadRight(first) : row.First + "\n" + Indent + new string(' ', first);
            var lines = Wrapping.Lines(row.Second, Width - Indent.Length - first).ToList();
            yield return left + lines[0];
            foreach (var line in lines.Skip(1)) yield return new string(' ', first) + line;
        }
    }

    private static string Indented(IEnumerable<string> lines) => string.Concat(lines.Select(line => (Indent + line).TrimEnd() + "\n")) + "\n";
}
