using Migrations.Core.Baselines;
using Migrations.Core.Journals;
using Migrations.Core.Servers;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Model;
using MySqlConnector;

namespace Migrations.Core.Applying;

/// <summary>Where and how a chain of migrations is replayed.</summary>
public sealed record ReplayOptions
{
    /// <summary>The server for the scratch database; null for one of this machine that is started for it.</summary>
    public ConnectionSettings? Server { get; init; }

    /// <summary>The family of server that is started first; null for MySQL.</summary>
    public ServerFlavor? Preferred { get; init; }

    /// <summary>Whether the journal is run in its order alone, as over a database without a baseline, instead of as <c>Invoke-Migration</c> installs an empty database.</summary>
    public bool FromJournal { get; init; }

    /// <summary>Character set and collation of the scratch database, as SQL; null for utf8mb4 with the server's own collation.</summary>
    public string? Defaults { get; init; }
}

/// <summary>
/// Everything that a project's migrations make of an empty database, built in a scratch database that is dropped when this is disposed, however that comes.
/// It is the run itself that builds it: the baseline first, then the journal, then the bootstrap files; without a baseline the journal, then the bootstrap files.
/// </summary>
public sealed class ChainReplay : IDisposable
{
    private const string Utf8 = "CHARACTER SET utf8mb4";
    private readonly ScratchServer? _started;
    private readonly ScratchDatabase _scratch;

    private ChainReplay(ScratchServer? started, ScratchDatabase scratch)
    {
        _started = started;
        _scratch = scratch;
        Server = scratch.Session.Server;
        Place = started is null ? $"{scratch.Settings} ({Server})" : $"{started.Description}, started for this";
    }

    /// <summary>The session in the scratch database.</summary>
    public DatabaseSession Session { get; private set; } = null!;

    /// <summary>The server.</summary>
    public ServerInfo Server { get; }

    /// <summary>Where it is, for a person.</summary>
    public string Place { get; }

    /// <summary>Builds it.</summary>
    /// <param name="project">The project.</param>
    /// <param name="options">Where and how.</param>
    /// <param name="progress">Told before every statement; may be null.</param>
    /// <param name="notify">Told what the work is at; may be null.</param>
    /// <param name="cancellation">Ends the work; nothing is left.</param>
    /// <exception cref="MigrationException">
    /// <c>ScratchServerMissing</c>; <c>ScratchDatabaseRefused</c>: this account may not create databases there; <c>ReplayLeavesDatabase</c>: a statement reaches beyond the scratch
    /// database on a server that holds others; what connecting and the run throw, above all <c>StatementFailed</c> with file and line.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static ChainReplay Build(JournaledProject project, ReplayOptions options, Action<RunProgress>? progress = null, Action<string>? notify = null, CancellationToken cancellation = default)
    {
        if (options.Server is null) notify?.Invoke("Starting a server of this machine for the replay.");
        var started = options.Server is null ? ScratchServer.Start(options.Preferred, notify, cancellation) : null;
        ChainReplay? replay = null;
        try
        {
            replay = new ChainReplay(started, ScratchDatabase.Connect((started?.Settings ?? options.Server!).WithDatabase(""), cancellation));
            if (started is null) replay.RefuseReach(project, cancellation);
            notify?.Invoke($"Replaying the migrations on {replay.Place}.");
            replay.Make(options, cancellation);
            replay.Run(project, options, progress, cancellation);
            return replay;
        }
        catch
        {
            if (replay is not null) replay.Dispose();
            else started?.Dispose();
            throw;
        }
    }

    /// <summary>Whether the scratch database could not be dropped; known once this is disposed. A server that was started takes it along.</summary>
    public bool IsLeft => _started is null && _scratch.IsLeft;

    /// <summary>The scratch database's name.</summary>
    public string Database => _scratch.Name;

    /// <inheritdoc/>
    public void Dispose()
    {
        Session?.Dispose();
        _scratch.Dispose();
        _started?.Dispose();
    }

    /// <summary>The character set and collation of a database, as SQL.</summary>
    /// <param name="session">The session in it.</param>
    /// <param name="cancellation">Ends the query.</param>
    public static string? DefaultsOf(DatabaseSession session, CancellationToken cancellation = default) => session.Query(
        "SELECT DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = @database",
        row => $"CHARACTER SET {row.GetString(0)} COLLATE {row.GetString(1)}", cancellation, ("@database", session.Database)).FirstOrDefault();

    private void Make(ReplayOptions options, CancellationToken cancellation)
    {
        try
        {
            try
            {
                _scratch.Make(cancellation, options.Defaults ?? Utf8);
            }
            // The live database's collation may be one that this server does not know.
            catch (MySqlException unknown) when (options.Defaults is not null && unknown.ErrorCode is MySqlErrorCode.UnknownCollation or MySqlErrorCode.UnknownCharacterSet)
            {
                _scratch.Make(cancellation, Utf8);
            }
        }
        catch (MySqlException refused)
        {
            throw new MigrationException(
                ErrorIds.ScratchDatabaseRefused, $"The server at {_scratch.Session.Settings} did not make a scratch database: {ServerErrors.Of(refused)}",
                $"Let this account create and drop the databases whose names begin with {ScratchDatabase.Prefix} (GRANT ALL ON `{ScratchDatabase.Prefix.Replace("_", "\\_")}%`.* TO …), or give another -ScratchUrl.",
                target: _scratch.Session.Settings.ToString(), inner: refused);
        }
        Session = DatabaseSession.Open(_scratch.Settings, cancellation);
    }

    private void Run(JournaledProject project, ReplayOptions options, Action<RunProgress>? progress, CancellationToken cancellation)
    {
        var run = new MigrationRun(project, Session, new RunOptions { FreshInstall = options.FromJournal ? FreshInstall.Replay : FreshInstall.Baseline, Verify = false });
        try
        {
            foreach (var _ in run.Execute(progress, null, cancellation))
            {
            }
        }
        catch (MigrationException failed) when (failed.Is(ErrorIds.StatementFailed))
        {
            throw new MigrationException(
                failed.Id, $"A new database cannot be built from these migrations. {failed.What}",
                "Mend the statement, or what the migrations before it (and the baseline) make. The scratch database is gone; no other database was touched.", failed.Location, failed.ErrorTarget, failed);
        }
    }

    // On a server of others a USE or a table named with its database would change what is theirs.
    private void RefuseReach(JournaledProject project, CancellationToken cancellation)
    {
        var files = project.Journal.Entries.Select(entry => project.PathOf(entry.Tag)).Where(File.Exists).Concat(project.Project.BootstrapFiles());
        var beyond = files.SelectMany(file => KnownStatement.Read(SqlScript.Parse(SourceText.Load(file), _scratch.Session.Modes))).FirstOrDefault(StatementReach.IsBeyond);
        if (beyond is null || IsEmpty(cancellation)) return;
        throw new MigrationException(
            ErrorIds.ReplayLeavesDatabase,
            $"This statement reaches beyond the database that it is run in, and the server of -ScratchUrl holds other databases. Nothing was run.\n  {StatementExcerpt.Of(beyond.Statement.Text)}",
            "Give the -ScratchUrl of a server that holds nothing else (a new container), or none, so that a server of this machine is started for it.", beyond.Statement.Location);
    }

    private bool IsEmpty(CancellationToken cancellation) => _scratch.Session.Query(
        "SELECT COUNT(*) FROM information_schema.SCHEMATA s WHERE s.SCHEMA_NAME NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys') "
        + "AND EXISTS (SELECT 1 FROM information_schema.TABLES t WHERE t.TABLE_SCHEMA = s.SCHEMA_NAME)",
        row => Convert.ToInt64(row.GetValue(0), System.Globalization.CultureInfo.InvariantCulture), cancellation)[0] == 0;
}
