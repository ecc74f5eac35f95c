using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Drizzle;

/// <summary>
/// Reads a <c>drizzle.config.*</c> whose answers are literals without running it: most are, and a run of the script engine costs a
/// new process some tenths of a second. Whatever is computed, spread or imported is left to <see cref="DrizzleConfigScript"/>.
/// </summary>
internal sealed class DrizzleConfigLiterals
{
    private readonly List<string> _tokens;
    private int _at;

    private DrizzleConfigLiterals(string text) => _tokens = [.. Tokens(text)];

    /// <summary>Reads a configuration.</summary>
    /// <returns>The configuration, without its credentials; null where only running the file can tell.</returns>
    public static DrizzleConfig? TryRead(SourceText source)
    {
        var reader = new DrizzleConfigLiterals(source.Text);
        if (!reader.FindObject(json: source.Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) || reader.ReadObject() is not { } values) return null;
        var config = new DrizzleConfig { Path = source.Path };
        if (!values.TryGetValue("dialect", out var dialect) || dialect is not "mysql") return null;
        foreach (var pair in values)
        {
            switch (pair.Key, pair.Value)
            {
                case ("schema", string one):
                    config = config with { Schema = [one] };
                    break;
                case ("schema", IReadOnlyList<string> many):
                    config = config with { Schema = many };
                    break;
                case ("out", string folder):
                    config = config with { Out = folder };
                    break;
                case ("casing", "snake_case"):
                    config = config with { Casing = ColumnCasing.SnakeCase };
                    break;
                case ("casing", "camelCase"):
                    config = config with { Casing = ColumnCasing.CamelCase };
                    break;
                case ("tablesFilter", string one):
                    config = config with { TablesFilter = [one] };
                    break;
                case ("tablesFilter", IReadOnlyList<string> many):
                    config = config with { TablesFilter = many };
                    break;
                case ("breakpoints", bool breakpoints):
                    config = config with { Breakpoints = breakpoints };
                    break;
                case ("migrations", IReadOnlyDictionary<string, object> migrations):
                    if (migrations.TryGetValue("table", out var table)) config = config with { MigrationsTable = (string)table };
                    break;
                case ("dialect", _):
                    break;
                default:
                    return null;
            }
        }
        return config;
    }

    // export default defineConfig({ … }), export default { … }, module.exports = …; in JSON the object itself.
    private bool FindObject(bool json)
    {
        if (json) return Peek == "{";
        for (_at = 0; _at + 2 < _tokens.Count; _at++)
        {
            var isExport = (_tokens[_at] == "export" && _tokens[_at + 1] == "default") || (_tokens[_at] == "exports" && _tokens[_at + 1] == "=");
            if (!isExport) continue;
            _at += 2;
            if (Peek == "defineConfig") _at++;
            if (Peek == "(") _at++;
            return Peek == "{";
        }
        return false;
    }

    private string Peek => _at < _tokens.Count ? _tokens[_at] : "";

    private Dictionary<string, object>? ReadObject()
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        for (_at++; Peek != "}";)
        {
            var key = Peek;
            if (StringOf(key) is { } quoted) key = quoted;
            else if (key.Length == 0 || !(char.IsLetter(key[0]) || key[0] is '_' or '$')) return null; // "...": a spread; "[": a computed key
            _at++;
            if (Peek != ":") return null; // a shorthand or a method
            _at++;
            if (key is "schema" or "out" or "dialect" or "casing" or "tablesFilter" or "breakpoints" or "migrations" or "table")
            {
                if (ReadValue() is not { } value) return null;
                values[key] = value;
            }
            else if (!SkipValue())
            {
                return null;
            }
            if (Peek == ",") _at++;
            else if (Peek != "}") return null;
        }
        _at++;
        return values;
    }

    // A literal; null for everything else. The caller sees by the token behind it whether it was the whole value.
    private object? ReadValue()
    {
        var token = Peek;
        if (token == "{") return ReadObject();
        if (token == "[")
        {
            var items = new List<string>();
            for (_at++; Peek != "]";)
            {
                if (StringOf(Peek) is not { } item) return null;
                items.Add(item);
                _at++;
                if (Peek == ",") _at++;
                else if (Peek != "]") return null;
            }
            _at++;
            return (IReadOnlyList<string>)items;
        }
        _at++;
        return token switch { "true" => true, "false" => false, _ => StringOf(token) };
    }

    private bool SkipValue()
    {
        for (var depth = 0; _at < _tokens.Count; _at++)
        {
            var token = Peek;
            if (depth == 0 && token is "," or "}") return true;
            if (token is "(" or "[" or "{") depth++;
            else if (token is ")" or "]" or "}") depth--;
        }
        return false;
    }

    // An escape is rare enough in these values to leave it to the script engine.
    private static string? StringOf(string token) =>
        token.Length >= 2 && token[0] is '"' or '\'' or '`' && token.IndexOf('\\') < 0 && !(token[0] == '`' && token.Contains("${"))
            ? token.Substring(1, token.Length - 2) : null;

    private static IEnumerable<string> Tokens(string text)
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
            }
            else if (char.IsLetterOrDigit(c) || c is '_' or '$')
            {
                while (i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] is '_' or '$')) i++;
            }
            else
            {
                i++;
            }
            yield return text.Substring(start, i - start);
        }
    }
}
