using System.Data.Common;
using Migrations.Core.Sql;
using Migrations.Model;
using MySqlConnector;

namespace Migrations.Core.Servers;

/// <summary>One connection to one database, and what was read about its server when it opened.</summary>
public sealed class DatabaseSession : IDisposable
{
    private MySqlConnection _connection;

    private DatabaseSession(ConnectionSettings settings, MySqlConnection connection)
    {
        Settings = settings;
        _connection = connection;
    }

    /// <summary>Where it is connected to.</summary>
    public ConnectionSettings Settings { get; }

    /// <summary>The server.</summary>
    public ServerInfo Server { get; private set; } = null!;

    /// <summary>The database's name as the server writes it.</summary>
    public string Database { get; private set; } = "";

    /// <summary>The server's number for this connection.</summary>
    public long ConnectionId { get; private set; }

    /// <summary>Whether the connection still stands, as far as this end has noticed.</summary>
    internal bool IsOpen => _connection.State == System.Data.ConnectionState.Open;

    /// <summary>The modes of the session that change where a statement ends.</summary>
    public SqlModes Modes { get; private set; }

    /// <summary>How long a statement may run, in seconds; 0 for as long as it takes.</summary>
    public int StatementTimeout { get; set; }

    /// <summary>Connects, and reads what the server is (one command).</summary>
    /// <exception cref="MigrationException"><c>DatabaseUnreachable</c>, <c>DatabaseAccessDenied</c>, <c>DatabaseNotFound</c>.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static DatabaseSession Open(ConnectionSettings settings, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var connection = settings.NewConnection();
        var session = new DatabaseSession(settings, connection);
        try
        {
            connection.OpenAsync(cancellation).GetAwaiter().GetResult();
            session.ConnectionId = connection.ServerThread;
            session.ReadServer(cancellation);
            return session;
        }
        catch (MySqlException failure)
        {
            session.Dispose();
            throw CannotOpen(settings, failure);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Reads the database's schema.</summary>
    /// <exception cref="MigrationException"><c>SchemaUnreadable</c>: the server refused a query of its catalog.</exception>
    /// <exception cref="MySqlException">The connection was lost.</exception>
    public LiveSchema ReadSchema(CancellationToken cancellation = default, IReadOnlyList<string>? otherDatabases = null)
    {
        try
        {
            return LiveSchemaReader.Read(_connection, Server, cancellation, otherDatabases);
        }
        catch (MySqlException refused) when (IsOpen)
        {
            throw Unreadable(Database, refused);
        }
    }

    /// <summary>Reads some tables and views of a database by their names.</summary>
    /// <param name="database">The database.</param>
    /// <param name="tables">The names.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="MigrationException"><c>SchemaUnreadable</c>: the server refused a query of its catalog.</exception>
    /// <exception cref="MySqlException">The connection was lost.</exception>
    internal DatabaseSchema ReadTables(string database, IReadOnlyList<string> tables, CancellationToken cancellation)
    {
        try
        {
            return LiveSchemaReader.ReadTables(_connection, Server, Database, database, tables, cancellation);
        }
        catch (MySqlException refused) when (IsOpen)
        {
            throw Unreadable(database, refused);
        }
    }

    /// <summary>Connects anew after the connection was lost. Nothing of the old session is kept: no lock, no setting, no variable.</summary>
    /// <exception cref="MySqlException">There is no connection to be had.</exception>
    internal void Reopen(CancellationToken cancellation)
    {
        _connection.Dispose();
        var connection = Settings.NewConnection();
        _connection = connection;
        connection.OpenAsync(cancellation).GetAwaiter().GetResult();
        ConnectionId = connection.ServerThread;
    }

    /// <summary>Sends a statement and reads whatever it returns.</summary>
    /// <returns>The rows touched; -1 where the server counts none.</returns>
    /// <exception cref="MySqlException">The server refused it.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the statement was stopped on the server.</exception>
    internal int Execute(string sql, CancellationToken cancellation = default, params (string Name, object? Value)[] parameters) =>
        Run(sql, parameters, cancellation, command => command.ExecuteNonQuery());

    /// <summary>Sends a query and gives its rows.</summary>
    internal IReadOnlyList<T> Query<T>(string sql, Func<DbDataReader, T> row, CancellationToken cancellation = default, params (string Name, object? Value)[] parameters) =>
        Run(sql, parameters, cancellation, command =>
        {
            var rows = new List<T>();
            using var reader = command.ExecuteReader();
            while (reader.Read()) rows.Add(row(reader));
            return rows;
        });

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private T Run<T>(string sql, (string Name, object? Value)[] parameters, CancellationToken cancellation, Func<MySqlCommand, T> run)
    {
        cancellation.ThrowIfCancellationRequested();
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = StatementTimeout;
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        // Cancel() asks the server, over a connection of its own, to stop the query.
        using var registration = cancellation.Register(command.Cancel);
        try
        {
            return run(command);
        }
        catch (MySqlException stopped) when (cancellation.IsCancellationRequested && stopped.ErrorCode == MySqlErrorCode.QueryInterrupted)
        {
            throw new OperationCanceledException("The statement was stopped.", stopped, cancellation);
        }
    }

    private void ReadServer(CancellationToken cancellation)
    {
        var facts = Query(
            "SELECT VERSION(), @@version_comment, @@sql_mode, DATABASE()",
            row => (Version: row.GetString(0), Comment: row.GetString(1), Modes: row.GetString(2), Database: row.IsDBNull(3) ? "" : row.GetString(3)),
            cancellation)[0];
        Server = ServerVersion.Parse(facts.Version, facts.Comment);
        Database = facts.Database;
        Modes = (facts.Modes.Contains("ANSI_QUOTES") ? SqlModes.AnsiQuotes : 0) | (facts.Modes.Contains("NO_BACKSLASH_ESCAPES") ? SqlModes.NoBackslashEscapes : 0);
    }

    private MigrationException Unreadable(string database, MySqlException refused) => new(
        ErrorIds.SchemaUnreadable, $"The catalog of '{database}' cannot be read: {ServerErrors.Of(refused)}",
        "Check that the account may see the database's tables.", target: Settings.ToString(), inner: refused);

    private static MigrationException CannotOpen(ConnectionSettings settings, MySqlException failure) => failure.ErrorCode switch
    {
        MySqlErrorCode.UnknownDatabase => new MigrationException(
            ErrorIds.DatabaseNotFound, $"There is no database '{settings.Database}' on {settings.Host}.",
            "Create it (CREATE DATABASE … CHARACTER SET utf8mb4), or correct the URL.", target: settings.ToString(), inner: failure),
        MySqlErrorCode.AccessDenied or MySqlErrorCode.DatabaseAccessDenied => new MigrationException(
            ErrorIds.DatabaseAccessDenied, $"The server did not let '{settings.User}' in: {failure.Message}",
            "Check user and password, and that the account may use this database from this machine.", target: settings.ToString(), inner: failure),
        _ => new MigrationException(
            ErrorIds.DatabaseUnreachable, $"No connection to {settings}: {Innermost(failure)}",
            "Check host, port, TLS options and that the server runs; a refused public key means that TLS (ssl=…) is needed.", target: settings.ToString(), inner: failure),
    };

    private static string Innermost(Exception failure)
    {
        var inner = failure.InnerException;
        return inner is null || failure.Message.Contains(inner.Message) ? failure.Message : $"{failure.Message} {inner.Message}";
    }
}
