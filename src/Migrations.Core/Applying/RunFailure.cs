using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>The error that a failed statement ends a run with: which, where, what the server said, and what of its migration stays.</summary>
internal static class RunFailure
{
    /// <summary>Makes the error of a failed migration.</summary>
    public static MigrationException Of(MigrationResult result, StatementResult failed, IReadOnlyList<KnownStatement> statements)
    {
        if (failed.ServerError is null && failed.IsDestructive) return Destruction(result, failed);
        if (failed.ServerError is null) return Conflict(failed, $"The run ended there. The history has no row for {result.Tag}.");
        var number = result.Statements.TakeWhile(statement => !ReferenceEquals(statement, failed)).Count() + 1;
        var what = result.Outcome == MigrationOutcome.Partial ? "was under way when the connection was lost" : "failed";
        var resumes = RunUnit.Of(statements).Where(unit => unit.IsAtLeastOnce).SelectMany(unit => unit.Statements).Any(statement => statement.Ordinal < number && statement.Nature != StatementNature.Session);
        return new MigrationException(
            result.Outcome == MigrationOutcome.Partial ? ErrorIds.ConnectionLost : ErrorIds.StatementFailed,
            $"Statement {number} of {result.Statements.Count} of {result.Tag} {what}: {failed.ServerError}\n  {Shortened(failed.SentSql ?? failed.Text)}\n{Kept(result.Statements, number)} The history has no row for {result.Tag}."
            + (failed.Reason is { } reason ? $" {reason}" : ""),
            (result.Outcome == MigrationOutcome.Partial
                ? "Look whether the statement was done, "
                : failed.ServerError!.Code == ErrorJudge.LockWaitTimeout ? "Wait for that session or end it, or give the statement longer (-LockWaitTimeout, -LockRetry), "
                : "Mend the statement (or what it needs in the database) ")
            + "and run Invoke-Migration again: it goes on at this statement, and what is done is not done twice."
            + (resumes ? " Of CALL, EXECUTE, LOCK TABLES and the file's own transactions that cannot be promised: see IsAtLeastOnce of each statement." : ""),
            new SourceLocation(failed.File, failed.Line, failed.Column), result);
    }

    /// <summary>Makes the error of a migration whose statements are all done, or none begun, and of which it cannot be known what is recorded.</summary>
    public static MigrationException NotRecorded(MigrationResult result) => new(
        ErrorIds.ConnectionLost, $"The connection was lost when {result.Tag} was to be recorded, and no new one was to be had.",
        "Run Invoke-Migration again: it looks what is recorded and goes on from there.", new SourceLocation(result.Path, 1, 1), result);

    /// <summary>Makes the error of a statement that met another definition than its own.</summary>
    public static MigrationException Conflict(StatementResult statement, string whatBecame) => new(
        ErrorIds.DefinitionConflict, $"{statement.Reason}\n  {Shortened(statement.Text)}\n{whatBecame}",
        "Change the statement to what is wanted, or the database; or accept what is there: without -OnConflict Stop the run goes on with a warning.",
        new SourceLocation(statement.File, statement.Line, statement.Column), statement);

    // What it takes was not to be seen before the run: a statement before it did what does not stand in its text.
    private static MigrationException Destruction(MigrationResult result, StatementResult failed) => new(
        ErrorIds.DestructiveStatement,
        $"It {failed.Reason}, which is in use.\n  {Shortened(failed.SentSql ?? failed.Text)}\nThe run ended there. The history has no row for {result.Tag}.",
        "Make sure that no running application needs what it takes and that there is a backup, and run again with -AllowDestructive: it goes on at this statement.",
        new SourceLocation(failed.File, failed.Line, failed.Column), result);

    // Which of the statements before the failed one stay: all, but for those in a transaction that was rolled back with it.
    private static string Kept(IReadOnlyList<StatementResult> results, int failed)
    {
        if (failed == 1) return "Nothing before it was to be done.";
        var kept = results.Take(failed - 1).TakeWhile(result => result.Outcome != StatementOutcome.NotReached).Count();
        var text = kept == 0 ? "" : Range(1, kept, "is committed", "are committed");
        if (kept == failed - 1) return text;
        return (text + " " + Range(kept + 1, failed - 1, "stood in a transaction with it and is rolled back", "stood in a transaction with it and are rolled back")).TrimStart();
    }

    private static string Range(int from, int to, string one, string many) =>
        from == to ? $"Statement {from} before it {one}." : $"Statements {from} to {to} before it {many}.";

    private static string Shortened(string sql) => sql.Length <= 400 ? sql : sql.Substring(0, 400) + " …";
}
