using System.Text;

namespace Migrations.Core.Reporting;

/// <summary>A table in the Markdown that the pages of Azure DevOps and GitHub show.</summary>
/// <param name="headings">The columns' headings.</param>
internal sealed class MarkdownTable(params string[] headings)
{
    // A page is read by a person; everything is in the log.
    private const int MaxRows = 200;
    private const int MaxCell = 300;

    private readonly List<string[]> _rows = [];

    public int Count => _rows.Count;

    public void Add(params string?[] cells) => _rows.Add([.. cells.Select(cell => cell ?? "")]);

    /// <summary>Writes the table; nothing where it has no row.</summary>
    public void WriteTo(StringBuilder text)
    {
        if (_rows.Count == 0) return;
        Row(text, headings);
        Row(text, [.. headings.Select(_ => "---")]);
        foreach (var row in _rows.Take(MaxRows)) Row(text, [.. row.Select(Cell)]);
        if (_rows.Count > MaxRows) text.Append('\n').Append(_rows.Count - MaxRows).Append(" more are in the log.\n");
        text.Append('\n');
    }

    /// <summary>Text of others, so that it shows as it is: no markup, no line's end, no table's bar.</summary>
    public static string Cell(string text)
    {
        var cell = new StringBuilder();
        foreach (var c in text.Length > MaxCell ? text.Substring(0, char.IsHighSurrogate(text[MaxCell - 1]) ? MaxCell - 1 : MaxCell) + "…" : text)
        {
            switch (c)
            {
                case '\r' or '\n' or '\t':
                    cell.Append(' ');
                    break;
                case '<':
                    cell.Append("&lt;");
                    break;
                case '&':
                    cell.Append("&amp;");
                    break;
                case '|' or '`' or '*' or '_' or '[' or ']' or '\\' or '#' or '~' or '@':
                    cell.Append('\\').Append(c);
                    break;
                default:
                    if (!char.IsControl(c)) cell.Append(c);
                    break;
            }
        }
        return cell.ToString();
    }

    private static void Row(StringBuilder text, string[] cells) => text.Append("| ").Append(string.Join(" | ", cells)).Append(" |\n");
}
