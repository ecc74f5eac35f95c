using System.Management.Automation;
using System.Net;
using System.Security;
using Migrations.Core.Projects;
using Migrations.Core.Servers;
using Migrations.Model;

namespace Migrations;

/// <summary>What the cmdlets share that talk to a server.</summary>
public abstract class DatabaseCmdlet : MigrationCmdlet
{
    /// <summary>The database: a <c>mysql://</c> URL or an ADO.NET connection string. Default: <c>$env:DATABASE_URL</c>, else that of the project's <c>.env</c>, else the <c>dbCredentials</c> of its configuration.</summary>
    [Parameter]
    [Alias("Url")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DatabaseUrlCompleter))]
    public string? DatabaseUrl { get; set; }

    /// <summary>User and password, instead of those of the URL.</summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>
    /// A token instead of the password: of Microsoft Entra, for Azure Database for MySQL, as <c>(Get-AzAccessToken -ResourceUrl https://ossrdbms-aad.database.windows.net).Token</c>
    /// gives it. The user is that of the URL, or of <c>-Credential</c> without a password. It is sent only over TLS, to a server whose certificate and name were verified.
    /// </summary>
    [Parameter]
    [AccessToken]
    [ValidateNotNull]
    public SecureString? AccessToken { get; set; }

    private string? _place;
    private string? _url;

    /// <summary>The URL in force; null where none is named.</summary>
    /// <param name="project">The project, where there is one.</param>
    protected string? UrlInForce(MigrationProject? project) => _url = DatabaseUrl ?? ProjectEnvironment.DatabaseUrlOf(project);

    /// <summary>Connects.</summary>
    /// <param name="project">The project, where there is one.</param>
    /// <exception cref="MigrationException"><c>DatabaseUrlMissing</c>, <c>AccessTokenAndPassword</c>, and what connecting throws.</exception>
    protected DatabaseSession Connect(MigrationProject? project)
    {
        var url = UrlInForce(project) ?? throw new MigrationException(
            ErrorIds.DatabaseUrlMissing, "No database is named.",
            "Give -DatabaseUrl mysql://user:password@host:3306/database, or set $env:DATABASE_URL, or DATABASE_URL in the project's .env.", target: "DatabaseUrl");
        var settings = ConnectionSettings.Parse(url, GivenCredential());
        settings.HidePassword(Build);
        _place = settings.ToString();
        WriteVerbose($"Connecting to {settings}.");
        var session = Busy($"Connecting to {settings}", () => DatabaseSession.Open(settings, Cancellation));
        WriteVerbose($"Connected to {session.Server} at {settings}.");
        return session;
    }

    private protected override object Place => _place ?? base.Place;

    private protected override string Redacted(string text)
    {
        if (Credential is not null && Credential != PSCredential.Empty) text = ConnectionSettings.Redact(text, Credential.GetNetworkCredential().Password);
        if (AccessToken is not null) text = ConnectionSettings.Redact(text, new NetworkCredential("", AccessToken).Password);
        // Every parameter that names a server, those of derived cmdlets too, and what stood in for them.
        var urls = MyInvocation.BoundParameters.Where(given => given.Key.EndsWith("Url", StringComparison.OrdinalIgnoreCase)).Select(given => given.Value as string);
        return urls.Append(_url).OfType<string>().Aggregate(text, ConnectionSettings.RedactUrl);
    }

    /// <summary>The settings of a scratch server; null where none is named.</summary>
    /// <param name="url">Its URL.</param>
    /// <param name="parse">Reads it.</param>
    private protected ConnectionSettings? Scratch(string? url, Func<string, ConnectionSettings> parse)
    {
        if (url is null) return null;
        var settings = parse(url);
        settings.HidePassword(Build);
        return settings;
    }

    private DatabaseCredential? GivenCredential()
    {
        var login = Credential is null || Credential == PSCredential.Empty ? null : Credential.GetNetworkCredential();
        // Its own UserName: the other one takes user@domain apart.
        var user = login is null ? "" : Credential!.UserName;
        if (AccessToken is null) return login is null ? null : new DatabaseCredential(user, login.Password);
        if (!string.IsNullOrEmpty(login?.Password))
        {
            throw new MigrationException(
                ErrorIds.AccessTokenAndPassword, "A token and a password are given.",
                "Give -AccessToken alone, with the user in the URL, or -Credential alone.", target: "AccessToken");
        }
        return DatabaseCredential.OfToken(user, new NetworkCredential("", AccessToken).Password);
    }
}
