namespace Migrations.Core.Drizzle;

/// <summary>The <c>dbCredentials</c> of a configuration: an address, or its parts. Its text form shows no secret.</summary>
public sealed class DrizzleCredentials
{
    /// <summary>The address, <c>mysql://user:password@host:port/database</c>; null where it is given in parts.</summary>
    public string? Url { get; init; }

    /// <summary>The server's name.</summary>
    public string? Host { get; init; }

    /// <summary>The port.</summary>
    public int? Port { get; init; }

    /// <summary>The user.</summary>
    public string? User { get; init; }

    /// <summary>The password.</summary>
    public string? Password { get; init; }

    /// <summary>The database.</summary>
    public string? Database { get; init; }

    /// <summary>The <c>ssl</c> option as JSON, or its text where it is a string; null where it is not given.</summary>
    public string? Ssl { get; init; }

    /// <summary>Whether a part of it is the word that JavaScript writes for what is not set.</summary>
    internal bool HasUndefined => Url is { } url
        ? url.Split(['/', ':', '@', '?', '&', '=', '.'], StringSplitOptions.RemoveEmptyEntries).Contains("undefined", StringComparer.Ordinal)
        : new[] { Host, User, Password, Database }.Contains("undefined", StringComparer.Ordinal);

    /// <summary>The address as one URL, put together from the parts where it is given so.</summary>
    internal string ToUrl()
    {
        if (Url is not null) return Url;
        var user = User is null ? "" : Uri.EscapeDataString(User) + (Password is null ? "" : ":" + Uri.EscapeDataString(Password)) + "@";
        var host = Host!.IndexOf(':') >= 0 ? $"[{Host}]" : Host;
        var ssl = Ssl is null ? "" : "?ssl=" + Uri.EscapeDataString(Ssl);
        return $"mysql://{user}{host}:{Port ?? 3306}/{Uri.EscapeDataString(Database ?? "")}{ssl}";
    }

    /// <inheritdoc/>
    public override string ToString() => Url is not null ? "a database address" : $"{Host}:{Port}/{Database}";
}
