using System.Globalization;
using Migrations.Core.Guarding;
using Migrations.Core.Journals;
using Migrations.Core.Servers;
using Migrations.Model;

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

    /// <summary>Where the database differs from <c>schema.ts</c> after an installation (or any run, with <see cref="RunOptions.ErrorOnDrift"/>); null where it was not compared.</summary>
    public IReadOnlyList<SchemaDifference>? Drift { get; private set; }

    /// <summary>Why <c>schema.ts</c> could not be read for an installation, which then was led by the baseline; null where it was read or not needed.</summary>
    public MigrationException? SchemaUnreadable { get; private set; }

    /// <summary>What <see cref="Execute"/> would do, as the same objects, from the same plan. Only reads.</summary>
    /// <exception cref="MigrationException">What <see cref="MigrationPlan.Make"/> throws.</exception>
    /// <param name="probe">Tries what changes tables on empty copies of them, to tell how the server will do it; null where nothing is to be tried.</param>
    /// <param name="cancellation">Ends the work.</param>
    public IReadOnlyList<MigrationResult> Preview(AlgorithmProbe? probe = null, CancellationToken cancellation = default)
    {
        var plan = Plan(cancellation);
        var target = Target(plan, cancellation);
        SchemaUnreadable = target?.Unreadable;
        if (probe is not null) probe.ForeignKeyChecks = !_options.DisableForeignKeyChecks && !plan.IsUnused;
        var forecasts = new AlterImpacts(_session, probe).Of(Forecast.Of(plan, target?.Over(plan)), plan.Catalog, cancellation);
        return
        [
            .. plan.Accepted.Select(migration => Accepted(migration) with { Outcome = MigrationOutcome.Planned }),
            .. forecasts.Select(forecast => forecast.Migration is { } migration
                ? ResultOf(migration, MigrationOutcome.Planned, [.. forecast.Statements.Select(statement => statement.Result)])
                : ResultOf(forecast.Bootstrap!, MigrationOutcome.Planned, [.. forecast.Statements.Select(statement => statement.Result)])),
        ];
    }

    /// <summary>Applies what is pending, and gives each migration's result as soon as it ends. Another runner that is at work is waited for.</summary>
    /// <param name="progress">Told before every statement; may be null.</param>
    /// <param name="notify">Told why something is waited for or tried again; may be null.</param>
    /// <param name="cancellation">Stops the running statement on the server and ends the run.</param>
    /// <exception cref="MigrationException">
    /// What <see cref="MigrationPlan.Make"/> throws, <c>LockTimeout</c>, <c>DestructiveStatement</c>, <c>DefinitionConflict</c>, <c>HistoryUnwritable</c>; after the migration's
    /// result was given <c>StatementFailed</c>, <c>ConnectionLost</c>; at the end <c>SchemaDrift</c>.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public IEnumerable<MigrationResult> Execute(Action<RunProgress>? progress = null, Action<string>? notify = null, CancellationToken cancellation = default)
    {
        using var results = Run(progress, notify, cancellation).GetEnumerator();
        while (true)
        {
            try
            {
                if (!results.MoveNext()) yield break;
            }
            catch (Exception failure) when (StatementSender.IsLost(_session, failure))
            {
                throw new MigrationException(
                    ErrorIds.ConnectionLost, $"The connection to {_session.Settings} was lost.",
                    "Run Invoke-Migration again: it goes on where this run stood.", target: _session.Settings.ToString(), inner: failure);
            }
            yield return results.Current;
        }
    }

    private IEnumerable<MigrationResult> Run(Action<RunProgress>? progress, Action<string>? notify, CancellationToken cancellation)
    {
        // Without the lock first: where nothing is pending, nothing is to be locked.
        if (!MigrationPlan.HasWork(_project, _session, _options, cancellation))
        {
            CheckDrift(installs: false, cancellation);
            yield break;
        }
        using var held = TakeLock(notify, cancellation);
        // Whoever held the lock before may have applied them.
        var plan = Plan(cancellation);
        var target = plan.State == InstallationState.FromBaseline ? Task.Run(() => InstallationTarget.Read(_project.Project, _session.Database, cancellation), cancellation) : null;
        // A database that has nothing but what its own installation made has nothing to lose.
        if (!plan.IsEmpty && HasSomethingToLose(plan)) Refuse(plan, target?.GetAwaiter().GetResult());

        Prepare(plan, cancellation);
        var run = Begin(plan, held, target, notify, cancellation);
        foreach (var accepted in plan.Accepted)
        {
            HistoryWrites.Guarded(_session, () =>
            {
                run.History.Update(accepted.Entry.Row!.Id, accepted.Hash, cancellation);
                // A Reapply that stopped half-way is not to be gone on with.
                if (accepted.Unfinished is { } unfinished) run.Progress.Forget(unfinished.Tag, cancellation);
            });
            yield return Accepted(accepted);
        }
        var total = plan.Migrations.Count + plan.Bootstrap.Count;
        var number = 0;
        var rows = plan.HistoryCount;
        foreach (var migration in plan.Migrations)
        {
            number++;
            var result = Apply(run, migration, Report(migration.Tag, migration.Statements.Count, number), ref rows, cancellation);
            yield return result;
            if (result.FailedStatement is { } failed) throw RunFailure.Of(result, failed, migration.Statements);
            if (result.Outcome == MigrationOutcome.Partial) throw RunFailure.NotRecorded(result);
        }
        foreach (var file in plan.Bootstrap)
        {
            number++;
            var statements = KnownStatement.Read(file.Script);
            var (outcome, results, duration) = BootstrapExecution.Run(run, file, statements, Report(file.Tag, statements.Count, number), cancellation);
            var result = ResultOf(file, outcome, results) with { DurationMs = duration };
            yield return result;
            if (result.FailedStatement is { } failed) throw RunFailure.Of(result, failed, statements);
        }
        HistoryWrites.Guarded(_session, () =>
        {
            if (plan.Installs && plan.CompletesInstallation) run.Progress.EndInstallation(cancellation);
            else if (plan.Installs) run.Progress.PauseInstallation(cancellation);
            run.Progress.DropIfEmpty(cancellation);
        });
        CheckDrift(plan.Installs && plan.CompletesInstallation, cancellation);

        Action<int, string> Report(string tag, int count, int at) => (statement, text) => progress?.Invoke(new RunProgress(tag, at, total, statement, count, FirstLine(text)));
    }

    private static bool HasSomethingToLose(MigrationPlan plan) => !plan.IsUnused || plan.HasOthersTables;

    private RunLock TakeLock(Action<string>? notify, CancellationToken cancellation)
    {
        RunLock? held = null;
        HistoryWrites.Guarded(_session, () => held = RunLock.Take(_session, _project.Project.HistoryTable, _options.LockTimeout, cancellation, notify));
        return held!;
    }

    private MigrationPlan Plan(CancellationToken cancellation) => MigrationPlan.Make(_project, _session, _options, cancellation);

    private InstallationTarget? Target(MigrationPlan plan, CancellationToken cancellation) =>
        plan.State == InstallationState.FromBaseline ? InstallationTarget.Read(_project.Project, _session.Database, cancellation) : null;

    private void Refuse(MigrationPlan plan, InstallationTarget? target)
    {
        var forecast = Forecast.Of(plan, target?.Over(plan));
        if (!_options.AllowDestructive) Forecast.RefuseDestruction(forecast);
        if (_options.OnConflict == ConflictAction.Stop) Forecast.RefuseConflicts(forecast);
    }

    private RunContext Begin(MigrationPlan plan, RunLock held, Task<InstallationTarget>? target, Action<string>? notify, CancellationToken cancellation)
    {
        var history = new HistoryTable(_session, _project.Project.HistoryTable);
        var progress = new ProgressTable(_session, _project.Project.HistoryTable);
        progress.Adopt(plan.Progress);
        HistoryWrites.Guarded(_session, () =>
        {
            foreach (var forgotten in plan.Migrations.Select(migration => migration.Forgets).OfType<string>()) progress.Forget(forgotten, cancellation);
            // Before the first table: from here on an interruption leaves an installation, and not a database that somebody made by hand.
            if (plan.Installs && plan.Progress.Installation is null)
                progress.BeginInstallation(plan.State == InstallationState.ByReplay ? FreshInstall.Replay : FreshInstall.Baseline, cancellation);
            if (plan.Migrations.Count > 0) history.Ensure(cancellation);
        });
        SessionTraces? traces = null;
        HistoryWrites.Guarded(_session, () => traces = SessionTraces.Of(_session, plan, cancellation));
        return new RunContext
        {
            Session = _session,
            Options = _options,
            Catalog = plan.Catalog!,
            History = history,
            Progress = progress,
            Sender = new StatementSender(_session, _options, notify),
            Reconnection = new Reconnection(_session, held, _options.LockTimeout, again => Prepare(plan, again)),
            Traces = traces!,
            Takes = _options.AllowDestructive || !HasSomethingToLose(plan) ? null : effect => Destruction.Of(effect, plan.Catalog!, plan.IsFree),
            Supersedes = target is null ? null : new Lazy<Superseding>(() =>
            {
                var read = target.GetAwaiter().GetResult();
                SchemaUnreadable = read.Unreadable;
                return read.Over(plan);
            }),
        };
    }

    private void Prepare(MigrationPlan plan, CancellationToken cancellation)
    {
        // A server may be set to autocommit = 0: then nothing would be kept, the history rows included.
        var settings = $"SET SESSION autocommit = 1, lock_wait_timeout = {_options.LockWaitTimeout.ToString(CultureInfo.InvariantCulture)}";
        // Only an installation may put rows and tables in an order that its foreign keys do not allow: elsewhere switching the
        // checks off would let orphans through an ADD FOREIGN KEY.
        if (plan.IsUnused || _options.DisableForeignKeyChecks) settings += ", foreign_key_checks = 0";
        if (_session.Settings.Collation is { } collation) settings += $", collation_connection = {collation}";
        HistoryWrites.Guarded(_session, () => _session.Execute(settings, cancellation));
        _session.StatementTimeout = _options.StatementTimeout;
    }

    private MigrationResult Apply(RunContext run, PlannedMigration migration, Action<int, string> report, ref int rows, CancellationToken cancellation)
    {
        var (outcome, statements, duration) = new MigrationExecution(run, migration, report).Run(cancellation);
        var result = ResultOf(migration, outcome, statements) with { DurationMs = duration };
        if (outcome != MigrationOutcome.Applied || !_options.Verify) return result;
        var before = rows;
        try
        {
            var landed = Landing.Of(_session, run.History, migration.Statements, statements, out rows, cancellation);
            return result with { History = new HistoryGrowth(before, rows), Landed = landed };
        }
        catch (Exception failure) when (StatementSender.IsLost(_session, failure) || failure is MySqlConnector.MySqlException)
        {
            // It is applied and recorded; that the server could not be asked is no reason to say otherwise. A lost connection the next command finds.
            rows = before + 1;
            return result;
        }
    }

    private void CheckDrift(bool installs, CancellationToken cancellation)
    {
        if (!installs && !_options.ErrorOnDrift) return;
        var project = _project.Project;
        if (project.SchemaPath.Count == 0 && !_options.ErrorOnDrift) return;
        try
        {
            Drift = new DriftGuard(SchemaSources.OfProject(project, cancellation), project.TablesFilter, [], project.HistoryTable).AgainstDatabase(_session, cancellation);
        }
        catch (MigrationException unreadable) when (!_options.ErrorOnDrift)
        {
            SchemaUnreadable = unreadable;
            return;
        }
        var drift = Drift.Where(difference => difference.Severity == DifferenceSeverity.Error).ToList();
        if (_options.ErrorOnDrift && drift.Count > 0) throw DriftReport.Of(drift);
    }

    private MigrationResult Accepted(PlannedMigration migration) =>
        ResultOf(migration, MigrationOutcome.Accepted, [.. migration.Statements.Select(statement => Results.Of(statement, StatementOutcome.Satisfied, "Accepted as it is: nothing was run."))]);

    private MigrationResult ResultOf(PlannedMigration migration, MigrationOutcome outcome, IReadOnlyList<StatementResult> statements) => new()
    {
        Idx = migration.Entry.Entry.Idx,
        Tag = migration.Tag,
        Outcome = outcome,
        Statements = statements,
        Path = migration.Entry.Path,
        IsBaseline = migration.Entry.IsBaseline,
        Hash = migration.Hash,
        Database = _session.Database,
        Server = _session.Server,
    };

    private MigrationResult ResultOf(BootstrapScript file, MigrationOutcome outcome, IReadOnlyList<StatementResult> statements) => new()
    {
        Tag = file.Tag,
        Outcome = outcome,
        Statements = statements,
        Path = file.Path,
        IsBootstrap = true,
        Database = _session.Database,
        Server = _session.Server,
    };

    private static string FirstLine(string text)
    {
        var end = text.IndexOfAny(['\r', '\n']);
        return end < 0 ? text : text.Substring(0, end);
    }
}
