using System.Management.Automation;
using Migrations.Model;

namespace Migrations.Commands;

/// <summary>Brings the baseline to <c>schema.ts</c>.</summary>
[Cmdlet(VerbsData.Update, "Baseline", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BaselineChange))]
public sealed class UpdateBaselineCommand : ArtifactCmdlet
{
    private protected override string Activity => "Updating the baseline";

    /// <inheritdoc/>
    protected override void ProcessRecord() => Update(project => project.BaselinePath ?? project.MigrationsFolder, Regenerate ? "Write the baseline anew" : "Update the baseline", (work, preview) => work.Baseline(preview));
}
