using Migrations.Core.Servers;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>Finds what an earlier run left of a migration, and makes sure that what it had done is still what the file says.</summary>
internal static class Unfinished
{
    /// <summary>The migration with what is left of it.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="progress">What is unfinished.</param>
    /// <param name="restart">The tag whose checkpoints are forgotten; null for none.</param>
    /// <exception cref="MigrationException"><c>CompletedStatementChanged</c>.</exception>
    public static PlannedMigration Attach(PlannedMigration migration, Progress progress, string? restart)
    {
        if (progress.Migrations.Count == 0 || Of(migration, progress) is not { } unfinished) return migration;
        if (migration.Tag == restart || unfinished.Tag == restart) return migration with { Forgets = unfinished.Tag };
        var statements = migration.Statements;
        for (var i = 0; i < unfinished.Completed.Count; i++)
        {
            if (i < statements.Count && Checkpoints.HashOf(statements[i]) == unfinished.Completed[i].Hash) continue;
            var number = i + 1;
            throw new MigrationException(
                ErrorIds.CompletedStatementChanged,
                $"An earlier run did the first {(unfinished.Completed.Count == 1 ? "statement" : $"{unfinished.Completed.Count} statements")} of {migration.Tag} and was interrupted; "
                + (i < statements.Count ? $"since then statement {number} was changed." : $"since then the file was cut down to {statements.Count}.") + " Nothing was run.",
                "Bring the completed statements back as they were (those behind them may be changed freely) and run Invoke-Migration again; what the change was meant to do belongs behind them, or in a new migration. "
                + $"If every statement of the file can be run again, Invoke-Migration -Restart {migration.Tag} forgets what was done and begins with the first.",
                i < statements.Count ? statements[i].Statement.Location : new SourceLocation(migration.Entry.Path, 1, 1), migration.Tag);
        }
        return migration with { Unfinished = unfinished };
    }

    /// <summary>What is left of a migration: by its tag, or, where that was changed in the meantime, by its text.</summary>
    public static UnfinishedMigration? Of(PlannedMigration migration, Progress progress) =>
        progress.Migrations.FirstOrDefault(unfinished => unfinished.Tag == migration.Tag)
        ?? (progress.Migrations.Count == 0 ? null : FileHash(migration) is var hash ? progress.Migrations.FirstOrDefault(unfinished => unfinished.FileHash == hash) : null);

    private static string FileHash(PlannedMigration migration) => Checkpoints.FileHashOf(migration);
}
