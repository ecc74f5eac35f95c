using System.Data.Common;
using System.Globalization;
using System.Text;
using Migrations.Core.Servers;
using MySqlConnector;

namespace Migrations.Core.Applying;

/// <summary>
/// What a migration's later statements need of its session: its variables and the last generated id. Statements that set them can be sent again in a
/// new session, but what they read may have changed since; so the values themselves are kept with the checkpoint.
/// </summary>
internal static class SessionMemory
{
    /// <summary>
    /// The values of the variables behind a statement, as SQL that brings them back; null where the migration has none. All of them: a statement that
    /// nobody has written yet may need one. (The last generated id the server adds itself: <see cref="ProgressTable.Complete"/>.)
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="statements">The migration's statements.</param>
    /// <param name="done">How many of them are done.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static string? Capture(DatabaseSession session, IReadOnlyList<KnownStatement> statements, int done, CancellationToken cancellation)
    {
        var variables = statements.Take(done).SelectMany(statement => statement.Names).Where(KnownStatement.IsUserVariable).Distinct(StringComparer.Ordinal).ToList();
        if (variables.Count == 0) return null;
        var values = session.Query(
            "SELECT " + string.Join(", ", variables.SelectMany(name => new[] { name, $"COLLATION({name})" })),
            row => Enumerable.Range(0, row.FieldCount).Select(i => row.IsDBNull(i) ? null : ValueOf(row, i)).ToList(), cancellation)[0];
        return "SET " + string.Join(", ", variables.Select((name, i) => $"{name} = {Literal(values[2 * i], values[(2 * i) + 1] as string)}"));
    }

    /// <summary>Brings a new session to where an interrupted one stood: its settings, prepared statements and temporary tables, then the values of its variables.</summary>
    /// <param name="session">The session.</param>
    /// <param name="catalog">Told which database the session is in then.</param>
    /// <param name="completed">The completed statements.</param>
    /// <param name="memory">What was captured behind the last of them; null for nothing.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static void Restore(DatabaseSession session, Catalog catalog, IEnumerable<KnownStatement> completed, string? memory, CancellationToken cancellation)
    {
        // A prepared statement may need what a variable was at its time, so all of them are set again; but a function of the database's own may write something each time
        // that it gives a value, and that value is kept.
        var functions = new Lazy<HashSet<string>>(() => new HashSet<string>(
            session.Query("SELECT DISTINCT ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_TYPE = 'FUNCTION'", row => row.GetString(0), cancellation), StringComparer.OrdinalIgnoreCase));
        bool IsKept(KnownStatement statement) => memory is not null && statement.Statement.LeadingWords(1) == "SET" && SetTargets.Of(statement.Statement).LeavesSession
            && statement.Statement.Text.IndexOf('(') >= 0 && statement.Names.Any(functions.Value.Contains);
        foreach (var statement in completed.Where(statement => statement.Nature == StatementNature.Session && !IsKept(statement)))
        {
            try
            {
                session.Execute(statement.Statement.Text, cancellation);
                catalog.Follow(statement);
            }
            catch (MySqlException) when (session.IsOpen)
            {
                // What it read is not there any more (a column that the migration has renamed since). If a later statement needs it, that one says so.
            }
        }
        if (memory is not null) session.Execute(memory, cancellation);
    }

    // A server's decimal has up to 65 digits, .NET's 28.
    private static object ValueOf(DbDataReader row, int i) => row.GetFieldType(i) == typeof(decimal) ? new Digits(((MySqlDataReader)row).GetMySqlDecimal(i).ToString()) : row.GetValue(i);

    private sealed record Digits(string Text);

    // Plain ASCII, so that no character set and no mode of the session reads it otherwise.
    private static string Literal(object? value, string? collation) => value switch
    {
        null => "NULL",
        byte[] bytes => bytes.Length == 0 ? "''" : "X'" + Hex(bytes) + "'",
        string text => Text(text, collation),
        Digits number => number.Text,
        double number => number.ToString("E16", CultureInfo.InvariantCulture),
        float number => number.ToString("E8", CultureInfo.InvariantCulture),
        bool flag => flag ? "1" : "0",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var other => "_utf8mb4 X'" + Hex(Encoding.UTF8.GetBytes(other.ToString()!)) + "'",
    };

    // With its collation: one that differs from a column's cannot be compared with it.
    private static string Text(string text, string? collation)
    {
        var literal = text.Length == 0 ? "_utf8mb4 ''" : "_utf8mb4 X'" + Hex(Encoding.UTF8.GetBytes(text)) + "'";
        if (collation is null or "binary") return literal;
        var set = collation.Split('_')[0];
        return (set == "utf8mb4" ? literal : $"CONVERT({literal} USING {set})") + " COLLATE " + collation;
    }

    private static string Hex(byte[] bytes) => BitConverter.ToString(bytes).Replace("-", "");
}
