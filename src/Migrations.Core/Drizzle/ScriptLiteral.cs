using System.Globalization;
using System.Text;

namespace Migrations.Core.Drizzle;

/// <summary>Texts as JavaScript writes them.</summary>
internal static class ScriptLiteral
{
    /// <summary>A string in double quotes.</summary>
    public static string String(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var c in value)
        {
            switch (c)
            {
                case '"' or '\\':
                    text.Append('\\').Append(c);
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case < ' ' or '\u007F' or '\u2028' or '\u2029' or '\uFEFF':
                    text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                default:
                    text.Append(c);
                    break;
            }
        }
        return text.Append('"').ToString();
    }

    /// <summary>What stands in a template literal for a text.</summary>
    public static string InTemplate(string text) => text.Replace("\\", "\\\\").Replace("`", "\\`").Replace("${", "\\${").Replace("\r", "\\r");

    /// <summary>A comment above a declaration; what would end it does not.</summary>
    public static string Comment(string text, string indent)
    {
        var lines = text.Replace("*/", "* /").Replace("\r\n", "\n").Replace('\r', '\n').Split('\n');
        return lines.Length == 1 ? $"{indent}/** {lines[0]} */\n" : $"{indent}/**\n{string.Concat(lines.Select(line => $"{indent} * {line}".TrimEnd() + "\n"))}{indent} */\n";
    }
}
