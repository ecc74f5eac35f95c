using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Migrations.Model;
using MySqlConnector;

namespace Migrations.Core.Servers;

/// <summary>A server of this machine that is started for a while and holds nothing of anybody; it is gone when this is disposed.</summary>
internal sealed class ScratchServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly Action _stop;

    private ScratchServer(ConnectionSettings settings, string description, Action stop)
    {
        Settings = settings;
        Description = description;
        _stop = stop;
    }

    /// <summary>How to reach it, without a database.</summary>
    public ConnectionSettings Settings { get; }

    /// <summary>What it is, for a person.</summary>
    public string Description { get; }

    /// <summary>Starts a server from what this machine has: an installed MySQL or MariaDB in a temporary folder, else a container.</summary>
    /// <param name="preferred">The family that is tried first; null for MySQL.</param>
    /// <param name="notify">Told what did not start although something else did; may be null.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="MigrationException"><c>ScratchServerMissing</c>: there is nothing to start, or it did not start.</exception>
    public static ScratchServer Start(ServerFlavor? preferred, Action<string>? notify, CancellationToken cancellation)
    {
        var failures = new List<string>();
        var server = Start(preferred == ServerFlavor.MariaDb, failures, cancellation);
        if (server is not null)
        {
            foreach (var failure in failures.Distinct()) notify?.Invoke($"Not started: {failure}");
            return server;
        }
        throw new MigrationException(
            ErrorIds.ScratchServerMissing,
            "There is no server to build the schema on." + string.Concat(failures.Distinct().Select(failure => "\n  " + failure)),
            "Give -ScratchUrl the URL of a server on which this account may create and drop databases (mysql://user:password@host:3306); or install MySQL or MariaDB, or Docker, on this machine.", target: "ScratchUrl");
    }

    private static ScratchServer? Start(bool wantsMariaDb, List<string> failures, CancellationToken cancellation)
    {
        var programs = LocalServer.Find(cancellation);
        foreach (var program in programs.OrderByDescending(program => program.IsMariaDb == wantsMariaDb))
        {
            // One of the other family understands other statements: a container of the right one is better, where there is an engine.
            if (program.IsMariaDb != wantsMariaDb && ServerContainer.Start(wantsMariaDb, failures, cancellation) is { } container) return container;
            if (Tried(program.Start, program.ToString(), failures, cancellation) is { } server) return server;
        }
        return programs.Any(program => program.IsMariaDb != wantsMariaDb) ? null : ServerContainer.Start(wantsMariaDb, failures, cancellation);
    }

    /// <summary>Waits for a server that was begun, and gives it; stops it where it does not come up.</summary>
    /// <param name="settings">How to reach it.</param>
    /// <param name="description">What it is.</param>
    /// <param name="isGone">Whether it has ended by itself.</param>
    /// <param name="said">What it has said.</param>
    /// <param name="stop">Stops it and takes away what it leaves.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">It does not answer.</exception>
    internal static ScratchServer Await(ConnectionSettings settings, string description, Func<bool> isGone, Func<string> said, Action stop, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                var gone = isGone();
                try
                {
                    using var session = DatabaseSession.Open(settings, cancellation);
                    return new ScratchServer(settings, $"{session.Server} ({description})", stop);
                }
                catch (MigrationException notYet)
                {
                    if (gone || watch.Elapsed > Patience) throw new InvalidOperationException($"it did not start: {said()} {notYet.InnerException?.Message}".TrimEnd(), notYet);
                }
                cancellation.WaitHandle.WaitOne(150);
            }
        }
        catch
        {
            stop();
            throw;
        }
    }

    /// <summary>Tries one way of starting a server; why it did not go is noted.</summary>
    internal static ScratchServer? Tried(Func<CancellationToken, ScratchServer> start, string what, List<string> failures, CancellationToken cancellation)
    {
        try
        {
            return start(cancellation);
        }
        catch (Exception failure) when (failure is InvalidOperationException or Win32Exception or IOException or UnauthorizedAccessException)
        {
            failures.Add($"{what}: {failure.Message}");
            return null;
        }
    }

    /// <summary>How to reach a server on this machine.</summary>
    internal static ConnectionSettings SettingsOf(int port, string password) =>
        ConnectionSettings.ParseServer(new MySqlConnectionStringBuilder { Server = "127.0.0.1", Port = (uint)port, UserID = "root", Password = password, SslMode = MySqlSslMode.Preferred, ConnectionTimeout = 5 }.ConnectionString);

    /// <summary>A password that nobody knows, without characters that SQL or a shell would read otherwise.</summary>
    internal static string NewPassword()
    {
        using var random = RandomNumberGenerator.Create();
        var bytes = new byte[20];
        random.GetBytes(bytes);
        // Some servers are set to want letters of both cases, a digit and something else.
        return "Aa1-" + string.Concat(bytes.Select(value => value.ToString("x2", CultureInfo.InvariantCulture)));
    }

    /// <inheritdoc/>
    public void Dispose() => _stop();
}
