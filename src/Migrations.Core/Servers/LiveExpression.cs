using System.Text;
using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Servers;

/// <summary>The text of an expression as the information schema has it: a default, a generated column, a check, an indexed expression.</summary>
internal static class LiveExpression
{
    /// <summary>The expression as somebody would write it.</summary>
    public static string Read(string text, ServerInfo server) => server.Flavor == ServerFlavor.MariaDb ? text : Decode(SqlLiteral.Unescape(text));

    // MySQL takes the bytes of an expression for Latin-1 when it shows it: 'ü' comes as 'Ã¼', in names and strings alike (seen on MySQL 9.7). A text
    // that really is Latin-1 is hardly ever valid UTF-8 by chance.
    private static string Decode(string text)
    {
        if (!text.Any(c => c > '\u007F') || text.Any(c => c > '\u00FF')) return text;
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString([.. text.Select(c => (byte)c)]);
        }
        catch (DecoderFallbackException)
        {
            return text;
        }
    }
}
