using Migrations.Core.Sql;
using Migrations.Model;
using MySqlConnector;

namespace Migrations.Core.Servers;

/// <summary>A database of our own for trials, under a name that nobody else has; it is gone when this is disposed, after errors and cancellation too.</summary>
internal sealed class ScratchDatabase : IDisposable
{
    private readonly ConnectionSettings _settings;
    private bool _isMade;

    private ScratchDatabase(ConnectionSettings settings, DatabaseSession session)
    {
        _settings = settings;
        Session = session;
    }

    /// <summary>Every scratch database begins so: what a killed process left behind is known by it.</summary>
    public const string Prefix = "migrations_probe_";

    public string Name { get; } = Prefix + Guid.NewGuid().ToString("N");

    /// <summary>The session whose database it is.</summary>
    public DatabaseSession Session { get; }

    /// <summary>Whether it could not be dropped.</summary>
    public bool IsLeft { get; private set; }

    /// <summary>Connects to a server; the database is made by <see cref="Make"/>.</summary>
    public static ScratchDatabase Connect(ConnectionSettings settings, CancellationToken cancellation) => new(settings, DatabaseSession.Open(settings, cancellation));

    /// <summary>Where to connect for sessions that begin in the database.</summary>
    public ConnectionSettings Settings => _settings.WithDatabase(Name);

    /// <summary>Makes the database and goes into it.</summary>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="defaults">Its character set and collation, as SQL (<c>CHARACTER SET utf8mb4</c>); empty for the server's.</param>
    /// <exception cref="MySqlException">The server refused it.</exception>
    public void Make(CancellationToken cancellation, string defaults = "")
    {
        // Before the statement: a cancelled one may have been done.
        _isMade = true;
        Session.Execute($"CREATE DATABASE {SqlName.Quote(Name)} {defaults}".TrimEnd(), cancellation);
        Session.Execute("USE " + SqlName.Quote(Name), cancellation);
    }

    public void Dispose()
    {
        if (_isMade && !TryDrop(Session)) IsLeft = !TryDropAnew();
        Session.Dispose();
    }

    private bool TryDrop(DatabaseSession session)
    {
        try
        {
            session.Execute("DROP DATABASE IF EXISTS " + SqlName.Quote(Name));
            return true;
        }
        catch (Exception lost) when (lost is MySqlException or InvalidOperationException)
        {
            return false;
        }
    }

    // The connection may have been lost in the trials.
    private bool TryDropAnew()
    {
        try
        {
            using var session = DatabaseSession.Open(_settings);
            return TryDrop(session);
        }
        catch (MigrationException)
        {
            return false;
        }
    }
}
