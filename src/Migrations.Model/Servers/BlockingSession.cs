namespace Migrations.Model;

/// <summary>What shows that a session stands in a statement's way.</summary>
public enum BlockEvidence
{
    /// <summary>It holds a lock on the table's definition: no <c>ALTER</c> gets past it.</summary>
    MetadataLock,

    /// <summary>It holds a lock on the whole server: <c>FLUSH TABLES WITH READ LOCK</c>, <c>LOCK INSTANCE FOR BACKUP</c>.</summary>
    ServerLock,

    /// <summary>It holds locks on rows of the table.</summary>
    RowLocks,

    /// <summary>It has an open transaction; whether that touched the table is not to be seen on this server.</summary>
    OpenTransaction,
}

/// <summary>A session that blocks, or may block, a statement.</summary>
public sealed record BlockingSession
{
    /// <summary>The connection's number on the server: what <c>KILL</c> takes.</summary>
    public required long ConnectionId { get; init; }

    /// <summary>The account's user; null where it is not to be seen.</summary>
    public string? User { get; init; }

    /// <summary>The client's host, without its port; null where it is not to be seen.</summary>
    public string? Host { get; init; }

    /// <summary>The session's database; null where it has none.</summary>
    public string? Database { get; init; }

    /// <summary>How long its transaction has been open, or, where the server does not say that, how long it has been in its present state.</summary>
    public TimeSpan? Since { get; init; }

    /// <summary>The beginning of the statement it runs, or ran last; every string and number in it is shown as <c>?</c>. Null where it is not to be seen.</summary>
    public string? Statement { get; init; }

    /// <summary>What shows that it is in the way.</summary>
    public required BlockEvidence Evidence { get; init; }

    /// <summary>Whether the server itself says that it is in the way; otherwise it is a candidate.</summary>
    public bool IsCertain { get; init; }

    /// <summary>Whole words for an error: <c>connection 142 (app@10.0.0.7) holds a metadata lock since 31 s: SELECT * FROM `a` WHERE `id` = ?</c>.</summary>
    public override string ToString()
    {
        var evidence = Evidence switch
        {
            BlockEvidence.MetadataLock => "holds a metadata lock",
            BlockEvidence.ServerLock => "holds a lock on the whole server",
            BlockEvidence.RowLocks => "holds row locks",
            _ => "has an open transaction",
        };
        return $"connection {ConnectionId}{SessionWords.Account(User, Host)} {evidence}{(Since is { } since ? $" since {SessionWords.Duration(since)}" : "")}{(Statement is null ? "" : $": {Statement}")}";
    }
}

/// <summary>The words that sessions are shown with.</summary>
internal static class SessionWords
{
    public static string Account(string? user, string? host) => user is null ? "" : host is null ? $" ({user})" : $" ({user}@{host})";

    public static string Duration(TimeSpan time) =>
        time.TotalMinutes < 2 ? $"{(long)time.TotalSeconds} s" : time.TotalHours < 2 ? $"{(long)time.TotalMinutes} min" : $"{(long)time.TotalHours} h";
}
