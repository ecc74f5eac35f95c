using System.Management.Automation;
using Migrations.Core.Baselines;
using Migrations.Model;

namespace Migrations.Commands;

/// <summary>Makes a project's five artifacts: anew, around a <c>schema.ts</c>, or from a live database.</summary>
[Cmdlet(VerbsData.Initialize, "MigrationProject", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(ProjectFile))]
public sealed class InitializeMigrationProjectCommand : DatabaseCmdlet
{
    /// <inheritdoc/>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("ProjectPath", "PSPath")]
    [ValidateNotNullOrEmpty]
    public override string? Path { get; set; }

    /// <summary>Takes the schema from the database that the environment names. <c>-DatabaseUrl</c> says so too.</summary>
    [Parameter]
    public SwitchParameter Live { get; set; }

    private protected override string Activity => "Making a project";

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
        var folder = Folder;
        if (!Live && DatabaseUrl is null) return Busy("Reading the schema", () => ProjectStart.Plan(folder, null, DateTimeOffset.UtcNow, Cancellation));
        using var session = Connect(null);
        return Busy("Reading the database", () => ProjectStart.Plan(folder, session.ReadSchema(Cancellation), DateTimeOffset.UtcNow, Cancellation));
    }
}
