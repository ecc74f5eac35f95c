using System.Globalization;
using System.Text;
using Migrations.Core.Sources;

namespace Migrations.Core.Reporting;

/// <summary>A step of Azure Pipelines.</summary>
/// <remarks>
/// "Logging commands" in Azure DevOps' documentation, and docs/design/percentEncoding.md of its agent: <c>;</c>, <c>]</c>, CR and LF are written
/// <c>%3B %5D %0D %0A</c>, and a percent sign before them <c>%AZP25</c>. An agent takes the path of an issue for one of the repository.
/// </remarks>
internal sealed class AzurePipelines(Func<string, string?> environment) : BuildAgent(environment("BUILD_REPOSITORY_LOCALPATH"), environment("BUILD_SOURCESDIRECTORY"))
{
    /// <inheritdoc/>
    public override string? LineOf(LogIssue issue)
    {
        // It knows errors and warnings alone.
        if (issue.Level == IssueLevel.Notice) return null;
        var line = new StringBuilder("##vso[task.logissue type=").Append(issue.Level == IssueLevel.Error ? "error" : "warning");
        if (issue.Location is { } at)
        {
            line.Append(";sourcepath=").Append(Escaped(PathOf(at.File)))
                .Append(";linenumber=").Append(at.Line.ToString(CultureInfo.InvariantCulture))
                .Append(";columnnumber=").Append(at.Column.ToString(CultureInfo.InvariantCulture));
        }
        if (issue.Code is { } code) line.Append(";code=").Append(Escaped(code));
        return line.Append(";]").Append(Escaped(issue.Message)).ToString();
    }

    /// <inheritdoc/>
    public override string LineOfSecret(string secret) => "##vso[task.setsecret]" + Escaped(secret);

    /// <inheritdoc/>
    public override string Publish(string name, string markdown)
    {
        var folder = environment("AGENT_TEMPDIRECTORY") is { Length: > 0 } given ? given : Path.GetTempPath();
        // The page shows the file's name as a heading. A step may have several of one name.
        var path = Path.Combine(Path.GetFullPath(folder), $"{name}-{Guid.NewGuid().ToString("N").Substring(0, 8)}.md");
        SourceFile.CreateNew(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(markdown));
        return "##vso[task.uploadsummary]" + Escaped(path);
    }

    // The percent sign first, or the others' would be escaped too.
    private static string Escaped(string text) =>
        text.Replace("%", "%AZP25").Replace("\r", "%0D").Replace("\n", "%0A").Replace(";", "%3B").Replace("]", "%5D");
}
