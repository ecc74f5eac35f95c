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

    /// <inheritdoc/>
    public override string ToString() => Url is not null ? "a database address" : $"{Host}:{Port}/{Database}";
}
