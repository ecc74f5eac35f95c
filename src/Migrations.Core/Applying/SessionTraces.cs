using System.Globalization;
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
    private readonly string? _restore;

    private SessionTraces(DatabaseSession session, string? restore)
    {
        _session = session;
        _restore = restore;
    }

    /// <summary>Remembers the session's settings, where any of the planned scripts can change them.</summary>
    public static SessionTraces Of(DatabaseSession session, MigrationPlan plan, CancellationToken cancellation)
    {
        if (!plan.Migrations.Select(migration => migration.Script).Concat(plan.Bootstrap.Select(file => file.Script)).Any(script => script.Statements.Any(MayChangeSettings))) return new SessionTraces(session, null);
        string[] numbers = ["foreign_key_checks", "unique_checks", "lock_wait_timeout"];
        string[] texts = ["sql_mode", "time_zone", "character_set_client", "character_set_results", "collation_connection"];
        var restore = session.Query(
            $"SELECT {string.Join(", ", numbers.Concat(texts).Select(name => "@@SESSION." + name))}",
            row => string.Join(", ", numbers.Concat(texts).Select((name, i) =>
                name + " = " + (row.IsDBNull(i) ? "NULL" : i < numbers.Length ? Convert.ToString(row.GetValue(i), CultureInfo.InvariantCulture) : $"'{row.GetString(i)}'"))),
            cancellation)[0];
        return new SessionTraces(session, "SET SESSION " + restore);
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
                // What a routine or a prepared statement does is not seen from here.
                case "START" or "BEGIN" or "CALL" or "EXECUTE":
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
            _session.Execute("COMMIT", cancellation);
            _session.Execute("SET autocommit = 1", cancellation);
        }
        if (locks) _session.Execute("UNLOCK TABLES", cancellation);
        if (database) _session.Execute("USE " + SqlName.Quote(_session.Database), cancellation);
        if (settings && _restore is not null) _session.Execute(_restore, cancellation);
    }

    private static bool MayChangeSettings(ScriptStatement statement) => statement.LeadingWords(1) is "SET" or "CALL" or "EXECUTE";
}
