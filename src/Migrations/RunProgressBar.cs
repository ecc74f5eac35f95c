using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using Migrations.Model;

namespace Migrations;

/// <summary>Shows a run as PowerShell progress, once it has taken long enough to be worth it.</summary>
internal sealed class RunProgressBar(Cmdlet cmdlet)
{
    private const int Activity = 1;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private bool _shown;

    /// <summary>Shows where the run stands.</summary>
    public void Report(RunProgress progress)
    {
        // A run of a second ends before a bar is read: it would only flicker.
        if (_watch.Elapsed < Quiet) return;
        _shown = true;
        cmdlet.WriteProgress(new ProgressRecord(
            Activity,
            string.Format(CultureInfo.InvariantCulture, "Applying migration {0} of {1}: {2}", progress.Migration, progress.MigrationCount, progress.Tag),
            string.Format(CultureInfo.InvariantCulture, "Statement {0} of {1}, {2:0} s: {3}", progress.Statement, progress.StatementCount, _watch.Elapsed.TotalSeconds, progress.Text))
        {
            PercentComplete = (int)(100.0 * (progress.Migration - 1 + ((progress.Statement - 1.0) / Math.Max(1, progress.StatementCount))) / progress.MigrationCount),
        });
    }

    /// <summary>Takes the bar away.</summary>
    public void Complete()
    {
        if (_shown) cmdlet.WriteProgress(new ProgressRecord(Activity, "Applying migrations", "Done") { RecordType = ProgressRecordType.Completed });
    }
}
