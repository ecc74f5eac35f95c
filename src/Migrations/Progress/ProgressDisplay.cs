using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using Migrations.Core.Servers;
using Migrations.Model;

namespace Migrations;

/// <summary>
/// Shows what a cmdlet is at as PowerShell progress, once it has taken long enough to be worth it: what takes no second would only flicker. Hosts without a screen
/// (redirected output, CI) show nothing of it by themselves.
/// </summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="activity">What it does, in a few words.</param>
internal sealed class ProgressDisplay(Cmdlet cmdlet, string activity) : IDisposable
{
    private const int Overall = 1;
    private const int Current = 2;
    private const int TextLength = 60;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    // Most statements are done by then; only for the others is a second connection worth its while.
    private static readonly TimeSpan UntilAsked = TimeSpan.FromSeconds(2);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly CancellationTokenSource _end = new();
    private volatile Running? _running;
    private string _phase = "";
    private StageProgress? _stages;
    private Task<StageReading?>? _asked;
    private (Running Of, StageReading Reading)? _read;
    private (string Overall, string Current) _shown = ("", "");

    /// <summary>Says what the work is at.</summary>
    /// <param name="phase">A few words without a secret: <c>Reading the schema</c>.</param>
    public void Phase(string phase) => (_phase, _running) = (phase, null);

    /// <summary>Notes where a run stands; from any thread.</summary>
    public void Report(RunProgress progress) => _running = new Running(progress, _watch.Elapsed);

    /// <summary>Lets a server be asked how far it has come with a long statement.</summary>
    /// <param name="session">The session that the statements are sent over.</param>
    public void Watch(DatabaseSession session) => _stages ??= new StageProgress(session);

    /// <summary>Shows where the work stands; on the pipeline's thread.</summary>
    public void Show()
    {
        if (_watch.Elapsed < Quiet) return;
        if (_running is { } running) Show(running);
        else
        {
            CompleteCurrent();
            Write(new ProgressRecord(Overall, activity, $"{_phase}, {Seconds(_watch.Elapsed)}"));
        }
    }

    /// <summary>Takes it away, and begins to count time anew.</summary>
    public void Complete()
    {
        try
        {
            CompleteBoth();
        }
        catch (ActionPreferenceStopException)
        {
            // $ProgressPreference = 'Stop': what is done is done, and an error that is on its way matters more.
        }
    }

    private void CompleteBoth()
    {
        CompleteCurrent();
        if (_shown.Overall.Length > 0) cmdlet.WriteProgress(new ProgressRecord(Overall, activity, "Done") { RecordType = ProgressRecordType.Completed });
        (_shown, _running) = (("", ""), null);
        _watch.Restart();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Cancel();
        // Its connection is closed behind its last answer, for which nobody waits.
        if (_stages is { } stages)
        {
            if (_asked is { } asked) asked.ContinueWith(_ => stages.Dispose(), TaskScheduler.Default);
            else stages.Dispose();
        }
    }

    private void CompleteCurrent()
    {
        if (_shown.Current.Length > 0) cmdlet.WriteProgress(new ProgressRecord(Current, "Statement", "Done") { ParentActivityId = Overall, RecordType = ProgressRecordType.Completed });
        _shown.Current = "";
    }

    private void Show(Running running)
    {
        var at = running.Progress;
        var time = _watch.Elapsed - running.Since;
        Ask(running, time);
        var stage = _read is { } read && ReferenceEquals(read.Of, running) ? read.Reading : null;
        var done = (at.Statement - 1 + ((stage?.Percent ?? 0) / 100.0)) / Math.Max(1, at.StatementCount);
        Write(new ProgressRecord(Overall, activity, string.Format(CultureInfo.InvariantCulture, "Migration {0} of {1}: {2}, {3}", at.Migration, at.MigrationCount, at.Tag, Seconds(_watch.Elapsed)))
        {
            PercentComplete = (int)(100 * (at.Migration - 1 + done) / Math.Max(1, at.MigrationCount)),
        });
        var status = stage is null ? Seconds(time) : string.Format(CultureInfo.InvariantCulture, "{0}, {1} {2} %", Seconds(time), stage.Stage, stage.Percent);
        Write(new ProgressRecord(Current, string.Format(CultureInfo.InvariantCulture, "Statement {0} of {1}: {2}", at.Statement, at.StatementCount, Excerpt(at.Text)), status)
        {
            ParentActivityId = Overall,
            PercentComplete = stage?.Percent ?? -1,
        });
    }

    // The server is asked beside both threads: neither may wait for its answer.
    private void Ask(Running running, TimeSpan time)
    {
        if (_stages is null || _stages.IsOff || time < UntilAsked) return;
        if (_asked is { IsCompleted: false }) return;
        if (_asked is { Status: TaskStatus.RanToCompletion, Result: { } reading, AsyncState: Running of }) _read = (of, reading);
        var stages = _stages;
        _asked = Task.Factory.StartNew(_ => stages.Read(_end.Token), running, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    // Values may be secrets: they are not shown.
    private static string Excerpt(string text)
    {
        var excerpt = StatementExcerpt.Of(text) ?? "";
        return excerpt.Length <= TextLength ? excerpt : excerpt.Substring(0, char.IsHighSurrogate(excerpt[TextLength - 1]) ? TextLength - 1 : TextLength) + "…";
    }

    private void Write(ProgressRecord record)
    {
        var text = $"{record.Activity}\n{record.StatusDescription}\n{record.PercentComplete}";
        if (record.ActivityId == Overall)
        {
            if (_shown.Overall == text) return;
            _shown.Overall = text;
        }
        else
        {
            if (_shown.Current == text) return;
            _shown.Current = text;
        }
        cmdlet.WriteProgress(record);
    }

    private static string Seconds(TimeSpan time) => time.TotalMinutes < 2
        ? string.Format(CultureInfo.InvariantCulture, "{0} s", (int)time.TotalSeconds)
        : time.TotalHours < 1
            ? string.Format(CultureInfo.InvariantCulture, "{0} min {1:00} s", (int)time.TotalMinutes, time.Seconds)
            : string.Format(CultureInfo.InvariantCulture, "{0} h {1:00} min", (int)time.TotalHours, time.Minutes);

    private sealed record Running(RunProgress Progress, TimeSpan Since);
}
