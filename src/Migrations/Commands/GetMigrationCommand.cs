using System.Management.Automation;
using Migrations.Core.Applying;
using Migrations.Core.Journals;
using Migrations.Model;

namespace Migrations.Commands;

/// <summary>Lists the migrations with their states.</summary>
[Cmdlet(VerbsCommon.Get, "Migration")]
[OutputType(typeof(MigrationInfo))]
public sealed class GetMigrationCommand : HistoryCmdlet
{
    /// <summary>Tags to list; wildcards are allowed. Default: all.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MigrationTagCompleter))]
    public string[]? Tag { get; set; }

    /// <summary>States to list. Default: all.</summary>
    [Parameter]
    public MigrationStatus[]? Status { get; set; }

    /// <summary>Only what the next run would apply; needs a database.</summary>
    [Parameter]
    public SwitchParameter Pending { get; set; }

    /// <summary>Asks no database, also where one is named: states are then Unknown, FileMissing and Unjournaled.</summary>
    [Parameter]
    public SwitchParameter Offline { get; set; }

    /// <summary>Adds to each pending migration the coming outcome of its statements, as a run would plan them; needs a database.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    private protected override string Activity => "Listing migrations";

    /// <inheritdoc/>
    protected override void ProcessRecord() => RunRecord(() =>
    {
        var project = JournaledProject.Open(Folder, Options());
        using var session = Offline || (!Pending && !Detailed && UrlInForce(project.Project) is null) ? null : Connect(project.Project);
        var filter = new NameFilter(Tag);
        var migrations = Busy(session is null ? "Reading the migrations" : "Reading the history", () =>
            Detailed && session is not null ? MigrationListing.Detailed(project, session, Cancellation) : MigrationListing.Of(project, session, Cancellation));
        foreach (var migration in migrations)
        {
            if (!filter.Takes(migration.Tag)) continue;
            if (Pending && migration.Status is not (MigrationStatus.Pending or MigrationStatus.Partial)) continue;
            if (Status is null || Status.Contains(migration.Status)) WriteObject(migration);
        }
        foreach (var tag in filter.NotFound)
        {
            WriteError(ErrorRecords.Of(new MigrationException(
                ErrorIds.MigrationNotFound, $"There is no migration '{tag}'.", "Get-Migration without a tag lists them.", target: tag)));
        }
    });
}
