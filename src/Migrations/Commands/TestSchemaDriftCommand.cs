using System.Management.Automation;
using Migrations.Core.Guarding;
using Migrations.Core.Journals;
using Migrations.Model;

namespace Migrations.Commands;

/// <summary>Says where the baseline or a live database differs from <c>schema.ts</c>.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SchemaDrift")]
[OutputType(typeof(SchemaDifference), typeof(bool))]
public sealed class TestSchemaDriftCommand : HistoryCmdlet
{
    /// <summary>What to compare the schema with. Default: the database where <c>-DatabaseUrl</c> is given, else the baseline.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public DriftSide[]? Against { get; set; }

    /// <summary>A schema outside any project: a file, folder or glob. With it, one URL is enough.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SchemaPath { get; set; }

    /// <summary>How the columns of <c>-SchemaPath</c> without a name of their own are named.</summary>
    [Parameter]
    public ColumnCasing Casing { get; set; }

    /// <summary>What is not compared: <c>tmp_*</c> for tables, <c>users.legacy_*</c> for columns, indexes and constraints.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[] Ignore { get; set; } = [];

    /// <summary>Gives only whether there is no drift.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Ends with an error where there is drift, after the differences were given: for pipelines.</summary>
    [Parameter]
    public SwitchParameter ErrorOnDrift { get; set; }

    /// <summary>Counts Warnings as drift too.</summary>
    [Parameter]
    public SwitchParameter Strict { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Run(() =>
    {
        var differences = Find();
        var drift = differences.Where(difference => Strict || difference.Severity == DifferenceSeverity.Error).ToList();
        if (Quiet) WriteObject(drift.Count == 0);
        else WriteObject(differences, enumerateCollection: true);
        if (ErrorOnDrift && drift.Count > 0) throw DriftReport.Of(drift);
    });

    private IReadOnlyList<SchemaDifference> Find()
    {
        var sides = Against ?? [DatabaseUrl is null && SchemaPath is null ? DriftSide.Baseline : DriftSide.Database];
        var project = SchemaPath is null || sides.Contains(DriftSide.Baseline) ? JournaledProject.OpenOrLocate(Folder, Options()) : null;
        var schema = SchemaPath is null
            ? SchemaSources.OfProject(project!, Cancellation)
            : SchemaSources.OfFile(GetUnresolvedProviderPathFromPSPath(SchemaPath), Casing, Cancellation);
        WriteVerbose($"Schema: {SchemaPath ?? string.Join(", ", project!.SchemaPath)}{(sides.Contains(DriftSide.Baseline) ? $"; baseline: {project!.BaselinePath}" : "")}.");
        var guard = new DriftGuard(schema, project?.TablesFilter ?? [], Ignore, HistoryTable ?? project?.HistoryTable ?? "__drizzle_migrations");
        var differences = new List<SchemaDifference>();
        foreach (var side in sides.Distinct())
        {
            if (side == DriftSide.Baseline)
            {
                differences.AddRange(guard.AgainstBaseline(project!));
                continue;
            }
            using var session = Connect(project);
            differences.AddRange(guard.AgainstDatabase(session, Cancellation));
        }
        // Against an empty schema everything is merely extra, and the guard would be green.
        if (differences.Count > 0) SchemaCheck.ThrowIfEmpty(schema, project, SchemaPath);
        return differences;
    }
}
