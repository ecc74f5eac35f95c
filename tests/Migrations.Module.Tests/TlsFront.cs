using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Migrations.TestServers;

namespace Migrations.Module.Tests;

/// <summary>
/// Stands before a server as a cloud's gateway does: speaks TLS with a certificate of its own, asks for the password in clear
/// (<c>mysql_clear_password</c>), and lets a session through to the server's account of the same name, which has no password.
/// </summary>
/// <remarks>https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase.html</remarks>
internal sealed class TlsFront : IDisposable
{
    private const int Tls = 0x0800, ConnectWithDatabase = 0x0008, LengthEncodedAuth = 0x0020_0000;

    private readonly TestServer _server;
    private readonly X509Certificate2? _certificate;
    private readonly string _token;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<string> _received = [];
    private int _connections;

    /// <param name="server">The server.</param>
    /// <param name="certificate">The certificate with its key; null to offer no TLS.</param>
    /// <param name="token">The password that lets in.</param>
    public TlsFront(TestServer server, X509Certificate2? certificate, string token)
    {
        _server = server;
        _certificate = certificate;
        _token = token;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections were made.</summary>
    public int Connections => _connections;

    /// <summary>What clients sent after the server's greeting: user names, and passwords, in clear.</summary>
    public IReadOnlyList<string> Received
    {
        get
        {
            lock (_received) return [.. _received];
        }
    }

    public void Dispose() => _listener.Stop();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref _connections);
                _ = ServeAsync(client);
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(_server.Host, (int)_server.Port);
            await Task.WhenAny(ServeAsync(near.GetStream(), far.GetStream()));
        }
        catch (Exception ended) when (ended is IOException or SocketException or AuthenticationException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(Stream client, Stream server)
    {
        var greeting = await ReadAsync(server);
        var capabilities = Array.IndexOf(greeting, (byte)0, 1) + 1 + 4 + 8 + 1;
        greeting[capabilities + 1] = (byte)(_certificate is null ? greeting[capabilities + 1] & ~(Tls >> 8) : greeting[capabilities + 1] | (Tls >> 8));
        await WriteAsync(client, 0, greeting);

        var first = await ReadAsync(client);
        if (_certificate is null)
        {
            Note(first);
            return;
        }
        Assert.Equal(32, first.Length);
        await using var secured = new SslStream(client);
        await secured.AuthenticateAsServerAsync(_certificate);
        var login = await ReadAsync(secured);
        Note(login);
        await WriteAsync(secured, 3, [0xFE, .. "mysql_clear_password\0"u8]);
        var password = await ReadAsync(secured);
        Note(password);
        if (Encoding.UTF8.GetString(password) != _token + "\0")
        {
            // ERR 1045, SQLSTATE 28000.
            await WriteAsync(secured, 5, [0xFF, 0x15, 0x04, .. "#28000Access denied"u8]);
            return;
        }
        await WriteAsync(server, 1, WithoutPassword(login));
        var answer = await ReadAsync(server);
        byte sequence = 3;
        while (answer[0] is not (0x00 or 0xFF))
        {
            // Another plugin than the one that was named: its answer to no password is nothing. 1 is "go on" of caching_sha2_password.
            if (answer[0] == 0xFE) await WriteAsync(server, sequence, []);
            answer = await ReadAsync(server);
            sequence += 2;
        }
        await WriteAsync(secured, 5, answer);
        await Task.WhenAny(secured.CopyToAsync(server), server.CopyToAsync(secured));
    }

    private void Note(byte[] packet)
    {
        lock (_received) _received.Add(Encoding.Latin1.GetString(packet));
    }

    // The client's login, without TLS and with an empty answer to the challenge.
    private static byte[] WithoutPassword(byte[] login)
    {
        var flags = BitConverter.ToInt32(login, 0);
        var user = Array.IndexOf(login, (byte)0, 32) + 1;
        Assert.True((flags & LengthEncodedAuth) == 0 || login[user] < 251);
        Assert.NotEqual(0, flags & ConnectWithDatabase);
        return [.. BitConverter.GetBytes(flags & ~Tls), .. login[4..user], 0, .. login[(user + 1 + login[user])..]];
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        var header = new byte[4];
        await stream.ReadExactlyAsync(header);
        var payload = new byte[header[0] | (header[1] << 8) | (header[2] << 16)];
        await stream.ReadExactlyAsync(payload);
        return payload;
    }

    private static async Task WriteAsync(Stream stream, byte sequence, byte[] payload)
    {
        await stream.WriteAsync((byte[])[(byte)payload.Length, (byte)(payload.Length >> 8), (byte)(payload.Length >> 16), sequence, .. payload]);
        await stream.FlushAsync();
    }
}
