using System.Text;

namespace Migrations.Core.Baselines;

/// <summary>Replacements of ranges of a text, applied at once. Insertions at one offset come in the order in which they were added.</summary>
internal sealed class TextEdits
{
    private readonly List<(int Start, int End, string Text)> _edits = [];

    public void Replace(int start, int end, string text) => _edits.Add((start, end, text));

    public void Insert(int offset, string text) => Replace(offset, offset, text);

    public string ApplyTo(string text)
    {
        var result = new StringBuilder(text.Length);
        var position = 0;
        foreach (var (start, end, replacement) in _edits.OrderBy(edit => edit.Start).ThenBy(edit => edit.End)) // stable
        {
            // An insertion into what is taken out stands in its place.
            if (start > position) result.Append(text, position, start - position);
            result.Append(replacement);
            position = Math.Max(position, end);
        }
        return result.Append(text, position, text.Length - position).ToString();
    }
}
