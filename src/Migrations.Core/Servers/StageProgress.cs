using System.Globalization;
using MySqlConnector;

namespace Migrations.Core.Servers;

/// <summary>How far a server says that it has come with a statement.</summary>
/// <param name="Stage">What it is at, in its own words: <c>alter table (read PK and internal sort)</c>.</param>
/// <param name="Percent">How much of the statement is done by its estimate, from 0 to 100.</param>
public sealed record StageReading(string Stage, int Percent);

/// <summary>
/// Asks a server, over a connection of its own, how far it has come with the statement that another session runs. Nothing is ever switched on for it, and what
/// cannot be seen is no error: there is no reading then.
/// </summary>
/// <param name="watched">The session whose statement runs.</param>
/// <remarks>
/// MySQL shows it in <c>performance_schema.events_stages_current</c> (manual: "Monitoring ALTER TABLE Progress for InnoDB Tables Using Performance Schema"), if its
/// consumer is on, which by default it is not; the numbers are of the whole statement. MariaDB always shows it in <c>information_schema.PROCESSLIST</c>
/// (manual: "Progress Reporting"), stage by stage.
/// </remarks>
public sealed class StageProgress(DatabaseSession watched) : IDisposable
{
    // A server that does not answer this at once is busy enough.
    private const int QueryTimeout = 5;

    private DatabaseSession? _asking;

    /// <summary>Whether the server, or the account's rights, do not let it be seen: then it is not asked again.</summary>
    public bool IsOff { get; private set; }

    /// <summary>Asks; the first time it connects. Not to be called from two threads at once.</summary>
    /// <param name="cancellation">Ends it; there is no reading then.</param>
    /// <returns>What the server says; null where it says nothing.</returns>
    public StageReading? Read(CancellationToken cancellation)
    {
        if (IsOff) return null;
        try
        {
            _asking ??= Connect(cancellation);
            var sql = watched.Server.Flavor switch
            {
                Model.ServerFlavor.MySql => """
                    SELECT s.EVENT_NAME, 100 * s.WORK_COMPLETED / s.WORK_ESTIMATED FROM performance_schema.events_stages_current s
                    JOIN performance_schema.threads t ON t.THREAD_ID = s.THREAD_ID WHERE t.PROCESSLIST_ID = @id AND s.END_EVENT_ID IS NULL AND s.WORK_ESTIMATED > 0
                    """,
                Model.ServerFlavor.MariaDb => "SELECT STATE, (100 * (STAGE - 1) + PROGRESS) / MAX_STAGE FROM information_schema.PROCESSLIST WHERE ID = @id AND MAX_STAGE > 0 AND STAGE > 0",
                _ => null,
            };
            if (sql is null)
            {
                IsOff = true;
                return null;
            }
            return _asking.Query(sql, row => Reading(row.GetValue(0), row.GetValue(1)), cancellation, ("@id", watched.ConnectionId)).FirstOrDefault();
        }
        // Also where the run's own session is closed meanwhile, or this one is at the end of the run.
        catch (Exception refused) when (refused is MySqlException or InvalidOperationException or Model.MigrationException or OperationCanceledException or IOException)
        {
            IsOff = true;
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _asking?.Dispose();

    private DatabaseSession Connect(CancellationToken cancellation)
    {
        var session = DatabaseSession.Open(watched.Settings, cancellation);
        session.StatementTimeout = QueryTimeout;
        return session;
    }

    private static StageReading Reading(object stage, object percent)
    {
        var name = Convert.ToString(stage, CultureInfo.InvariantCulture) ?? "";
        // "stage/innodb/alter table (flush)" on MySQL, "copy to tmp table" on MariaDB.
        name = name.Substring(name.LastIndexOf('/') + 1);
        var value = percent is DBNull ? 0 : Convert.ToDouble(percent, CultureInfo.InvariantCulture);
        // The estimate is revised on the way, and can be passed.
        return new StageReading(name, (int)Math.Min(100, Math.Max(0, value)));
    }
}
