using Migrations.Core.Servers;
using Migrations.Core.Sql;

namespace Migrations.Core.Applying;

/// <summary>
/// What a migration's statements leave behind in the session that the next step must not meet: an open transaction would take the
/// history row with it, locked tables would refuse it, another database would catch the next migration.
/// </summary>
internal static class SessionTraces
{
    /// <summary>Ends what the migration left open. Sends nothing where its statements can have left nothing.</summary>
    public static void Clear(DatabaseSession session, SqlScript script, CancellationToken cancellation)
    {
        bool transaction = false, locks = false, autocommit = false, database = false;
        foreach (var statement in script.Statements)
        {
            switch (statement.LeadingWords(1))
            {
                case "START" or "BEGIN" or "XA":
                    transaction = true;
                    break;
                case "LOCK":
                    locks = true;
                    break;
                case "USE":
                    database = true;
                    break;
                case "SET" when statement.Text.IndexOf("autocommit", StringComparison.OrdinalIgnoreCase) >= 0:
                    autocommit = true;
                    break;
            }
        }
        if (transaction || autocommit) session.Execute("COMMIT", cancellation);
        if (autocommit) session.Execute("SET autocommit = 1", cancellation);
        if (locks) session.Execute("UNLOCK TABLES", cancellation);
        if (database) session.Execute("USE " + SqlName.Quote(session.Database), cancellation);
    }
}
