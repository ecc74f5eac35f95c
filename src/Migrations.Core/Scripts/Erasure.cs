using System.Text;

namespace Migrations.Core.Scripts;

/// <summary>What is to become of a range of the source.</summary>
/// <param name="Start">Where the range starts.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Text">The text to put there, for what is written out as JavaScript; null to blank the range.</param>
/// <param name="Lead">A character for the first place of a blanked range.</param>
/// <param name="Tail">A character for the last place of a blanked range.</param>
internal readonly record struct ScriptEdit(int Start, int End, string? Text = null, char Lead = ' ', char Tail = ' ');

/// <summary>Carries out the edits of a source: line breaks always stay, and so does the length, save where text is written.</summary>
internal static class Erasure
{
    public static string Apply(string source, List<ScriptEdit> edits)
    {
        if (edits.Count == 0) return source;
        // What is put in at a place stands before what is blanked from there on.
        var ordered = edits.OrderBy(edit => edit.Start).ThenBy(edit => edit.End > edit.Start).ToList();
        var result = new StringBuilder(source.Length + 64);
        var position = 0;
        foreach (var edit in ordered)
        {
            if (edit.Start < position) continue;
            result.Append(source, position, edit.Start - position);
            if (edit.Text is null) Blank(result, source, edit);
            else Replace(result, source, edit, edit.Text);
            position = edit.End;
        }

        return result.Append(source, position, source.Length - position).ToString();
    }

    private static void Blank(StringBuilder result, string source, ScriptEdit edit)
    {
        var lead = edit.Lead;
        for (var i = edit.Start; i < edit.End; i++)
        {
            var c = source[i];
            if (ScriptTokenizer.IsLineBreak(c)) result.Append(c);
            else if (i == edit.End - 1 && edit.Tail != ' ') result.Append(edit.Tail);
            else if (lead != ' ')
            {
                result.Append(lead);
                lead = ' ';
            }
            else result.Append(' ');
        }
    }

    private static void Replace(StringBuilder result, string source, ScriptEdit edit, string text)
    {
        result.Append(text);
        for (var i = edit.Start; i < edit.End; i++)
            if (ScriptTokenizer.IsLineBreak(source[i])) result.Append(source[i]);
    }
}
