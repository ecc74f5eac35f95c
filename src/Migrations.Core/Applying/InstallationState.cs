using Migrations.Core.Journals;
using Migrations.Core.Servers;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>Whether a database is being installed.</summary>
internal enum InstallationState
{
    /// <summary>It is installed: what is pending is added to it.</summary>
    Installed,

    /// <summary>It is empty, or its installation was interrupted: the baseline first, then what of the journal it does not hold, then the bootstrap files.</summary>
    FromBaseline,

    /// <summary>It is empty, or its installation was interrupted: the journal in its order, then the bootstrap files.</summary>
    ByReplay,

    /// <summary>It has the project's tables, made by other means: the journal in its order over what is there.</summary>
    Brownfield,
}

/// <summary>Tells an empty database, an interrupted installation, an installed database and a database that was made by other means apart.</summary>
internal static class Installation
{
    /// <summary>Looks at a database.</summary>
    /// <param name="project">The project.</param>
    /// <param name="match">The history.</param>
    /// <param name="progress">What is unfinished.</param>
    /// <param name="catalog">The tables.</param>
    /// <param name="pending">What the run would apply.</param>
    /// <param name="options">What the caller says.</param>
    /// <exception cref="MigrationException"><c>DatabaseNotFresh</c>, <c>FreshInstallRefused</c>.</exception>
    public static InstallationState Of(
        JournaledProject project, HistoryMatch match, Progress progress, Catalog catalog, IReadOnlyList<PlannedMigration> pending, RunOptions options)
    {
        var hasBaseline = match.Entries.Any(entry => entry.IsBaseline);
        if (progress.Installation is { } begun) return begun == FreshInstall.Replay || !hasBaseline ? InstallationState.ByReplay : InstallationState.FromBaseline;
        if (match.Rows.Count > 0) return hasBaseline && IsInterrupted(match) ? InstallationState.FromBaseline : InstallationState.Installed;
        // Something was begun here without being an installation: a journal over tables that were there.
        if (progress.Migrations.Count > 0) return InstallationState.Brownfield;
        var own = pending.SelectMany(migration => migration.Statements).Select(CreatedTable).OfType<Sql.Ddl.ObjectName>().FirstOrDefault(name => catalog.Find(name) is not null);
        if (own is not null)
        {
            return options.FreshInstall == FreshInstall.Replay ? InstallationState.Brownfield : throw new MigrationException(
                ErrorIds.DatabaseNotFresh,
                $"The database '{catalog.Live.Database}' has tables of this project already ('{own.Name}' is one) but no migration in its history. Nothing was run.",
                "If its schema is that of the journal (made by drizzle-kit push, or restored without its history), record that with Register-Migration. To run the whole journal over it, data statements too, use -FreshInstall Replay: "
                + "what is there already counts as done. If the history is in another table, name it with -HistoryTable.",
                target: catalog.Live.Database);
        }
        if (options.FreshInstall == FreshInstall.Refuse)
        {
            throw new MigrationException(
                ErrorIds.FreshInstallRefused, $"The database '{catalog.Live.Database}' is empty, and -FreshInstall Refuse forbids to install it.",
                "Check that the URL names the right database; for an installation use -FreshInstall Baseline.", target: catalog.Live.Database);
        }
        return options.FreshInstall == FreshInstall.Replay || !hasBaseline ? InstallationState.ByReplay : InstallationState.FromBaseline;
    }

    // A runner that keeps no progress stopped half-way: the baseline's row is the oldest, and entries before it in the journal are still to come,
    // which in a database that grew with its journal were applied before it.
    private static bool IsInterrupted(HistoryMatch match) =>
        match.Entries.FirstOrDefault(entry => entry.IsBaseline)?.Row?.Id == match.Rows[0].Id
        && match.Entries.TakeWhile(entry => !entry.IsBaseline).Any(entry => entry.Status == MigrationStatus.Pending);

    private static Sql.Ddl.ObjectName? CreatedTable(KnownStatement statement) =>
        statement.Ddl is Sql.Ddl.CreateTableStatement { IsTemporary: false, Table.Database: null } create ? create.Table : null;
}
