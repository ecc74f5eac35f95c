using Migrations.Core.Sources;
using Migrations.Core.Sql;

namespace Migrations.Core.Schemas;

/// <summary>A view's query as far as it can be compared with what a server shows of it.</summary>
/// <remarks>
/// Servers keep no view's text: they qualify and quote every name, give every column an alias, add parentheses, and put other words for some functions. What is equal
/// without these is equal; what is not may still be (<c>SELECT *</c>, <c>COUNT(*)</c>).
/// </remarks>
internal static class ViewQuery
{
    /// <summary>Whether two queries are certainly the same.</summary>
    public static bool IsSame(string written, string shown, SqlModes modes)
    {
        // Of one table, a column's name alone says whose it is.
        var words = Words(written, modes, isPlain: false);
        var isPlain = !words.Any(word => word.Equals("JOIN", StringComparison.OrdinalIgnoreCase)) && words.Count(word => word.Equals("SELECT", StringComparison.OrdinalIgnoreCase)) == 1
            && !words.SkipWhile(word => !word.Equals("FROM", StringComparison.OrdinalIgnoreCase)).Skip(2).Take(2).Contains(",");
        return Words(written, modes, isPlain).SequenceEqual(Words(shown, SqlModes.None, isPlain), StringComparer.OrdinalIgnoreCase);
    }

    private static List<string> Words(string sql, SqlModes modes, bool isPlain)
    {
        var words = new List<string>();
        var lexer = new SqlLexer(new SourceText("", sql), modes);
        var isAlias = false;
        for (var token = lexer.NextSignificant(); token.Kind != SqlTokenKind.End; token = lexer.NextSignificant())
        {
            var text = token.TextIn(sql);
            if (token.Kind == SqlTokenKind.Symbol && text is "(" or ")") continue;
            if (token.Kind == SqlTokenKind.Symbol && text == ".")
            {
                var isTable = words.Count > 1 && words[words.Count - 2].ToUpperInvariant() is "FROM" or "JOIN";
                if (isPlain || isTable) words.RemoveAt(words.Count - 1);
                else words.Add(text);
                continue;
            }
            if (token.Kind == SqlTokenKind.Word && text.Equals("AS", StringComparison.OrdinalIgnoreCase))
            {
                isAlias = true;
                continue;
            }
            var word = token.Kind == SqlTokenKind.QuotedIdentifier ? SqlName.Unquote(text) : text;
            if (!isAlias || words.Count == 0 || !string.Equals(words[words.Count - 1], word, StringComparison.OrdinalIgnoreCase)) words.Add(word);
            isAlias = false;
        }
        return words;
    }
}
