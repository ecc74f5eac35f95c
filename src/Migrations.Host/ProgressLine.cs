using System.Diagnostics;
using System.Management.Automation;

namespace Migrations.Host;

/// <summary>One line of progress at the bottom of an interactive terminal's standard error; nothing elsewhere.</summary>
internal sealed class ProgressLine(Terminal terminal, Func<int> width)
{
    // Often enough to look alive, seldom enough to cost nothing.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly bool _visible = terminal is { ErrorIsTerminal: true, OutputIsTerminal: true, AllowsColor: true };
    private long _shownAt;
    private bool _isShown;
    private ProgressRecord? _whole;
    private ProgressRecord? _part;

    /// <summary>Shows a record, unless one was shown a moment ago.</summary>
    public void Show(ProgressRecord record)
    {
        if (!_visible)
            return;
        var isPart = record.ParentActivityId >= 0;
        if (record.RecordType == ProgressRecordType.Completed)
        {
            _part = null;
            if (isPart)
                return;
            _whole = null;
            Clear();
            return;
        }
        if (isPart)
            _part = record;
        else
            _whole = record;
        if (_isShown && Stopwatch.GetElapsedTime(_shownAt) < Interval)
            return;
        _shownAt = Stopwatch.GetTimestamp();
        _isShown = true;
        // Return to the line's start, write, and erase what the line before left behind.
        Console.Error.Write("\r" + Text(_whole ?? record, _part, width() - 1) + "\x1b[K");
    }

    /// <summary>Takes the line away, so that other text can be written.</summary>
    public void Clear()
    {
        if (!_isShown)
            return;
        _isShown = false;
        Console.Error.Write("\r\x1b[K");
    }

    // What the whole is at, and behind it what its present part is at.
    private static string Text(ProgressRecord record, ProgressRecord? part, int width)
    {
        const int BarWidth = 20;
        var bar = "";
        if (record.PercentComplete >= 0)
        {
            var done = Math.Min(record.PercentComplete, 100) * BarWidth / 100;
            bar = $"[{new string('=', done)}{new string(' ', BarWidth - done)}] ";
        }
        var behind = part is null || part == record ? "" : $" | {part.Activity}: {part.StatusDescription}";
        var line = ($"{bar}{record.Activity}: {record.StatusDescription} {record.CurrentOperation}".TrimEnd() + behind).ReplaceLineEndings(" ");
        return line.Length <= width ? line : line[..Math.Max(width, 0)];
    }
}
