using System.Text;
using Migrations.Core.Sql.Ddl;

namespace Migrations.Core.Baselines;

/// <summary>
/// The definitions of a <c>CREATE TABLE</c> as items that can be changed, added and taken out one by one. Commas, line breaks, indentation and
/// comments of the others stay as they are.
/// </summary>
internal sealed class TableBlock
{
    private readonly List<Item> _items = [];
    private readonly string _closing;
    private readonly string _newLine;
    private readonly CreateTableStatement _statement;

    public TableBlock(CreateTableStatement statement, string newLine)
    {
        _statement = statement;
        _newLine = newLine;
        var text = statement.Source.Text;
        var body = statement.Body!.Value;
        var position = body.Start + 1;
        for (var i = 0; i < statement.Elements.Count; i++)
        {
            var element = statement.Elements[i];
            var item = new Item { Element = element, Lead = text.Substring(position, element.Span.Start - position), Text = element.Span.TextIn(text) };
            position = element.Span.End;
            var isLast = i == statement.Elements.Count - 1;
            if (!isLast)
            {
                // Between the definition and the next one there is a comma, perhaps with comments before and behind it.
                var comma = Comma(text, position);
                item.Tail = text.Substring(position, comma - position);
                position = comma + 1;
            }
            var lineEnd = RestOfLine(text, position, isLast ? body.End - 1 : statement.Elements[i + 1].Span.Start);
            item.After = text.Substring(position, lineEnd - position);
            position = lineEnd;
            _items.Add(item);
        }
        _closing = text.Substring(position, body.End - position);
    }

    public IReadOnlyList<Item> Items => _items;

    public void Replace(Item item, string text) => item.Text = text;

    /// <summary>Takes an item out. Comment lines before it stay: they may speak of more than it.</summary>
    public void Remove(Item item)
    {
        var index = _items.IndexOf(item);
        _items.RemoveAt(index);
        var kept = item.Lead.IndexOf("--", StringComparison.Ordinal) >= 0 || item.Lead.IndexOf('#') >= 0 || item.Lead.IndexOf("/*", StringComparison.Ordinal) >= 0
            ? item.Lead.Substring(0, Math.Max(item.Lead.LastIndexOf('\n'), 0)).TrimEnd('\r') : "";
        if (index < _items.Count) _items[index].Lead = kept + LineBreakAfter(kept, _items[index].Lead) + _items[index].Lead;
        else if (index > 0) _items[index - 1].After += kept;
        // "b int)" must not lose the blank or line break that "a int, b int)" has before it, and a first item not gain one.
        if (index == 0 && _items.Count > 0 && item.Lead.Length == 0 && _items[0].Lead.Trim(' ').Length == 0) _items[0].Lead = "";
    }

    /// <summary>Adds an item behind another, or at the beginning.</summary>
    public Item Insert(Item? behind, string text)
    {
        var index = behind is null ? 0 : _items.IndexOf(behind) + 1;
        var neighbour = behind ?? _items.FirstOrDefault();
        var item = new Item { Text = text, Lead = LeadLike(neighbour), Tail = _items.Count > 1 && string.IsNullOrWhiteSpace(_items[0].Tail) ? _items[0].Tail : "" };
        if (index == 0 && _items.Count > 0 && _items[0].Lead.IndexOf('\n') < 0)
        {
            // All on one line: what was first now needs its blank.
            (item.Lead, _items[0].Lead) = (_items[0].Lead, " ");
        }
        _items.Insert(index, item);
        return item;
    }

    /// <summary>The statement's text with its items as they are now.</summary>
    public override string ToString()
    {
        var source = _statement.Source.Text;
        var body = _statement.Body!.Value;
        var text = new StringBuilder(source, _statement.Span.Start, body.Start + 1 - _statement.Span.Start, 1024);
        for (var i = 0; i < _items.Count; i++)
        {
            var item = _items[i];
            text.Append(item.Lead).Append(item.Text).Append(item.Tail);
            if (i < _items.Count - 1) text.Append(',');
            text.Append(item.After).Append(LineBreakAfter(item.After, i < _items.Count - 1 ? _items[i + 1].Lead : _closing));
        }
        return text.Append(_closing).Append(source, body.End, _statement.Span.End - body.End).ToString();
    }

    private string LeadLike(Item? neighbour)
    {
        if (neighbour is null) return _newLine + "\t";
        var lineBreak = neighbour.Lead.LastIndexOf('\n');
        if (lineBreak >= 0) return _newLine + Indentation(neighbour.Lead.Substring(lineBreak + 1));
        // On the line of another item: as that whole line is.
        var first = _items.Find(item => item.Lead.IndexOf('\n') >= 0);
        return first is null || _items.Count > 1 && _items.IndexOf(first) == 0 && _items.Skip(1).All(item => item.Lead.IndexOf('\n') < 0)
            ? " " : _newLine + Indentation(first.Lead.Substring(first.Lead.LastIndexOf('\n') + 1));
    }

    // What follows a line comment must stand on another line; in a block as it was it does.
    private string LineBreakAfter(string comments, string next)
    {
        var last = comments.Substring(comments.LastIndexOf('\n') + 1);
        var isOpen = last.IndexOf('#') >= 0 || last.IndexOf("--", StringComparison.Ordinal) >= 0;
        return isOpen && next.TrimStart(' ', '\t').Length > 0 && next.TrimStart(' ', '\t')[0] is not ('\r' or '\n') || (isOpen && next.Trim(' ', '\t').Length == 0) ? _newLine : "";
    }

    private static string Indentation(string line) => line.Substring(0, line.Length - line.TrimStart(' ', '\t').Length);

    private static int Comma(string text, int from)
    {
        // Only blanks and comments stand before it.
        while (text[from] != ',')
        {
            if (text[from] == '#' || string.CompareOrdinal(text, from, "--", 0, 2) == 0) from = text.IndexOf('\n', from);
            else if (string.CompareOrdinal(text, from, "/*", 0, 2) == 0 && text[from + 2] != '!' && text[from + 2] != 'M') from = text.IndexOf("*/", from, StringComparison.Ordinal) + 1;
            from++;
        }
        return from;
    }

    // What follows a definition on its own line belongs to it, if it is only blanks and comments.
    private static int RestOfLine(string text, int from, int limit)
    {
        var lineEnd = text.IndexOf('\n', from, limit - from);
        if (lineEnd < 0) return from;
        return lineEnd > from && text[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
    }

    /// <summary>A definition with what surrounds it.</summary>
    public sealed class Item
    {
        /// <summary>The definition as it was; null for an added one.</summary>
        public TableElement? Element { get; init; }

        /// <summary>Line breaks, indentation and whole comment lines before it.</summary>
        public string Lead { get; set; } = "";

        public string Text { get; set; } = "";

        /// <summary>What stands between it and its comma.</summary>
        public string Tail { get; set; } = "";

        /// <summary>What follows on its line.</summary>
        public string After { get; set; } = "";
    }
}
