using System.Management.Automation;
using Migrations.Core.Applying;
using Migrations.Core.Journals;
using Migrations.Core.Servers;
using Migrations.Model;

namespace Migrations.Commands;

/// <summary>Records migrations as applied without running them.</summary>
[Cmdlet(VerbsLifecycle.Register, "Migration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = ByTag)]
[OutputType(typeof(MigrationResult))]
public sealed class RegisterMigrationCommand : HistoryEditCmdlet
{
    private const string ByTag = "Tag";
    private const string UpTo = "To";
    private const string Everything = "All";

    /// <summary>The migrations to record. What comes from the pipeline (Get-Migration) and is applied already is passed over.</summary>
    [Parameter(ParameterSetName = ByTag, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("BaseName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MigrationTagCompleter))]
    public string[] Tag { get; set; } = [];

    /// <summary>Records what is pending up to and with this migration of the journal.</summary>
    [Parameter(ParameterSetName = UpTo, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MigrationTagCompleter))]
    public string? To { get; set; }

    /// <summary>Records all that is pending.</summary>
    [Parameter(ParameterSetName = Everything, Mandatory = true)]
    public SwitchParameter All { get; set; }

    /// <summary>Records them although the database lacks what they make; a warning names it.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>How new history rows are hashed where the table's own rows do not tell.</summary>
    [Parameter]
    public HistoryHash? HistoryHash { get; set; }

    private protected override string Activity => "Recording migrations";

    private protected override HistoryHash? HashOfNewRows => HistoryHash;

    /// <inheritdoc/>
    protected override void ProcessRecord() => RunRecord(() =>
    {
        if (ParameterSetName == ByTag)
        {
            Note(Tag);
            return;
        }
        if (ParameterSetName == Everything && !All) return;
        var project = Open(Folder);
        using var session = Connect(project.Project);
        Register(project, session, new RegistrationOptions { To = To, Force = Force, LockTimeout = LockTimeout });
    });

    /// <inheritdoc/>
    protected override void EndProcessing() => Run(() => WorkOnNoted((project, session, tags) =>
        Register(project, session, new RegistrationOptions { Tags = tags, Force = Force, LockTimeout = LockTimeout })));

    private void Register(JournaledProject project, DatabaseSession session, RegistrationOptions options)
    {
        var registration = new Registration(project, session, options);
        foreach (var problem in Busy("Reading the history", () => registration.Problems(Cancellation)))
        {
            if (problem.Is(ErrorIds.MigrationAlreadyApplied) && MyInvocation.ExpectingInput) WriteVerbose(problem.Finding);
            else WriteError(ErrorRecords.Of(problem));
        }
        if (IsPreview)
        {
            Emit(Busy("Looking for what they make", () => registration.Preview(Cancellation)));
            return;
        }
        var what = options.Tags is { Count: var count } tags ? count == 1 ? tags[0] : $"{count} migrations" : options.To is { } to ? $"the pending migrations up to {to}" : "all pending migrations";
        if (IsAgreed(session, $"Record {what} as applied, without running anything")) Emit(Busy("Looking for what they make", () => registration.Execute(OnPipeline(WriteWarning), Cancellation)));
    }

    private void Emit(IReadOnlyList<MigrationResult> results)
    {
        foreach (var result in results)
        {
            foreach (var statement in result.Statements)
            {
                var place = $"{statement.File}:{statement.Line}:{statement.Column}";
                if (statement.Outcome == StatementOutcome.NotThere) WriteWarning(new SourceLocation(statement.File, statement.Line, statement.Column), statement.Reason ?? "", nameof(StatementOutcome.NotThere));
                else if (statement.Outcome is StatementOutcome.Unverified or StatementOutcome.Superseded) WriteVerbose($"{place}: {statement.Outcome}. {statement.Reason}");
            }
            WriteObject(result);
        }
        Warn(results, StatementOutcome.Unverified, "cannot be checked against the catalog (rows, routines, …) and were taken as done");
        Warn(results, StatementOutcome.Superseded, "ask for what the database has otherwise or not at all, as the schema does, and were taken as superseded");
    }

    private void Warn(IReadOnlyList<MigrationResult> results, StatementOutcome outcome, string what)
    {
        var count = results.Sum(result => result.Statements.Count(statement => statement.Outcome == outcome));
        if (count > 0) WriteWarning($"{count} statement(s) {what}: -Verbose names them, and their Outcome in Statements is {outcome}.");
    }
}
