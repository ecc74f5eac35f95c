using System.Globalization;
using System.Text;

namespace Migrations.Core.Reporting;

/// <summary>A step of GitHub Actions.</summary>
/// <remarks>"Workflow commands for GitHub Actions" in GitHub's documentation; the escapes are those of its runner (<c>ActionCommand.cs</c>).</remarks>
internal sealed class GitHubActions(Func<string, string?> environment) : BuildAgent(environment("GITHUB_WORKSPACE"))
{
    // The runner drops a larger file whole.
    private const long MaxSummary = 1024 * 1024;

    /// <inheritdoc/>
    public override string LineOf(LogIssue issue)
    {
        var properties = new List<string>();
        if (issue.Location is { } at)
        {
            properties.Add("file=" + EscapedProperty(PathOf(at.File)));
            properties.Add("line=" + at.Line.ToString(CultureInfo.InvariantCulture));
            properties.Add("col=" + at.Column.ToString(CultureInfo.InvariantCulture));
        }
        if (issue.Code is { } code) properties.Add("title=" + EscapedProperty(code));
        var command = issue.Level switch { IssueLevel.Error => "error", IssueLevel.Warning => "warning", _ => "notice" };
        return $"::{command}{(properties.Count > 0 ? " " : "")}{string.Join(",", properties)}::{Escaped(issue.Message)}";
    }

    /// <inheritdoc/>
    public override string LineOfSecret(string secret) => "::add-mask::" + Escaped(secret);

    /// <inheritdoc/>
    public override string? Publish(string name, string markdown)
    {
        if (environment("GITHUB_STEP_SUMMARY") is not { Length: > 0 } path) return null;
        var bytes = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(markdown + "\n");
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        if (file.Length + bytes.Length <= MaxSummary) file.Write(bytes, 0, bytes.Length);
        return null;
    }

    private static string Escaped(string text) => text.Replace("%", "%25").Replace("\r", "%0D").Replace("\n", "%0A");

    private static string EscapedProperty(string text) => Escaped(text).Replace(":", "%3A").Replace(",", "%2C");
}
