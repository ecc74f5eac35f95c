namespace Migrations.Core.Servers;

/// <summary>A user and a password. It never prints the password.</summary>
/// <param name="user">The user.</param>
/// <param name="password">The password.</param>
public sealed class DatabaseCredential(string user, string password)
{
    /// <summary>The user.</summary>
    public string User { get; } = user ?? throw new ArgumentNullException(nameof(user));

    /// <summary>The password: only for the connection.</summary>
    internal string Password { get; } = password ?? throw new ArgumentNullException(nameof(password));

    /// <inheritdoc/>
    public override string ToString() => User;
}
