using System.Globalization;
using System.Text;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Scripting;

/// <summary>Writes SQL so that the stock client passes on exactly it.</summary>
/// <remarks>
/// The client reads lines: without <c>--binary-mode</c> it makes LF of CRLF, also inside strings, and ends at a NUL. (The manual: "mysql Client Options".)
/// </remarks>
internal static class ClientText
{
    /// <summary>A text as an SQL expression that is read the same whether or not the modes of its migration are in force.</summary>
    /// <param name="text">The text.</param>
    /// <param name="modes">The modes that are in force if the migration runs; where it is skipped, those of the script's beginning are.</param>
    public static string Literal(string text, SqlModes modes)
    {
        var value = new StringBuilder("'");
        // Where a migration has switched escapes off, a backslash would be read otherwise when its SET was skipped.
        var hasEscapes = (modes & SqlModes.NoBackslashEscapes) == 0;
        var isJoined = false;
        foreach (var c in text)
        {
            var escape = c switch { '\\' => '\\', '\r' => 'r', '\0' => '0', '\u001A' => 'Z', _ => '\uffff' };
            if (c == '\'') value.Append("''");
            else if (escape == '\uffff') value.Append(c);
            else if (hasEscapes) value.Append('\\').Append(escape);
            else
            {
                isJoined = true;
                value.Append("', CHAR(").Append(((int)c).ToString(CultureInfo.InvariantCulture)).Append(" USING utf8mb4), '");
            }
        }
        value.Append('\'');
        return isJoined ? $"CONCAT({value})" : value.ToString();
    }

    /// <summary>A statement with LF alone between its tokens; what stands in strings and names stays.</summary>
    public static string WithLineFeeds(string sql, SqlModes modes) =>
        sql.IndexOf('\r') < 0 ? sql : Rewrite(sql, modes, (token, text) => token.Kind is SqlTokenKind.String or SqlTokenKind.QuotedIdentifier ? text : text.Replace("\r\n", "\n"));

    /// <summary>A statement that can stand where <c>*/</c> would end the block around it: without comments, and with its strings written so that none has these two characters.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="modes">The modes it is read in.</param>
    /// <param name="server">Decides about <c>/*!50003 … */</c>.</param>
    /// <param name="location">The place of the statement, for the error.</param>
    /// <exception cref="MigrationException"><c>StatementUnexportable</c>.</exception>
    public static string InBlock(string sql, SqlModes modes, ServerInfo server, SourceLocation location)
    {
        var hasEscapes = (modes & SqlModes.NoBackslashEscapes) == 0;
        var left = new Stack<bool>();
        return Rewrite(sql, modes, (token, text) =>
        {
            switch (token.Kind)
            {
                case SqlTokenKind.ExecutableOpen:
                    left.Push((left.Count > 0 && left.Peek()) || !IsExecuted(text, server));
                    return " ";
                case SqlTokenKind.ExecutableClose:
                    left.Pop();
                    return " ";
            }
            if (left.Count > 0 && left.Peek()) return "";
            switch (token.Kind)
            {
                case SqlTokenKind.BlockComment:
                    return " ";
                case SqlTokenKind.LineComment when text.Contains("*/"):
                    return "";
                case SqlTokenKind.QuotedIdentifier when text.Contains("*/"):
                    throw new MigrationException(
                        ErrorIds.StatementUnexportable, $"The name {text} cannot stand in a script: the client would end a block there.",
                        "Run the migrations with Invoke-Migration, or rename it.", location);
                case SqlTokenKind.String:
                    text = text.Replace("*/", hasEscapes ? "*\\/" : $"*{text[text.Length - 1]} {text[text.Length - 1]}/");
                    return hasEscapes ? text.Replace("\r", "\\r") : text;
                default:
                    return text.Replace("\r\n", "\n");
            }
        }).Trim();
    }

    /// <summary>A text for one line of a comment.</summary>
    public static string OneLine(string text, int limit = 160)
    {
        var line = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c) && !char.IsControl(c)) line.Append(c);
            else if (line.Length > 0 && line[line.Length - 1] != ' ') line.Append(' ');
        }
        if (line.Length <= limit) return line.ToString().TrimEnd();
        var end = char.IsHighSurrogate(line[limit - 1]) ? limit - 1 : limit;
        return line.ToString(0, end).TrimEnd() + "…";
    }

    // MariaDB leaves out what is meant for MySQL 5.7 and later ("Comment Syntax" in its manual).
    private static bool IsExecuted(string opening, ServerInfo server)
    {
        var isMariaDb = server.Flavor == ServerFlavor.MariaDb;
        if (opening.IndexOf('M') >= 0 && !isMariaDb) return false;
        var digits = new string([.. opening.Where(char.IsDigit)]);
        if (digits.Length == 0) return true;
        var number = int.Parse(digits, CultureInfo.InvariantCulture);
        if (isMariaDb && number is >= 50700 and <= 99999) return false;
        return number <= (server.Version.Major * 10000) + (server.Version.Minor * 100) + Math.Max(0, server.Version.Build);
    }

    private static string Rewrite(string sql, SqlModes modes, Func<SqlToken, string, string> write)
    {
        var text = new StringBuilder(sql.Length);
        var lexer = new SqlLexer(new SourceText("", sql), modes);
        for (var token = lexer.Next(); token.Kind != SqlTokenKind.End; token = lexer.Next()) text.Append(write(token, token.TextIn(sql)));
        return text.ToString();
    }
}
