namespace Migrations.Core.Servers;

/// <summary>A user and a password, or a token that stands for one. It never prints the password.</summary>
public sealed class DatabaseCredential
{
    private DatabaseCredential(string user, string password, bool isToken)
    {
        User = user ?? throw new ArgumentNullException(nameof(user));
        Password = password ?? throw new ArgumentNullException(nameof(password));
        IsToken = isToken;
    }

    /// <summary>A user and a password.</summary>
    /// <param name="user">The user.</param>
    /// <param name="password">The password.</param>
    public DatabaseCredential(string user, string password)
        : this(user, password, isToken: false)
    {
    }

    /// <summary>The user.</summary>
    public string User { get; }

    /// <summary>Whether the password is a token of an identity provider: it is sent only over TLS, to a server whose certificate was verified.</summary>
    public bool IsToken { get; }

    /// <summary>The password: only for the connection.</summary>
    internal string Password { get; }

    /// <summary>A token, sent where the password would be (<c>mysql_clear_password</c>): so Azure Database for MySQL takes the tokens of Microsoft Entra.</summary>
    /// <param name="user">The user it is for; empty for that of the URL.</param>
    /// <param name="token">The token.</param>
    public static DatabaseCredential OfToken(string user, string token) => new(user, token, isToken: true);

    /// <inheritdoc/>
    public override string ToString() => User;
}
