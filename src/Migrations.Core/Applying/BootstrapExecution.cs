using System.Diagnostics;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>Runs a bootstrap file at the end of an installation: every statement reconciled, none recorded, for all of them can be run again.</summary>
internal static class BootstrapExecution
{
    /// <summary>Runs the file to its result; a refused statement is a result too.</summary>
    public static (MigrationOutcome Outcome, IReadOnlyList<StatementResult> Statements, double DurationMs) Run(
        RunContext run, BootstrapScript file, IReadOnlyList<KnownStatement> statements, Action<int, string> report, CancellationToken cancellation)
    {
        var whole = Stopwatch.StartNew();
        var step = new SchemaStep(run);
        var results = statements.Select(statement => Results.Of(statement, StatementOutcome.NotReached)).ToArray();
        var outcome = MigrationOutcome.Applied;
        foreach (var statement in statements)
        {
            report(statement.Ordinal + 1, statement.Statement.Text);
            var watch = Stopwatch.StartNew();
            var result = Attempt(run, step, statement, cancellation);
            results[statement.Ordinal] = result with { DurationMs = watch.Elapsed.TotalMilliseconds };
            if (result.Outcome != StatementOutcome.Failed) continue;
            outcome = MigrationOutcome.Failed;
            break;
        }
        HistoryWrites.Guarded(run.Session, () => run.Traces.Clear(file.Script, cancellation));
        return (outcome, results, whole.Elapsed.TotalMilliseconds);
    }

    private static StatementResult Attempt(RunContext run, SchemaStep step, KnownStatement statement, CancellationToken cancellation)
    {
        for (var again = false; ; again = true)
        {
            try
            {
                return step.Run(statement, new StatementContext(statement.Statement.Modes, MayBeDone: again), cancellation);
            }
            catch (Exception failure) when (StatementSender.IsLost(run.Session, failure))
            {
                if (!run.Reconnection.Try(cancellation)) throw new MigrationException(
                    ErrorIds.ConnectionLost, $"The connection was lost in the bootstrap statement: {failure.InnerException?.Message ?? failure.Message}",
                    "Run Invoke-Migration again: the installation goes on where it stopped.", statement.Statement.Location, inner: failure);
                run.Catalog.Forget();
            }
        }
    }
}
