using System.Diagnostics;
using System.Management.Automation;
using Migrations.Core.Applying;
using Migrations.Core.Guarding;
using Migrations.Core.Journals;
using Migrations.Core.Reporting;
using Migrations.Core.Servers;
using Migrations.Model;

namespace Migrations.Commands;

/// <summary>Says where the baseline, a live database, or what the migrations make of an empty one differs from <c>schema.ts</c>.</summary>
[Cmdlet(VerbsDiagnostic.Test, "SchemaDrift", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(SchemaDifference), typeof(bool))]
public sealed class TestSchemaDriftCommand : HistoryCmdlet
{
    /// <summary>What to compare the schema with. Default: the database where <c>-DatabaseUrl</c> is given, else the baseline, or in a project without one the journal; with <c>-Replay</c> the replay alone.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public DriftSide[]? Against { get; set; }

    /// <summary>
    /// Builds the whole chain of migrations in a scratch database, as Invoke-Migration does in an empty one, and compares what came of it with the schema; with
    /// <c>-Against Database</c> also with the live database. The scratch database is dropped in any case.
    /// </summary>
    [Parameter]
    public SwitchParameter Replay { get; set; }

    /// <summary>The server for the scratch database, on which the account may create databases. Default: an installed MySQL or MariaDB, or a container, that is started for it and removed. It is never the server of <c>-DatabaseUrl</c> unless its URL is given here.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DatabaseUrlCompleter))]
    public string? ScratchUrl { get; set; }

    /// <summary>A replay of the journal in its order alone, without the baseline first; implies <c>-Replay</c>.</summary>
    [Parameter]
    public SwitchParameter FromJournal { get; set; }

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
    [ArgumentCompleter(typeof(IgnoredNameCompleter))]
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

    /// <summary>A file to write the comparison to, for build servers: JUnit's XML, a test a table.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JUnitPath { get; set; }

    private protected override string Activity => "Looking for drift";

    private protected override bool ShowsProgress => !Quiet;

    /// <inheritdoc/>
    protected override void ProcessRecord() => RunRecord(() =>
    {
        var watch = Stopwatch.StartNew();
        var (differences, compared, root) = Find();
        var drift = differences.Where(IsDrift).ToList();
        foreach (var difference in differences) Build.Write(LogIssue.Of(difference, IsDrift(difference) ? IssueLevel.Error : null));
        if (Quiet) WriteObject(drift.Count == 0);
        else WriteObject(differences, enumerateCollection: true);
        if (JUnitPath is not null && GetUnresolvedProviderPathFromPSPath(JUnitPath) is var path && ShouldProcess(path, "Write the comparison"))
            JUnitReport.Write(path, "Test-SchemaDrift", JUnitReport.CasesOf(compared, differences, IsDrift), watch.Elapsed, file => Build.PathOf(root, file));
        var error = ErrorOnDrift && drift.Count > 0 ? DriftReport.Of(drift) : null;
        Build.Publish("Test-SchemaDrift", () => Summary(differences, error).ToString(), WriteVerbose);
        if (error is not null) throw error;
    });

    private bool IsDrift(SchemaDifference difference) => Strict || difference.Severity == DifferenceSeverity.Error;

    private RunSummary Summary(IReadOnlyList<SchemaDifference> differences, MigrationException? error)
    {
        var summary = new RunSummary("Test-SchemaDrift", Build.PathOf).Add(differences);
        return error is null ? summary : summary.Add(error);
    }

    private (IReadOnlyList<SchemaDifference> Differences, DatabaseSchema Compared, string? Root) Find()
    {
        var project = SchemaPath is null || Against?.Any(side => side is DriftSide.Baseline or DriftSide.Journal) == true ? JournaledProject.OpenOrLocate(Folder, Options()) : null;
        var sides = Sides(project);
        var chain = sides.Contains(DriftSide.Replay) ? JournaledProject.Open(Folder, Options()) : null;
        var file = SchemaPath is null ? null : GetUnresolvedProviderPathFromPSPath(SchemaPath);
        var schema = Busy("Reading the schema", () => file is null ? SchemaSources.OfProject(project!, Cancellation) : SchemaSources.OfFile(file, Casing, Cancellation));
        WriteVerbose($"Schema: {SchemaPath ?? string.Join(", ", project!.SchemaPath)}{(sides.Contains(DriftSide.Baseline) ? $"; baseline: {project!.BaselinePath}" : "")}.");
        var guard = new DriftGuard(schema, project?.TablesFilter ?? [], Ignore, HistoryTable ?? project?.HistoryTable ?? "__drizzle_migrations");
        var differences = new List<SchemaDifference>();
        if (sides.Contains(DriftSide.Baseline)) differences.AddRange(Busy("Comparing with the baseline", () => guard.AgainstBaseline(project!)));
        if (sides.Contains(DriftSide.Journal)) differences.AddRange(Busy("Comparing with the journal", () => guard.AgainstJournal(project!)));
        using var session = sides.Contains(DriftSide.Database) ? Connect(project) : null;
        if (session is not null) differences.AddRange(Busy("Reading the database", () => guard.AgainstDatabase(session, Cancellation)));
        if (chain is not null) differences.AddRange(OfReplay(guard, chain, session, differences));
        // Against an empty schema everything is merely extra, and the guard would be green.
        if (differences.Count > 0) SchemaCheck.ThrowIfEmpty(schema, project, SchemaPath);
        else SchemaCheck.WarnIfEmpty(this, schema);
        SchemaCheck.WarnOfUnread(this, schema);
        return (differences, guard.Compared, project?.Root);
    }

    private IReadOnlyList<DriftSide> Sides(MigrationProject? project)
    {
        var sides = (Against ?? (Replay ? [] : [DatabaseUrl is null && SchemaPath is null ? DriftGuard.OfflineSide(project!) : DriftSide.Database])).ToList();
        if (Replay || FromJournal) sides.Add(DriftSide.Replay);
        return [.. sides.Distinct()];
    }

    private IReadOnlyList<SchemaDifference> OfReplay(DriftGuard guard, JournaledProject chain, DatabaseSession? session, IReadOnlyList<SchemaDifference> before)
    {
        var replay = (ChainReplay?)null;
        try
        {
            replay = Busy("Replaying the migrations", () => ChainReplay.Build(chain, new ReplayOptions
            {
                Server = Scratch(ScratchUrl, ConnectionSettings.ParseServer),
                Preferred = session?.Server.Flavor,
                FromJournal = FromJournal,
                Defaults = session is null ? null : ChainReplay.DefaultsOf(session, Cancellation),
            }, Progress.Report, OnPipeline(WriteVerbose), Cancellation));
            var differences = Busy("Reading what the migrations made", () => guard.AgainstReplay(replay.Session, Cancellation));
            if (session is null) return differences;
            if (replay.Server.Flavor != session.Server.Flavor)
            {
                WriteWarning($"The migrations were replayed on {replay.Place}, and the database is on {session.Server}: the two show the same schema differently, and were not compared with each other. Give a -ScratchUrl of the same kind of server.");
                return differences;
            }
            return [.. differences, .. Busy("Comparing the database with it", () => guard.OfDatabaseFromReplay(replay.Session.ReadSchema(Cancellation), session.ReadSchema(Cancellation), [.. before, .. differences]))];
        }
        finally
        {
            replay?.Dispose();
            if (replay is { IsLeft: true }) WriteWarning($"The scratch database {replay.Database} could not be dropped.");
        }
    }
}
