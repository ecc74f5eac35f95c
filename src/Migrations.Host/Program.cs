using System.Management.Automation;

namespace Migrations.Host;

/// <summary>The process: reads the command line, opens a session, runs, and ends with the run's exit code.</summary>
internal static class Program
{
    private const int Failure = 1;

    // pwsh's own (EX_USAGE of sysexits.h).
    private const int BadUsage = 64;

    private static int Main(string[] args)
    {
        // Before the engine is touched: it would report its use to Microsoft, from a build agent and at the cost of start-up.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        using var encoding = Terminal.UseUtf8();
        var terminal = Terminal.Detect();
        try
        {
            var options = CommandLine.Read(args, !terminal.InputIsTerminal);
            switch (options.Task)
            {
                case HostTask.ShowHelp:
                    Console.Out.WriteLine(UsageText.Help);
                    return 0;
                case HostTask.ShowVersion:
                    Console.Out.WriteLine(UsageText.Version);
                    return 0;
                default:
                    return Run(options, terminal);
            }
        }
        catch (UsageException e)
        {
            Console.Error.WriteLine(e.Message);
            return BadUsage;
        }
        catch (ModuleMissingException e)
        {
            Console.Error.WriteLine(e.Message);
            return Failure;
        }
    }

    private static int Run(HostOptions options, Terminal terminal)
    {
        // Looked for first: a missing module is told without starting an engine.
        var manifest = options.NoModule
            ? null
            : ModuleLocation.Find(Environment.GetEnvironmentVariable(ModuleLocation.Variable), AppContext.BaseDirectory);

        using var interruption = new Interruption();
        var ui = new ConsoleUserInterface(terminal, options.NonInteractive, interruption.Token);
        using var session = new Session(ui, interruption);
        if (!terminal.AllowsColor)
            PSStyle.Instance.OutputRendering = OutputRendering.PlainText;
        if (manifest is not null && !session.Import(manifest))
            return interruption.ExitCode ?? Failure;

        return options.Task switch
        {
            HostTask.RunFile => session.RunFile(options.Text, options.Arguments),
            HostTask.RunStandardInput => session.RunCommand(Console.In.ReadToEnd(), inputIsFree: false),
            _ => session.RunCommand(options.Text, inputIsFree: true),
        };
    }
}
