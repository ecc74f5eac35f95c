using System.Management.Automation;
using Migrations.Core.Applying;
using Migrations.Core.Journals;
using Migrations.Model;

namespace Migrations.Commands;

/// <summary>Applies the pending migrations.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "Migration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(MigrationResult))]
public sealed class InvokeMigrationCommand : HistoryCmdlet
{
    /// <summary>The last migration to apply. Default: all that are pending.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MigrationTagCompleter))]
    public string? To { get; set; }

    /// <summary>What to do on an empty database: the baseline first and then the journal (Baseline, the default), the journal alone (Replay), or nothing (Refuse). Said explicitly, Baseline also takes up an installation that stopped half-way.</summary>
    [Parameter]
    public FreshInstall? FreshInstall { get; set; }

    /// <summary>How new history rows are hashed where the table's own rows do not tell.</summary>
    [Parameter]
    public HistoryHash? HistoryHash { get; set; }

    /// <summary>How long to wait for another runner, in seconds.</summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public int LockTimeout { get; set; } = 60;

    /// <summary>How long a statement waits for a table that others use, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 31536000)]
    public int LockWaitTimeout { get; set; } = 30;

    /// <summary>How long a statement may run, in seconds; 0 for as long as it takes.</summary>
    [Parameter]
    [ValidateRange(0, 2147483)]
    public int StatementTimeout { get; set; }

    /// <summary>Switches the foreign key checks off for this run. On an empty database they are off anyway.</summary>
    [Parameter]
    public SwitchParameter DisableForeignKeyChecks { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Run(() =>
    {
        var project = JournaledProject.Open(Folder, Options(HistoryHash));
        using var session = Connect(project.Project);
        var run = new MigrationRun(project, session, new RunOptions
        {
            To = To,
            FreshInstall = FreshInstall,
            LockTimeout = LockTimeout,
            LockWaitTimeout = LockWaitTimeout,
            StatementTimeout = StatementTimeout,
            DisableForeignKeyChecks = DisableForeignKeyChecks,
        });
        if (IsPreview)
        {
            WriteObject(run.Preview(Cancellation), enumerateCollection: true);
            return;
        }
        if (!ShouldProcess($"{session.Settings} ({session.Server})", "Apply the pending migrations")) return;
        var progress = new RunProgressBar(this);
        try
        {
            foreach (var result in run.Execute(progress.Report, Cancellation)) WriteObject(result);
        }
        finally
        {
            progress.Complete();
        }
    });
}
