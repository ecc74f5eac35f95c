using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>What the statements of a migration will come to, as far as it can be told without sending them.</summary>
/// <param name="Migration">The migration; null for a bootstrap file.</param>
/// <param name="Bootstrap">The bootstrap file; null for a migration.</param>
/// <param name="Statements">The statements.</param>
internal sealed record MigrationForecast(PlannedMigration? Migration, BootstrapScript? Bootstrap, IReadOnlyList<StatementForecast> Statements);

/// <summary>What one statement will come to.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Result">The result that a preview shows.</param>
/// <param name="Effect">What will be sent, as far as it is DDL; null where nothing is.</param>
/// <param name="Takes">What it takes away from a table that was there before the run; null where nothing.</param>
internal sealed record StatementForecast(KnownStatement Statement, StatementResult Result, DdlStatement? Effect, string? Takes);

/// <summary>Goes through a plan with the same reconciler as the run, on a copy of the catalog.</summary>
internal static class Forecast
{
    private static readonly string[] Transactional = ["innodb", "rocksdb", "ndbcluster", "tokudb"];

    /// <summary>The forecast of a whole plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="superseding">The newer schema that the database is installed from; null where none is.</param>
    public static IReadOnlyList<MigrationForecast> Of(MigrationPlan plan, Superseding? superseding)
    {
        if (plan.Catalog is not { } now) return [];
        var catalog = now.Forecast();
        var reconciler = new Reconciler(catalog);
        return
        [
            .. plan.Migrations.Select(migration => new MigrationForecast(
                migration, null, Of(migration.Statements, migration.Unfinished?.Completed.Count ?? 0, migration.Unfinished is { Refused: false }, migration.Entry.IsBaseline ? null : superseding, plan.IsFree, catalog, reconciler))),
            .. plan.Bootstrap.Select(file => new MigrationForecast(null, file, Of(KnownStatement.Read(file.Script), 0, false, null, plan.IsFree, catalog, reconciler))),
        ];
    }

    /// <summary>Refuses a run that would take something from tables which were there before it.</summary>
    /// <exception cref="MigrationException"><c>DestructiveStatement</c>.</exception>
    public static void RefuseDestruction(IReadOnlyList<MigrationForecast> forecasts)
    {
        var found = forecasts.SelectMany(forecast => forecast.Statements).Where(statement => statement.Takes is not null).ToList();
        if (found.Count == 0) return;
        const int shown = 10;
        var list = string.Concat(found.Take(shown).Select(statement => $"\n  {statement.Statement.Statement.Location}: {statement.Takes}"));
        throw new MigrationException(
            ErrorIds.DestructiveStatement,
            $"{(found.Count == 1 ? "A pending statement takes" : $"{found.Count} pending statements take")} something from tables that are in use:{list}{(found.Count > shown ? $"\n  and {found.Count - shown} more." : "")}\nNothing was run.",
            "Read them, make sure that no running application needs what they take and that there is a backup, and run again with -AllowDestructive. Invoke-Migration -WhatIf shows what each statement will come to.",
            found[0].Statement.Statement.Location, found.Select(statement => statement.Result).ToList());
    }

    /// <summary>Refuses a run that meets other definitions than its own, where the caller wants that.</summary>
    /// <exception cref="MigrationException"><c>DefinitionConflict</c>.</exception>
    public static void RefuseConflicts(IReadOnlyList<MigrationForecast> forecasts)
    {
        if (forecasts.SelectMany(forecast => forecast.Statements).FirstOrDefault(statement => statement.Result.Forecast == StatementOutcome.Conflict) is { } conflict)
            throw RunFailure.Conflict(conflict.Result, "Nothing was run.");
    }

    private static IReadOnlyList<StatementForecast> Of(
        IReadOnlyList<KnownStatement> statements, int completed, bool mayBeDone, Superseding? superseding, Func<ObjectName, bool> isFree, Catalog catalog, Reconciler reconciler)
    {
        var repeatable = new HashSet<int>(RunUnit.Of(statements).Where(unit => unit.IsAtLeastOnce).SelectMany(unit => unit.Kind == UnitKind.Session ? unit.Statements : unit.Statements.Where(statement => statement.Nature != StatementNature.Session)).Select(statement => statement.Ordinal));
        var list = new List<StatementForecast>(statements.Count);
        foreach (var statement in statements)
        {
            var planned = Results.Of(statement, StatementOutcome.Planned) with
            {
                IsAtLeastOnce = repeatable.Contains(statement.Ordinal) || (statement.Nature == StatementNature.Data && WritesWithoutTransactions(statement, catalog)),
            };
            if (statement.Ordinal < completed)
            {
                catalog.Follow(statement);
                list.Add(new StatementForecast(statement, planned with { Forecast = StatementOutcome.Satisfied, Reason = "An earlier run did it." }, null, null));
                continue;
            }
            catalog.Follow(statement);
            if (statement.InnerDdl is { } inner)
            {
                var taken = Destruction.Of(inner, catalog, isFree);
                catalog.Apply(inner);
                list.Add(new StatementForecast(statement, planned with { IsDestructive = taken is not null }, inner, taken));
                continue;
            }
            if (statement.Nature != StatementNature.Schema || statement.Ddl is UnknownStatement)
            {
                list.Add(new StatementForecast(statement, planned, null, null));
                continue;
            }
            var reconciled = reconciler.Reconcile(statement.Ddl, new StatementContext(statement.Statement.Modes, mayBeDone, superseding));
            var takes = reconciled.Effect is null ? null : Destruction.Of(reconciled.Effect, catalog, isFree);
            var result = Results.Of(statement, reconciled) with { Outcome = StatementOutcome.Planned, Forecast = reconciled.Outcome, IsDestructive = takes is not null, IsAtLeastOnce = planned.IsAtLeastOnce };
            if (reconciled.Effect is not null) catalog.Apply(reconciled.Effect);
            list.Add(new StatementForecast(statement, result, reconciled.Effect, takes));
        }
        catalog.Use(null);
        return list;
    }

    private static bool WritesWithoutTransactions(KnownStatement statement, Catalog catalog) =>
        statement.Target is { } target && catalog.Find(new ObjectName(null, target, default), TableParts.None)?.Engine is { } engine
        && !Transactional.Contains(engine, StringComparer.OrdinalIgnoreCase);
}
