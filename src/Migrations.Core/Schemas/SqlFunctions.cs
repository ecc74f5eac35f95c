namespace Migrations.Core.Schemas;

/// <summary>One name for each function that has several, and one form for those that servers rewrite.</summary>
/// <remarks>Synonyms: the MySQL manual's "Built-In Function and Operator Reference". Rewriting: seen on MySQL 9.7 and MariaDB 10.11.</remarks>
internal static class SqlFunctions
{
    /// <summary>The functions that may be called without parentheses.</summary>
    public static bool IsNiladic(string name) => name is
        "current_timestamp" or "localtime" or "localtimestamp" or "current_date" or "current_time" or "current_user"
        or "utc_timestamp" or "utc_date" or "utc_time";

    public static SqlExpression Call(string name, List<SqlExpression> arguments)
    {
        name = Synonym(name);
        switch (name, arguments.Count)
        {
            // A precision of 0 is none.
            case ("current_timestamp" or "current_time" or "utc_timestamp", 1) when arguments[0].Head == "n:0":
                return SqlExpression.Of(name);
            case ("mod", 2): return SqlExpression.Of("%", arguments[0], arguments[1]);
            case ("instr", 2): return SqlExpression.Of("locate", arguments[1], arguments[0]);
            case ("position", 1) when arguments[0].Head == "position in": return SqlExpression.Of("locate", arguments[0].Arguments[0], arguments[0].Arguments[1]);
            case ("date", 1): return SqlExpression.Of("cast date", arguments[0]);
            case ("datediff", 2): return SqlExpression.Of("-", SqlExpression.Of("to_days", arguments[0]), SqlExpression.Of("to_days", arguments[1]));
            case ("date_add" or "adddate", 2) when IsInterval(arguments[1]): return SqlExpression.Of("+", arguments[0], arguments[1]);
            case ("date_sub" or "subdate", 2) when IsInterval(arguments[1]): return SqlExpression.Of("-", arguments[0], arguments[1]);
            case ("cast" or "convert", 2): return SqlExpression.Of("cast " + arguments[1].Value, arguments[0]);
            default: return SqlExpression.Of(name, [.. arguments]);
        }
    }

    private static bool IsInterval(SqlExpression expression) => expression.Head.StartsWith("interval ", StringComparison.Ordinal);

    private static string Synonym(string name) => name switch
    {
        "now" or "localtime" or "localtimestamp" => "current_timestamp",
        "curdate" => "current_date",
        "curtime" => "current_time",
        "lcase" => "lower",
        "ucase" => "upper",
        "ceil" => "ceiling",
        "power" => "pow",
        "length" => "octet_length",
        "character_length" => "char_length",
        "substring" or "mid" => "substr",
        "nvl" => "ifnull",
        "schema" => "database",
        "session_user" or "system_user" => "user",
        "day" => "dayofmonth",
        "sha1" => "sha",
        "std" or "stddev" => "stddev_pop",
        _ => name,
    };
}
