using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>How a run is to be done.</summary>
public sealed record RunOptions
{
    /// <summary>The last migration to apply; null for all.</summary>
    public string? To { get; init; }

    /// <summary>What to do on an empty database. An installation that was interrupted is always gone on with as it was begun.</summary>
    public FreshInstall FreshInstall { get; init; } = FreshInstall.Baseline;

    /// <summary>What to do about migrations that were applied and whose files have changed since. The baseline is exempt: it is edited by design, and run as it is.</summary>
    public ModifiedAction Modified { get; init; } = ModifiedAction.Stop;

    /// <summary>What to do where an object is there already with another definition.</summary>
    public ConflictAction OnConflict { get; init; } = ConflictAction.Warn;

    /// <summary>Whether statements may run that take something from tables which were there before the run.</summary>
    public bool AllowDestructive { get; init; }

    /// <summary>The migration whose checkpoints are forgotten first, so that it runs from its first statement; null for none.</summary>
    public string? Restart { get; init; }

    /// <summary>How long to wait for another runner, in seconds, from 0.</summary>
    public int LockTimeout { get; init; } = 60;

    /// <summary>
    /// How long a statement waits for a table that others use, in seconds, from 1. An <c>ALTER</c> that waits holds up everyone who comes behind it, so this also
    /// bounds how long the application stands still.
    /// </summary>
    public int LockWaitTimeout { get; init; } = 10;

    /// <summary>How many times a statement is tried again that waited in vain for a lock, or that a deadlock ended; from 0.</summary>
    public int LockRetry { get; init; } = 3;

    /// <summary>How long a statement may run, in seconds; 0 for as long as it takes.</summary>
    public int StatementTimeout { get; init; }

    /// <summary>Whether foreign keys are not checked in this run even though the database is not a fresh one.</summary>
    public bool DisableForeignKeyChecks { get; init; }

    /// <summary>Whether the server is asked, after each migration, if it has what the migration adds.</summary>
    public bool Verify { get; init; } = true;

    /// <summary>Whether the database is compared with <c>schema.ts</c> at the end, and a difference is an error. After an installation it is compared in any case.</summary>
    public bool ErrorOnDrift { get; init; }
}
