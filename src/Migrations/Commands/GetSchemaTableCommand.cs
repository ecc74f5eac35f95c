using System.Management.Automation;
using Migrations.Core.Guarding;
using Migrations.Core.Projects;
using Migrations.Model;

namespace Migrations.Commands;

/// <summary>Reads tables from <c>schema.ts</c>, a file or a live database.</summary>
[Cmdlet(VerbsCommon.Get, "SchemaTable", DefaultParameterSetName = SchemaSet)]
[OutputType(typeof(Table))]
public sealed class GetSchemaTableCommand : DatabaseCmdlet
{
    private const string SchemaSet = "Schema";
    private const string FileSet = "File";

    /// <summary>Tables to read; wildcards are allowed. Default: all.</summary>
    [Parameter(Position = 0)]
    [Alias("Table")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>A file instead of the project's schema: a <c>.sql</c> file with its DDL, or a Drizzle schema.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FileSet, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    /// <summary>The live database that the environment or the project names, instead of the schema. <c>-DatabaseUrl</c> says so too.</summary>
    [Parameter(ParameterSetName = SchemaSet)]
    public SwitchParameter Live { get; set; }

    private NameFilter? _filter;

    private protected override string Activity => "Reading tables";

    /// <inheritdoc/>
    protected override void ProcessRecord() => RunRecord(() =>
    {
        var schema = Read();
        if (!Live && DatabaseUrl is null) SchemaCheck.WarnIfEmpty(this, schema);
        SchemaCheck.WarnOfUnread(this, schema);
        var tables = schema.Tables;
        _filter ??= new NameFilter(Name);
        foreach (var table in tables)
        {
            if (_filter.Takes(table.Name)) WriteObject(table);
        }
    });

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var name in _filter?.NotFound ?? [])
        {
            WriteError(ErrorRecords.Of(new MigrationException(
                ErrorIds.TableNotFound, $"There is no table '{name}'.", "Get-SchemaTable without a name lists the tables.", target: name)));
        }
    }

    private DatabaseSchema Read()
    {
        if (LiteralPath is not null)
        {
            var file = GetUnresolvedProviderPathFromPSPath(LiteralPath);
            // Get-ChildItem -Directory: a folder is a project.
            if (MyInvocation.ExpectingInput && Directory.Exists(file))
            {
                var inFolder = ProjectLocator.Locate(file);
                return Busy("Reading the schema", () => SchemaSources.OfProject(inFolder, Cancellation));
            }
            return Busy("Reading the file", () => SchemaSources.OfFile(file, cancellation: Cancellation));
        }
        if (!Live && DatabaseUrl is null)
        {
            var project = ProjectLocator.Locate(Folder);
            return Busy("Reading the schema", () => SchemaSources.OfProject(project, Cancellation));
        }
        using var session = Connect(DatabaseUrl is null ? ProjectLocator.Locate(Folder) : null);
        return Busy("Reading the database", () => session.ReadSchema(Cancellation).Schema);
    }
}
