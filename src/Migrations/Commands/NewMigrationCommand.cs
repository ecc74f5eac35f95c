using System.Management.Automation;
using Migrations.Core.Journals;
using Migrations.Core.Projects;
using Migrations.Model;

namespace Migrations.Commands;

/// <summary>Makes the file of the next migration.</summary>
[Cmdlet(VerbsCommon.New, "Migration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(MigrationFile))]
public sealed class NewMigrationCommand : MigrationCmdlet
{
    /// <summary>What the migration does, in a few words; the file's name is made of it.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The statements. Default: a template to fill in.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string[]? Sql { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Run(() =>
    {
        var project = ProjectLocator.Locate(Folder);
        var planned = MigrationScaffold.Create(project, Name, Sql ?? [], DateTimeOffset.UtcNow, preview: true);
        if (IsPreview) WriteObject(planned);
        else if (ShouldProcess(planned.Path, "Create the migration"))
            WriteObject(MigrationScaffold.Create(project, Name, Sql ?? [], DateTimeOffset.UtcNow, preview: false));
    });
}
