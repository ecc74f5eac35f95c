using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace Migrations.Host;

/// <summary>One runspace, and what is run in it, with the exit codes of <c>pwsh</c>.</summary>
internal sealed class Session : IDisposable
{
    private const int Success = 0;
    private const int Failure = 1;

    private readonly EngineHost _host;
    private readonly ConsoleUserInterface _ui;
    private readonly Interruption _interruption;
    private readonly Runspace _runspace;

    /// <summary>Opens the runspace.</summary>
    public Session(ConsoleUserInterface ui, Interruption interruption)
    {
        _ui = ui;
        _interruption = interruption;
        _host = new EngineHost(ui);
        var state = InitialSessionState.CreateDefault2();
        // Elsewhere there are no execution policies, and setting one is an error.
        if (OperatingSystem.IsWindows())
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        _runspace = RunspaceFactory.CreateRunspace(_host, state);
        _runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        _runspace.Open();
        // Nothing else makes this thread's static calls into the engine ($PSStyle among them) find the runspace.
        Runspace.DefaultRunspace = _runspace;
    }

    /// <inheritdoc/>
    public void Dispose() => _runspace.Dispose();

    /// <summary>Imports a module into the session.</summary>
    /// <param name="manifest">The module manifest's full path.</param>
    /// <returns>Whether it is there to be used; if not, the error has been written.</returns>
    public bool Import(string manifest)
    {
        var import = new Command("Import-Module");
        import.Parameters.Add("Name", manifest);
        import.Parameters.Add("ErrorAction", ActionPreference.Stop);
        return Invoke(import, readsInput: false);
    }

    /// <summary>Runs PowerShell text.</summary>
    /// <returns>The process's exit code.</returns>
    public int RunCommand(string text, bool inputIsFree)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Success;
        var script = Parser.ParseInput(text, out _, out var errors);
        if (errors.Length > 0)
        {
            // The engine takes text that merely breaks off for an unfinished line at a prompt, and says less.
            Report(new ParseException(errors));
            return Failure;
        }
        var completed = Invoke(new Command(text, isScript: true, useLocalScope: false), inputIsFree && UsesInput(script));
        return Ended(completed) ?? (LanguagePrimitives.IsTrue(_runspace.SessionStateProxy.GetVariable("?")) ? Success : Failure);
    }

    /// <summary>Runs a script file.</summary>
    /// <returns>The process's exit code.</returns>
    public int RunFile(string path, IEnumerable<CommandParameter> arguments)
    {
        // As in pwsh: a file of another name, which a #! line can start, is PowerShell all the same.
        var command = path.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase)
            ? new Command(path, isScript: false, useLocalScope: false)
            : new Command(File.ReadAllText(path), isScript: true, useLocalScope: false);
        foreach (var argument in arguments)
            command.Parameters.Add(argument);

        ScriptExit.EndsSession(_runspace);
        var completed = Invoke(command, UsesInput(Parser.ParseFile(path, out _, out _)));
        return Ended(completed) ?? Success;
    }

    // What ended the run, where that alone decides the code.
    private int? Ended(bool completed) =>
        _interruption.ExitCode ?? _host.RequestedExitCode ?? (completed ? null : Failure);

    // A run that takes no piped text must not wait for the end of standard input.
    private static bool UsesInput(Ast script) =>
        Console.IsInputRedirected
        && script.Find(node => node is VariableExpressionAst variable && variable.VariablePath.UserPath.Equals("input", StringComparison.OrdinalIgnoreCase), searchNestedScriptBlocks: false) is not null;

    // Runs a command as pwsh's Executor does: its errors merged into its output, and both formatted by Out-Default. Gives
    // whether it came to its end.
    private bool Invoke(Command command, bool readsInput)
    {
        // The engine keeps $? only of what enters the history: the rest is not the user's.
        using var pipeline = _runspace.CreatePipeline(command.CommandText, addToHistory: true);
        pipeline.Commands.Clear();
        command.MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        pipeline.Commands.Add(command);
        pipeline.Commands.Add(new Command("Out-Default", isScript: false, useLocalScope: true));
        using var stopping = _interruption.Token.Register(pipeline.StopAsync);
        try
        {
            if (_interruption.Token.IsCancellationRequested)
                return false;
            if (readsInput)
                WriteLines(pipeline.Input);
            pipeline.Input.Close();
            pipeline.Invoke();
            return true;
        }
        catch (Exception) when (_interruption.Token.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e)
        {
            Report(e);
            return false;
        }
        finally
        {
            _ui.EndProgress();
        }
    }

    private static void WriteLines(PipelineWriter input)
    {
        while (Console.In.ReadLine() is { } line)
            input.Write(line);
    }

    // Lets the engine format a terminating error like any other. (WriteError would mark it as an error too, but puts its own
    // position into the record.)
    private void Report(Exception exception)
    {
        var record = (exception as IContainsErrorRecord)?.ErrorRecord
            ?? new ErrorRecord(exception, "Migrations.Host", ErrorCategory.NotSpecified, null);
        using var pipeline = _runspace.CreatePipeline();
        pipeline.Commands.Add(new Command("Out-Default", isScript: false, useLocalScope: true));
        pipeline.Input.Write(record);
        pipeline.Input.Close();
        _ui.WritesErrorsOnly = true;
        try
        {
            pipeline.Invoke();
        }
        catch (RuntimeException)
        {
            // Last resort: the words of the error are worth more than their form.
            _ui.WriteErrorLine(exception.Message);
        }
        finally
        {
            _ui.WritesErrorsOnly = false;
        }
    }
}
