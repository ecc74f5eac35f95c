using System.Security.Cryptography.X509Certificates;
using Migrations.TestServers;

namespace Migrations.Module.Tests;

/// <summary>-AccessToken: a token goes to a server that has proved to be the one that was asked for, and nowhere else.</summary>
public sealed class AccessTokenTests : IDisposable
{
    private const string Token = "eyJ0eXAiOiJKV1Qi.s3cr3t-t0ken+of/the=identity";

    // Other runs may use the same server.
    private static readonly string User = $"id{Environment.ProcessId}@tenant";

    private readonly ServerFleet _fleet;
    private readonly ModuleSession _session = new();
    private readonly ProjectFolder _project = new();
    private readonly TestAuthority _authority = new();

    public AccessTokenTests(ServerFleet fleet)
    {
        _fleet = fleet;
        _project.Add("0000_a", "CREATE TABLE a (id int);");
        _project.Write("ca.pem", _authority.Pem);
        File.WriteAllBytes(_project.PathOf("ca.der"), _authority.Der);
    }

    private string Ca => Uri.EscapeDataString(_project.PathOf("ca.pem"));

    [Theory, EveryServer]
    public void A_token_is_the_password_of_the_urls_user(string server)
    {
        using var database = WithAccount(server);
        using var front = Front(server, _authority.Issue("127.0.0.1"));
        // What Az gave, gives, and the object it gives it in.
        string[] tokens = ["$token", "(ConvertTo-Secure $token)", "([pscustomobject]@{ Token = $token })", "([pscustomobject]@{ Token = ConvertTo-Secure $token })", "\"$token`n\""];
        foreach (var given in tokens)
        {
            var output = _session.Run(
                "function ConvertTo-Secure($text) { $secret = [securestring]::new(); foreach ($c in $text.ToCharArray()) { $secret.AppendChar($c) }; $secret }\n" +
                $"Get-Migration -Path $root -DatabaseUrl $url -AccessToken {given} -Verbose",
                ("root", _project.Root), ("url", Url(front, database, $"?ssl-ca={Ca}")), ("token", Token));
            Assert.Equal(["Pending"], output.Texts("Status"));
            Assert.DoesNotContain(output.Verbose, line => line.Contains("s3cr3t", StringComparison.Ordinal));
        }
        Assert.Equal(tokens.Length, front.Received.Count(packet => packet == Token + "\0"));
        Assert.Equal(["Applied"], Run(front, database, $"?ssl={{\"ca\":\"{_project.PathOf("ca.der")}\"}}").Texts("Outcome"));
    }

    [Theory, EveryServer]
    public void The_user_may_come_from_a_credential_without_a_password(string server)
    {
        using var database = WithAccount(server);
        using var front = Front(server, _authority.Issue("127.0.0.1"));
        var url = $"Server=127.0.0.1;Port={front.Port};User ID=somebody;Password=something;Database={database.Name};SslMode=VerifyFull;SslCa={_project.PathOf("ca.pem")}";
        const string script = "Get-Migration -Path $root -DatabaseUrl $url -AccessToken $token -Credential ([pscredential]::new($user, $password))";
        using var password = new System.Security.SecureString();
        Assert.Equal(["Pending"], _session.Run(script, ("root", _project.Root), ("url", url), ("token", Token), ("user", User), ("password", password)).Texts("Status"));

        password.AppendChar('x');
        Assert.Equal("AccessTokenAndPassword", Id(_session.Fail(script, ("password", password)).Error));
    }

    [Theory]
    [EveryServer("another authority")]
    [EveryServer("no authority")]
    [EveryServer("another name")]
    [EveryServer("expired")]
    [EveryServer("no TLS")]
    public void Nothing_is_sent_to_a_server_that_does_not_prove_itself(string server, string fault)
    {
        using var database = WithAccount(server);
        using var other = new TestAuthority();
        using var certificate = fault switch
        {
            "another authority" => other.Issue("127.0.0.1"),
            "another name" => _authority.Issue("db.example.com"),
            "expired" => _authority.Issue("127.0.0.1", isExpired: true),
            "no TLS" => null,
            _ => _authority.Issue("127.0.0.1"),
        };
        using var front = Front(server, certificate);

        var (error, _) = _session.Fail("Get-Migration -Path $root -DatabaseUrl $url -AccessToken $token",
            ("root", _project.Root), ("url", Url(front, database, fault == "no authority" ? "" : $"?ssl-ca={Ca}")), ("token", Token));

        Assert.Equal("DatabaseUnreachable", Id(error));
        Assert.Equal(1, front.Connections);
        // The driver takes leave of a server without TLS.
        Assert.All(front.Received, packet => Assert.Equal("\x01", packet));
    }

    [Theory]
    [InlineData("?ssl=false", "AccessTokenNeedsTls")]
    [InlineData("?ssl-mode=DISABLED", "AccessTokenNeedsTls")]
    [InlineData("?ssl={\"rejectUnauthorized\":false}", "AccessTokenNeedsTls")]
    [InlineData("?ssl-mode=REQUIRED", "AccessTokenNeedsTls")]
    [InlineData("?sslaccept=accept_invalid_certs", "AccessTokenNeedsTls")]
    [InlineData("?socketPath=/var/run/mysqld/mysqld.sock", "AccessTokenNeedsTls")]
    [InlineData("?user=", "AccessTokenNeedsUser")]
    [InlineData("?ssl-ca=drizzle.config.ts", "CertificateAuthorityUnreadable")]
    [InlineData("?ssl-ca=no-such-file.pem", "FileNotFound")]
    public void A_url_that_cannot_keep_a_token_safe_is_refused_without_a_connection(string options, string id)
    {
        // A listener that would note it.
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var url = $"mysql://me@127.0.0.1:{((System.Net.IPEndPoint)listener.LocalEndpoint).Port}/shop{options.Replace("=drizzle", "=" + _project.Root + "/drizzle", StringComparison.Ordinal)}";

        var (error, _) = _session.Fail("Get-Migration -Path $root -DatabaseUrl $url -AccessToken $token", ("root", _project.Root), ("url", url), ("token", Token));

        Assert.Equal(id, Id(error));
        Assert.False(listener.Pending());
        Assert.DoesNotContain("s3cr3t", error.ToString() + error.Exception + error.TargetObject);
    }

    [Theory]
    [InlineData("''")]
    [InlineData("' '")]
    [InlineData("$null")]
    [InlineData("([pscustomobject]@{ Token = '' })")]
    [InlineData("([pscustomobject]@{ Password = 's3cr3t' })")]
    [InlineData("42")]
    public void What_holds_no_token_is_refused_without_showing_it(string given)
    {
        var (error, _) = _session.Fail($"Get-Migration -Path $root -AccessToken {given}", ("root", _project.Root));
        Assert.Contains("ParameterArgument", error.FullyQualifiedErrorId);
        Assert.DoesNotContain("s3cr3t", error.ToString());
    }

    [Theory, EveryServer]
    public void A_token_that_is_not_taken_says_so_without_showing_it(string server)
    {
        using var database = WithAccount(server);
        using var front = new TlsFront(_fleet.Get(server), _authority.Issue("127.0.0.1"), "another token");
        var (error, _) = _session.Fail("Get-Migration -Path $root -DatabaseUrl $url -AccessToken $token", ("root", _project.Root), ("url", Url(front, database, $"?ssl-ca={Ca}")), ("token", Token));
        Assert.Equal("DatabaseAccessDenied", Id(error));
        Assert.Contains(Token + "\0", front.Received);
        Assert.DoesNotContain("s3cr3t", error.ToString() + error.Exception + error.TargetObject);
    }

    private Output Run(TlsFront front, AccountDatabase database, string options) =>
        _session.Run("Invoke-Migration -Path $root -DatabaseUrl $url -AccessToken $token", ("root", _project.Root), ("url", Url(front, database, options)), ("token", Token));

    private TlsFront Front(string server, X509Certificate2? certificate) => new(_fleet.Get(server), certificate, Token);

    private static string Url(TlsFront front, AccountDatabase database, string options) => $"mysql://{Uri.EscapeDataString(User)}@127.0.0.1:{front.Port}/{database.Name}{options}";

    private static string Id(System.Management.Automation.ErrorRecord error) => error.FullyQualifiedErrorId.Split(',')[0];

    private AccountDatabase WithAccount(string server) => new(_fleet.Get(server).CreateDatabase("token"));

    public void Dispose()
    {
        _session.Dispose();
        _project.Dispose();
        _authority.Dispose();
    }

    // A database, and an account without a password that may use it.
    private sealed class AccountDatabase : IDisposable
    {
        private readonly TestDatabase _database;

        public AccountDatabase(TestDatabase database)
        {
            _database = database;
            database.Execute($"CREATE USER '{User}'@'%' IDENTIFIED BY ''");
            database.Execute($"GRANT ALL ON `{database.Name}`.* TO '{User}'@'%'");
        }

        public string Name => _database.Name;

        public void Dispose()
        {
            _database.Execute($"DROP USER '{User}'@'%'");
            _database.Dispose();
        }
    }
}
