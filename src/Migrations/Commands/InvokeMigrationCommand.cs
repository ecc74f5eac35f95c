using System.Management.Automation;
using Migrations.Core.Applying;
using Migrations.Core.Journals;
using Migrations.Core.Reporting;
using Migrations.Core.Servers;
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

    /// <summary>What to do on an empty database: the baseline, then what of the journal it does not hold, then the bootstrap files (Baseline); the journal from its beginning (Replay, also over tables that were made by other means); or nothing (Refuse).</summary>
    [Parameter]
    public FreshInstall FreshInstall { get; set; } = FreshInstall.Baseline;

    /// <summary>What to do about a migration that was applied and whose file has changed since: stop before anything is changed (Stop), run the changed file (Reapply), or only record it as it is now (Accept).</summary>
    [Parameter]
    public ModifiedAction Modified { get; set; } = ModifiedAction.Stop;

    /// <summary>What to do where an object is there already with another definition: go on with a warning that shows both (Warn), or stop (Stop).</summary>
    [Parameter]
    public ConflictAction OnConflict { get; set; } = ConflictAction.Warn;

    /// <summary>Lets statements run that take something from tables which were there before the run: DROP, TRUNCATE, RENAME, a MODIFY to a narrower type.</summary>
    [Parameter]
    public SwitchParameter AllowDestructive { get; set; }

    /// <summary>The unfinished migration whose completed statements are forgotten first, so that it runs from its beginning. Asks before it does so.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MigrationTagCompleter))]
    public string? Restart { get; set; }

    /// <summary>Does not ask before -Restart.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>How new history rows are hashed where the table's own rows do not tell.</summary>
    [Parameter]
    public HistoryHash? HistoryHash { get; set; }

    /// <summary>How long to wait for another runner, in seconds.</summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public int LockTimeout { get; set; } = 60;

    /// <summary>How long a statement waits for a table that others use, in seconds. It bounds how long an ALTER that waits holds up the application.</summary>
    [Parameter]
    [ValidateRange(1, 31536000)]
    public int LockWaitTimeout { get; set; } = 10;

    /// <summary>How many times a statement is tried again that waited in vain for a lock or that a deadlock ended.</summary>
    [Parameter]
    [ValidateRange(0, 1000)]
    public int LockRetry { get; set; } = 3;

    /// <summary>How long a statement may run, in seconds; 0 for as long as it takes.</summary>
    [Parameter]
    [ValidateRange(0, 2147483)]
    public int StatementTimeout { get; set; }

    /// <summary>Switches the foreign key checks off for this run. On an empty database they are off anyway.</summary>
    [Parameter]
    public SwitchParameter DisableForeignKeyChecks { get; set; }

    /// <summary>Asks the server after each migration whether it has what the migration adds. On unless -Verify:$false is given.</summary>
    [Parameter]
    public SwitchParameter Verify { get; set; } = true;

    /// <summary>Compares the database with the schema at the end, and fails where they differ. An installation compares them in any case, and warns.</summary>
    [Parameter]
    public SwitchParameter ErrorOnDrift { get; set; }

    /// <summary>With -WhatIf: tries what changes a table on an empty copy of it, in a scratch database, to tell whether the server will do it INSTANT, INPLACE or by COPY (MySQL 8 and later).</summary>
    [Parameter]
    public SwitchParameter ProbeAlgorithm { get; set; }

    /// <summary>The server for the scratch database of -ProbeAlgorithm. Default: the database's own.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DatabaseUrlCompleter))]
    public string? ScratchUrl { get; set; }

    private protected override string Activity => "Applying migrations";

    /// <inheritdoc/>
    protected override void ProcessRecord() => Run(() =>
    {
        var results = new List<MigrationResult>();
        try
        {
            if (Invoke(results) is { } place) Summarize(results, place, null);
        }
        catch (MigrationException error)
        {
            Summarize(results, null, error);
            throw;
        }
    });

    // Gives the database; null where the user did not agree.
    private string? Invoke(List<MigrationResult> results)
    {
        var project = JournaledProject.Open(Folder, Options(HistoryHash));
        using var session = Connect(project.Project);
        // Without user and host: more people see a summary than a log.
        var place = $"{session.Database} ({session.Server})";
        var run = new MigrationRun(project, session, new RunOptions
        {
            To = To,
            FreshInstall = FreshInstall,
            Modified = Modified,
            OnConflict = OnConflict,
            AllowDestructive = AllowDestructive,
            Restart = Restart,
            LockTimeout = LockTimeout,
            LockWaitTimeout = LockWaitTimeout,
            LockRetry = LockRetry,
            StatementTimeout = StatementTimeout,
            DisableForeignKeyChecks = DisableForeignKeyChecks,
            Verify = Verify,
            ErrorOnDrift = ErrorOnDrift,
        });
        if (IsPreview)
        {
            using var probe = ProbeAlgorithm ? Busy("Making a scratch database", () => AlgorithmProbe.Open(session, Scratch(ScratchUrl, ConnectionSettings.ParseServer), Cancellation)) : null;
            results.AddRange(Busy(probe is null ? "Planning" : "Planning, and trying what changes tables", () => run.Preview(probe, Cancellation)));
            WriteObject(results, enumerateCollection: true);
            return place;
        }
        if (!ShouldProcess($"{session.Settings} ({session.Server})", "Apply the pending migrations")) return null;
        if (Restart is not null && !IsAgreed($"The completed statements of {Restart} are forgotten: it runs from its first statement, data statements included, on a database in which they were done.")) return null;
        var report = new RunReport(this, Build, ErrorOnDrift);
        Progress.Watch(session);
        try
        {
            foreach (var result in Busy("Planning", run.Execute(Progress.Report, OnPipeline(WriteWarning), Cancellation)))
            {
                results.Add(result);
                report.Warn(result);
                WriteObject(result);
            }
        }
        finally
        {
            report.Warn(run);
        }
        return place;
    }

    private void Summarize(IReadOnlyList<MigrationResult> results, string? place, MigrationException? error) => Build.Publish("Invoke-Migration", () =>
    {
        var summary = new RunSummary(IsPreview ? "Invoke-Migration -WhatIf" : "Invoke-Migration", Build.PathOf).Add(results, place, IsPreview);
        return (error is null ? summary : summary.Add(error)).ToString();
    }, WriteVerbose);

    private bool IsAgreed(string question) =>
        Force || (MyInvocation.BoundParameters.TryGetValue("Confirm", out var confirm) && !((SwitchParameter)confirm).IsPresent) || ShouldContinue(question, $"Restart {Restart}");
}
