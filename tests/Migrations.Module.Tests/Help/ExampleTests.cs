using System.Management.Automation;
using System.Management.Automation.Language;
using Migrations.Help;
using Migrations.TestServers;

namespace Migrations.Module.Tests.Help;

/// <summary>
/// The examples of the pages: every command exists, and every example runs in a copy of the demo project on a real server and prints what
/// the page shows. The bare engine here has PowerShell's core cmdlets only; those that need a whole shell are run by tests/Pester.
/// </summary>
// The engine has one style for all of a process.
[Collection("PSStyle")]
public sealed class ExampleTests(ServerFleet fleet) : IDisposable
{
    // Cmdlets of a user's shell that examples may use beside the module's and the engine's own.
    private static readonly string[] OfAShell = ["ConvertTo-Json", "Export-Csv", "Format-List", "Format-Table", "Get-ChildItem", "Get-Content", "Select-Object", "Set-Content", "Sort-Object"];

    private readonly ModuleSession _session = new();

    public static TheoryData<string> AllNames => HelpPages.AllNames;

    [Theory]
    [MemberData(nameof(AllNames))]
    public void Every_command_of_an_example_exists_with_its_parameters(string page)
    {
        foreach (var (code, where) in HelpPages.Examples(page).SelectMany(example => example.Steps.Select(step => (step.Code, $"{page}, {example.Title}: {step.Code}"))))
        {
            var script = Parser.ParseInput(code, out _, out var errors);
            Assert.True(errors.Length == 0, $"{where}\n{string.Join('\n', errors.Select(error => error.Message))}");
            foreach (var command in Commands(script))
            {
                var name = command.GetCommandName();
                if (OfAShell.Contains(name)) continue;
                var found = _session.Run("Get-Command $name -ErrorAction Ignore", ("name", name)).Objects;
                Assert.True(found.Count == 1, $"{where}\nThere is no command {name}.");
                var parameters = ((CommandInfo)found[0].BaseObject).Parameters;
                foreach (var given in command.CommandElements.OfType<CommandParameterAst>())
                    Assert.True(parameters.ContainsKey(given.ParameterName), $"{where}\n{name} has no parameter -{given.ParameterName} (by its whole name).");
            }
        }
    }

    [Theory]
    [MemberData(nameof(AllNames))]
    public void Every_example_prints_what_the_page_shows(string page)
    {
        // The pages show what MySQL does; MariaDB takes some statements as they are written.
        var name = fleet.Names.FirstOrDefault(name => name.Contains("mysql", StringComparison.OrdinalIgnoreCase));
        Assert.SkipWhen(name is null, "No MySQL server is offered.");
        var server = fleet.Get(name);
        foreach (var example in HelpPages.Examples(page).Where(RunsHere))
        {
            using var session = new ExampleSession(server);
            session.SetUp(example);
            foreach (var (code, output) in example.Steps)
            {
                var expected = ExampleSession.Comparable(output);
                var printed = session.Run(code);
                Assert.True(expected == ExampleSession.Comparable(printed), $"{page}, {example.Title}: {code}\n--- prints:\n{printed}\n--- and the page shows:\n{output}\nRun tests/Examples/Update-Examples.ps1, and read what it changes.");
            }
        }
    }

    [Fact]
    public void Most_examples_run_here()
    {
        var examples = HelpPages.AllNames.SelectMany(name => HelpPages.Examples(name.Data)).ToList();

        Assert.True(examples.Count(RunsHere) * 3 >= examples.Count * 2, $"{examples.Count(RunsHere)} of {examples.Count}");
    }

    [Fact]
    public void What_is_compared_is_not_made_equal_by_the_rules()
    {
        const string shown = "  Idx Outcome           Time Statements\n    3 Applied         541 ms 3 Executed\n";

        Assert.Equal(ExampleSession.Comparable(shown), ExampleSession.Comparable("Idx Outcome Time Statements\n\n3 Applied 2.4 s 3 Executed"));
        Assert.NotEqual(ExampleSession.Comparable(shown), ExampleSession.Comparable(shown.Replace("3 Executed", "2 Executed")));
        Assert.NotEqual(ExampleSession.Comparable(shown), ExampleSession.Comparable(shown.Replace("Applied", "Failed")));
        Assert.NotEqual(ExampleSession.Comparable(shown), ExampleSession.Comparable(shown + "WARNING: one more line\n"));
        Assert.NotEqual("", ExampleSession.Comparable(shown));
    }

    public void Dispose() => _session.Dispose();

    private static bool RunsHere(Example example) => !example.Steps.SelectMany(step => Commands(Parser.ParseInput(step.Code, out _, out _))).Any(command => OfAShell.Contains(command.GetCommandName()));

    private static IEnumerable<CommandAst> Commands(ScriptBlockAst script) => script.FindAll(node => node is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>();
}
