using System.Management.Automation;
using Migrations.Core.Baselines;
using Migrations.Model;

namespace Migrations.Commands;

/// <summary>Makes a project's five artifacts: anew, around a <c>schema.ts</c>, or from a live database.</summary>
[Cmdlet(VerbsData.Initialize, "MigrationProject", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(ProjectFile))]
public sealed class InitializeMigrationProjectCommand : DatabaseCmdlet
{
    /// <summary>Takes the schema from the database that the environment names. <c>-DatabaseUrl</c> says so too.</summary>
    [Parameter]
    public SwitchParameter Live { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => RunRecord(() =>
    {
        var start = Plan();
        foreach (var warning in start.Warnings) WriteWarning(warning);
        if (IsPreview) WriteObject(start.Files, enumerateCollection: true);
        else if (ShouldProcess(Folder, "Create the project's files"))
            WriteObject(start.Commit(), enumerateCollection: true);
    });

    private ProjectStart Plan()
    {
        if (!Live && DatabaseUrl is null) return ProjectStart.Plan(Folder, null, DateTimeOffset.UtcNow, Cancellation);
        using var session = Connect(null);
        return ProjectStart.Plan(Folder, session.ReadSchema(Cancellation), DateTimeOffset.UtcNow, Cancellation);
    }
}
