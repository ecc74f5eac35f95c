using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>Results of statements.</summary>
internal static class Results
{
    /// <summary>A statement of which nothing more is known than that it is there.</summary>
    public static StatementResult Of(KnownStatement statement, StatementOutcome outcome, string? reason = null)
    {
        var location = statement.Statement.Location;
        return new StatementResult
        {
            File = location.File,
            Line = location.Line,
            Column = location.Column,
            Text = statement.Statement.Text,
            Outcome = outcome,
            Reason = reason,
        };
    }

    /// <summary>A statement that was reconciled.</summary>
    public static StatementResult Of(KnownStatement statement, Reconciled reconciled) => Of(statement, reconciled.Outcome, reconciled.Reason) with
    {
        SentSql = reconciled.Sql is { } sql && sql != statement.Statement.Text ? sql : null,
        Clauses = reconciled.Clauses,
    };
}
