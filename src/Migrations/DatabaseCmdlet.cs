using System.Management.Automation;
using Migrations.Core.Servers;
using Migrations.Model;

namespace Migrations;

/// <summary>What the cmdlets share that talk to a server.</summary>
public abstract class DatabaseCmdlet : MigrationCmdlet
{
    /// <summary>The database: a <c>mysql://</c> URL or an ADO.NET connection string. Default: <c>$env:DATABASE_URL</c>.</summary>
    [Parameter]
    [Alias("Url")]
    [ValidateNotNullOrEmpty]
    public string? DatabaseUrl { get; set; }

    /// <summary>User and password, instead of those of the URL.</summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The name of the history table. Default: that of the project, else <c>__drizzle_migrations</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? HistoryTable { get; set; }

    /// <summary>The tag of the baseline. Default: that of the project's settings, else the newest journaled tag that has "baseline" in it and only makes tables.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BaselineTag { get; set; }

    /// <summary>The URL in force: the parameter's, else the environment's; null where there is none.</summary>
    protected string? UrlInForce => DatabaseUrl ?? (Environment.GetEnvironmentVariable("DATABASE_URL") is { Length: > 0 } url ? url : null);

    /// <summary>Connects.</summary>
    /// <exception cref="MigrationException"><c>DatabaseUrlMissing</c>, and what connecting throws.</exception>
    protected DatabaseSession Connect()
    {
        var url = UrlInForce ?? throw new MigrationException(
            "DatabaseUrlMissing", MigrationErrorKind.InvalidArgument, "No database is named.",
            "Give -DatabaseUrl mysql://user:password@host:3306/database, or set $env:DATABASE_URL.");
        var credential = Credential is null || Credential == PSCredential.Empty
            ? null : new DatabaseCredential(Credential.UserName, Credential.GetNetworkCredential().Password);
        var settings = ConnectionSettings.Parse(url, credential);
        WriteVerbose($"Connecting to {settings}.");
        var session = DatabaseSession.Open(settings, Cancellation);
        WriteVerbose($"Connected to {session.Server} at {settings}.");
        return session;
    }
}
