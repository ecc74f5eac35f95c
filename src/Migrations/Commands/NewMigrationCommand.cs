using System.Management.Automation;
using Migrations.Core.Authoring;
using Migrations.Core.Guarding;
using Migrations.Core.Journals;
using Migrations.Core.Projects;
using Migrations.Model;

namespace Migrations.Commands;

/// <summary>Makes the file of the next migration: a template, given statements, or what takes the baseline to <c>schema.ts</c>.</summary>
[Cmdlet(VerbsCommon.New, "Migration", DefaultParameterSetName = SqlSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(MigrationFile))]
[OutputType(typeof(MigrationFile), typeof(JournalEntry), typeof(BaselineChange), typeof(BootstrapChange), typeof(SnapshotFile), ParameterSetName = [FromSchemaSet, ColumnSet])]
public sealed class NewMigrationCommand : DatabaseCmdlet
{
    private const string SqlSet = "Sql";
    private const string FromSchemaSet = "FromSchema";
    private const string ColumnSet = "Column";

    /// <summary>What the migration does, in a few words; the file's name is made of it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The statements. Default: a template to fill in.</summary>
    [Parameter(Position = 1, ParameterSetName = SqlSet)]
    [ValidateNotNullOrEmpty]
    public string[]? Sql { get; set; }

    /// <summary>Writes the statements that lead to <c>schema.ts</c>. What it no longer has stays in the database, and is named in the file.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FromSchemaSet)]
    public SwitchParameter FromSchema { get; set; }

    /// <summary>Where the statements lead from. Default: the database where <c>-DatabaseUrl</c> is given, else the baseline, else drizzle-kit's newest snapshot.</summary>
    [Parameter(ParameterSetName = FromSchemaSet)]
    public AuthoringSide? Against { get; set; }

    /// <summary>Drops what <c>schema.ts</c> no longer has.</summary>
    [Parameter(ParameterSetName = FromSchemaSet)]
    public SwitchParameter AllowDestructive { get; set; }

    /// <summary>What was renamed: <c>old_table=new_table</c>, <c>table.old_column=new_column</c>. Nothing is asked about it then.</summary>
    [Parameter(ParameterSetName = FromSchemaSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RenameCompleter))]
    public string[] Rename { get; set; } = [];

    /// <summary>Nothing was renamed but what <c>-Rename</c> names: nothing is asked.</summary>
    [Parameter(ParameterSetName = FromSchemaSet)]
    public SwitchParameter NoRename { get; set; }

    /// <summary>One column to add, whatever <c>schema.ts</c> says: <c>table.column type …</c>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ColumnSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NewColumnCompleter))]
    public string Column { get; set; } = "";

    /// <summary>Writes the journal entry, the baseline, the bootstrap files and drizzle-kit's snapshot too, all or nothing.</summary>
    [Parameter(ParameterSetName = FromSchemaSet)]
    [Parameter(ParameterSetName = ColumnSet)]
    public SwitchParameter Complete { get; set; }

    /// <summary>The tag of the baseline. Default: that of the project's settings, else the newest journaled tag that has "baseline" in it and only makes tables.</summary>
    [Parameter(ParameterSetName = FromSchemaSet)]
    [Parameter(ParameterSetName = ColumnSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MigrationTagCompleter))]
    public string? BaselineTag { get; set; }

    private protected override string Activity => "Writing a migration";

    /// <inheritdoc/>
    protected override void ProcessRecord() => RunRecord(() =>
    {
        if (ParameterSetName == SqlSet) Scaffold();
        else Author(JournaledProject.OpenOrLocate(Folder, new ProjectOptions { BaselineTag = BaselineTag }));
    });

    private void Scaffold()
    {
        var project = ProjectLocator.Locate(Folder);
        var planned = MigrationScaffold.Create(project, Name, Sql ?? [], DateTimeOffset.UtcNow, preview: true);
        if (IsPreview) WriteObject(planned);
        else if (ShouldProcess(planned.Path, "Create the migration"))
            WriteObject(MigrationScaffold.Create(project, Name, Sql ?? [], DateTimeOffset.UtcNow, preview: false));
    }

    private void Author(MigrationProject project)
    {
        var author = new MigrationAuthor(project, new AuthoringRequest
        {
            Name = Name,
            Against = Against ?? (DatabaseUrl is null ? null : AuthoringSide.Database),
            AllowDestructive = AllowDestructive,
            Renames = new RenameAnswers { Known = [.. Rename.Select(SchemaRename.Parse)], NothingElse = NoRename, Ask = question => OnPipeline(() => Ask(question)) },
            Now = DateTimeOffset.UtcNow,
        });
        var authored = ParameterSetName == ColumnSet ? author.FromColumn(Column) : FromSchemaOf(project, author);
        foreach (var kept in authored.Kept) WriteVerbose($"Kept, though the schema has it no longer: {kept}.");
        if (authored.Statements.Count == 0)
        {
            WriteWarning(authored.NothingToDo);
            return;
        }
        var planned = authored.Write(preview: true);
        if (!IsPreview && !ShouldProcess(planned.Path, Complete ? "Create the migration, its journal entry, and bring the baseline and the bootstrap files to it" : "Create the migration")) return;
        if (Complete) WriteObject(authored.Complete(IsPreview, Cancellation).Select(Shown), enumerateCollection: true);
        else WriteObject(IsPreview ? planned : authored.Write(preview: false));
    }

    // Objects of several types share one table view under this name; to scripts each is what it is.
    private static PSObject Shown(object artifact)
    {
        var shown = new PSObject(artifact);
        shown.TypeNames.Insert(0, "Migrations.Model.CompletedArtifact");
        return shown;
    }

    private string? Ask(RenameQuestion question)
    {
        // Nothing of the progress stands beside a question.
        Progress.Complete();
        return new RenamePrompt(Host).Ask(question);
    }

    private AuthoredMigration FromSchemaOf(MigrationProject project, MigrationAuthor author)
    {
        var schema = Busy("Reading the schema", () => SchemaSources.OfProject(project, Cancellation));
        SchemaCheck.ThrowIfEmpty(schema, project);
        SchemaCheck.WarnOfUnread(this, schema);
        WriteVerbose($"Schema: {string.Join(", ", project.SchemaPath)}; against the {author.Side.ToString().ToLowerInvariant()}.");
        using var session = author.Side == AuthoringSide.Database ? Connect(project) : null;
        return Busy("Comparing with the schema", () => author.FromSchema(schema, session, Cancellation));
    }
}
