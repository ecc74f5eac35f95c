using System.Management.Automation;
using Migrations.Core.Applying;
using Migrations.Model;

namespace Migrations.Commands;

/// <summary>Takes migrations out of the history without undoing them, so that they are pending again.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "Migration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(MigrationResult))]
public sealed class UnregisterMigrationCommand : HistoryEditCmdlet
{
    /// <summary>The migrations to take out of the history.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("BaseName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MigrationTagCompleter))]
    public string[] Tag { get; set; } = [];

    private protected override string Activity => "Taking migrations out of the history";

    /// <inheritdoc/>
    protected override void ProcessRecord() => RunRecord(() => Note(Tag));

    /// <inheritdoc/>
    protected override void EndProcessing() => Run(() => WorkOnNoted((project, session, tags) =>
    {
        var unregistration = new Unregistration(project, session, LockTimeout);
        foreach (var tag in tags.Distinct(StringComparer.Ordinal))
        {
            RunItem(() =>
            {
                if (IsPreview) WriteObject(Busy("Reading the history", () => unregistration.Preview(tag, Cancellation)));
                else if (IsAgreed(session, $"Forget that {tag} is applied: the next run applies it again, its data statements too"))
                    WriteObject(Busy("Changing the history", () => unregistration.Execute(tag, OnPipeline(WriteWarning), Cancellation)));
            });
        }
    }));
}
