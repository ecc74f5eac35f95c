namespace Migrations.Core.Schemas;

/// <summary>Patterns over <c>table</c> and <c>table.name</c>, with the wildcards <c>*</c> and <c>?</c> and without case.</summary>
public sealed class NamePatterns
{
    private readonly IReadOnlyList<string> _patterns;

    /// <summary>Makes the patterns.</summary>
    public NamePatterns(IEnumerable<string> patterns) => _patterns = [.. patterns];

    /// <summary>Whether a table or view is named, with all it holds.</summary>
    public bool Match(string table) => _patterns.Any(pattern => Like(table, pattern));

    /// <summary>Whether a part of a table is named, or the whole table.</summary>
    public bool Match(string table, string? name) => Match(table) || (name is not null && _patterns.Any(pattern => Like($"{table}.{name}", pattern)));

    // The usual greedy match with one step back.
    private static bool Like(string text, string pattern)
    {
        int t = 0, p = 0, star = -1, mark = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                mark = t;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || char.ToUpperInvariant(pattern[p]) == char.ToUpperInvariant(text[t])))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++mark;
            }
            else return false;
        }
        while (p < pattern.Length && pattern[p] == '*') p++;
        return p == pattern.Length;
    }
}
