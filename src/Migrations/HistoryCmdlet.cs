using System.Management.Automation;
using Migrations.Core.Projects;
using Migrations.Model;

namespace Migrations;

/// <summary>What the cmdlets share that read or write the history.</summary>
public abstract class HistoryCmdlet : DatabaseCmdlet
{
    /// <summary>The name of the history table. Default: that of the project, else <c>__drizzle_migrations</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? HistoryTable { get; set; }

    /// <summary>The tag of the baseline. Default: that of the project's settings, else the newest journaled tag that has "baseline" in it and only makes tables.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MigrationTagCompleter))]
    public string? BaselineTag { get; set; }

    /// <summary>What the caller says about the project.</summary>
    /// <param name="hash">How new history rows are hashed.</param>
    protected ProjectOptions Options(HistoryHash? hash = null) => new() { BaselineTag = BaselineTag, HistoryTable = HistoryTable, HistoryHash = hash };
}
