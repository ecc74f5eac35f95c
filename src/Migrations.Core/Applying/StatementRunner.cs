using System.Diagnostics;
using Migrations.Core.Servers;
using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;
using MySqlConnector;

namespace Migrations.Core.Applying;

/// <summary>Runs one statement: asks the catalog where the server cannot, sends what remains, and judges what the server says.</summary>
internal sealed class StatementRunner
{
    private readonly DatabaseSession _session;
    private readonly CatalogQueries _catalog;
    private readonly ConditionalDdl? _conditional;

    public StatementRunner(DatabaseSession session)
    {
        _session = session;
        _catalog = new CatalogQueries(session);
        _conditional = session.Server.HasConditionalAlter ? null : new ConditionalDdl(_catalog);
    }

    /// <summary>Runs a statement to its result; a refusal is a result too.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="supersedes">Whether it may name what the baseline no longer has.</param>
    /// <param name="cancellation">Stops the statement on the server.</param>
    public StatementResult Run(ScriptStatement statement, bool supersedes, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        StatementResult result;
        try
        {
            result = SendAndJudge(statement, supersedes, cancellation);
        }
        catch (MySqlException lost)
        {
            // A question to the catalog failed: nothing of the statement was sent.
            result = Begin(statement) with { Outcome = StatementOutcome.Failed, ServerError = ServerErrors.Of(lost) };
        }
        return result with { DurationMs = watch.Elapsed.TotalMilliseconds };
    }

    // Parsed only where the answer matters: for a server without IF [NOT] EXISTS, and to judge a refusal.
    private StatementResult SendAndJudge(ScriptStatement statement, bool supersedes, CancellationToken cancellation)
    {
        var result = Begin(statement);
        var sql = statement.Text;
        if (_conditional?.Rewrite(DdlParser.Parse(statement)) is { } remaining)
        {
            result = result with { Reason = remaining.Reason, Clauses = remaining.Clauses };
            if (remaining.Sql is null) return result with { Outcome = StatementOutcome.Satisfied };
            sql = remaining.Sql;
            result = result with { Outcome = StatementOutcome.Rewritten, SentSql = sql };
        }

        var refusal = Send(sql, out var rows, cancellation);
        if (refusal is null) return result with { RowsAffected = rows < 0 ? null : rows };

        // What was sent may be another statement than what is written, with clauses of its own.
        var ddl = result.SentSql is null ? DdlParser.Parse(statement) : DdlParser.Parse(sql);
        if (Parts(ddl) is { Count: > 1 } parts && MeetsOneByOne(ddl, refusal, supersedes))
            return RunParts(result, parts, refusal, supersedes, cancellation);
        if (supersedes && ddl is AlterTableStatement { Clauses.Count: 1 } alter && ErrorJudge.PlaceIsGone(alter.Clauses[0], refusal))
            return AddAtTheEnd(result, alter, cancellation);
        return Judge(ddl, refusal, supersedes) is not { } outcome
            ? result with { Outcome = StatementOutcome.Failed, ServerError = refusal }
            : result with { Outcome = outcome, SentSql = null, Reason = ReasonOf(outcome), ServerError = refusal };
    }

    // One part's object is there already, and the server has done nothing of the statement: each part is sent alone, so that the
    // satisfied one does not take the others with it.
    private StatementResult RunParts(StatementResult result, IReadOnlyList<Part> parts, ServerError refusal, bool supersedes, CancellationToken cancellation)
    {
        var clauses = new List<ClauseResult>();
        ServerError? failure = null;
        foreach (var part in parts)
        {
            if (failure is not null)
            {
                clauses.Add(new ClauseResult { Text = part.Text, Outcome = StatementOutcome.NotReached });
                continue;
            }
            var attempt = part.Sql;
            var error = Send(attempt, out _, cancellation);
            if (error is not null && supersedes && DdlParser.Parse(attempt) is AlterTableStatement alter && ErrorJudge.PlaceIsGone(alter.Clauses[0], error))
                error = Send(attempt = WithoutPlace(alter), out _, cancellation);
            var outcome = error is null ? StatementOutcome.Executed : Judge(DdlParser.Parse(attempt), error, supersedes) ?? StatementOutcome.Failed;
            if (outcome == StatementOutcome.Failed) failure = error;
            clauses.Add(new ClauseResult { Text = part.Text, Outcome = outcome, SentSql = attempt, ServerError = error });
        }
        var sent = clauses.Where(clause => clause.Outcome == StatementOutcome.Executed).Select(clause => clause.SentSql!).ToList();
        return result with
        {
            Outcome = failure is not null ? StatementOutcome.Failed
                : sent.Count > 0 ? StatementOutcome.Rewritten
                : clauses.Any(clause => clause.Outcome == StatementOutcome.Superseded) ? StatementOutcome.Superseded : StatementOutcome.Satisfied,
            SentSql = sent.Count > 0 ? string.Join(";\n", sent) : null,
            Reason = $"The server refused the whole ({refusal.Code}), so its {clauses.Count} parts were sent one by one.",
            Clauses = clauses,
            ServerError = failure ?? refusal,
        };
    }

    private static StatementResult Begin(ScriptStatement statement)
    {
        var location = statement.Location;
        return new StatementResult { File = location.File, Line = location.Line, Column = location.Column, Text = statement.Text, Outcome = StatementOutcome.Executed };
    }

    private static bool MeetsOneByOne(DdlStatement ddl, ServerError refusal, bool supersedes) =>
        ErrorJudge.Judge(ddl, refusal, supersedes) is not null
        || (supersedes && ddl is AlterTableStatement alter && alter.Clauses.Any(clause => ErrorJudge.PlaceIsGone(clause, refusal)));

    // The names of foreign keys and checks are the database's: only a constraint of this very table is the one that is asked for.
    private StatementOutcome? Judge(DdlStatement ddl, ServerError refusal, bool supersedes)
    {
        var outcome = ErrorJudge.Judge(ddl, refusal, supersedes);
        if (outcome != StatementOutcome.Satisfied || ddl is not AlterTableStatement { Clauses.Count: 1 } alter) return outcome;
        var name = alter.Clauses[0] switch
        {
            AddForeignKeyClause add => add.ForeignKey.Name,
            AddCheckClause add => add.Check.Name,
            _ => null,
        };
        if (alter.Clauses[0] is not (AddForeignKeyClause or AddCheckClause)) return outcome;
        return name is not null && _catalog.HasConstraint(alter.Table.Database, alter.Table.Name, name) ? outcome : null;
    }

    // The column before it is gone from the baseline; the column itself is wanted all the same.
    private StatementResult AddAtTheEnd(StatementResult result, AlterTableStatement alter, CancellationToken cancellation)
    {
        var sql = WithoutPlace(alter);
        var refusal = Send(sql, out _, cancellation);
        if (refusal is null)
            return result with { Outcome = StatementOutcome.Rewritten, SentSql = sql, Reason = "The column that it is to stand behind is not in the baseline: it was added at the end." };
        return Judge(DdlParser.Parse(sql), refusal, supersedes: true) is { } outcome
            ? result with { Outcome = outcome, SentSql = null, Reason = ReasonOf(outcome), ServerError = refusal }
            : result with { Outcome = StatementOutcome.Failed, SentSql = sql, ServerError = refusal };
    }

    private static string WithoutPlace(AlterTableStatement alter)
    {
        var add = alter.Clauses.OfType<AddColumnsClause>().First();
        return alter.With(alter.Clauses, clause => ReferenceEquals(clause, add) ? UpToPlace(alter, add) : alter.TextOf(clause))!;
    }

    // AFTER and a name are the clause's last two tokens.
    private static string UpToPlace(AlterTableStatement alter, AddColumnsClause add)
    {
        var lexer = new SqlLexer(alter.Source, add.Span.Start, add.Span.End);
        SqlToken before = default, last = default;
        for (var token = lexer.NextSignificant(); token.Kind != SqlTokenKind.End; token = lexer.NextSignificant()) (before, last) = (last, token);
        return alter.Source.Text.Substring(add.Span.Start, before.Start - add.Span.Start).TrimEnd();
    }

    private ServerError? Send(string sql, out int rows, CancellationToken cancellation)
    {
        rows = -1;
        try
        {
            rows = _session.Execute(sql, cancellation);
            return null;
        }
        catch (MySqlException refused)
        {
            return ServerErrors.Of(refused);
        }
    }

    private static string ReasonOf(StatementOutcome outcome) => outcome == StatementOutcome.Superseded
        ? "It names what the baseline, from which this database began, no longer has."
        : "What it asks for is so already.";

    private sealed record Part(string Text, string Sql);

    // The parts that can be sent alone: the clauses of an ALTER TABLE, the names of a DROP.
    private static IReadOnlyList<Part> Parts(DdlStatement ddl)
    {
        switch (ddl)
        {
            case AlterTableStatement alter:
                var parts = new List<Part>();
                foreach (var clause in alter.Clauses.Where(clause => clause is not ExecutionClause))
                {
                    if (clause is AddColumnsClause { IsList: true } list)
                    {
                        foreach (var span in list.Columns.Select(column => column.Span).Concat(list.Others.Select(other => other.Span)))
                        {
                            var text = span.TextIn(alter.Source.Text);
                            parts.Add(new Part(text, alter.With([clause], _ => "ADD " + text)!));
                        }
                        continue;
                    }
                    parts.Add(new Part(alter.TextOf(clause), alter.With(other => ReferenceEquals(other, clause) || other is ExecutionClause)!));
                }
                return parts;
            case DropStatement { Names.Count: > 1 } drop:
                var source = drop.Source.Text;
                var head = source.Substring(drop.Span.Start, drop.Names[0].Span.Start - drop.Span.Start);
                return [.. drop.Names.Select(name => new Part(name.Span.TextIn(source), head + name.Span.TextIn(source)))];
            default:
                return [];
        }
    }
}
