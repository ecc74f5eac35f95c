using System.Management.Automation;

namespace Migrations;

/// <summary>Names and wildcards that a caller gave; a name that nothing has is told apart from a wildcard that matches nothing.</summary>
/// <param name="names">The names; null for all.</param>
internal sealed class NameFilter(string[]? names)
{
    private readonly (string Name, WildcardPattern Pattern)[] _names =
        [.. (names ?? ["*"]).Select(name => (name, new WildcardPattern(name, WildcardOptions.IgnoreCase)))];

    private readonly HashSet<string> _found = new(StringComparer.Ordinal);

    /// <summary>The names without a wildcard that <see cref="Takes"/> has not met.</summary>
    public IEnumerable<string> NotFound => _names.Select(name => name.Name).Where(name => !WildcardPattern.ContainsWildcardCharacters(name) && !_found.Contains(name));

    /// <summary>Whether something of this name was asked for.</summary>
    public bool Takes(string name)
    {
        var matching = _names.Where(candidate => candidate.Pattern.IsMatch(name)).ToList();
        foreach (var match in matching) _found.Add(match.Name);
        return matching.Count > 0;
    }
}
