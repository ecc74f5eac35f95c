using Migrations.Core.Sources;

namespace Migrations.Core.Projects;

/// <summary>
/// The literal <c>out</c> and <c>schema</c> of a <c>drizzle.config.*</c>: what can be known of it without running it. Computed values are not seen.
/// </summary>
internal sealed class ConfigLiterals
{
    private readonly Dictionary<string, IReadOnlyList<string>> _values = new(StringComparer.Ordinal);

    private ConfigLiterals()
    {
    }

    /// <summary>The folder of the migrations; null where it is not a literal.</summary>
    public string? Out => _values.TryGetValue("out", out var value) ? value[0] : null;

    /// <summary>The schema's files, folders or globs; empty where they are not literals.</summary>
    public IReadOnlyList<string> Schema => _values.TryGetValue("schema", out var value) ? value : [];

    /// <summary>Reads a configuration's text, which may be TypeScript, JavaScript or JSON.</summary>
    public static ConfigLiterals Read(SourceText source)
    {
        var literals = new ConfigLiterals();
        var tokens = Tokens(source.Text).ToList();
        literals.Collect(tokens, ExportIn(tokens));
        // "export default config": the object stands above it.
        if (literals._values.Count == 0) literals.Collect(tokens, 0);
        return literals;
    }

    // The properties of the outermost objects from a token on. Inner ones mean other things: migrations.schema is a database's.
    private void Collect(List<Token> tokens, int from)
    {
        var depth = 0;
        for (var i = from; i + 2 < tokens.Count; i++)
        {
            if (tokens[i].Text == "{") depth++;
            if (tokens[i].Text == "}") depth--;
            if (depth != 1) continue;
            var name = tokens[i].TrimQuotes();
            if (name is not ("out" or "schema") || tokens[i + 1].Text != ":" || _values.ContainsKey(name)) continue;
            // "out" is a property only behind "{" or ","; elsewhere it may be a type annotation or a ternary.
            if (i > 0 && tokens[i - 1].Text is not ("{" or ",")) continue;
            var values = ValuesAt(tokens, i + 2);
            if (values.Count > 0) _values.Add(name, values);
        }
    }

    // The token behind "export default" or "module.exports ="; 0 where there is neither, as in JSON.
    private static int ExportIn(List<Token> tokens)
    {
        for (var i = tokens.Count - 1; i > 0; i--)
        {
            if (tokens[i].Text == "default" && tokens[i - 1].Text == "export") return i + 1;
            if (tokens[i].Text == "exports" && tokens[i - 1].Text == "." && i + 1 < tokens.Count && tokens[i + 1].Text == "=") return i + 1;
        }
        return 0;
    }

    private static List<string> ValuesAt(List<Token> tokens, int at)
    {
        var values = new List<string>();
        if (tokens[at].IsString)
        {
            // 'a' + x is computed; 'a' as const is not.
            if (at + 1 >= tokens.Count || tokens[at + 1].Text is "," or "}" or ";" or "as" or "satisfies") values.Add(tokens[at].TrimQuotes());
            return values;
        }
        if (tokens[at].Text != "[") return values;
        for (var i = at + 1; i < tokens.Count && tokens[i].Text != "]"; i++)
        {
            if (tokens[i].IsString) values.Add(tokens[i].TrimQuotes());
            else if (tokens[i].Text != ",") return [];
        }
        return values;
    }

    private readonly record struct Token(string Text)
    {
        public bool IsString => Text.Length >= 2 && Text[0] is '"' or '\'' or '`';

        public string TrimQuotes() => IsString ? Text.Substring(1, Text.Length - 2).Replace("\\\\", "\\").Replace("\\/", "/") : Text;
    }

    // Words, strings without interpolation, and symbols: enough to find a literal property, and never fooled by comments.
    private static IEnumerable<Token> Tokens(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            var c = text[i];
            var start = i;
            if (char.IsWhiteSpace(c))
            {
                i++;
                continue;
            }
            if (c == '/' && i + 1 < text.Length && text[i + 1] is '/' or '*')
            {
                var end = text[i + 1] == '/' ? text.IndexOf('\n', i) : text.IndexOf("*/", i + 2, StringComparison.Ordinal);
                i = end < 0 ? text.Length : text[i + 1] == '/' ? end : end + 2;
                continue;
            }
            if (c is '"' or '\'' or '`')
            {
                for (i++; i < text.Length && text[i] != c; i++)
                {
                    if (text[i] == '\\') i++;
                }
                i = Math.Min(i + 1, text.Length);
                var literal = text.Substring(start, i - start);
                // An interpolated template is computed: give it as a symbol that is no string.
                yield return new Token(c == '`' && literal.Contains("${") ? "$" : literal);
                continue;
            }
            if (char.IsLetterOrDigit(c) || c is '_' or '$')
                while (i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] is '_' or '$')) i++;
            else
                i++;
            yield return new Token(text.Substring(start, i - start));
        }
    }
}
