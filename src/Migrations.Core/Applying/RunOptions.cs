using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>How a run is to be done.</summary>
public sealed record RunOptions
{
    /// <summary>The last migration to apply; null for all.</summary>
    public string? To { get; init; }

    /// <summary>
    /// What to do on an empty database; null for <see cref="FreshInstall.Baseline"/>. Said explicitly, it also takes up an installation that stopped
    /// half-way, and installs over tables that are there.
    /// </summary>
    public FreshInstall? FreshInstall { get; init; }

    /// <summary>How long to wait for another runner, in seconds, from 0.</summary>
    public int LockTimeout { get; init; } = 60;

    /// <summary>How long a statement waits for a table that others use, in seconds, from 1. It bounds how long an <c>ALTER</c> that waits holds up everyone behind it.</summary>
    public int LockWaitTimeout { get; init; } = 30;

    /// <summary>How long a statement may run, in seconds; 0 for as long as it takes.</summary>
    public int StatementTimeout { get; init; }

    /// <summary>Whether foreign keys are not checked in this run even though the database is not a fresh one.</summary>
    public bool DisableForeignKeyChecks { get; init; }
}
