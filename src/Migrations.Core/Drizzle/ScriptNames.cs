using System.Text;

namespace Migrations.Core.Drizzle;

/// <summary>Gives names of a database identifiers in a script: in camel case, each once, none that means something else there.</summary>
internal sealed class ScriptNames
{
    // ECMAScript's reserved words, those of strict mode and TypeScript's, and what a module should not hide.
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "abstract", "any", "arguments", "as", "async", "await", "boolean", "break", "case", "catch", "class", "const", "constructor", "continue", "debugger", "declare", "default", "delete",
        "do", "else", "enum", "eval", "export", "exports", "extends", "false", "finally", "for", "from", "function", "get", "if", "implements", "import", "in", "infinity", "instanceof",
        "interface", "let", "module", "namespace", "never", "new", "null", "number", "object", "of", "package", "private", "process", "protected", "public", "require", "return", "set",
        "static", "string", "super", "switch", "symbol", "this", "throw", "true", "try", "type", "typeof", "undefined", "unknown", "var", "void", "while", "with", "yield",
    };

    // What a table of drizzle's has beside its columns.
    private static readonly HashSet<string> TableMembers = new(StringComparer.Ordinal)
    {
        "_", "$inferSelect", "$inferInsert", "getSQL", "shouldOmitSQLParens", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString", "toString", "valueOf", "constructor", "then",
    };

    private readonly HashSet<string> _taken;
    private readonly Func<string, bool> _isForbidden;

    private ScriptNames(IEnumerable<string> taken, Func<string, bool> isForbidden)
    {
        _taken = new HashSet<string>(taken, StringComparer.Ordinal);
        _isForbidden = isForbidden;
    }

    /// <summary>The names of a module; none is a reserved word or one of those given.</summary>
    public static ScriptNames OfModule(IEnumerable<string> taken) => new(taken, Reserved.Contains);

    /// <summary>The keys of a table's columns.</summary>
    public static ScriptNames OfTable() => new([], TableMembers.Contains);

    /// <summary>Gives a name its identifier.</summary>
    /// <param name="name">The name in the database.</param>
    /// <param name="kind">What is put behind it where the name alone cannot be.</param>
    public string Take(string name, string kind)
    {
        var wanted = CamelCase(name);
        if (wanted.Length == 0) wanted = kind.ToLowerInvariant();
        if (_isForbidden(wanted) || (_taken.Contains(wanted) && !_taken.Contains(wanted + kind) && kind == "Table")) wanted += kind;
        var given = wanted;
        for (var number = 2; !_taken.Add(given) || _isForbidden(given); number++) given = $"{wanted}{(char.IsDigit(wanted[wanted.Length - 1]) ? "_" : "")}{number}";
        return given;
    }

    /// <summary><c>created_at</c> as <c>createdAt</c>, <c>USER ID</c> as <c>userId</c>, <c>companyId</c> as it is.</summary>
    public static string CamelCase(string name)
    {
        var result = new StringBuilder();
        foreach (var word in Words(name))
        {
            var isShouted = word.All(c => !char.IsLower(c)) && word.Any(char.IsUpper);
            var text = isShouted ? word.ToLowerInvariant() : word;
            var first = result.Length == 0 ? char.ToLowerInvariant(text[0]) : char.ToUpperInvariant(text[0]);
            result.Append(first).Append(text, 1, text.Length - 1);
        }
        if (result.Length > 0 && char.IsDigit(result[0])) result.Insert(0, '_');
        return result.ToString();
    }

    private static IEnumerable<string> Words(string name)
    {
        var start = -1;
        for (var i = 0; i <= name.Length; i++)
        {
            var isPart = i < name.Length && IsPart(name[i]);
            if (isPart && start < 0) start = i;
            if (isPart || start < 0) continue;
            yield return name.Substring(start, i - start);
            start = -1;
        }
    }

    // Letters of every script are letters of an identifier; a combining mark alone would not be.
    private static bool IsPart(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '$' || (c > '\u007F' && char.IsLetter(c));
}
