using System.Management.Automation.Host;

namespace Migrations.Host;

/// <summary>The screen's cells, as far as a command that writes lines needs them: its width above all.</summary>
internal sealed class ConsoleRawUserInterface(Terminal terminal) : PSHostRawUserInterface
{
    // The width of a table in a log: pwsh's own for a redirected output.
    private static readonly Size Unseen = new(120, 50);

    private Size ScreenSize => terminal.OutputIsTerminal && Console.WindowWidth > 0
        ? new Size(Console.WindowWidth, Console.WindowHeight)
        : Unseen;

    /// <inheritdoc/>
    public override Size BufferSize { get => ScreenSize; set => throw Unsupported(); }

    /// <inheritdoc/>
    public override Size WindowSize { get => ScreenSize; set => throw Unsupported(); }

    /// <inheritdoc/>
    public override Size MaxPhysicalWindowSize => ScreenSize;

    /// <inheritdoc/>
    public override Size MaxWindowSize => ScreenSize;

    /// <inheritdoc/>
    public override Coordinates WindowPosition { get => new(0, 0); set => throw Unsupported(); }

    /// <inheritdoc/>
    public override Coordinates CursorPosition
    {
        // Asking a terminal where its cursor is sends it a question, and eats typed keys: only where it is one.
        get => terminal is { OutputIsTerminal: true, InputIsTerminal: true } ? new Coordinates(Console.CursorLeft, Console.CursorTop) : new Coordinates(0, 0);
        set => Console.SetCursorPosition(value.X, value.Y);
    }

    /// <inheritdoc/>
    public override int CursorSize { get => 25; set => throw Unsupported(); }

    /// <inheritdoc/>
    public override ConsoleColor ForegroundColor { get => Console.ForegroundColor; set => Console.ForegroundColor = value; }

    /// <inheritdoc/>
    public override ConsoleColor BackgroundColor { get => Console.BackgroundColor; set => Console.BackgroundColor = value; }

    /// <inheritdoc/>
    public override string WindowTitle
    {
        get => OperatingSystem.IsWindows() ? Console.Title : "";
        set
        {
            if (terminal is { OutputIsTerminal: true, AllowsColor: true })
                Console.Title = value;
        }
    }

    /// <inheritdoc/>
    public override bool KeyAvailable => terminal.InputIsTerminal && Console.KeyAvailable;

    /// <inheritdoc/>
    public override void FlushInputBuffer()
    {
        while (KeyAvailable)
            Console.ReadKey(intercept: true);
    }

    /// <inheritdoc/>
    public override KeyInfo ReadKey(ReadKeyOptions options) => throw Unsupported();

    /// <inheritdoc/>
    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw Unsupported();

    /// <inheritdoc/>
    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) => throw Unsupported();

    /// <inheritdoc/>
    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw Unsupported();

    /// <inheritdoc/>
    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw Unsupported();

    private static NotSupportedException Unsupported() => new("This host has lines of text, not a screen.");
}
