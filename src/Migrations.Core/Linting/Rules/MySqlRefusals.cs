using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;

namespace Migrations.Core.Linting.Rules;

/// <summary>What MariaDB has and MySQL refuses.</summary>
internal static class MySqlRefusals
{
    private static readonly string[] OperandWords = ["WHERE", "AND", "OR", "SELECT", "SET", "BY", "NOT"];

    public static IEnumerable<Refusal> Of(LintedStatement statement, SqlCursor cursor)
    {
        switch (statement.Ddl)
        {
            case CreateTableStatement { OrReplace: true } create:
                yield return new Refusal(create.Table.Span, "CREATE OR REPLACE TABLE (1064)", "Write CREATE TABLE IF NOT EXISTS.");
                break;
            case CreateIndexStatement { OrReplace: true }:
                yield return new Refusal(statement.Span, "CREATE OR REPLACE INDEX (1064)", "Drop the index first.");
                break;
        }
        foreach (var made in statement.Columns())
        {
            var type = Storage.TypeOf(made.Element.Column);
            if (type.Name is "uuid" or "inet4" or "inet6") yield return new Refusal(made.Element.Span, $"the type {type.Name} (1064)", type.Name == "uuid" ? "Write binary(16) or char(36)." : "Write varbinary(16).");
            var isLong = type.Name is "json" || type.Name.EndsWith("text", StringComparison.Ordinal) || type.Name.EndsWith("blob", StringComparison.Ordinal);
            if (isLong && made.Element.Column.Default is { IsExpression: false } value && !value.Sql.Equals("NULL", StringComparison.OrdinalIgnoreCase))
                yield return new Refusal(made.Element.Span, $"a literal as the default of {type.Name} (1101)", $"Write it as an expression: DEFAULT ({value.Sql}).");
        }
        var isDdl = statement.Ddl is not UnknownStatement;
        var verb = statement.Script.LeadingWords(1);
        if (statement.Script.LeadingWords(2) == "CREATE SEQUENCE") yield return new Refusal(statement.Span, "sequences (1064)", "Use AUTO_INCREMENT.");
        while (!cursor.AtEnd)
        {
            var here = new SqlSpan(cursor.Current.Start, cursor.Current.End);
            if (isDdl && cursor.IsWord("SYSTEM") && cursor.IsWord("VERSIONING", 1)) yield return new Refusal(here, "system-versioned tables (1064)", "Keep former rows in a table of your own.");
            else if (isDdl && cursor.IsWord("PERSISTENT") && cursor.Position > 0 && cursor.IsSymbol(')', -1)) yield return new Refusal(here, "PERSISTENT (1064)", "Write STORED.");
            else if (isDdl && cursor.IsWord("IGNORED") && cursor.Position > 0 && (cursor.IsSymbol(')', -1) || cursor.IsWord("NOT", -1))) yield return new Refusal(here, "IGNORED indexes (1064)", "Write INVISIBLE.");
            else if (statement.Ddl is AlterTableStatement alter && alter.Clauses.Count > 0 && cursor.Current.End <= alter.Clauses[0].Span.Start && cursor.Current.Start >= alter.Table.Span.End && cursor.IsAnyWord("WAIT", "NOWAIT"))
                yield return new Refusal(here, "WAIT and NOWAIT here (1064)", "Leave it out; Invoke-Migration -LockWaitTimeout limits the wait.");
            else if (cursor.Current.Kind != SqlTokenKind.String && cursor.TextOf(cursor.Current).IndexOf("uca1400", StringComparison.OrdinalIgnoreCase) >= 0 && cursor.Position > 0 && (cursor.IsWord("COLLATE", -1) || cursor.IsSymbol('=', -1)))
                yield return new Refusal(here, "this collation (1273)", "Write utf8mb4_0900_ai_ci or utf8mb4_unicode_ci.");
            else if (verb is "INSERT" or "REPLACE" or "DELETE" && cursor.IsWord("RETURNING") && cursor.Position > 0 && IsClause(cursor))
                yield return new Refusal(here, "RETURNING (1064)", "Leave it out: a migration reads no rows.");
            cursor.SkipOneFlat(isDdl);
        }
    }

    // It may be the name of a column too: then an operator, or a word that wants an operand, stands beside it.
    private static bool IsClause(SqlCursor cursor) =>
        (cursor.Peek(1).Kind is SqlTokenKind.Word or SqlTokenKind.QuotedIdentifier || cursor.IsSymbol('*', 1))
        && !cursor.IsWord("IS", 1) && !cursor.IsWord("IN", 1) && !cursor.IsWord("NOT", 1)
        && (cursor.Peek(-1).Kind != SqlTokenKind.Symbol || cursor.IsSymbol(')', -1))
        && !OperandWords.Any(word => cursor.IsWord(word, -1));

    // In DDL what stands in parentheses is looked at too; in data statements a subquery is not.
    private static void SkipOneFlat(this SqlCursor cursor, bool into)
    {
        if (into) cursor.Next();
        else cursor.SkipOne();
    }
}
