using System.Management.Automation;
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

    private string? _place;
    private string? _url;

    /// <summary>The URL in force; null where none is named.</summary>
    /// <param name="project">The project, where there is one.</param>
    protected string? UrlInForce(MigrationProject? project) => _url = DatabaseUrl ?? ProjectEnvironment.DatabaseUrlOf(project);

    /// <summary>Connects.</summary>
    /// <param name="project">The project, where there is one.</param>
    /// <exception cref="MigrationException"><c>DatabaseUrlMissing</c>, and what connecting throws.</exception>
    protected DatabaseSession Connect(MigrationProject? project)
    {
        var url = UrlInForce(project) ?? throw new MigrationException(
            ErrorIds.DatabaseUrlMissing, "No database is named.",
            "Give -DatabaseUrl mysql://user:password@host:3306/database, or set $env:DATABASE_URL, or DATABASE_URL in the project's .env.", target: "DatabaseUrl");
        var credential = Credential is null || Credential == PSCredential.Empty
            ? null : new DatabaseCredential(Credential.UserName, Credential.GetNetworkCredential().Password);
        var settings = ConnectionSettings.Parse(url, credential);
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
        // Every parameter that names a server, those of derived cmdlets too, and what stood in for them.
        var urls = MyInvocation.BoundParameters.Where(given => given.Key.EndsWith("Url", StringComparison.OrdinalIgnoreCase)).Select(given => given.Value as string);
        return urls.Append(_url).OfType<string>().Aggregate(text, ConnectionSettings.RedactUrl);
    }
}
