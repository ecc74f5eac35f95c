using System.Text;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Drizzle;

/// <summary>SQL expressions and queries as they stand in a script's template.</summary>
internal static class ScriptExpression
{
    /// <summary>The inside of a template.</summary>
    /// <param name="sql">The expression.</param>
    /// <param name="columns">How columns are referred to (<c>table.key</c>), by their names; null to leave their names as they are.</param>
    /// <param name="table">The table whose name may stand before a column.</param>
    /// <param name="database">The database whose name is taken away before a table.</param>
    public static string Template(string sql, IReadOnlyDictionary<string, string>? columns = null, string? table = null, string? database = null)
    {
        List<SqlToken> tokens;
        try
        {
            tokens = Tokens(sql);
        }
        catch (MigrationException)
        {
            return ScriptLiteral.InTemplate(sql); // an unterminated string: whatever it is, it stays
        }
        var text = new StringBuilder();
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            var written = token.TextIn(sql);
            if (IsIntroducer(written, tokens, i)) continue;
            if (token.Kind == SqlTokenKind.QuotedIdentifier)
            {
                var isQualified = i > 0 && tokens[i - 1].Is(sql, '.');
                var qualifies = i + 1 < tokens.Count && tokens[i + 1].Is(sql, '.');
                var name = SqlName.Unquote(written);
                if (qualifies && !isQualified && Is(name, database))
                {
                    i++;
                    continue;
                }
                if (qualifies && !isQualified && columns is not null && Is(name, table) && i + 2 < tokens.Count && columns.ContainsKey(SqlName.Unquote(tokens[i + 2].TextIn(sql))))
                {
                    i += 2;
                    name = SqlName.Unquote(tokens[i].TextIn(sql));
                    (isQualified, qualifies) = (false, false);
                }
                if (columns is not null && !isQualified && !qualifies && columns.TryGetValue(name, out var reference))
                {
                    text.Append("${").Append(reference).Append('}');
                    continue;
                }
            }
            text.Append(ScriptLiteral.InTemplate(written));
        }
        return text.ToString();
    }

    /// <summary>The value of an expression that is one string, in brackets or not; null for any other.</summary>
    public static string? StringValue(string sql)
    {
        try
        {
            var cursor = new SqlCursor(new SourceText("", WithoutBrackets(sql)), 0, WithoutBrackets(sql).Length, SqlModes.None);
            if (cursor.Current.Kind == SqlTokenKind.Word && !cursor.TextOf(cursor.Current).StartsWith("_utf8", StringComparison.OrdinalIgnoreCase)) return null;
            var value = cursor.String();
            return cursor.AtEnd ? value : null;
        }
        catch (Exception other) when (other is SqlMismatchException or MigrationException)
        {
            return null;
        }
    }

    /// <summary>The expression without brackets around the whole.</summary>
    public static string WithoutBrackets(string sql)
    {
        var text = sql.Trim();
        while (IsInBrackets(text)) text = text.Substring(1, text.Length - 2).Trim();
        return text;
    }

    /// <summary>The expression with brackets around the whole.</summary>
    public static string InBrackets(string sql) => IsInBrackets(sql.Trim()) ? sql.Trim() : $"({sql.Trim()})";

    private static bool IsInBrackets(string sql)
    {
        if (sql.Length < 2 || sql[0] != '(' || sql[sql.Length - 1] != ')') return false;
        var depth = 0;
        try
        {
            foreach (var token in Tokens(sql))
            {
                if (token.Is(sql, '(')) depth++;
                else if (token.Is(sql, ')') && --depth == 0) return token.End == sql.Length;
            }
        }
        catch (MigrationException)
        {
            // an unterminated string
        }
        return false;
    }

    // MySQL shows every string with the character set of the client that wrote it: _utf8mb4'x'. In a script it is the connection's.
    private static bool IsIntroducer(string written, List<SqlToken> tokens, int i) =>
        tokens[i].Kind == SqlTokenKind.Word && written.StartsWith("_utf8", StringComparison.OrdinalIgnoreCase) && i + 1 < tokens.Count && tokens[i + 1].Kind == SqlTokenKind.String;

    private static List<SqlToken> Tokens(string sql)
    {
        var tokens = new List<SqlToken>();
        var lexer = new SqlLexer(new SourceText("", sql));
        for (var token = lexer.Next(); token.Kind != SqlTokenKind.End; token = lexer.Next()) tokens.Add(token);
        return tokens;
    }

    private static bool Is(string name, string? other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
