using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Text.Json;
using System.Text.RegularExpressions;
using Migrations.Help;
using Migrations.TestServers;

namespace Migrations.Module.Tests.Help;

/// <summary>
/// One example at work: a copy of the demo project, databases of its own, and a session of the engine with a screen. It does what
/// tests/Examples/Examples.ps1 does in a user's shell.
/// </summary>
internal sealed class ExampleSession : IDisposable
{
    private const string ShownServer = "mysql://app:secret@db.example.com:3306";
    private const string ShownFolder = "/src";

    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Examples");
    private static readonly IReadOnlyList<(Regex Pattern, string Replacement)> Rules = ReadRules();

    // A folder around the project, for examples that make another one beside it.
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "ex" + Guid.NewGuid().ToString("N")[..10]);
    private readonly TestServer _server;
    private readonly TestDatabase _database;
    private readonly TestDatabase _copy;
    private readonly TranscriptHost _host = new();
    private readonly Runspace _runspace;

    public ExampleSession(TestServer server)
    {
        _server = server;
        _database = server.CreateDatabase("example");
        _copy = server.CreateDatabase("examplecopy");
        var root = Path.Combine(_folder, "bookings");
        Copy(Path.Combine(Repository.Root, "examples", "bookings"), root);
        File.WriteAllText(Path.Combine(root, ".env"), $"DATABASE_URL={_database.Url}\n");
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([Repository.Manifest]);
        _runspace = RunspaceFactory.CreateRunspace(_host, state);
        _runspace.Open();
        _runspace.SessionStateProxy.Path.SetLocation(root);
        _runspace.SessionStateProxy.SetVariable("ExampleUrl", _database.Url);
        _runspace.SessionStateProxy.SetVariable("ExampleRepository", Repository.Root);
        Prepare("$PSStyle.OutputRendering = 'PlainText'");
        Prepare(File.ReadAllText(Path.Combine(Folder, "Setup.ps1")));
    }

    /// <summary>Makes the state that an example begins in; an error of it is thrown.</summary>
    public void SetUp(Example example)
    {
        if (example.Setup is { } setup) Prepare(WithRealNames(setup));
        _host.Take();
    }

    /// <summary>Runs commands one by one, as at a prompt, and gives what they print, with the names that the pages show.</summary>
    public string Run(string code)
    {
        foreach (var statement in Parser.ParseInput(WithRealNames(code), out _, out _).EndBlock.Statements) RunStatement(statement.Extent.Text);
        return WithShownNames(_host.Take());
    }

    /// <summary>What two outputs must agree in.</summary>
    public static string Comparable(string text)
    {
        text = text.ReplaceLineEndings("\n");
        if (Path.DirectorySeparatorChar == '\\') text = text.Replace('\\', '/');
        foreach (var (pattern, replacement) in Rules) text = pattern.Replace(text, replacement);
        return text.Trim();
    }

    public void Dispose()
    {
        _runspace.Dispose();
        _database.Dispose();
        _copy.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Prepare(string script)
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddScript("$ErrorActionPreference = 'Stop'\n" + script, useLocalScope: false).Invoke();
        shell.Commands.Clear();
        shell.AddScript("$ErrorActionPreference = 'Continue'", useLocalScope: false).Invoke();
    }

    // As a console does: errors merged into the output, and both formatted by Out-Default.
    private void RunStatement(string statement)
    {
        try
        {
            using var pipeline = _runspace.CreatePipeline();
            var command = new Command(statement, isScript: true, useLocalScope: false);
            command.MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
            pipeline.Commands.Add(command);
            pipeline.Commands.Add("Out-Default");
            pipeline.Invoke();
        }
        catch (RuntimeException error)
        {
            using var pipeline = _runspace.CreatePipeline();
            pipeline.Commands.Add("Out-Default");
            pipeline.Input.Write(error.ErrorRecord);
            pipeline.Input.Close();
            pipeline.Invoke();
        }
    }

    private string WithRealNames(string code) =>
        code.Replace(ShownServer + "/copy", _copy.Url).Replace(ShownServer + "/bookings", _database.Url).Replace(ShownServer, _server.UrlOf("").TrimEnd('/'));

    private string WithShownNames(string text)
    {
        text = text.Replace(_folder, ShownFolder).Replace($"{_server.Host}:{_server.Port}", "db.example.com:3306").Replace(_copy.Name, "copy").Replace(_database.Name, "bookings");
        return Regex.Replace(text, $@"\b{Regex.Escape(_server.User)}@", "app@");
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.GetDirectories(from)) Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }

    private static List<(Regex Pattern, string Replacement)> ReadRules()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "rules.json")));
        return [.. json.RootElement.EnumerateArray().Select(rule => (new Regex(rule.GetProperty("pattern").GetString()!, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase), rule.GetProperty("replacement").GetString()!))];
    }
}
