using System.Management.Automation;
using Migrations.Core.Journals.Repair;
using Migrations.Core.Projects;
using Migrations.Model;

namespace Migrations.Commands;

/// <summary>Makes the journal whole after a merge.</summary>
[Cmdlet(VerbsDiagnostic.Repair, "Journal", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(JournalChange))]
public sealed class RepairJournalCommand : MigrationCmdlet
{
    /// <inheritdoc/>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("ProjectPath", "PSPath")]
    [ValidateNotNullOrEmpty]
    public override string? Path { get; set; }

    /// <summary>The side of a merge whose migrations come first and keep their numbers. Default: <c>Ours</c>, the branch that was merged into (HEAD).</summary>
    [Parameter]
    public JournalBase Base { get; set; }

    /// <summary>Takes entries out whose file is missing. Without it they stay.</summary>
    [Parameter]
    public SwitchParameter RemoveMissing { get; set; }

    /// <summary>The tag of the baseline, which may have any number. Default: that of the project's settings, else the newest journaled tag that has "baseline" in it and only makes tables.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MigrationTagCompleter))]
    public string? BaselineTag { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => RunRecord(() =>
    {
        var project = ProjectLocator.Locate(Folder, new ProjectOptions { BaselineTag = BaselineTag });
        var options = new JournalRepairOptions { Base = Base, RemoveMissing = RemoveMissing, BaselineTag = BaselineTag };
        var planned = JournalRepair.Run(project, options, DateTimeOffset.UtcNow, preview: true);
        if (IsPreview) WriteObject(planned, enumerateCollection: true);
        else if (planned.Count > 0 && ShouldProcess(project.JournalPath, planned.Count == 1 ? "Make 1 change" : $"Make {planned.Count} changes"))
            WriteObject(JournalRepair.Run(project, options, DateTimeOffset.UtcNow, preview: false), enumerateCollection: true);
    });
}
