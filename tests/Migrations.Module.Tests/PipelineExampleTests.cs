using System.Management.Automation;
using System.Management.Automation.Language;
using Migrations.TestServers;
using YamlDotNet.RepresentationModel;

namespace Migrations.Module.Tests;

/// <summary>The examples' pipelines and runbook: their commands exist, and those of the pipelines run in the demo project.</summary>
public sealed class PipelineExampleTests(ServerFleet fleet) : IDisposable
{
    // What PowerShell itself brings and the examples use, with the parameters they use; Core cmdlets are asked of the engine.
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Install-Module"] = ["RequiredVersion", "Repository", "Scope", "Force"],
        ["Import-Module"] = [],
        ["Get-AzAccessToken"] = ["ResourceUrl"],
        ["Get-Command"] = ["ErrorAction"],
        ["Get-Credential"] = ["UserName", "Message"],
        ["Get-Secret"] = ["Name"],
        ["Get-Date"] = [],
        ["Join-Path"] = [],
        ["New-Item"] = ["ItemType", "Path", "Force"],
        ["Out-String"] = [],
        ["Start-Transcript"] = ["Path"],
        ["Stop-Transcript"] = [],
    };

    private readonly ModuleSession _session = new();
    private readonly DemoProject _demo = new();

    [Theory]
    [InlineData("azure-pipelines.yml")]
    [InlineData("github-actions.yml")]
    public void Every_script_parses_and_every_command_and_parameter_exists(string file)
    {
        var pipeline = new PipelineFile(file);
        Assert.Equal(8, pipeline.Scripts.Count);
        foreach (var script in pipeline.Scripts) AssertKnown(PipelineFile.Parse(script), []);
        // No text of the pipeline's own is put into a script: what is in it could be a command.
        Assert.All(pipeline.Scripts, script => Assert.DoesNotMatch(@"\$\(|\$\{\{", script));
    }

    [Fact]
    public void The_runbook_parses_and_every_command_and_parameter_exists()
    {
        var script = Parser.ParseFile(Path.Combine(Repository.Root, "examples", "runbook.ps1"), out var tokens, out var errors);
        Assert.Empty(errors);
        AssertKnown(script, [.. script.FindAll(node => node is FunctionDefinitionAst, searchNestedScriptBlocks: true).Select(function => ((FunctionDefinitionAst)function).Name)]);
        // Windows PowerShell 5.1 has none of these.
        Assert.DoesNotContain(tokens, token => token.Kind is TokenKind.QuestionMark or TokenKind.QuestionQuestion or TokenKind.QuestionQuestionEquals or TokenKind.QuestionDot or TokenKind.QuestionLBracket or TokenKind.AndAnd or TokenKind.OrOr);
        Assert.DoesNotContain(script.FindAll(node => node is TernaryExpressionAst or PipelineChainAst, searchNestedScriptBlocks: true), _ => true);
        // Without a BOM it reads a file in the machine's own code page.
        Assert.All(File.ReadAllBytes(Path.Combine(Repository.Root, "examples", "runbook.ps1")), b => Assert.InRange(b, 0, 127));
    }

    [Fact]
    public void The_scripts_of_the_docs_parse_too()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "pipelines.md"));
        var step = System.Text.RegularExpressions.Regex.Match(page, "```yaml\n(.*?)```", System.Text.RegularExpressions.RegexOptions.Singleline).Groups[1].Value;
        var yaml = new YamlStream();
        yaml.Load(new StringReader(step));
        var inputs = (YamlMappingNode)((YamlMappingNode)((YamlSequenceNode)yaml.Documents[0].RootNode)[0]).Children["inputs"];
        AssertKnown(PipelineFile.Parse(PipelineFile.Text(inputs, "Inline")), []);
    }

    [Fact]
    public void Azure_approves_locks_and_keeps_secrets_from_pull_requests()
    {
        var pipeline = new PipelineFile("azure-pipelines.yml");
        Assert.Equal("sequential", PipelineFile.Text(pipeline.Root, "lockBehavior"));
        var stages = pipeline.With("stage").ToDictionary(stage => PipelineFile.Text(stage, "stage"));
        Assert.Equal(["Check", "Preview", "Apply"], stages.Keys);
        Assert.DoesNotContain("databaseUrl", stages["Check"].ToString());
        Assert.DoesNotContain("variables", stages["Check"].Children.Keys.Select(key => key.ToString()));
        Assert.Equal("and(succeeded(), ne(variables['Build.Reason'], 'PullRequest'))", PipelineFile.Text(stages["Preview"], "condition"));
        Assert.Equal("Preview", PipelineFile.Text(stages["Apply"], "dependsOn"));
        Assert.Equal("production", PipelineFile.Text(Assert.Single(pipeline.With("environment")), "environment"));
    }

    [Fact]
    public void GitHub_asks_for_the_least_rights_and_lets_one_run_at_a_time_apply()
    {
        var pipeline = new PipelineFile("github-actions.yml");
        Assert.Empty(((YamlMappingNode)pipeline.Root.Children["permissions"]).Children);
        var jobs = (YamlMappingNode)pipeline.Root.Children["jobs"];
        string Rights(string job) => string.Join(", ", ((YamlMappingNode)((YamlMappingNode)jobs.Children[job]).Children["permissions"]).Children.Select(right => $"{right.Key} {right.Value}"));
        Assert.Equal("contents read, security-events write, checks write", Rights("check"));
        Assert.Equal("contents read", Rights("preview"));
        Assert.Equal("contents read", Rights("apply"));
        var apply = (YamlMappingNode)jobs.Children["apply"];
        Assert.Equal(("preview", "production"), (PipelineFile.Text(apply, "needs"), PipelineFile.Text(apply, "environment")));
        Assert.Equal("false", PipelineFile.Text((YamlMappingNode)apply.Children["concurrency"], "cancel-in-progress"));
        Assert.DoesNotContain("secrets.", jobs.Children["check"].ToString());
        Assert.All(pipeline.With("uses").Where(step => PipelineFile.Text(step, "uses").StartsWith("actions/checkout@", StringComparison.Ordinal)),
            step => Assert.Equal("false", PipelineFile.Text((YamlMappingNode)step.Children["with"], "persist-credentials")));
    }

    [Theory]
    [EveryServer("azure", "azure-pipelines.yml")]
    [EveryServer("github", "github-actions.yml")]
    public void The_steps_run_in_the_demo_project(string server, string agent, string file)
    {
        var steps = new PipelineFile(file).Steps;
        using var database = fleet.Get(server).CreateDatabase("steps");
        using var step = new AgentStep(agent);
        using var nowhere = new AgentStep("none");
        HostProcess Run(string script, string? url = null) => step.Run(_demo.Root, url, script, ("MIGRATIONS_SERVER", server.Contains("mariadb", StringComparison.Ordinal) ? "mariadb:10.11" : "mysql:8.4"));
        void Passes(HostProcess run) => Assert.True(run.ExitCode == 0, run.Output + run.Error);
        var (drift, lint, preview, apply, verify) = (steps[0], steps[1], steps[2], steps[3], steps[4]);

        // An empty database is none that a pipeline should meet.
        var refused = Run(apply, database.Url);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(AgentStep.Commands(refused.Output), line => line.Contains("code=FreshInstall", StringComparison.Ordinal) || line.Contains("title=FreshInstall", StringComparison.Ordinal));
        Passes(nowhere.Run(_demo.Root, database.Url, "Invoke-Migration"));

        // A column in schema.ts and nowhere else: the gate is red.
        _demo.AddFloor();
        var red = Run(drift);
        Assert.Equal(1, red.ExitCode);
        Assert.Contains(step.Shown(red.Output), line => agent == "azure"
            ? line.StartsWith("##vso[task.logissue type=error;sourcepath=drizzle/schema.ts;linenumber=15;columnnumber=10;code=MissingColumn;]", StringComparison.Ordinal)
            : line.StartsWith("::error file=drizzle/schema.ts,line=15,col=10,title=MissingColumn::", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(step.Folder, "drift.xml")));

        // With its migration all steps are green.
        Passes(nowhere.Run(_demo.Root, null, "New-Migration floors -FromSchema -Complete"));
        Passes(Run(drift));
        Passes(Run(lint));
        Passes(Run(preview, database.Url));
        Assert.Contains("floor", File.ReadAllText(Path.Combine(step.Folder, "pending.sql")));
        Assert.Contains("Preview of", step.Summary());
        var unverified = Run(verify, database.Url);
        Assert.Equal(1, unverified.ExitCode);
        Passes(Run(apply, database.Url));
        Passes(Run(verify, database.Url));
        Assert.All((string[])["drift.xml", "lint.xml", "database.xml"], name => Assert.StartsWith("<?xml", File.ReadAllText(Path.Combine(step.Folder, name)), StringComparison.Ordinal));
        if (agent == "github") Assert.Contains("\"2.1.0\"", File.ReadAllText(Path.Combine(step.Folder, "lint.sarif")));
        // Nothing pending: a second run is as green.
        Passes(Run(preview, database.Url));
        Passes(Run(apply, database.Url));
    }

    private void AssertKnown(Ast script, string[] own)
    {
        using var shell = PowerShell.Create(_session.Runspace);
        var known = shell.AddScript("Get-Command -CommandType Cmdlet").Invoke<CommandInfo>().ToDictionary(command => command.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var command in PipelineFile.CommandsOf(script))
        {
            var name = command.GetCommandName();
            Assert.False(string.IsNullOrEmpty(name), $"No name: {command}");
            if (own.Contains(name)) continue;
            var parameters = command.CommandElements.OfType<CommandParameterAst>().Select(parameter => parameter.ParameterName).ToList();
            if (Known.TryGetValue(name, out var allowed)) Assert.All(parameters, parameter => Assert.Contains(parameter, allowed));
            else if (known.TryGetValue(name, out var cmdlet)) Assert.All(parameters, parameter => Assert.True(cmdlet.Parameters.ContainsKey(parameter), $"{name} has no -{parameter}."));
            else Assert.Fail($"There is no command {name}.");
        }
    }

    public void Dispose()
    {
        _session.Dispose();
        _demo.Dispose();
    }
}
