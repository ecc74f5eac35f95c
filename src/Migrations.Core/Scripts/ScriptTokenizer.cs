using System.Globalization;

namespace Migrations.Core.Scripts;

/// <summary>Finds the token at a position. It keeps no state, so the parser goes back by remembering a number.</summary>
internal sealed class ScriptTokenizer(string source)
{
    // Longest first. "<" and ">" stay single: in types they are brackets; the parser joins "<<", ">>=" and so on.
    private static readonly string[] LongPunctuators =
        ["...", "===", "!==", "**=", "&&=", "||=", "??=", "=>", "==", "!=", "<=", "&&", "||", "??", "?.", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "**"];

    /// <summary>The token that starts at or behind a position, white space and comments skipped.</summary>
    public ScriptToken Next(int position)
    {
        var start = SkipTrivia(position, out var newline);
        if (start >= source.Length) return new ScriptToken(ScriptTokenKind.EndOfFile, source.Length, source.Length, newline);
        var c = source[start];
        if (IsNameStart(c)) return new ScriptToken(ScriptTokenKind.Name, start, NameEnd(start), newline);
        if (c is >= '0' and <= '9' || (c == '.' && start + 1 < source.Length && source[start + 1] is >= '0' and <= '9'))
            return new ScriptToken(ScriptTokenKind.Number, start, NumberEnd(start), newline);
        switch (c)
        {
            case '"' or '\'':
                return new ScriptToken(ScriptTokenKind.String, start, StringEnd(start), newline);
            case '`':
                return new ScriptToken(ScriptTokenKind.Template, start, start + 1, newline);
            case '#' when start + 1 < source.Length && IsNameStart(source[start + 1]):
                return new ScriptToken(ScriptTokenKind.PrivateName, start, NameEnd(start + 1), newline);
        }

        foreach (var text in LongPunctuators)
        {
            if (text[0] != c || string.CompareOrdinal(source, start, text, 0, text.Length) != 0) continue;
            // "a?.5:b" is a conditional with a number.
            if (text == "?." && start + 2 < source.Length && source[start + 2] is >= '0' and <= '9') continue;
            return new ScriptToken(ScriptTokenKind.Punctuator, start, start + text.Length, newline);
        }

        return new ScriptToken(ScriptTokenKind.Punctuator, start, start + 1, newline);
    }

    /// <summary>The regular expression whose opening slash is at a position.</summary>
    public ScriptToken Regex(ScriptToken slash)
    {
        var inClass = false;
        for (var i = slash.Start + 1; i < source.Length && !IsLineBreak(source[i]); i++)
        {
            switch (source[i])
            {
                case '\\':
                    i++;
                    break;
                case '[':
                    inClass = true;
                    break;
                case ']':
                    inClass = false;
                    break;
                case '/' when !inClass:
                    i++;
                    while (i < source.Length && IsNamePart(source[i])) i++;
                    return slash with { Kind = ScriptTokenKind.Regex, End = i };
            }
        }

        throw new ScriptSyntaxException(slash.Start, "The regular expression has no end.");
    }

    /// <summary>The end of a template's text from a position on.</summary>
    /// <param name="position">Behind the opening backtick, or behind the brace that closes a substitution.</param>
    /// <param name="isSubstitution">Whether the text ends with <c>${</c> and not with the closing backtick.</param>
    /// <returns>The position behind the <c>${</c> or the backtick.</returns>
    public int TemplateTextEnd(int position, out bool isSubstitution)
    {
        for (var i = position; i < source.Length; i++)
        {
            switch (source[i])
            {
                case '\\':
                    i++;
                    break;
                case '`':
                    isSubstitution = false;
                    return i + 1;
                case '$' when i + 1 < source.Length && source[i + 1] == '{':
                    isSubstitution = true;
                    return i + 2;
            }
        }

        throw new ScriptSyntaxException(position, "The template literal has no end.");
    }

    public static bool IsLineBreak(char c) => c is '\n' or '\r' or '\u2028' or '\u2029';

    private int SkipTrivia(int position, out bool newline)
    {
        newline = position == 0;
        var i = position;
        if (i == 0 && source.StartsWith("#!", StringComparison.Ordinal)) i = LineEnd(i);
        while (i < source.Length)
        {
            var c = source[i];
            if (IsLineBreak(c))
            {
                newline = true;
                i++;
            }
            else if (c is ' ' or '\t' or '\v' or '\f' or '\u00a0' or '\ufeff' || (c > 127 && char.GetUnicodeCategory(c) == UnicodeCategory.SpaceSeparator))
            {
                i++;
            }
            else if (c == '/' && i + 1 < source.Length && source[i + 1] == '/')
            {
                i = LineEnd(i);
            }
            else if (c == '/' && i + 1 < source.Length && source[i + 1] == '*')
            {
                var end = source.IndexOf("*/", i + 2, StringComparison.Ordinal);
                if (end < 0) throw new ScriptSyntaxException(i, "The comment has no end.");
                for (var k = i; k < end && !newline; k++) newline = IsLineBreak(source[k]);
                i = end + 2;
            }
            else
            {
                break;
            }
        }

        return i;
    }

    private int LineEnd(int i)
    {
        while (i < source.Length && !IsLineBreak(source[i])) i++;
        return i;
    }

    private int NameEnd(int i)
    {
        while (i < source.Length && IsNamePart(source[i]))
        {
            // \u{61} may be part of a name.
            if (source[i] == '\\' && i + 2 < source.Length && source[i + 2] == '{')
                while (i < source.Length && source[i] != '}') i++;
            i++;
        }

        return Math.Min(i, source.Length);
    }

    private int NumberEnd(int i)
    {
        var isDecimal = !(source[i] == '0' && i + 1 < source.Length && source[i + 1] is 'x' or 'X' or 'b' or 'B' or 'o' or 'O');
        var seenDot = !isDecimal;
        for (; i < source.Length; i++)
        {
            var c = source[i];
            if (c == '.' && !seenDot) seenDot = true;
            else if (isDecimal && c is 'e' or 'E' && i + 1 < source.Length && source[i + 1] is '+' or '-') i++;
            else if (!(c < 128 && IsNamePart(c))) break;
        }

        return Math.Min(i, source.Length);
    }

    private int StringEnd(int start)
    {
        for (var i = start + 1; i < source.Length; i++)
        {
            var c = source[i];
            if (c == '\\')
            {
                // A line continuation of two characters.
                if (i + 2 < source.Length && source[i + 1] == '\r' && source[i + 2] == '\n') i++;
                i++;
            }
            else if (c == source[start])
            {
                return i + 1;
            }
            else if (c is '\n' or '\r')
            {
                break;
            }
        }

        throw new ScriptSyntaxException(start, "The string has no end.");
    }

    private static bool IsNameStart(char c) =>
        c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or '_' or '$' or '\\'
        || (c > 127 && !IsLineBreak(c) && c != '\ufeff' && char.GetUnicodeCategory(c) != UnicodeCategory.SpaceSeparator);

    private static bool IsNamePart(char c) => IsNameStart(c) || c is >= '0' and <= '9';
}
