using System.Diagnostics;
using System.Globalization;
using Migrations.Core.Journals;
using Migrations.Core.Servers;
using Migrations.Core.Sql;
using Migrations.Model;
using MySqlConnector;

namespace Migrations.Core.Applying;

/// <summary>The main job: applies a project's pending migrations to a database.</summary>
public sealed class MigrationRun
{
    private readonly JournaledProject _project;
    private readonly DatabaseSession _session;
    private readonly RunOptions _options;

    /// <summary>Makes a run; nothing happens yet.</summary>
    public MigrationRun(JournaledProject project, DatabaseSession session, RunOptions options)
    {
        _project = project;
        _session = session;
        _options = options;
    }

    /// <summary>What <see cref="Execute"/> would do, as the same objects. Only reads.</summary>
    /// <exception cref="MigrationException">What <see cref="MigrationPlan.Make"/> throws.</exception>
    public IReadOnlyList<MigrationResult> Preview(CancellationToken cancellation = default) =>
        [.. Plan(cancellation).Migrations.Select(migration => ResultOf(
            migration, MigrationOutcome.Planned, [.. migration.Script.Statements.Select(statement => NotSent(statement, StatementOutcome.Planned))]))];

    /// <summary>Applies what is pending, and gives each migration's result as soon as it ends. Another runner that is at work is waited for.</summary>
    /// <param name="progress">Told before every statement; may be null.</param>
    /// <param name="cancellation">Stops the running statement on the server and ends the run.</param>
    /// <exception cref="MigrationException">
    /// What <see cref="MigrationPlan.Make"/> throws, <c>LockTimeout</c>, <c>HistoryUnwritable</c>; <c>StatementFailed</c>, after the failed migration's result was given.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public IEnumerable<MigrationResult> Execute(Action<RunProgress>? progress = null, CancellationToken cancellation = default)
    {
        // Without the lock first: where nothing is pending, nothing is to be locked.
        if (!MigrationPlan.HasWork(_project, _session, _options, cancellation)) yield break;

        using var held = RunLock.Take(_session, _project.Project.HistoryTable, _options.LockTimeout, cancellation);
        // Whoever held the lock before may have applied them.
        var plan = Plan(cancellation);
        if (plan.Migrations.Count == 0) yield break;

        var history = new HistoryTable(_session, _project.Project.HistoryTable);
        PrepareSession(plan, cancellation);
        var traces = SessionTraces.Of(_session, plan, cancellation);
        Write(() => history.Ensure(cancellation));
        var runner = new StatementRunner(_session);
        for (var i = 0; i < plan.Migrations.Count; i++)
        {
            var number = i + 1;
            var migration = plan.Migrations[i];
            var result = Apply(migration, plan, runner, history, traces, Report, cancellation);
            yield return result;
            if (result.FailedStatement is { } failed) throw RunFailure.Of(result, failed, migration.Script);

            void Report(int statement, string text) => progress?.Invoke(new RunProgress(
                migration.Entry.Entry.Tag, number, plan.Migrations.Count, statement, migration.Script.Statements.Count, FirstLine(text)));
        }
    }

    private MigrationPlan Plan(CancellationToken cancellation) => MigrationPlan.Make(_project, _session, _options, cancellation);

    private void PrepareSession(MigrationPlan plan, CancellationToken cancellation)
    {
        // A server may be set to autocommit = 0: then nothing would be kept, the history rows included.
        var settings = $"SET SESSION autocommit = 1, lock_wait_timeout = {_options.LockWaitTimeout.ToString(CultureInfo.InvariantCulture)}";
        // Only an installation may put rows and tables in an order that its foreign keys do not allow: elsewhere switching the
        // checks off would let orphans through an ADD FOREIGN KEY.
        if (plan.IsFreshInstall || _options.DisableForeignKeyChecks) settings += ", foreign_key_checks = 0";
        if (_session.Settings.Collation is { } collation) settings += $", collation_connection = {collation}";
        Write(() => _session.Execute(settings, cancellation));
        _session.StatementTimeout = _options.StatementTimeout;
    }

    private MigrationResult Apply(
        PlannedMigration migration, MigrationPlan plan, StatementRunner runner, HistoryTable history, SessionTraces traces, Action<int, string> report, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var statements = migration.Script.Statements;
        var supersedes = plan.BeganFromBaseline && !migration.Entry.IsBaseline;
        var results = new List<StatementResult>(statements.Count);
        var failed = false;
        foreach (var statement in statements)
        {
            if (failed)
            {
                results.Add(NotSent(statement, StatementOutcome.NotReached));
                continue;
            }
            report(statement.Ordinal + 1, statement.Text);
            var result = runner.Run(statement, supersedes, cancellation);
            failed = result.Outcome == StatementOutcome.Failed;
            results.Add(result);
        }
        if (!failed)
        {
            Write(() =>
            {
                traces.Clear(migration.Script, cancellation);
                history.Add(migration.Hash, migration.Entry.Entry.When, cancellation);
            });
        }
        return ResultOf(migration, failed ? MigrationOutcome.Failed : MigrationOutcome.Applied, results) with { DurationMs = watch.Elapsed.TotalMilliseconds };
    }

    private MigrationResult ResultOf(PlannedMigration migration, MigrationOutcome outcome, IReadOnlyList<StatementResult> statements) => new()
    {
        Idx = migration.Entry.Entry.Idx,
        Tag = migration.Entry.Entry.Tag,
        Outcome = outcome,
        Statements = statements,
        Path = migration.Entry.Path,
        IsBaseline = migration.Entry.IsBaseline,
        Hash = migration.Hash,
        Database = _session.Database,
        Server = _session.Server,
    };

    private static StatementResult NotSent(ScriptStatement statement, StatementOutcome outcome)
    {
        var location = statement.Location;
        return new StatementResult { File = location.File, Line = location.Line, Column = location.Column, Text = statement.Text, Outcome = outcome };
    }

    private void Write(Action write)
    {
        try
        {
            write();
        }
        catch (MySqlException refused)
        {
            throw new MigrationException(
                "HistoryUnwritable", MigrationErrorKind.Server, $"The server refused to prepare or record the run: {ServerErrors.Of(refused)}",
                "This account needs to create, read and write the history table, and to set session variables.", target: _session.Settings.ToString(), inner: refused);
        }
    }

    private static string FirstLine(string text)
    {
        var end = text.IndexOfAny(['\r', '\n']);
        return end < 0 ? text : text.Substring(0, end);
    }
}
