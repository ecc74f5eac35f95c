using System.Net.Sockets;
using System.Text;

namespace Migrations.Tests;

/// <summary>One connection through a <see cref="FaultProxy"/>: packets are passed on one by one, in both directions.</summary>
internal sealed class ProxiedConnection
{
    private const int Header = 4;

    // https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_command_phase.html
    private const byte Quit = 0x01, Query = 0x03, CloseStatement = 0x19;

    private readonly FaultProxy _proxy;
    private readonly Socket _client;
    private readonly Socket _server;
    private readonly Lock _closing = new();

    // The server's OK ends the connection phase; before it, packets of the client are no commands.
    private volatile bool _isOpen;
    private volatile bool _strikesAtAnswer;
    private volatile bool _isMuted;

    public ProxiedConnection(FaultProxy proxy, Socket client, Socket server)
    {
        _proxy = proxy;
        _client = client;
        _server = server;
        client.NoDelay = server.NoDelay = true;
    }

    /// <summary>Whether the server's side is to stay open after the strike: to the server the runner is still there.</summary>
    public bool StaysHalfOpen { get; private set; }

    public void Start()
    {
        _ = PassCommandsAsync();
        _ = PassAnswersAsync();
    }

    /// <summary>Ends both sides in order.</summary>
    public void Close()
    {
        lock (_closing)
        {
            _client.Dispose();
            _server.Dispose();
        }
    }

    /// <summary>Ends the runner's side by a reset, and the server's in order.</summary>
    public void Reset()
    {
        lock (_closing)
        {
            _client.LingerState = new LingerOption(true, 0);
            _client.Close();
            _server.Dispose();
        }
    }

    /// <summary>Ends the runner's side only: the server goes on to hold what the session holds, until it is told otherwise.</summary>
    public void HalfClose()
    {
        StaysHalfOpen = true;
        lock (_closing) _client.Close();
    }

    /// <summary>What a command's packet asks for.</summary>
    internal static string TextOf(byte[] packet) => packet[Header] == Query
        // Before the text stand the counts of query attributes, where the server takes them.
        ? Encoding.UTF8.GetString(packet, Header + 1, packet.Length - Header - 1).TrimStart('\0', '\x01')
        : $"command {packet[Header]}";

    private async Task PassCommandsAsync()
    {
        try
        {
            while (await ReadPacketAsync(_client) is { } packet)
            {
                var isCommand = _isOpen && packet[3] == 0 && packet[Header] is not (Quit or CloseStatement);
                if (!isCommand || !_proxy.Meets(packet, out var moment))
                {
                    await SendAsync(_server, packet);
                    continue;
                }
                switch (moment)
                {
                    case FaultMoment.Before:
                        _proxy.Strike(this);
                        return;
                    case FaultMoment.HalfCommand:
                        await SendAsync(_server, packet.AsMemory(0, (packet.Length + 1) / 2));
                        _proxy.Strike(this);
                        return;
                    case FaultMoment.During:
                        _isMuted = true;
                        await SendAsync(_server, packet);
                        _proxy.Strike(this);
                        return;
                    default:
                        _strikesAtAnswer = true;
                        await SendAsync(_server, packet);
                        break;
                }
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
        }
        if (!StaysHalfOpen && !_strikesAtAnswer) Close();
    }

    private async Task PassAnswersAsync()
    {
        try
        {
            while (await ReadPacketAsync(_server) is { } packet)
            {
                if (_strikesAtAnswer) break;
                if (!_isOpen && packet[Header] == 0) _isOpen = true;
                if (!_isMuted) await SendAsync(_client, packet);
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
        }
        if (_strikesAtAnswer) _proxy.Strike(this);
        else if (!_isMuted) Close();
    }

    private static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0) bytes = bytes[await socket.SendAsync(bytes)..];
    }

    private static async Task<byte[]?> ReadPacketAsync(Socket socket)
    {
        var header = new byte[Header];
        if (!await FillAsync(socket, header)) return null;
        var packet = new byte[Header + (header[0] | (header[1] << 8) | (header[2] << 16))];
        header.CopyTo(packet, 0);
        return await FillAsync(socket, packet.AsMemory(Header)) ? packet : null;
    }

    private static async Task<bool> FillAsync(Socket socket, Memory<byte> rest)
    {
        while (rest.Length > 0)
        {
            var read = await socket.ReceiveAsync(rest);
            if (read == 0) return false;
            rest = rest[read..];
        }
        return true;
    }
}
