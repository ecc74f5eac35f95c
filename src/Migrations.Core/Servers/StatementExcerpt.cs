using System.Text;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Servers;

/// <summary>
/// The beginning of a statement, of another session or in progress, for a person to recognise it: without its strings and numbers, which
/// may be passwords or people's data, and without its comments.
/// </summary>
public static class StatementExcerpt
{
    private const int MaxLength = 160;

    /// <summary>The excerpt; null for no statement.</summary>
    /// <param name="sql">The statement, which the server may have cut anywhere.</param>
    public static string? Of(string? sql)
    {
        if (string.IsNullOrWhiteSpace(sql)) return null;
        // Whether backslashes escape in the other session is not known, and a string that ends elsewhere would show what is behind
        // it: what is a value in either reading is hidden.
        var hidden = new bool[sql!.Length];
        var blank = new bool[sql.Length];
        Mark(sql, SqlModes.None, hidden, blank);
        Mark(sql, SqlModes.NoBackslashEscapes, hidden, blank);

        var text = new StringBuilder();
        for (var i = 0; i < sql.Length && text.Length <= MaxLength; i++)
        {
            if (hidden[i])
            {
                if (i == 0 || !hidden[i - 1]) text.Append('?');
            }
            else if (!blank[i] && !char.IsControl(sql[i]) && sql[i] != ' ') text.Append(sql[i]);
            else if (text.Length > 0 && text[text.Length - 1] != ' ') text.Append(' ');
        }
        var excerpt = text.ToString().TrimEnd();
        if (excerpt.Length <= MaxLength) return excerpt.Length == 0 ? null : excerpt;
        return excerpt.Substring(0, char.IsHighSurrogate(excerpt[MaxLength - 1]) ? MaxLength - 1 : MaxLength) + "…";
    }

    private static void Mark(string sql, SqlModes modes, bool[] hidden, bool[] blank)
    {
        var lexer = new SqlLexer(new SourceText("", sql), modes);
        while (true)
        {
            var start = lexer.Position;
            SqlToken token;
            try
            {
                token = lexer.Next();
            }
            catch (MigrationException)
            {
                // Cut in the middle of a string, a quoted name or a comment.
                for (var i = start; i < sql.Length; i++) hidden[i] = true;
                return;
            }
            if (token.Kind == SqlTokenKind.End) return;
            var marks = token.Kind switch
            {
                SqlTokenKind.String or SqlTokenKind.Number => hidden,
                SqlTokenKind.Whitespace or SqlTokenKind.LineComment or SqlTokenKind.BlockComment or SqlTokenKind.Breakpoint => blank,
                _ => null,
            };
            if (marks is null) continue;
            for (var i = token.Start; i < token.End && i < sql.Length; i++) marks[i] = true;
        }
    }
}
