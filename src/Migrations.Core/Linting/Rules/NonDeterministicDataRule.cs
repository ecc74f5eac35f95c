using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Linting.Rules;

/// <summary>Data statements that give another result each time.</summary>
internal sealed class NonDeterministicDataRule() : LintRule(new MigrationRule(
    "non-deterministic-data", FindingSeverity.Information, "A data statement whose result depends on when, by whom or in which order it is run."))
{
    private static readonly HashSet<string> Functions = new(StringComparer.OrdinalIgnoreCase)
    {
        "RAND", "UUID", "UUID_SHORT", "UUID_V4", "UUID_V7", "SYS_GUID", "RANDOM_BYTES", "NOW", "SYSDATE", "CURDATE", "CURTIME", "CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME",
        "LOCALTIME", "LOCALTIMESTAMP", "UTC_TIMESTAMP", "UTC_DATE", "UTC_TIME", "UNIX_TIMESTAMP", "CONNECTION_ID", "USER", "CURRENT_USER", "SESSION_USER", "SYSTEM_USER",
    };

    // These are functions without parentheses too.
    private static readonly HashSet<string> BareFunctions = new(StringComparer.OrdinalIgnoreCase)
    {
        "CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "LOCALTIME", "LOCALTIMESTAMP", "UTC_TIMESTAMP", "UTC_DATE", "UTC_TIME", "CURRENT_USER",
    };

    // With a seed or a time they give the same each time.
    private static readonly HashSet<string> FixedByArgument = new(StringComparer.OrdinalIgnoreCase) { "RAND", "UNIX_TIMESTAMP" };

    public override IEnumerable<Spot> Check(LintedStatement statement)
    {
        if (!DataStatement.Is(statement)) yield break;
        var found = new List<(SqlSpan Span, string Name)>();
        SqlSpan? limit = null;
        var cursor = statement.Cursor();
        // For each open parenthesis: whether ORDER BY was seen in it, and whether only the existence of rows counts there.
        var levels = new Stack<(bool IsOrdered, bool IsExistence)>();
        levels.Push((false, false));
        while (!cursor.AtEnd)
        {
            if (cursor.IsSymbol('(')) levels.Push((false, cursor.Position > 0 && Previous(cursor).Is(cursor.Text, "EXISTS")));
            else if (cursor.IsSymbol(')') && levels.Count > 1) levels.Pop();
            else if (cursor.IsWord("ORDER") && cursor.IsWord("BY", 1)) levels.Push((true, levels.Pop().IsExistence));
            else if (cursor.IsWord("LIMIT") && cursor.Peek(1).Kind == SqlTokenKind.Number && levels.Peek() is { IsOrdered: false, IsExistence: false })
                limit ??= new SqlSpan(cursor.Current.Start, cursor.Peek(1).End);
            else if (IsFunction(cursor)) found.Add((new SqlSpan(cursor.Current.Start, cursor.Current.End), cursor.TextOf(cursor.Current).ToUpperInvariant()));
            cursor.Next();
        }
        if (found.Count > 0)
        {
            var names = string.Join(", ", found.Select(function => function.Name).Distinct(StringComparer.Ordinal));
            yield return new Spot(
                found[0].Span, $"{names} gives another value in each database and each time it is run.",
                "Where the value matters, write it as a literal; where any value does (a time of creation), nothing need be done.");
        }
        if (limit is { } span)
        {
            yield return new Spot(
                span, "LIMIT without ORDER BY: which rows it takes, where more would match, is up to the server.", "Add an ORDER BY over columns that tell the rows apart.");
        }
    }

    private static bool IsFunction(SqlCursor cursor)
    {
        if (cursor.Current.Kind != SqlTokenKind.Word || Previous(cursor).Is(cursor.Text, '.')) return false;
        var word = cursor.TextOf(cursor.Current);
        if (cursor.IsSymbol('(', 1)) return Functions.Contains(word) && (!FixedByArgument.Contains(word) || cursor.IsSymbol(')', 2));
        return BareFunctions.Contains(word);
    }

    private static SqlToken Previous(SqlCursor cursor) => cursor.Position == 0 ? default : cursor.Peek(-1);
}
