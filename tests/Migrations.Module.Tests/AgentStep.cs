using System.Text.RegularExpressions;

namespace Migrations.Module.Tests;

/// <summary>A step of one of the two agents: what it has in its environment, and what is read from its output.</summary>
/// <param name="name">azure or github; anything else for no agent.</param>
internal sealed class AgentStep(string name) : IDisposable
{
    /// <summary>The agent's folder for files of the job.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("migrations-agent-").FullName;

    public string SummaryFile => Path.Combine(Folder, "summary.md");

    /// <summary>Runs a script as the agent does: errors end it.</summary>
    /// <param name="project">The repository.</param>
    /// <param name="databaseUrl">The database; null for none.</param>
    /// <param name="script">The step's script.</param>
    /// <param name="more">More variables.</param>
    public HostProcess Run(string project, string? databaseUrl, string script, params (string Name, string Value)[] more)
    {
        // The tests may themselves run in an agent.
        var environment = new Dictionary<string, string> { ["TF_BUILD"] = "", ["GITHUB_ACTIONS"] = "", ["MIGRATIONS_CI"] = "" };
        if (name == "azure")
        {
            environment["TF_BUILD"] = "True";
            environment["BUILD_SOURCESDIRECTORY"] = environment["BUILD_REPOSITORY_LOCALPATH"] = project;
            environment["AGENT_TEMPDIRECTORY"] = environment["BUILD_ARTIFACTSTAGINGDIRECTORY"] = Folder;
        }
        else if (name == "github")
        {
            environment["GITHUB_ACTIONS"] = "true";
            environment["GITHUB_WORKSPACE"] = project;
            environment["GITHUB_STEP_SUMMARY"] = SummaryFile;
            environment["RUNNER_TEMP"] = Folder;
        }
        foreach (var (variable, value) in more) environment[variable] = value;
        return HostProcess.Run(project, databaseUrl, environment, "$ErrorActionPreference = 'stop'\n" + script);
    }

    /// <summary>The lines of an output that an agent takes for commands: those of Azure's wherever they begin, as its parser does.</summary>
    public static IReadOnlyList<string> Commands(string output) =>
        [.. output.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Contains("##vso", StringComparison.Ordinal) || Regex.IsMatch(line, "^\\s*::[a-z-]+[ :]"))];

    /// <summary>The commands without those that register secrets, and with the names of the agent's files as the documentation writes them.</summary>
    public IReadOnlyList<string> Shown(string output) =>
    [
        .. Commands(output).Where(line => !line.StartsWith("##vso[task.setsecret]", StringComparison.Ordinal) && !line.StartsWith("::add-mask::", StringComparison.Ordinal))
            .Select(line => Regex.Replace(line.Replace(Folder, "<AGENT_TEMPDIRECTORY>", StringComparison.Ordinal), "-[0-9a-f]{8}\\.md$", "-<id>.md")),
    ];

    /// <summary>The Markdown of the last summary.</summary>
    public string Summary() => File.ReadAllText(Directory.GetFiles(Folder, "*.md").OrderBy(File.GetLastWriteTimeUtc).Last());

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
