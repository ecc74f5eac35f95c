using System.Text.RegularExpressions;

namespace Migrations.Module.Tests.Errors;

/// <summary>A row of <c>docs/errors.md</c>.</summary>
/// <param name="Id">The id.</param>
/// <param name="Raised">When it is raised.</param>
/// <param name="Category">PowerShell's category.</param>
/// <param name="Target">What its target is.</param>
/// <param name="Advice">What to do.</param>
internal sealed record ErrorPage(string Id, string Raised, string Category, string Target, string Advice)
{
    /// <summary>The rows by their ids.</summary>
    public static IReadOnlyDictionary<string, ErrorPage> Read() => Rows().ToDictionary(row => row.Id);

    /// <summary>The rows in their order.</summary>
    public static IReadOnlyList<ErrorPage> Rows() =>
        [.. File.ReadLines(Path.Combine(Repository.Root, "docs", "errors.md"))
            .Select(line => Regex.Match(line, @"^\| `(\w+)` \| (.+) \| (\w+) \| (.+) \| (.+) \|$")).Where(match => match.Success)
            .Select(match => new ErrorPage(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value, match.Groups[4].Value, match.Groups[5].Value))];
}
