using Migrations.Core.Sql;

namespace Migrations.Core.Baselines;

/// <summary>How much of a file goes with a statement that is taken out.</summary>
internal static class StatementRange
{
    /// <summary>A statement with its delimiter, and with its line where nothing else stands on it.</summary>
    public static (int Start, int End) Of(string text, ScriptStatement statement)
    {
        var (start, end) = (statement.Start, statement.FullEnd);
        while (start > 0 && text[start - 1] is ' ' or '\t') start--;
        var lineEnd = end;
        while (lineEnd < text.Length && text[lineEnd] is ' ' or '\t' or '\r') lineEnd++;
        return (start == 0 || text[start - 1] == '\n') && lineEnd < text.Length && text[lineEnd] == '\n' ? (start, lineEnd + 1) : (statement.Start, end);
    }

    /// <summary>The same, with what parts it from the next statement: its breakpoint, or one empty line.</summary>
    public static (int Start, int End) WithSeparator(string text, ScriptStatement statement)
    {
        var (start, end) = Of(text, statement);
        var next = end;
        while (next < text.Length && char.IsWhiteSpace(text[next])) next++;
        if (string.CompareOrdinal(text, next, SqlLexer.Breakpoint, 0, SqlLexer.Breakpoint.Length) == 0)
        {
            next += SqlLexer.Breakpoint.Length;
            while (next < text.Length && text[next] is ' ' or '\t' or '\r') next++;
            return (start, next < text.Length && text[next] == '\n' ? next + 1 : next);
        }
        if (end > 0 && text[end - 1] == '\n' && end < text.Length && text[end] == '\n') end++;
        else if (end > 0 && text[end - 1] == '\n' && end + 1 < text.Length && text[end] == '\r' && text[end + 1] == '\n') end += 2;
        return (start, end);
    }
}
