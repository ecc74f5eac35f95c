using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Reporting;

/// <summary>The build agent in whose step the process runs: how it is told of issues, secrets and summaries.</summary>
public abstract class BuildAgent
{
    /// <summary>The variable that switches all of it off: <c>MIGRATIONS_CI=off</c>.</summary>
    public const string Switch = "MIGRATIONS_CI";

    private readonly IReadOnlyList<string> _roots;

    /// <param name="roots">The folders that hold what was checked out, the innermost first; those that are not known are null or empty.</param>
    private protected BuildAgent(params string?[] roots) => _roots = [.. roots.Where(root => !string.IsNullOrEmpty(root)).Select(root => root!)];

    /// <summary>The agent; null where the process runs in no agent's step, or <see cref="Switch"/> says off.</summary>
    /// <param name="environment">Gives the value of an environment variable; null where it is not set.</param>
    public static BuildAgent? Detect(Func<string, string?> environment)
    {
        if (string.Equals(environment(Switch), "off", StringComparison.OrdinalIgnoreCase)) return null;
        if (IsTrue(environment("TF_BUILD"))) return new AzurePipelines(environment);
        return IsTrue(environment("GITHUB_ACTIONS")) ? new GitHubActions(environment) : null;
    }

    /// <summary>The line of standard output that tells the agent of an issue; null where it has no form for it.</summary>
    public abstract string? LineOf(LogIssue issue);

    /// <summary>The line of standard output that makes the agent hide a text in its logs from then on.</summary>
    /// <param name="secret">The text.</param>
    public abstract string LineOfSecret(string secret);

    /// <summary>Gives the agent a summary to show on the run's page.</summary>
    /// <param name="name">What it is about; a part of a file's name.</param>
    /// <param name="markdown">The summary.</param>
    /// <returns>The line of standard output that the agent needs for it; null where it needs none.</returns>
    /// <exception cref="MigrationException"><c>FileUnwritable</c>.</exception>
    /// <exception cref="IOException">The file could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file could not be written.</exception>
    public abstract string? Publish(string name, string markdown);

    /// <summary>A file's path as the agent's pages know it: relative to the repository, with slashes; as it is where it is elsewhere.</summary>
    public string PathOf(string file) => _roots.Select(root => RelativePath.Of(root, file)).FirstOrDefault(relative => relative is not null) ?? file;

    private static bool IsTrue(string? value) => string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
}
