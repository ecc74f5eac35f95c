using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Migrations.TestServers;

namespace Migrations.Tests;

/// <summary>
/// Stands between a runner and a server, counts the commands that go through, and lets one fault strike at one of them. It knows
/// enough of the protocol to tell commands apart: packets of three bytes of length, one of sequence (0 begins a command), and the content.
/// </summary>
internal sealed class FaultProxy : IDisposable
{
    private readonly TestServer _server;
    private readonly Fault? _fault;
    private readonly Action<ProxiedConnection> _strike;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<ProxiedConnection> _connections = [];
    private readonly List<string> _commands = [];
    private int _strikes;

    /// <summary>Begins to listen.</summary>
    /// <param name="server">Where it leads.</param>
    /// <param name="fault">The fault; null to count only.</param>
    /// <param name="strike">What the fault does; both sides of the connection are closed after it unless it asks otherwise.</param>
    public FaultProxy(TestServer server, Fault? fault = null, Action<ProxiedConnection>? strike = null)
    {
        _server = server;
        _fault = fault;
        _strike = strike ?? (static _ => { });
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Whether the fault has struck; a run that has just ended may be a moment ahead of it. False where the run never came to its command.</summary>
    public bool HasStruck(double withinSeconds = 5) => SpinWait.SpinUntil(() => Volatile.Read(ref _strikes) == 1, TimeSpan.FromSeconds(withinSeconds));

    /// <summary>Whether new connections are refused from now on, as when the network is gone.</summary>
    public bool RefusesConnections { get; set; }

    /// <summary>The commands seen so far: the SQL of each, or the number of another kind of command.</summary>
    public IReadOnlyList<string> Commands
    {
        get
        {
            lock (_commands) return [.. _commands];
        }
    }

    /// <summary>A database's URL through this proxy. TLS would hide the commands from it.</summary>
    public string UrlOf(TestDatabase database) =>
        $"mysql://{Uri.EscapeDataString(_server.User)}:{Uri.EscapeDataString(_server.Password)}@127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/{database.Name}?ssl=false";

    public void Dispose()
    {
        _listener.Stop();
        foreach (var connection in _connections) connection.Close();
    }

    /// <summary>Numbers a command, and says whether the fault strikes at it.</summary>
    internal bool Meets(byte[] packet, out FaultMoment moment)
    {
        moment = _fault?.Moment ?? default;
        lock (_commands)
        {
            _commands.Add(ProxiedConnection.TextOf(packet));
            return _fault is not null && _fault.Command == _commands.Count - 1;
        }
    }

    internal void Strike(ProxiedConnection connection)
    {
        _strike(connection);
        Interlocked.Increment(ref _strikes);
        if (!connection.StaysHalfOpen) connection.Close();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                if (RefusesConnections)
                {
                    client.Close();
                    continue;
                }
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
                try
                {
                    await server.ConnectAsync(_server.Host, (int)_server.Port);
                }
                catch (SocketException)
                {
                    client.Close();
                    server.Dispose();
                    continue;
                }
                var connection = new ProxiedConnection(this, client, server);
                _connections.Add(connection);
                connection.Start();
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
        }
    }
}
