using System.Globalization;
using Migrations.Core.Servers;
using MySqlConnector;

namespace Migrations.Core.Applying;

/// <summary>A session's settings as they were, so that they can be brought back: whichever of them a migration changed, also from within a routine.</summary>
internal sealed class SessionSettings
{
    // These change how the question for all others is answered, or how its answer is written.
    private static readonly string[] Numbers = ["foreign_key_checks", "unique_checks", "lock_wait_timeout", "sql_select_limit"];
    private static readonly string[] Texts = ["sql_mode", "time_zone", "character_set_client", "character_set_results", "collation_connection"];

    // What changes by itself, or holds for the next statement alone.
    private static readonly HashSet<string> Volatile = new(StringComparer.OrdinalIgnoreCase)
    {
        "timestamp", "last_insert_id", "identity", "insert_id", "rand_seed1", "rand_seed2", "error_count", "warning_count", "in_transaction", "statement_id",
        "character_set_database", "collation_database", "last_gtid", "pseudo_thread_id", "autocommit",
    };

    private const int WrongType = 1232;

    private readonly string _first;
    private readonly IReadOnlyDictionary<string, string> _all;

    private SessionSettings(string first, IReadOnlyDictionary<string, string> all)
    {
        _first = first;
        _all = all;
    }

    /// <summary>Reads the settings (two commands).</summary>
    public static SessionSettings Read(DatabaseSession session, CancellationToken cancellation)
    {
        var first = session.Query(
            $"SELECT {string.Join(", ", Numbers.Concat(Texts).Select(name => "@@SESSION." + name))}",
            row => string.Join(", ", Numbers.Concat(Texts).Select((name, i) =>
                name + " = " + (row.IsDBNull(i) ? "NULL" : i < Numbers.Length ? Convert.ToString(row.GetValue(i), CultureInfo.InvariantCulture) : $"'{row.GetString(i)}'"))),
            cancellation)[0];
        return new SessionSettings("SET SESSION " + first, All(session, cancellation));
    }

    /// <summary>Brings them back.</summary>
    /// <remarks>The fixed time of <c>SET timestamp</c> is not among what can be compared: it ends in any case.</remarks>
    public void Restore(DatabaseSession session, CancellationToken cancellation)
    {
        session.Execute(_first, cancellation);
        Try(session, "SET SESSION timestamp = DEFAULT", cancellation);
        foreach (var pair in All(session, cancellation))
        {
            if (!_all.TryGetValue(pair.Key, out var before) || before == pair.Value) continue;
            var isNumber = decimal.TryParse(before, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
            // A name of digits, for a setting that takes texts.
            if (isNumber && Try(session, $"SET SESSION {pair.Key} = {before}", cancellation) != WrongType) continue;
            Try(session, $"SET SESSION {pair.Key} = '{before.Replace("\\", "\\\\").Replace("'", "''")}'", cancellation);
        }
    }

    private static Dictionary<string, string> All(DatabaseSession session, CancellationToken cancellation)
    {
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in session.Query("SHOW SESSION VARIABLES", row => (row.GetString(0), row.IsDBNull(1) ? "" : row.GetString(1)), cancellation))
        {
            if (!Volatile.Contains(name) && !name.StartsWith("gtid", StringComparison.OrdinalIgnoreCase)) all[name] = value;
        }
        return all;
    }

    // A setting of the whole server that somebody else has changed meanwhile is among them, and is refused here: it is none of the session's.
    private static int Try(DatabaseSession session, string sql, CancellationToken cancellation)
    {
        try
        {
            session.Execute(sql, cancellation);
            return 0;
        }
        catch (MySqlException refused) when (session.IsOpen)
        {
            return refused.Number;
        }
    }
}
