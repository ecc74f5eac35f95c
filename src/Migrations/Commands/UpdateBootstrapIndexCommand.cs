using System.Management.Automation;
using Migrations.Model;

namespace Migrations.Commands;

/// <summary>Brings the bootstrap files, indexes and foreign keys of fresh installations, to <c>schema.ts</c>.</summary>
[Cmdlet(VerbsData.Update, "BootstrapIndex", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BootstrapChange))]
public sealed class UpdateBootstrapIndexCommand : ArtifactCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => Update(Regenerate ? "Write the bootstrap files anew" : "Update the bootstrap files", (work, preview) => work.Bootstrap(preview));
}
