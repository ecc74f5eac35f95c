using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>One statement that changes a schema: reconciled, sent, and kept in the catalog.</summary>
internal sealed class SchemaStep(RunContext run)
{
    private readonly Reconciler _reconciler = new(run.Catalog);

    /// <summary>Does the statement, or what remains of it.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="context">What is known about it besides.</param>
    /// <param name="cancellation">Stops it on the server.</param>
    /// <returns>Its result; a refusal is a result too.</returns>
    /// <exception cref="ConnectionLostException">No answer came.</exception>
    public StatementResult Run(KnownStatement statement, StatementContext context, CancellationToken cancellation)
    {
        var ddl = statement.Ddl;
        var reconciled = Reconcile(ddl, context);
        var result = Results.Of(statement, reconciled);
        if (IsStopped(reconciled)) return result with { Outcome = StatementOutcome.Failed };
        if (reconciled.Sql is null) return result;
        if (Takes(reconciled) is { } takes) return result with { Outcome = StatementOutcome.Failed, IsDestructive = true, Reason = takes };
        var refusal = Send(reconciled, cancellation);
        if (refusal is not null && ddl is not UnknownStatement && refusal.Code != ErrorJudge.LockWaitTimeout)
        {
            // Somebody else changes this database as well, or a routine did: what is there is looked at once more.
            run.Catalog.Forget();
            var again = Reconcile(ddl, context);
            if (again.Sql != reconciled.Sql)
            {
                result = Results.Of(statement, again);
                if (IsStopped(again)) return result with { Outcome = StatementOutcome.Failed, ServerError = refusal };
                if (again.Sql is null) return result;
                if (Takes(again) is { } more) return result with { Outcome = StatementOutcome.Failed, IsDestructive = true, Reason = more };
                refusal = Send(again, cancellation);
            }
        }
        return refusal is null ? result : Refused(statement, context, result, refusal, cancellation);
    }

    private Reconciled Reconcile(DdlStatement ddl, StatementContext context) => StatementSender.Guarded(run.Session, () => _reconciler.Reconcile(ddl, context));

    private string? Takes(Reconciled reconciled) => run.Takes is { } takes && reconciled.Effect is { } effect ? StatementSender.Guarded(run.Session, () => takes(effect)) : null;

    private bool IsStopped(Reconciled reconciled) => reconciled.Outcome == StatementOutcome.Conflict && run.Options.OnConflict == ConflictAction.Stop;

    private ServerError? Send(Reconciled reconciled, CancellationToken cancellation)
    {
        var refusal = run.Sender.Send(reconciled.Sql!, out _, retries: true, cancellation);
        if (refusal is not null) return refusal;
        run.Catalog.Apply(reconciled.Effect!);
        if (reconciled.Effect is UnknownStatement && ChangesTables(reconciled.Effect)) run.Catalog.Forget();
        return null;
    }

    // What could not be read may change any table, but for the kinds of which it is known that they do not.
    private static bool ChangesTables(DdlStatement statement)
    {
        var text = statement.Text;
        return !(text.StartsWith("CREATE", StringComparison.OrdinalIgnoreCase) && text.IndexOf("TABLE", StringComparison.OrdinalIgnoreCase) < 0)
            && !text.StartsWith("GRANT", StringComparison.OrdinalIgnoreCase) && !text.StartsWith("REVOKE", StringComparison.OrdinalIgnoreCase)
            && !text.StartsWith("ANALYZE", StringComparison.OrdinalIgnoreCase);
    }

    private StatementResult Refused(KnownStatement statement, StatementContext context, StatementResult result, ServerError refusal, CancellationToken cancellation)
    {
        result = result with { ServerError = refusal };
        if (statement.Ddl is DropStatement && ErrorJudge.MeansMissing(refusal))
            return result with { Outcome = StatementOutcome.Satisfied, SentSql = null, Reason = "It is not there." };
        if (context.MayBeDone && ErrorJudge.MeansThere(refusal))
            return result with { Outcome = StatementOutcome.Satisfied, SentSql = null, Reason = "It is there: the interrupted run got that far." };
        if (context.Superseding is { } superseding && ErrorJudge.NamesTheGone(refusal, statement, superseding, context.IsBehindBaseline) is { } gone)
            return gone.Supersedes(statement, result);
        // One statement is done as a whole or not at all: of the clauses that were sent, none is.
        var clauses = result.Clauses.Select(clause => clause.SentSql is null ? clause : clause with { Outcome = StatementOutcome.Failed }).ToList();
        return result with { Outcome = StatementOutcome.Failed, Clauses = clauses, Reason = Blockers.Of(run.Session, refusal, statement, cancellation) ?? result.Reason };
    }
}
