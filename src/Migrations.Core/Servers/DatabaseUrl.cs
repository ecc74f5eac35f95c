using System.Globalization;
using System.Text;
using System.Text.Json;
using Migrations.Model;
using MySqlConnector;

namespace Migrations.Core.Servers;

/// <summary>
/// Reads <c>mysql://user:password@host:port/database?options</c> as mysql2 does, so that the application's own URL works here.
/// </summary>
/// <remarks>The options are mysql2's connection options; the spellings of <c>ssl-mode</c> are those of the mysql client, Prisma and hosted databases.</remarks>
internal static class DatabaseUrl
{
    private const string Advice = "Write mysql://user:password@host:3306/database, with every special character of user and password percent-encoded (@ is %40, / is %2F, # is %23, ? is %3F, % is %25).";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>An error about the URL. The text must not quote the URL: a password could be in any part of it.</summary>
    public static MigrationException Invalid(string what) => new(ErrorIds.DatabaseUrlInvalid, what, Advice, target: "DatabaseUrl");

    public static MySqlConnectionStringBuilder Parse(string url, out string? collation)
    {
        var scheme = url.Substring(0, url.IndexOf("://", StringComparison.Ordinal)).ToLowerInvariant();
        if (scheme is not ("mysql" or "mysqls" or "mariadb" or "mysql2"))
        {
            // A scheme longer than a word is no scheme but part of a secret.
            var shown = scheme.Length <= 12 && scheme.All(char.IsLetter) ? $"'{scheme}://'" : "its scheme";
            throw Invalid($"The database URL is not for MySQL: {shown} is unknown.");
        }
        var rest = url.Substring(scheme.Length + 3);
        var authorityEnd = rest.IndexOfAny(['/', '?', '#']);
        var authority = authorityEnd < 0 ? rest : rest.Substring(0, authorityEnd);
        var tail = authorityEnd < 0 ? "" : rest.Substring(authorityEnd);
        if (tail.IndexOf('#') >= 0) throw Invalid("The database URL has a '#' in it.");
        var query = tail.IndexOf('?');
        var path = query < 0 ? tail : tail.Substring(0, query);
        // An "@" behind the host means that user or password hold an unencoded "/" or "?".
        if (path.IndexOf('@') >= 0) throw Invalid("The database URL has a '/' or '?' before its '@'.");

        if (path.Length == 0 && query >= 0 && authority.IndexOf('@') < 0 && tail.IndexOf('@') >= 0) throw Invalid("The database URL has a '?' before its '@'.");

        var builder = new MySqlConnectionStringBuilder();
        SetUserAndHost(builder, authority);
        builder.Database = Decode(path.TrimStart('/').TrimEnd('/'), "database name");
        if (scheme == "mysqls") builder.SslMode = MySqlSslMode.VerifyCA;
        collation = null;
        foreach (var option in query < 0 ? [] : tail.Substring(query + 1).Split(['&'], StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = option.IndexOf('=');
            var name = Decode(equals < 0 ? option : option.Substring(0, equals), "option name");
            var value = equals < 0 ? "" : Decode(option.Substring(equals + 1), "value of an option");
            SetOption(builder, name, value, ref collation);
        }
        if (builder.Server.Length == 0) throw Invalid("The database URL names no host.");
        return builder;
    }

    /// <summary>The password as a URL spells it; null where it has none.</summary>
    public static string? PasswordAsWritten(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        var end = scheme < 0 ? -1 : url.IndexOfAny(['/', '?', '#'], scheme + 3);
        var authority = scheme < 0 ? "" : url.Substring(scheme + 3, (end < 0 ? url.Length : end) - scheme - 3);
        var at = authority.LastIndexOf('@');
        var colon = authority.IndexOf(':');
        return colon >= 0 && colon < at ? authority.Substring(colon + 1, at - colon - 1) : null;
    }

    private static void SetUserAndHost(MySqlConnectionStringBuilder builder, string authority)
    {
        var at = authority.LastIndexOf('@');
        if (at >= 0)
        {
            var user = authority.Substring(0, at);
            var colon = user.IndexOf(':');
            builder.UserID = Decode(colon < 0 ? user : user.Substring(0, colon), "user");
            if (colon >= 0) builder.Password = Decode(user.Substring(colon + 1), "password");
        }
        SetHost(builder, authority.Substring(at + 1));
    }

    private static void SetHost(MySqlConnectionStringBuilder builder, string host)
    {
        string? address = null;
        if (host.StartsWith("[", StringComparison.Ordinal))
        {
            var close = host.IndexOf(']');
            address = close < 0 ? "" : host.Substring(1, close - 1);
            host = host.Substring(close + 1);
            if (address.IndexOf(':') < 0 || (host.Length > 0 && host[0] != ':')) throw Invalid("The brackets of the database URL hold no IPv6 address.");
        }
        else if (host.IndexOf(':') != host.LastIndexOf(':'))
        {
            throw Invalid("The host of the database URL has two ':'; an IPv6 address stands in brackets: [::1].");
        }
        var portColon = host.IndexOf(':');
        if (portColon >= 0)
        {
            if (!uint.TryParse(host.Substring(portColon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is 0 or > 65535)
                throw Invalid("The port of the database URL is not a number from 1 to 65535.");
            builder.Port = port;
            host = host.Substring(0, portColon);
        }
        builder.Server = Decode(address ?? host, "host");
    }

    private static void SetOption(MySqlConnectionStringBuilder builder, string name, string value, ref string? collation)
    {
        switch (name.Replace("-", "").Replace("_", "").ToLowerInvariant())
        {
            case "ssl":
                SetSsl(builder, value);
                break;
            case "sslmode":
                builder.SslMode = value.Replace("_", "").Replace("-", "").ToLowerInvariant() switch
                {
                    "disabled" or "disable" or "none" => MySqlSslMode.None,
                    "preferred" or "prefer" => MySqlSslMode.Preferred,
                    "required" or "require" => MySqlSslMode.Required,
                    "verifyca" => MySqlSslMode.VerifyCA,
                    "verifyidentity" or "verifyfull" => MySqlSslMode.VerifyFull,
                    _ => throw Invalid("The database URL's ssl-mode is none of disabled, preferred, required, verify_ca, verify_identity."),
                };
                break;
            case "sslaccept":
                builder.SslMode = value == "strict" ? MySqlSslMode.VerifyFull : MySqlSslMode.Required;
                break;
            case "sslca":
                builder.SslCa = value;
                break;
            case "charset":
                // The driver always speaks utf8mb4; what is left of the option is a collation of it.
                collation = value.StartsWith("utf8mb4_", StringComparison.OrdinalIgnoreCase) && value.All(c => char.IsLetterOrDigit(c) || c == '_') ? value.ToLowerInvariant() : null;
                break;
            case "connecttimeout":
                if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
                    throw Invalid("The database URL's connectTimeout is not a number of milliseconds.");
                builder.ConnectionTimeout = (uint)((milliseconds + 999L) / 1000); // 0 is no limit to both
                break;
            case "socketpath" or "socket":
                builder.Server = value;
                builder.ConnectionProtocol = MySqlConnectionProtocol.UnixSocket;
                break;
            case "user":
                builder.UserID = value;
                break;
            case "password":
                builder.Password = value;
                break;
            case "database":
                builder.Database = value;
                break;
            default:
                // The rest of mysql2's options (timezone, dateStrings, supportBigNumbers, connectionLimit, …) say how values reach
                // JavaScript or how its pool behaves: nothing that a migration could notice.
                break;
        }
    }

    // mysql2: a string names a profile of certificates, an object holds Node's TLS options, and whatever is given checks the
    // certificate's chain unless rejectUnauthorized is false. The host name is checked only with verifyIdentity.
    private static void SetSsl(MySqlConnectionStringBuilder builder, string value)
    {
        if (value.Length == 0 || value is "true" or "1")
        {
            builder.SslMode = MySqlSslMode.VerifyCA;
            return;
        }
        if (value is "false" or "0")
        {
            builder.SslMode = MySqlSslMode.None;
            return;
        }
        if (!value.StartsWith("{", StringComparison.Ordinal))
        {
            builder.SslMode = MySqlSslMode.VerifyCA;
            return;
        }
        try
        {
            using var json = JsonDocument.Parse(value);
            var options = json.RootElement;
            builder.SslMode =
                options.TryGetProperty("rejectUnauthorized", out var reject) && reject.ValueKind == JsonValueKind.False ? MySqlSslMode.Required
                : options.TryGetProperty("verifyIdentity", out var identity) && identity.ValueKind == JsonValueKind.True ? MySqlSslMode.VerifyFull
                : MySqlSslMode.VerifyCA;
            if (options.TryGetProperty("key", out _) || options.TryGetProperty("cert", out _) || options.TryGetProperty("pfx", out _))
                throw Invalid("The database URL's ssl option holds a client certificate; give a connection string with SslCert=<file>;SslKey=<file> instead.");
            if (options.TryGetProperty("ca", out var ca) && ca.ValueKind != JsonValueKind.Null)
            {
                if (ca.ValueKind != JsonValueKind.String || !File.Exists(ca.GetString()))
                    throw Invalid("The database URL's ssl option holds a certificate authority that is not the path of a file; save it to a file and give ssl={\"ca\":\"<path>\"}.");
                builder.SslCa = ca.GetString();
            }
        }
        catch (JsonException)
        {
            throw Invalid("The database URL's ssl option is not valid JSON.");
        }
    }

    private static string Decode(string text, string what)
    {
        var decoded = DecodePercents(text, what);
        return decoded.IndexOf('\0') < 0 ? decoded : throw Invalid($"The {what} in the database URL has the character U+0000 in it.");
    }

    private static string DecodePercents(string text, string what)
    {
        if (text.IndexOf('%') < 0) return text;
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                var length = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(i, length)));
                i += length - 1;
            }
            else if (i + 2 < text.Length && byte.TryParse(text.Substring(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
                i += 2;
            }
            else
            {
                throw Invalid($"The {what} in the database URL has a '%' that two hexadecimal digits do not follow.");
            }
        }
        try
        {
            return StrictUtf8.GetString([.. bytes]);
        }
        catch (DecoderFallbackException)
        {
            throw Invalid($"The {what} in the database URL is percent-encoded, but not as UTF-8 (é is %C3%A9).");
        }
    }
}
