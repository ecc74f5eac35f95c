using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Migrations.Host;

/// <summary>
/// What the engine writes and asks, on the console: as <c>pwsh</c> does it (warnings, verbose and debug text on standard output), but for
/// errors, which always go to standard error.
/// </summary>
internal sealed class ConsoleUserInterface : PSHostUserInterface
{
    private readonly Terminal _terminal;
    private readonly ConsoleInput _input;
    private readonly ConsolePrompts _prompts;
    private readonly ProgressLine _progress;
    private readonly ConsoleRawUserInterface _raw;

    // Jobs and events write from threads of their own.
    private readonly Lock _writing = new();

    public ConsoleUserInterface(Terminal terminal, bool nonInteractive, CancellationToken stop)
    {
        _terminal = terminal;
        _raw = new ConsoleRawUserInterface(terminal);
        _input = new ConsoleInput(terminal, nonInteractive, stop);
        _prompts = new ConsolePrompts(_input, WriteQuestion);
        _progress = new ProgressLine(terminal, () => _raw.BufferSize.Width);
    }

    /// <inheritdoc/>
    public override PSHostRawUserInterface RawUI => _raw;

    /// <inheritdoc/>
    public override bool SupportsVirtualTerminal => _terminal is { OutputIsTerminal: true, AllowsColor: true };

    /// <summary>Whether everything written is part of an error, and goes to standard error.</summary>
    public bool WritesErrorsOnly { get; set; }

    /// <inheritdoc/>
    public override void Write(string value)
    {
        if (WritesErrorsOnly)
            WriteTo(Console.Error, value, _terminal.ErrorIsTerminal);
        else
            WriteTo(Console.Out, value, _terminal.OutputIsTerminal);
    }

    /// <inheritdoc/>
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
    {
        if (!SupportsVirtualTerminal)
        {
            Write(value);
            return;
        }
        lock (_writing)
        {
            _progress.Clear();
            Console.ForegroundColor = foregroundColor;
            // -1 is a terminal's own background, which it does not tell: setting black would paint a box.
            if (backgroundColor != Console.BackgroundColor)
                Console.BackgroundColor = backgroundColor;
            Console.Out.Write(value);
            Console.ResetColor();
        }
    }

    /// <inheritdoc/>
    public override void WriteLine(string value) => Write(value + Environment.NewLine);

    /// <inheritdoc/>
    public override void WriteErrorLine(string value) => WriteTo(Console.Error, value + Environment.NewLine, _terminal.ErrorIsTerminal);

    /// <inheritdoc/>
    public override void WriteWarningLine(string message) => WriteStyled(PSStyle.Instance.Formatting.Warning, "WARNING: " + message);

    /// <inheritdoc/>
    public override void WriteVerboseLine(string message) => WriteStyled(PSStyle.Instance.Formatting.Verbose, "VERBOSE: " + message);

    /// <inheritdoc/>
    public override void WriteDebugLine(string message) => WriteStyled(PSStyle.Instance.Formatting.Debug, "DEBUG: " + message);

    /// <inheritdoc/>
    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        lock (_writing)
            _progress.Show(record);
    }

    /// <summary>Takes the progress line away: the pipeline that wrote it has ended.</summary>
    public void EndProgress()
    {
        lock (_writing)
            _progress.Clear();
    }

    /// <inheritdoc/>
    public override string ReadLine() => _input.ReadLine()!;

    /// <inheritdoc/>
    public override SecureString ReadLineAsSecureString() => _input.ReadSecret();

    /// <inheritdoc/>
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        _prompts.Fill(caption, message, descriptions);

    /// <inheritdoc/>
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        _prompts.Choose(caption, message, choices, defaultChoice);

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        _prompts.Credential(caption, message, userName)!;

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
        _prompts.Credential(caption, message, userName)!;

    private void WriteStyled(string style, string text) =>
        WriteLine(SupportsVirtualTerminal ? style + text + PSStyle.Instance.Reset : text);

    // A question in a redirected output would be seen by nobody.
    private void WriteQuestion(string text)
    {
        if (_terminal.OutputIsTerminal)
            Write(text);
        else
            WriteTo(Console.Error, text, _terminal.ErrorIsTerminal);
    }

    private void WriteTo(TextWriter writer, string value, bool isTerminal)
    {
        // 'Ansi' is the user's word that colours are wanted even in a file.
        var decorated = (isTerminal && _terminal.AllowsColor) || PSStyle.Instance.OutputRendering == OutputRendering.Ansi;
        lock (_writing)
        {
            _progress.Clear();
            writer.Write(GetOutputString(value, decorated));
        }
    }
}
