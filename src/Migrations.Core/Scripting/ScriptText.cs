using System.Text;
using Migrations.Core.Sql;

namespace Migrations.Core.Scripting;

/// <summary>The script while it is written, and the two ways in which the stock client, which knows no IF, does something only where it is to be done.</summary>
internal sealed class ScriptText
{
    /// <summary>All variables of the script begin so.</summary>
    public const string Prefix = "@mig_";

    private readonly StringBuilder _text = new();

    /// <summary>Writes a line.</summary>
    public ScriptText Line(string line = "")
    {
        _text.Append(line).Append('\n');
        return this;
    }

    /// <summary>Writes a comment of one line.</summary>
    public ScriptText Comment(string text) => Line("-- " + ClientText.OneLine(text));

    /// <summary>Runs the statement that an expression gives.</summary>
    public ScriptText Run(string expression) =>
        Line($"SET @mig_sql = {expression};").Line("PREPARE mig_statement FROM @mig_sql; EXECUTE mig_statement; DEALLOCATE PREPARE mig_statement;");

    /// <summary>Runs a statement where a condition holds.</summary>
    /// <param name="condition">The condition, an SQL expression.</param>
    /// <param name="sql">The statement.</param>
    /// <param name="modes">The modes it is written in.</param>
    public ScriptText RunIf(string condition, string sql, SqlModes modes = SqlModes.None) => Run(If(condition, ClientText.Literal(sql, modes)));

    /// <summary>An expression that gives a statement where a condition holds, else one that does nothing.</summary>
    public static string If(string condition, string statement) => $"IF({condition},\n  {statement}, 'DO 0')";

    /// <summary>
    /// Runs statements, as they are written, where a condition holds: for what no server prepares (routines, triggers, LOCK TABLES), and for what must not be parted.
    /// </summary>
    /// <remarks>
    /// Where it does not hold, the mode that decides whether <c>\'</c> ends a string is the other one, and everything between the two lines <c>DO '\'…</c> is read as
    /// a comment, by the server and by the client, which is told of the mode with every answer. They are sent together, so that a refused one stops the others.
    /// </remarks>
    /// <param name="condition">The condition, an SQL expression.</param>
    /// <param name="modes">The modes that the statements are written in.</param>
    /// <param name="statements">The statements, written by <see cref="ClientText.InBlock"/>, without delimiters.</param>
    public ScriptText Block(string condition, SqlModes modes, IReadOnlyList<string> statements)
    {
        var hasEscapes = (modes & SqlModes.NoBackslashEscapes) == 0;
        var other = hasEscapes ? "CONCAT(@@SESSION.sql_mode, ',NO_BACKSLASH_ESCAPES')" : "REPLACE(@@SESSION.sql_mode, 'NO_BACKSLASH_ESCAPES', '')";
        var delimiter = Delimiter(statements);
        Line($"SET @mig_go = {condition}, @mig_mode = @@SESSION.sql_mode;");
        Line($"SET SESSION sql_mode = IF(@mig_go, @@SESSION.sql_mode, {other});");
        Line($"DELIMITER {delimiter}").Line(hasEscapes ? @"DO '\'/*'; -- from here to the next DO: read as a comment unless @mig_go" : @"DO '\' '/*'; -- from here to the next DO: read as a comment unless @mig_go");
        foreach (var statement in statements) Line(statement + (EndsInLineComment(statement) ? "\n;" : ";"));
        Line(hasEscapes ? @"DO '\'*/ -- '" : @"DO '\' '*/ -- '").Line(delimiter).Line("DELIMITER ;");
        return Line("SET SESSION sql_mode = IF(@mig_go, @@SESSION.sql_mode, @mig_mode);");
    }

    /// <summary>Stops the client with a message where a variable holds one.</summary>
    /// <param name="variable">The variable; NULL goes on.</param>
    /// <param name="modes">The modes in force.</param>
    public ScriptText StopIf(string variable, SqlModes modes = SqlModes.None) => Block($"{variable} IS NOT NULL", modes, [$"SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = {variable}"]);

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private static bool EndsInLineComment(string statement)
    {
        var last = statement.Substring(statement.LastIndexOf('\n') + 1);
        return last.Contains("--") || last.IndexOf('#') >= 0;
    }

    private static string Delimiter(IReadOnlyList<string> statements)
    {
        var delimiter = "//";
        for (var i = 1; statements.Any(statement => statement.Contains(delimiter)); i++) delimiter = "//" + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return delimiter;
    }
}
