using System.Management.Automation;
using Migrations.Model;

namespace Migrations.Commands;

/// <summary>Brings the baseline to <c>schema.ts</c>.</summary>
[Cmdlet(VerbsData.Update, "Baseline", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BaselineChange))]
public sealed class UpdateBaselineCommand : ArtifactCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => Update(Regenerate ? "Write the baseline anew" : "Update the baseline", (work, preview) => work.Baseline(preview));
}
