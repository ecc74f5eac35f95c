using Migrations.Core.Servers;
using Migrations.Core.Sql;

namespace Migrations.Core.Applying;

/// <summary>
/// What a migration's statements leave behind in the session that the next step must not meet: an open transaction would take the
/// history row with it, locked tables would refuse it, another database would catch the next migration, and a setting would make
/// what the next one does depend on which migrations run together.
/// </summary>
internal sealed class SessionTraces
{
    private readonly DatabaseSession _session;
    private readonly SessionSettings? _settings;

    private SessionTraces(DatabaseSession session, SessionSettings? settings)
    {
        _session = session;
        _settings = settings;
    }

    /// <summary>Remembers the session's settings, where any of the planned scripts can change them.</summary>
    public static SessionTraces Of(DatabaseSession session, MigrationPlan plan, CancellationToken cancellation)
    {
        var scripts = plan.Migrations.Select(migration => migration.Script).Concat(plan.Bootstrap.Select(file => file.Script));
        return new SessionTraces(session, scripts.Any(script => script.Statements.Any(MayChangeSettings)) ? SessionSettings.Read(session, cancellation) : null);
    }

    /// <summary>Ends what a migration left open and puts its settings back. Sends nothing where its statements can have left nothing.</summary>
    public void Clear(SqlScript script, CancellationToken cancellation)
    {
        bool transaction = false, locks = false, settings = false, database = false;
        foreach (var statement in script.Statements)
        {
            settings |= MayChangeSettings(statement);
            switch (statement.LeadingWords(1))
            {
                // What a routine or a prepared statement does is not seen from here. A COMMIT AND CHAIN begins the next transaction.
                case "START" or "BEGIN" or "CALL" or "EXECUTE" or "COMMIT" or "ROLLBACK":
                    transaction = true;
                    break;
                case "SET" when statement.Text.IndexOf("autocommit", StringComparison.OrdinalIgnoreCase) >= 0:
                    transaction = true;
                    break;
                case "LOCK":
                    locks = true;
                    break;
                case "USE":
                    database = true;
                    break;
            }
        }
        if (transaction)
        {
            _session.Execute("COMMIT AND NO CHAIN", cancellation);
            _session.Execute("SET autocommit = 1", cancellation);
        }
        if (locks) _session.Execute("UNLOCK TABLES", cancellation);
        if (database) _session.Execute("USE " + SqlName.Quote(_session.Database), cancellation);
        if (settings && _settings is not null) _settings.Restore(_session, cancellation);
    }

    private static bool MayChangeSettings(ScriptStatement statement) => statement.LeadingWords(1) switch
    {
        "CALL" or "EXECUTE" => true,
        "SET" => !SetTargets.Of(statement).LeavesSession,
        _ => false,
    };
}
