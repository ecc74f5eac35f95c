using System.Management.Automation;
using Migrations.Core.Journals;
using Migrations.Core.Scripting;
using Migrations.Model;

namespace Migrations.Commands;

/// <summary>Writes migrations as one script that can be reviewed and run by hand.</summary>
[Cmdlet(VerbsData.Export, "MigrationScript", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(MigrationScript))]
public sealed class ExportMigrationScriptCommand : HistoryCmdlet
{
    /// <summary>The file. One that is there is not replaced unless -Force is given.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("OutFile")]
    [ValidateNotNullOrEmpty]
    public string FilePath { get; set; } = "";

    /// <summary>The server whose syntax it is written in: mysql:9.7, mariadb:11.4, … Without -DatabaseUrl no database is asked then. Default: the server of the database.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TargetServerCompleter))]
    public string? Server { get; set; }

    /// <summary>The first migration. Default: the first that is pending; without a database the first of the journal.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MigrationTagCompleter))]
    public string? From { get; set; }

    /// <summary>The last migration. Default: the last of the journal.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MigrationTagCompleter))]
    public string? To { get; set; }

    /// <summary>Writes a script that installs an empty database, whatever the named database holds. What an installation needs is judged in a scratch database on its server.</summary>
    [Parameter]
    public SwitchParameter Fresh { get; set; }

    /// <summary>How new history rows are hashed where the table's own rows do not tell.</summary>
    [Parameter]
    public HistoryHash? HistoryHash { get; set; }

    /// <summary>How long the script waits for another runner, in seconds.</summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public int LockTimeout { get; set; } = 60;

    /// <summary>How long a statement of the script waits for a table that others use, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 31536000)]
    public int LockWaitTimeout { get; set; } = 10;

    /// <summary>Replaces a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string Activity => "Writing a script of migrations";

    /// <inheritdoc/>
    protected override void ProcessRecord() => RunRecord(() =>
    {
        var project = JournaledProject.Open(Folder, Options(HistoryHash));
        var server = Server is null ? null : ScriptServer.Parse(Server);
        var asksNone = DatabaseUrl is null && ((Server is not null && !Fresh) || UrlInForce(project.Project) is null);
        using var session = asksNone ? null : Connect(project.Project);
        var path = GetUnresolvedProviderPathFromPSPath(FilePath);
        var script = Busy("Planning", () => ScriptExport.Make(project, session, path, new ScriptOptions
        {
            Server = server,
            From = From,
            To = To,
            Fresh = Fresh,
            LockTimeout = LockTimeout,
            LockWaitTimeout = LockWaitTimeout,
        }, Cancellation));
        foreach (var loss in script.Destructive) WriteVerbose($"Destructive: {loss}");
        if (IsPreview) WriteObject(script);
        else if (ShouldProcess(script.Path, $"Write a script of {script.Tag.Count} migrations for {script.Server}")) WriteObject(ScriptExport.Save(script, Force));
    });
}
