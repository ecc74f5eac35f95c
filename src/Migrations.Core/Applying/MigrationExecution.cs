using System.Diagnostics;
using Migrations.Core.Servers;
using Migrations.Model;
using MySqlConnector;

namespace Migrations.Core.Applying;

/// <summary>Runs one migration: unit by unit, each recorded as it needs, then its history row.</summary>
internal sealed class MigrationExecution
{
    private readonly RunContext _run;
    private readonly PlannedMigration _migration;
    private readonly IReadOnlyList<KnownStatement> _statements;
    private readonly Action<int, string> _report;
    private readonly Superseding? _superseding;
    private readonly SchemaStep _schema;
    private readonly StatementResult[] _results;
    private Checkpoints _checkpoints = null!;
    private bool _isPartial;

    /// <summary>Prepares the execution; nothing is sent yet.</summary>
    /// <param name="run">The run.</param>
    /// <param name="migration">The migration.</param>
    /// <param name="report">Told the number, from 1, and the text of each statement before it is sent.</param>
    public MigrationExecution(RunContext run, PlannedMigration migration, Action<int, string> report)
    {
        _run = run;
        _migration = migration;
        _statements = migration.Statements;
        _report = report;
        _superseding = migration.Entry.IsBaseline ? null : run.Supersedes?.Value;
        _schema = new SchemaStep(run);
        _results = [.. _statements.Select(statement => Results.Of(statement, StatementOutcome.NotReached))];
    }

    /// <summary>Runs it to its result; a refused statement is a result too.</summary>
    /// <exception cref="MigrationException"><c>HistoryUnwritable</c>.</exception>
    public (MigrationOutcome Outcome, IReadOnlyList<StatementResult> Statements, double DurationMs) Run(CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var isDone = Open(cancellation) && RunUnits(cancellation) && Finish(cancellation);
        var outcome = isDone ? MigrationOutcome.Applied : _isPartial ? MigrationOutcome.Partial : MigrationOutcome.Failed;
        return (outcome, _results, watch.Elapsed.TotalMilliseconds);
    }

    private bool Open(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                _checkpoints = HistoryWrites.Guarded(_run.Session, () => Checkpoints.Open(_run, _migration, cancellation));
                var recorded = _checkpoints.Recorded;
                for (var i = 0; i < recorded; i++) _results[i] = Results.Of(_statements[i], StatementOutcome.Satisfied, "An earlier run did it.");
                if (_checkpoints.IsResumed) SessionMemory.Restore(_run.Session, _run.Catalog, _statements.Take(recorded), _checkpoints.Memory(cancellation), cancellation);
                return true;
            }
            catch (Exception failure) when (StatementSender.IsLost(_run.Session, failure))
            {
                if (_run.Reconnection.Try(cancellation)) continue;
                _isPartial = true;
                return false;
            }
        }
    }

    private bool RunUnits(CancellationToken cancellation)
    {
        var first = _checkpoints.Recorded;
        // The first statement that is not recorded, of those that would be: behind it the interrupted run cannot have come.
        var mayBeDone = _checkpoints.NextMayBeDone;
        foreach (var unit in RunUnit.Of(_statements))
        {
            if (unit.Last.Ordinal < first) continue;
            var left = unit.First.Ordinal >= first ? unit
                : new RunUnit(unit.Kind == UnitKind.OwnTransaction ? UnitKind.Loose : unit.Kind, [.. unit.Statements.Where(statement => statement.Ordinal >= first)]);
            if (!RunUnitThroughLosses(left, mayBeDone, cancellation)) return false;
            if (left.Statements.Any(_checkpoints.Need.NeedsCheckpoint)) mayBeDone = false;
        }
        return true;
    }

    private bool RunUnitThroughLosses(RunUnit unit, bool mayBeDone, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return Attempt(unit, mayBeDone, cancellation);
            }
            catch (Exception failure) when (StatementSender.IsLost(_run.Session, failure))
            {
                var at = unit.First;
                if (!Reconnect(at.Ordinal, cancellation)) return Lost(unit, failure, "No new connection was to be had.");
                if (unit.Statements.Any(_checkpoints.Need.NeedsCheckpoint) && _checkpoints.IsRecorded(unit.Last.Ordinal, cancellation))
                {
                    SessionMemory.Restore(_run.Session, _run.Catalog, unit.Statements, _checkpoints.Memory(cancellation), cancellation);
                    foreach (var statement in unit.Statements) _results[statement.Ordinal] = Results.Of(statement, StatementOutcome.Executed, "The connection was lost behind it; its checkpoint is there.");
                    return true;
                }
                if (unit.IsAtLeastOnce || (unit.Kind == UnitKind.Schema && !IsProvable(at)))
                    return Lost(unit, failure, "Whether it was done cannot be known from here.");
                mayBeDone = true;
            }
        }
    }

    // The catalog, or the server's own word that it exists already, tells whether it was done.
    private static bool IsProvable(KnownStatement statement) =>
        statement.Ddl is not Sql.Ddl.UnknownStatement
        || statement.Statement.LeadingWords(6).Split(' ') is ["CREATE", ..] words && words.Any(word => word is "TRIGGER" or "PROCEDURE" or "FUNCTION" or "EVENT");

    private bool Reconnect(int current, CancellationToken cancellation)
    {
        if (!_run.Reconnection.Try(cancellation)) return false;
        try
        {
            _run.Catalog.Forget();
            SessionMemory.Restore(_run.Session, _run.Catalog, _statements.Take(_checkpoints.Recorded), _checkpoints.Memory(cancellation), cancellation);
            SessionMemory.Restore(_run.Session, _run.Catalog, _statements.Take(current).Skip(_checkpoints.Recorded), memory: null, cancellation);
            return true;
        }
        catch (MySqlException)
        {
            return false;
        }
    }

    private bool Lost(RunUnit unit, Exception failure, string why)
    {
        _isPartial = true;
        var inner = failure is ConnectionLostException ? failure.InnerException! : failure;
        var error = inner is MySqlException lost ? ServerErrors.Of(lost) : new ServerError(0, null, inner.Message);
        _results[unit.First.Ordinal] = Results.Of(unit.First, StatementOutcome.Failed, $"The connection was lost. {why}") with { ServerError = error };
        return false;
    }

    private bool Attempt(RunUnit unit, bool mayBeDone, CancellationToken cancellation) => unit.Kind switch
    {
        UnitKind.Schema => Schema(unit.First, mayBeDone, cancellation),
        UnitKind.Session => Session(unit.First, cancellation),
        UnitKind.Data or UnitKind.OwnTransaction => Transaction(unit, cancellation),
        _ => Loose(unit, mayBeDone, cancellation),
    };

    private bool Schema(KnownStatement statement, bool mayBeDone, CancellationToken cancellation)
    {
        var result = Timed(statement, () => _schema.Run(statement, new StatementContext(statement.Statement.Modes, mayBeDone, _superseding, _migration.IsBehindBaseline), cancellation));
        if (result.Outcome == StatementOutcome.Failed) return Refused(statement, cancellation);
        if (_checkpoints.Need.NeedsCheckpoint(statement)) HistoryWrites.Guarded(_run.Session, () => _checkpoints.Record(statement.Ordinal + 1, commit: false, cancellation));
        _checkpoints.Confirm();
        return true;
    }

    private bool Session(KnownStatement statement, CancellationToken cancellation)
    {
        var result = Timed(statement, () => Send(statement, cancellation));
        if (result.Outcome == StatementOutcome.Failed) return Refused(statement, cancellation);
        return true;
    }

    private bool Transaction(RunUnit unit, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            if (unit.Kind == UnitKind.Data) Control("START TRANSACTION", cancellation);
            KnownStatement? refused = null;
            foreach (var statement in unit.Statements)
            {
                if (statement.Nature == StatementNature.Commit) _checkpoints.Record(statement.Ordinal + 1, commit: false, cancellation);
                if (Timed(statement, () => Send(statement, cancellation)).Outcome != StatementOutcome.Failed) continue;
                refused = statement;
                break;
            }
            var error = refused is null ? Commit(unit, cancellation) : _results[refused.Ordinal].ServerError!;
            if (error is null) return true;
            Control("ROLLBACK", cancellation);
            var isRetried = attempt < _run.Options.LockRetry
                && (error.Code == ErrorJudge.Deadlock || (error.Code == ErrorJudge.LockWaitTimeout && _run.Sender.TimeoutEndsTransaction(cancellation)));
            if (isRetried)
            {
                _run.Sender.Pause(attempt, $"The server ended the transaction ({error.Code}: {error.Message})", cancellation);
                // A rollback leaves temporary tables where they are.
                foreach (var table in unit.Statements.Select(statement => statement.TemporaryTable).OfType<string>())
                    Control($"DROP TEMPORARY TABLE IF EXISTS {Sql.SqlName.Quote(table)}", cancellation);
                SessionMemory.Restore(_run.Session, _run.Catalog, [], _checkpoints.Memory(cancellation), cancellation);
                continue;
            }
            if (refused is null) _results[unit.Last.Ordinal] = _results[unit.Last.Ordinal] with { Outcome = StatementOutcome.Failed, ServerError = error };
            RolledBack(unit.Statements.TakeWhile(statement => statement != (refused ?? unit.Last)));
            return Refused(unit.First, cancellation);
        }
    }

    // Clusters find out at the commit that another node was quicker (1213).
    private ServerError? Commit(RunUnit unit, CancellationToken cancellation)
    {
        try
        {
            if (unit.Kind == UnitKind.Data) _checkpoints.Record(unit.Last.Ordinal + 1, commit: true, cancellation);
            _checkpoints.Confirm();
            return null;
        }
        catch (MySqlException refused) when (_run.Session.IsOpen)
        {
            return ServerErrors.Of(refused);
        }
    }

    private bool Loose(RunUnit unit, bool mayBeDone, CancellationToken cancellation)
    {
        foreach (var statement in unit.Statements)
        {
            var result = Timed(statement, () => statement.Nature == StatementNature.Schema
                ? _schema.Run(statement, new StatementContext(statement.Statement.Modes, mayBeDone, _superseding, _migration.IsBehindBaseline), cancellation)
                : Send(statement, cancellation)) with
            { IsAtLeastOnce = statement.Nature != StatementNature.Session };
            _results[statement.Ordinal] = result;
            if (result.Outcome == StatementOutcome.Failed)
            {
                Control("ROLLBACK", cancellation);
                RolledBack(unit.Statements.TakeWhile(before => before != statement).Reverse().TakeWhile(before => unit.Kind == UnitKind.Loose && RunUnit.IsHeldOpen(unit, before)));
                if (unit.First.Nature == StatementNature.Lock) Control("UNLOCK TABLES", cancellation);
                return Refused(unit.First, cancellation);
            }
            if (statement.Nature == StatementNature.Opaque) _run.Catalog.Forget();
        }
        var last = unit.Last;
        if (unit.First.Nature == StatementNature.Lock && last.Statement.LeadingWords(1) != "UNLOCK") Control("UNLOCK TABLES", cancellation);
        HistoryWrites.Guarded(_run.Session, () => _checkpoints.Record(last.Ordinal + 1, commit: true, cancellation));
        return true;
    }

    private StatementResult Send(KnownStatement statement, CancellationToken cancellation)
    {
        var retries = statement.Nature is not (StatementNature.Data or StatementNature.Opaque) || !_run.Session.IsOpen;
        var refusal = _run.Sender.Send(statement.Statement.Text, out var rows, retries, cancellation);
        // A row lock that was waited for in vain: only the statement is undone, and only it is tried again, unless the server is set to end the transaction.
        for (var attempt = 0; refusal?.Code == ErrorJudge.LockWaitTimeout && !retries && attempt < _run.Options.LockRetry && !_run.Sender.TimeoutEndsTransaction(cancellation); attempt++)
        {
            _run.Sender.Pause(attempt, $"A lock was not to be had within its limit ({refusal.Code}: {refusal.Message})", cancellation);
            refusal = _run.Sender.Send(statement.Statement.Text, out rows, retries: false, cancellation);
        }
        var result = Results.Of(statement, StatementOutcome.Executed) with { RowsAffected = rows < 0 ? null : rows };
        if (refusal is null)
        {
            _run.Catalog.Follow(statement);
            return result;
        }
        return _superseding is not null && statement.Nature != StatementNature.Opaque && ErrorJudge.NamesTheGone(refusal, statement, _superseding, _migration.IsBehindBaseline) is { } gone
            ? gone.Supersedes(statement, result with { ServerError = refusal })
            : result with { Outcome = StatementOutcome.Failed, ServerError = refusal, Reason = Blockers.Of(_run.Session, refusal, statement, cancellation) };
    }

    private void Control(string sql, CancellationToken cancellation) => HistoryWrites.Guarded(_run.Session, () => _run.Session.Execute(sql, cancellation));

    private void RolledBack(IEnumerable<KnownStatement> statements)
    {
        foreach (var statement in statements)
            _results[statement.Ordinal] = _results[statement.Ordinal] with { Outcome = StatementOutcome.NotReached, Reason = "It stood in a transaction with the failed one and is rolled back." };
    }

    private bool Refused(KnownStatement statement, CancellationToken cancellation)
    {
        try
        {
            if (_checkpoints.Need.IsNeeded) _checkpoints.Record(statement.Ordinal, commit: true, cancellation);
            _checkpoints.MarkRefused(cancellation);
        }
        catch (Exception failure) when (failure is MySqlException or InvalidOperationException)
        {
            // Then the next run looks for itself.
        }
        return false;
    }

    private bool Finish(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                HistoryWrites.Record(_run, _migration, _checkpoints.Need.IsNeeded || _checkpoints.IsResumed, cancellation);
                return true;
            }
            catch (Exception failure) when (StatementSender.IsLost(_run.Session, failure))
            {
                if (_run.Reconnection.Try(cancellation))
                {
                    if (HistoryWrites.IsRecorded(_run, _migration, cancellation)) return true;
                    continue;
                }
                _isPartial = true;
                return false;
            }
        }
    }

    private StatementResult Timed(KnownStatement statement, Func<StatementResult> run)
    {
        _report(statement.Ordinal + 1, statement.Statement.Text);
        var watch = Stopwatch.StartNew();
        var result = run();
        return _results[statement.Ordinal] = result with { DurationMs = watch.Elapsed.TotalMilliseconds };
    }
}
