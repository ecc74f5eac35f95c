using System.Management.Automation;
using Migrations.Core.Journals;
using Migrations.Core.Projects;
using Migrations.Model;

namespace Migrations.Commands;

/// <summary>Appends migrations to the journal.</summary>
[Cmdlet(VerbsCommon.Add, "JournalEntry", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(JournalEntry))]
public sealed class AddJournalEntryCommand : MigrationCmdlet
{
    /// <summary>The migration's tag: its file's name without <c>.sql</c>. A file from the pipeline (New-Migration, Get-Migration, Get-ChildItem) gives it too.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("BaseName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(UnjournaledTagCompleter))]
    public string Tag { get; set; } = "";

    /// <inheritdoc/>
    protected override void ProcessRecord() => RunItem(() =>
    {
        var project = ProjectLocator.Locate(Folder);
        var tag = Tag.EndsWith(".sql", StringComparison.OrdinalIgnoreCase) ? Tag.Substring(0, Tag.Length - 4) : Tag;
        if (IsPreview) WriteObject(JournalAppender.Append(project, tag, DateTimeOffset.UtcNow, preview: true));
        else if (ShouldProcess(project.JournalPath, $"Append \"{tag}\""))
            WriteObject(JournalAppender.Append(project, tag, DateTimeOffset.UtcNow, preview: false));
    });
}
