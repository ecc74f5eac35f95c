using System.Net;
using Migrations.Core.Reporting;
using Migrations.Model;
using MySqlConnector;

namespace Migrations.Core.Servers;

/// <summary>How to reach a database. It holds the password and never prints it.</summary>
public sealed class ConnectionSettings
{
    private readonly MySqlConnectionStringBuilder _builder;

    // The password as the URL spells it, also where a credential takes its place.
    private readonly string? _written;

    // How the server must prove itself before it is sent anything; null to leave that to the driver.
    private readonly VerifiedCertificate? _certificate;

    private ConnectionSettings(MySqlConnectionStringBuilder builder, string? collation, string? written, VerifiedCertificate? certificate)
    {
        _builder = builder;
        _written = written;
        Collation = collation;
        _certificate = certificate;
    }

    /// <summary>The host, or the path of the socket.</summary>
    public string Host => _builder.Server;

    /// <summary>The port.</summary>
    public uint Port => _builder.Port;

    /// <summary>The user.</summary>
    public string User => _builder.UserID;

    /// <summary>The database.</summary>
    public string Database => _builder.Database;

    /// <summary>The collation of the session that the URL's <c>charset</c> asks for; null for the driver's.</summary>
    internal string? Collation { get; }

    /// <summary>Reads a <c>mysql://</c> URL with mysql2's query options, or an ADO.NET connection string.</summary>
    /// <param name="text">The URL or connection string.</param>
    /// <param name="credential">Replaces its user and password.</param>
    /// <exception cref="MigrationException"><c>DatabaseUrlInvalid</c>, <c>DatabaseUrlWithoutDatabase</c>, and for a token <c>AccessTokenNeedsTls</c>, <c>AccessTokenNeedsUser</c>; the message shows nothing of the password.</exception>
    public static ConnectionSettings Parse(string text, DatabaseCredential? credential = null) => Parse(text, credential, needsDatabase: true);

    /// <summary>Reads a URL or connection string of a server, whether or not it names a database.</summary>
    /// <param name="text">The URL or connection string.</param>
    /// <exception cref="MigrationException"><c>DatabaseUrlInvalid</c>.</exception>
    public static ConnectionSettings ParseServer(string text) => Parse(text, credential: null, needsDatabase: false);

    private static ConnectionSettings Parse(string text, DatabaseCredential? credential, bool needsDatabase)
    {
        if (string.IsNullOrWhiteSpace(text)) throw DatabaseUrl.Invalid("The database URL is empty.");
        text = text.Trim();
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        string? collation = null;
        string? written = null;
        MySqlConnectionStringBuilder builder;
        if (scheme > 0 && text.IndexOf('=') is var equals && (equals < 0 || equals > scheme))
        {
            builder = DatabaseUrl.Parse(text, out collation);
            written = DatabaseUrl.PasswordAsWritten(text);
        }
        else
        {
            builder = FromConnectionString(text);
        }
        if (credential is not null)
        {
            // The driver throws at it.
            if (credential.User.IndexOf('\0') >= 0 || credential.Password.IndexOf('\0') >= 0) throw DatabaseUrl.Invalid("The credential has the character U+0000 in it.");
            if (!credential.IsToken || credential.User.Length > 0) builder.UserID = credential.User;
            builder.Password = credential.Password;
        }
        if (needsDatabase && string.IsNullOrEmpty(builder.Database))
        {
            throw new MigrationException(
                ErrorIds.DatabaseUrlWithoutDatabase, "The database URL names no database.",
                "End it with the database's name: mysql://user:password@host:3306/database.", target: new ConnectionSettings(builder, collation, written, null).ToString());
        }
        return new ConnectionSettings(ForMigrations(builder), collation, written, credential is { IsToken: true } ? ForToken(builder) : null);
    }

    /// <summary>Tells a build agent the password, so that it hides it in whatever is written from now on: by us, or by another tool.</summary>
    /// <param name="log">What the agent is told.</param>
    public void HidePassword(BuildLog log) => log.Hide(_builder.Password, _written);

    /// <summary>The place without the password: <c>mysql://user@host:port/database</c>.</summary>
    public override string ToString() =>
        _builder.ConnectionProtocol == MySqlConnectionProtocol.UnixSocket
            ? $"mysql://{User}@{Host}/{Database}"
            : $"mysql://{User}@{(Host.IndexOf(':') >= 0 ? $"[{Host}]" : Host)}:{Port}/{Database}";

    /// <summary>The connection string of a connection that is about to be opened, password included: for the driver alone.</summary>
    internal string ToConnectionString()
    {
        if (!string.IsNullOrEmpty(_builder.ApplicationName)) return _builder.ConnectionString;
        // Named when it is opened, for the name says since when.
        return new MySqlConnectionStringBuilder(_builder.ConnectionString) { ApplicationName = RunnerName.OfThisProcess().ToString() }.ConnectionString;
    }

    /// <summary>Takes a password out of a text, in whatever spelling a URL or a message may have it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="password">The password.</param>
    public static string Redact(string text, string password)
    {
        if (password.Length == 0) return text;
        var encoded = Uri.EscapeDataString(password);
        foreach (var spelling in (string[])[password, encoded, encoded.ToLowerInvariant()]) text = text.Replace(spelling, "***");
        return text;
    }

    /// <summary>Takes the password of a URL or connection string out of a text; all of it, where it cannot be understood.</summary>
    /// <param name="text">The text.</param>
    /// <param name="url">The URL or connection string.</param>
    public static string RedactUrl(string text, string url)
    {
        try
        {
            return Redact(text, ParseServer(url)._builder.Password);
        }
        catch (MigrationException)
        {
            return Redact(text, url.Trim());
        }
    }

    /// <summary>A connection, not opened yet. Those that the driver makes of it, to stop a statement, check the server as it does.</summary>
    internal MySqlConnection NewConnection()
    {
        var connection = new MySqlConnection(ToConnectionString());
        if (_certificate is not null) connection.RemoteCertificateValidationCallback = _certificate.Accepts;
        return connection;
    }

    /// <summary>The same server with another database.</summary>
    internal ConnectionSettings WithDatabase(string database)
    {
        var builder = new MySqlConnectionStringBuilder(_builder.ConnectionString) { Database = database };
        return new ConnectionSettings(builder, Collation, _written, _certificate);
    }

    // A token lets whoever has it in as its owner, elsewhere too: it goes over TLS to a server that has proved to be the one, or nowhere.
    private static VerifiedCertificate ForToken(MySqlConnectionStringBuilder builder)
    {
        if (builder.ConnectionProtocol is not (MySqlConnectionProtocol.Sockets or MySqlConnectionProtocol.Tcp))
            throw NeedsTls("The database URL names a socket or pipe, over which there is no TLS");
        if (builder.SslMode == MySqlSslMode.None) throw NeedsTls("The database URL switches TLS off");
        if (builder.SslMode == MySqlSslMode.Required) throw NeedsTls("The database URL asks for TLS without a look at the server's certificate");
        if (string.IsNullOrEmpty(builder.UserID))
        {
            throw new MigrationException(
                ErrorIds.AccessTokenNeedsUser, "A token is given, and no user that it is for.",
                "Name the user in the URL (mysql://user@host:3306/database, @ in it written as %40) or by -Credential with an empty password.", target: "AccessToken");
        }
        var certificate = VerifiedCertificate.By(builder.SslCa);
        // The driver asks a callback only in this mode and without an authority of its own; it still refuses a server without TLS.
        builder.SslMode = MySqlSslMode.Required;
        builder.SslCa = "";
        // It goes with VerifyFull alone.
        builder.SkipCertificateRevocationCheck = false;
        builder.AllowPublicKeyRetrieval = false;
        // No other server than the one that is named.
        builder.ServerRedirectionMode = MySqlServerRedirectionMode.Disabled;
        return certificate;
    }

    private static MigrationException NeedsTls(string what) => new(
        ErrorIds.AccessTokenNeedsTls, $"{what}, and an access token is sent only over TLS to a server whose certificate was verified.",
        "Leave the ssl option out of the URL, or write ?ssl-mode=VERIFY_IDENTITY; name a private authority by &ssl-ca=<file>.", target: "AccessToken");

    private static MySqlConnectionStringBuilder FromConnectionString(string text)
    {
        try
        {
            var builder = new MySqlConnectionStringBuilder(text);
            if (string.IsNullOrEmpty(builder.Server)) throw DatabaseUrl.Invalid("The connection string names no server.");
            return builder;
        }
        catch (Exception bad) when (bad is ArgumentException or FormatException or InvalidOperationException)
        {
            // The driver's message quotes the part it stumbled over, which may be a password.
            throw DatabaseUrl.Invalid("The text is neither a mysql:// URL nor a connection string that the driver understands.");
        }
    }

    private static MySqlConnectionStringBuilder ForMigrations(MySqlConnectionStringBuilder builder)
    {
        // A pooled connection would keep session state, and the run lock, beyond the run.
        builder.Pooling = false;
        // Migrations set user variables: SET @s = IF(…); PREPARE p FROM @s.
        builder.AllowUserVariables = true;
        // An ALTER runs as long as it runs; -StatementTimeout bounds a statement.
        builder.DefaultCommandTimeout = 0;
        builder.AutoEnlist = false;
        // caching_sha2_password without TLS needs the server's key; on the same machine nobody can put another in its place.
        if (builder.ConnectionProtocol == MySqlConnectionProtocol.UnixSocket || IsLoopback(builder.Server)) builder.AllowPublicKeyRetrieval = true;
        return builder;
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
