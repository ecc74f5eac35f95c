using System.Management.Automation;
using Migrations.Core.Baselines;
using Migrations.Core.Guarding;
using Migrations.Core.Journals;
using Migrations.Core.Projects;
using Migrations.Model;

namespace Migrations;

/// <summary>What the cmdlets share that bring a file of the project to its schema.</summary>
public abstract class ArtifactCmdlet : MigrationCmdlet
{
    /// <inheritdoc/>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("ProjectPath", "PSPath")]
    [ValidateNotNullOrEmpty]
    public override string? Path { get; set; }

    /// <summary>Writes the whole file anew instead of changing only what differs; its header comment stays.</summary>
    [Parameter]
    public SwitchParameter Regenerate { get; set; }

    /// <summary>The tag of the baseline. Default: that of the project's settings, else the newest journaled tag that has "baseline" in it and only makes tables.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MigrationTagCompleter))]
    public string? BaselineTag { get; set; }

    /// <summary>Updates and emits the changes; a preview only emits them.</summary>
    /// <param name="target">What is changed.</param>
    /// <param name="action">What is asked about before it is done.</param>
    /// <param name="update">The update, told whether it is a preview.</param>
    private protected void Update<TChange>(Func<MigrationProject, string> target, string action, Func<ArtifactUpdate, bool, IReadOnlyList<TChange>> update) => RunRecord(() =>
    {
        var project = JournaledProject.Open(Folder, new ProjectOptions { BaselineTag = BaselineTag }).Project;
        var schema = Busy("Reading the schema", () => SchemaSources.OfProject(project, Cancellation));
        SchemaCheck.WarnOfUnread(this, schema);
        // It would take out every statement there is.
        if (Regenerate) SchemaCheck.ThrowIfEmpty(schema, project);
        WriteVerbose($"Schema: {string.Join(", ", project.SchemaPath)}; baseline: {project.BaselinePath}.");
        var work = new ArtifactUpdate(project, schema, Regenerate ? UpdateMode.Regenerate : UpdateMode.Patch);
        var preview = IsPreview;
        if (preview || ShouldProcess(target(project), action))
            WriteObject(Busy("Comparing with the schema", () => update(work, preview)), enumerateCollection: true);
    });
}
