using Migrations.Model;

namespace Migrations.Core.Scripting;

/// <summary>What a script is to hold.</summary>
public sealed record ScriptOptions
{
    /// <summary>The server whose syntax it is written in; null for that of the database.</summary>
    public ServerInfo? Server { get; init; }

    /// <summary>The first migration; null for the first that is pending, or without a database the first of the journal.</summary>
    public string? From { get; init; }

    /// <summary>The last migration; null for the last of the journal.</summary>
    public string? To { get; init; }

    /// <summary>Whether it is to install an empty database, whatever the database at hand holds: that one's server is asked, in a scratch database.</summary>
    public bool Fresh { get; init; }

    /// <summary>How long the script waits for another runner, in seconds, from 0.</summary>
    public int LockTimeout { get; init; } = 60;

    /// <summary>How long a statement waits for a table that others use, in seconds, from 1.</summary>
    public int LockWaitTimeout { get; init; } = 10;
}
