using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>The error that a failed statement ends a run with: which, where, what the server said, and what of its migration stays.</summary>
internal static class RunFailure
{
    /// <summary>Makes the error of a failed migration.</summary>
    public static MigrationException Of(MigrationResult result, StatementResult failed, SqlScript script)
    {
        var number = result.Statements.TakeWhile(statement => !ReferenceEquals(statement, failed)).Count() + 1;
        var clauses = failed.Clauses.Count(clause => clause.Outcome == StatementOutcome.Executed);
        var ownClauses = clauses > 0 && failed.Clauses.Any(clause => clause.Outcome == StatementOutcome.Failed) ? $" Of its own clauses {clauses} are committed." : "";
        var data = script.Statements.Take(number - 1).Any(statement => statement.LeadingWords(1) is "INSERT" or "UPDATE" or "DELETE" or "REPLACE" or "LOAD" or "CALL")
            ? " Data statements before it would run again: make them safe to repeat, or take those that are done out first." : "";
        return new MigrationException(
            "StatementFailed", MigrationErrorKind.Server,
            $"Statement {number} of {result.Statements.Count} of {result.Tag} failed: {failed.ServerError}\n  {Shortened(failed.SentSql ?? failed.Text)}\n{Kept(script, number)}{ownClauses} The history has no row for {result.Tag}.",
            "Mend the statement (or what it needs in the database) and run Invoke-Migration again: statements whose objects are there already count as done." + data,
            new SourceLocation(failed.File, failed.Line, failed.Column), result);
    }

    // Which of the statements before the failed one stay: all, but for those in a transaction that the migration left open.
    private static string Kept(SqlScript script, int failed)
    {
        if (failed == 1) return "Nothing before it was to be done.";
        int? openedAt = null;
        var autocommit = true;
        for (var i = 0; i < failed - 1; i++)
        {
            var statement = script.Statements[i];
            switch (statement.LeadingWords(1))
            {
                case "START" or "BEGIN":
                    openedAt = i + 1;
                    break;
                case "SET" when statement.Text.IndexOf("autocommit", StringComparison.OrdinalIgnoreCase) >= 0:
                    autocommit = statement.Text.TrimEnd().EndsWith("1", StringComparison.Ordinal) || statement.Text.TrimEnd().EndsWith("on", StringComparison.OrdinalIgnoreCase);
                    openedAt = autocommit ? null : i + 2;
                    break;
                // DDL commits by itself.
                case "COMMIT" or "ROLLBACK" or "CREATE" or "ALTER" or "DROP" or "TRUNCATE" or "RENAME":
                    openedAt = autocommit ? null : i + 2;
                    break;
            }
        }
        if (openedAt is not { } open || open >= failed) return Range(1, failed - 1, "is committed", "are committed");
        return (open > 1 ? Range(1, open - 1, "is committed", "are committed") + " " : "") + Range(open, failed - 1, "stood in an open transaction and is rolled back", "stood in an open transaction and are rolled back");
    }

    private static string Range(int from, int to, string one, string many) =>
        from == to ? $"Statement {from} before it {one}." : $"Statements {from} to {to} before it {many}.";

    private static string Shortened(string sql) => sql.Length <= 400 ? sql : sql.Substring(0, 400) + " …";
}
