using System.Text;

namespace Migrations.Core.Sql;

/// <summary>The values of strings.</summary>
public static class SqlLiteral
{
    /// <summary>The value of a string as written, in single or double quotes.</summary>
    /// <param name="token">The string with its quotes, without an introducer.</param>
    /// <param name="modes">Whether backslashes escape.</param>
    public static string String(string token, SqlModes modes = SqlModes.None)
    {
        var quote = token[0];
        var value = new StringBuilder(token.Length);
        var escapes = (modes & SqlModes.NoBackslashEscapes) == 0;
        for (var i = 1; i < token.Length - 1; i++)
        {
            var c = token[i];
            if (c == quote) i++;
            else if (c == '\\' && escapes && i + 1 < token.Length - 1) c = Unescape(token[++i], value);
            value.Append(c);
        }
        return value.ToString();
    }

    /// <summary>
    /// Takes one level of backslash escapes off: MySQL's information schema stores expressions with their quotes escaped
    /// (seen on MySQL 9.7: <c>_utf8mb4\'it\\\'s\'</c>); MariaDB's does not.
    /// </summary>
    /// <param name="text">An expression as the information schema has it.</param>
    public static string Unescape(string text)
    {
        if (text.IndexOf('\\') < 0) return text;
        var value = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\' && i + 1 < text.Length) c = text[++i] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', '0' => '\0', var other => other };
            value.Append(c);
        }
        return value.ToString();
    }

    // "String Literals" in the MySQL manual: \% and \_ keep their backslash.
    private static char Unescape(char c, StringBuilder value)
    {
        switch (c)
        {
            case '0': return '\0';
            case 'b': return '\b';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'Z': return '\u001A';
            case '%' or '_':
                value.Append('\\');
                return c;
            default: return c;
        }
    }
}
