using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Migrations.Help;

/// <summary>Markdown as the plain text that a console shows.</summary>
internal static class PlainText
{
    /// <summary>The paragraphs of blocks. The lines of a paragraph are joined; those of lists, tables and code stay lines.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<Block> blocks) => [.. blocks.Select(OfBlock).Where(text => text.Length > 0)];

    /// <summary>A block's lines of code, as written.</summary>
    public static string OfCode(LeafBlock code) => code.Lines.ToString().TrimEnd();

    /// <summary>Text without marks; a link's address is shown only where it leaves the module's pages.</summary>
    public static string OfInlines(ContainerInline? inlines)
    {
        var text = new StringBuilder();
        foreach (var inline in inlines ?? [])
        {
            switch (inline)
            {
                case LiteralInline literal:
                    text.Append(literal.Content);
                    break;
                case CodeInline code:
                    text.Append(code.Content);
                    break;
                case LineBreakInline:
                    text.Append(' ');
                    break;
                case LinkInline link:
                    text.Append(OfInlines(link));
                    if (link.Url is { } url && url.StartsWith("http", StringComparison.Ordinal)) text.Append($" ({url})");
                    break;
                case ContainerInline container:
                    text.Append(OfInlines(container));
                    break;
                case HtmlEntityInline entity:
                    text.Append(entity.Transcoded);
                    break;
                default:
                    throw new NotSupportedException($"Markdown of the kind {inline.GetType().Name} has no plain form here: '{inline}'.");
            }
        }
        return text.ToString();
    }

    /// <summary>The cells of a table, row by row.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Cells(Table table) =>
        [.. table.Cast<TableRow>().Select(row => (IReadOnlyList<string>)[.. row.Cast<TableCell>().Select(cell => string.Join(' ', Of(cell)))])];

    private static string OfBlock(Block block) => block switch
    {
        HtmlBlock => "",
        ParagraphBlock paragraph => OfInlines(paragraph.Inline),
        CodeBlock code => string.Join('\n', OfCode(code).Split('\n').Select(line => ("    " + line).TrimEnd())),
        ListBlock list => string.Join('\n', list.Cast<ListItemBlock>().Select((item, i) => $"{(list.IsOrdered ? $"{i + 1}." : "-")} {string.Join('\n', Of(item))}")),
        Table table => string.Join('\n', Cells(table).Select(row => string.Join(": ", row.Where(cell => cell.Length > 0)))),
        QuoteBlock quote => string.Join('\n', Of(quote)),
        _ => throw new NotSupportedException($"Markdown of the kind {block.GetType().Name} has no plain form here."),
    };
}
