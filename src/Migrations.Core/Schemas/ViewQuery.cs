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
    /// <param name="written">The query of the statement.</param>
    /// <param name="shown">The view's definition in the catalog.</param>
    /// <param name="database">The view's own database.</param>
    /// <param name="modes">The modes that the statement is written in.</param>
    public static bool IsSame(string written, string shown, string database, SqlModes modes)
    {
        var words = Words(written, database, modes, isPlain: false);
        if (NeedsParentheses(words)) return false;
        // Of one table, a column's name alone says whose it is.
        var isPlain = !words.Any(word => word.Is("JOIN")) && words.Count(word => word.Is("SELECT")) == 1
            && !words.SkipWhile(word => !word.Is("FROM")).Skip(2).Take(2).Any(word => word.Is(","));
        var (here, there) = (Words(written, database, modes, isPlain), Words(shown, database, SqlModes.None, isPlain));
        return here.Count == there.Count && here.Zip(there, (one, other) => one.IsSame(other)).All(same => same);
    }

    // Where more than one kind of operator stands, it is the parentheses that say what belongs together, and servers write their own.
    private static bool NeedsParentheses(IReadOnlyList<Word> words) =>
        words.Any(word => word.Is("NOT") || word.Is("BETWEEN") || word.Is("CASE") || word.Is("INTERVAL") || word.Is("UNION"))
        || words.Count(word => word.Is("SELECT")) > 1
        || words.Select(word => word.Text.ToUpperInvariant()).Where(word => word is "AND" or "&&" or "OR" or "||" or "XOR").Distinct().Count() > 1
        || words.Where(word => word.Kind == SqlTokenKind.Symbol).Select(word => word.Text).Where(symbol => "+-*/%|&^!~".Contains(symbol[0])).Distinct().Count() > 1
        || words.Any(word => word.Kind == SqlTokenKind.Symbol && word.Text is "-" or "/" or "%");

    private static List<Word> Words(string sql, string database, SqlModes modes, bool isPlain)
    {
        var words = new List<Word>();
        var lexer = new SqlLexer(new SourceText("", sql), modes);
        var isAlias = false;
        for (var token = lexer.NextSignificant(); token.Kind != SqlTokenKind.End; token = lexer.NextSignificant())
        {
            var text = token.TextIn(sql);
            if (token.Kind == SqlTokenKind.Symbol && text is "(" or ")") continue;
            if (token.Kind == SqlTokenKind.Symbol && text == ".")
            {
                var isTable = words.Count > 1 && (words[words.Count - 2].Is("FROM") || words[words.Count - 2].Is("JOIN"));
                var isOwn = words.Count > 0 && string.Equals(words[words.Count - 1].Text, database, StringComparison.OrdinalIgnoreCase);
                if (isOwn || (isPlain && !isTable)) words.RemoveAt(words.Count - 1);
                else words.Add(new Word(token.Kind, text));
                continue;
            }
            if (token.Kind == SqlTokenKind.Word && text.Equals("AS", StringComparison.OrdinalIgnoreCase))
            {
                isAlias = true;
                continue;
            }
            var word = new Word(token.Kind, token.Kind == SqlTokenKind.QuotedIdentifier ? SqlName.Unquote(text) : text);
            if (!isAlias || words.Count == 0 || !string.Equals(words[words.Count - 1].Text, word.Text, StringComparison.Ordinal)) words.Add(word);
            isAlias = false;
        }
        return words;
    }

    private readonly record struct Word(SqlTokenKind Kind, string Text)
    {
        public bool Is(string word) => Kind != SqlTokenKind.QuotedIdentifier && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

        // Servers quote every name, and write keywords and functions in small letters.
        public bool IsSame(Word shown) => string.Equals(
            Text, shown.Text, Kind == SqlTokenKind.String || shown.Kind is SqlTokenKind.QuotedIdentifier or SqlTokenKind.String ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);
    }
}
