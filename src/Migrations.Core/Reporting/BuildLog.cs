using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Reporting;

/// <summary>What one command tells the build agent it runs under: each issue once, and nothing where there is no agent.</summary>
/// <param name="agent">The agent; null for none.</param>
/// <param name="write">Writes a line to the process's standard output, as it is.</param>
public sealed class BuildLog(BuildAgent? agent, Action<string> write)
{
    // A shorter text stands in too many places: hiding it would make the log unreadable, and give the text away by its gaps.
    private const int MinSecret = 6;

    private readonly HashSet<(string?, string, SourceLocation?)> _written = [];
    private readonly HashSet<string> _hidden = new(StringComparer.Ordinal);

    /// <summary>Whether anybody listens.</summary>
    public bool HasAgent => agent is not null;

    /// <summary>A text of others (a statement, a server's message) as it can stand in the log without the agent taking a line of it for an order.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text, with a blank in what would begin a logging command; as it is where there is no agent.</returns>
    public string Harmless(string text)
    {
        if (agent is null) return text;
        // Both agents know "##[…]" anywhere in a line, Azure "##vso[…]", GitHub "::" at a line's beginning.
        text = text.Replace("##vso[", "## vso[").Replace("##[", "## [");
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
            if (lines[i].TrimStart().StartsWith("::", StringComparison.Ordinal)) lines[i] = lines[i].Replace("::", ": :");
        return string.Join("\n", lines);
    }

    /// <summary>Tells of an issue.</summary>
    public void Write(LogIssue issue)
    {
        if (agent is null || !_written.Add((issue.Code, issue.Message, issue.Location))) return;
        if (agent.LineOf(issue) is { } line) write(line);
    }

    /// <summary>Tells of an error; where it is about many differences or findings, of each of them at its own place.</summary>
    public void Write(MigrationException error)
    {
        switch (error.ErrorTarget)
        {
            case IReadOnlyList<SchemaDifference> { Count: > 0 } differences:
                foreach (var difference in differences) Write(LogIssue.Of(difference, IssueLevel.Error));
                break;
            case IReadOnlyList<MigrationFinding> { Count: > 0 } findings:
                foreach (var finding in findings) Write(LogIssue.Of(finding, fails: true));
                break;
            default:
                Write(LogIssue.Of(error));
                break;
        }
    }

    /// <summary>Makes the agent hide a password from now on: as it is, line by line, and as a URL or JSON spells it.</summary>
    /// <param name="secret">The password.</param>
    /// <param name="written">The password as a URL spells it that was given; null where there is none.</param>
    public void Hide(string secret, string? written = null)
    {
        if (agent is null) return;
        foreach (var text in SpellingsOf(secret).Append(written ?? "").Where(text => text.Length >= MinSecret && _hidden.Add(text))) write(agent.LineOfSecret(text));
    }

    /// <summary>Gives the agent a summary of the command; a failure to do so is nothing to fail the command for.</summary>
    /// <param name="name">The command's name.</param>
    /// <param name="markdown">The summary.</param>
    /// <param name="failed">Told why it could not be given.</param>
    public void Publish(string name, Func<string> markdown, Action<string> failed)
    {
        if (agent is null) return;
        try
        {
            if (agent.Publish(name, markdown()) is { } line) write(line);
        }
        catch (Exception unwritable) when (unwritable is MigrationException or IOException or UnauthorizedAccessException)
        {
            failed($"The summary could not be written: {unwritable.Message}");
        }
    }

    /// <summary>A file's path as the agent's pages know it; without an agent as it is.</summary>
    public string PathOf(string file) => agent?.PathOf(file) ?? file;

    /// <summary>A file's path for a report: as the agent's pages know it; without an agent, or elsewhere, relative to a folder.</summary>
    /// <param name="root">The folder; null for none.</param>
    /// <param name="file">The file.</param>
    public string PathOf(string? root, string file) =>
        PathOf(file) is var path && path != file ? path : (root is null ? null : RelativePath.Of(root, file)) ?? file;

    // A log is read line by line, so a secret of several lines is never found whole in it.
    private static IEnumerable<string> SpellingsOf(string secret) =>
        secret.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Prepend(secret)
            .SelectMany(text => new[] { text, Uri.EscapeDataString(text), System.Text.Json.JsonEncodedText.Encode(text).ToString() });
}
