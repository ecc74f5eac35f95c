using System.Management.Automation;
using Migrations.Model;

namespace Migrations.Commands;

/// <summary>Brings the bootstrap files, indexes and foreign keys of fresh installations, to <c>schema.ts</c>.</summary>
[Cmdlet(VerbsData.Update, "BootstrapIndex", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BootstrapChange))]
public sealed class UpdateBootstrapIndexCommand : ArtifactCmdlet
{
    private protected override string Activity => "Updating the bootstrap files";

    /// <inheritdoc/>
    protected override void ProcessRecord() => Update(project => project.BootstrapFolder, Regenerate ? "Write the bootstrap files anew" : "Update the bootstrap files", (work, preview) => work.Bootstrap(preview));
}
