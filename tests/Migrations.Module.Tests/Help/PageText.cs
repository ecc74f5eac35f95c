using System.Text.RegularExpressions;

namespace Migrations.Module.Tests.Help;

/// <summary>
/// A cmdlet's page as text, with the parts that the engine knows (syntax, the parameters' facts) and those that pages share brought up
/// to date, and every other byte as it is.
/// </summary>
internal static partial class PageText
{
    /// <summary>Stands below the heading of a parameter whose text is that of <c>_shared.md</c>.</summary>
    public const string SharedMark = "<!-- shared -->";

    /// <summary>The page as it should be.</summary>
    /// <param name="page">The page as it is.</param>
    /// <param name="facts">The cmdlet.</param>
    /// <param name="shared">The text of <c>_shared.md</c>.</param>
    /// <param name="problems">Gets what a person has to write: parameters without a text, texts without a parameter.</param>
    public static string Refreshed(string page, CmdletFacts facts, string shared, ICollection<string> problems)
    {
        var sharedTexts = Parameters(Body(shared, "PARAMETERS"));
        var own = Parameters(Body(page, "PARAMETERS"));
        var parameters = new List<string>();
        foreach (var name in facts.Parameters)
        {
            var has = own.TryGetValue(name, out var text);
            if (sharedTexts.TryGetValue(name, out var sharedText) && (!has || text!.StartsWith(SharedMark, StringComparison.Ordinal))) text = $"{SharedMark}\n\n{sharedText}";
            else if (!has) problems.Add($"{facts.Name} has no help for -{name}: write it in docs/cmdlets/{facts.Name}.md under '## PARAMETERS' as '### -{name}', or in docs/cmdlets/_shared.md.");
            if (text is null) continue;
            var ownDefault = DefaultValue().Match(text) is { Success: true } given ? given.Groups[1].Value : null;
            var prose = YamlBlock().Replace(text, "").Trim();
            if (prose.Replace(SharedMark, "", StringComparison.Ordinal).Trim().Length == 0) problems.Add($"The help of {facts.Name} says nothing about -{name}.");
            parameters.Add($"### -{name}\n\n{prose}\n\n{string.Join("\n\n", facts.Yaml(name, ownDefault))}\n\n");
        }
        foreach (var unknown in own.Keys.Except(facts.Parameters)) problems.Add($"docs/cmdlets/{facts.Name}.md documents -{unknown}, which {facts.Name} does not have.");
        return WithBody(WithBody(page, "SYNTAX", facts.Syntax), "PARAMETERS", string.Concat(parameters));
    }

    private static Dictionary<string, string> Parameters(string body) =>
        ParameterHeading().Matches(body).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value.Trim());

    private static string Body(string page, string section)
    {
        var (start, end) = Range(page, section);
        return page[start..end];
    }

    private static string WithBody(string page, string section, string body)
    {
        var (start, end) = Range(page, section);
        return $"{page[..start]}\n{body.TrimEnd()}\n{(end < page.Length ? "\n" : "")}{page[end..]}";
    }

    // From behind the heading's line to the next heading of its level.
    private static (int Start, int End) Range(string page, string section)
    {
        var heading = $"\n## {section}\n";
        var at = page.IndexOf(heading, StringComparison.Ordinal);
        Assert.True(at >= 0, $"A page has no section '## {section}': {page[..Math.Min(page.Length, 80)]}");
        var start = at + heading.Length;
        var end = page.IndexOf("\n## ", start - 1, StringComparison.Ordinal);
        return (start, end < 0 ? page.Length : end + 1);
    }

    [GeneratedRegex(@"^### -(\w+)\n(.*?)(?=^### -|\z)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ParameterHeading();

    [GeneratedRegex(@"^Default value: (.+)$", RegexOptions.Multiline)]
    private static partial Regex DefaultValue();

    [GeneratedRegex("^```yaml\n.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex YamlBlock();
}
