using System.Globalization;

namespace Migrations.Model;

/// <summary>Who holds a lock, as far as the server shows it to the one who asks.</summary>
public sealed record LockHolder
{
    /// <summary>The connection's number on the server.</summary>
    public required long ConnectionId { get; init; }

    /// <summary>The account's user; null where it is not to be seen.</summary>
    public string? User { get; init; }

    /// <summary>The client's host, without its port; null where it is not to be seen.</summary>
    public string? Host { get; init; }

    /// <summary>What the client calls itself; null where the server does not keep it.</summary>
    public string? Program { get; init; }

    /// <summary>The machine that the client says it runs on; null where it does not say.</summary>
    public string? Machine { get; init; }

    /// <summary>The client's process id on its machine; null where it does not say.</summary>
    public int? ProcessId { get; init; }

    /// <summary>When it connected, by the clock of its own machine; null where it does not say.</summary>
    public DateTimeOffset? ConnectedSince { get; init; }

    /// <summary>How long it has been in its present state (running a statement, or idle); null where it is not to be seen.</summary>
    public TimeSpan? InState { get; init; }

    /// <summary>The beginning of the statement it runs; every string and number in it is shown as <c>?</c>. Null while it is idle.</summary>
    public string? Statement { get; init; }

    /// <summary>Whole words for an error: <c>process 4242 on BUILD07 (ops@10.0.0.7, connection 12), connected since 2026-11-23 23:05:11Z</c>.</summary>
    public override string ToString()
    {
        var account = User is null ? "" : Host is null ? User : $"{User}@{Host}";
        var connection = $"connection {ConnectionId.ToString(CultureInfo.InvariantCulture)}";
        var who = ProcessId is { } process
            ? $"process {process.ToString(CultureInfo.InvariantCulture)}{(Machine is null ? "" : $" on {Machine}")} ({(account.Length > 0 ? account + ", " : "")}{connection})"
            : connection + (account.Length > 0 ? $" ({account})" : "");
        return ConnectedSince is { } connected
            ? $"{who}, connected since {connected.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)}"
            : InState is { } state ? $"{who}, {(Statement is null ? "idle" : "in its present statement")} for {SessionWords.Duration(state)}" : who;
    }
}
