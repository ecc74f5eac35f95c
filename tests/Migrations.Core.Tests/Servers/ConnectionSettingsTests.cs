using CsCheck;
using Migrations.Core.Servers;
using Migrations.Model;
using MySqlConnector;

namespace Migrations.Core.Tests.Servers;

public class ConnectionSettingsTests
{
    private const string Secret = "Tr0ub4dor";

    [Theory]
    [InlineData("Server=db;Port=3307;User ID=app;Password=pw;Database=shop", "db", 3307)]
    [InlineData("server=db; uid=app; pwd=pw; database=shop; SslMode=Required", "db", 3306)]
    [InlineData("Host=db;Username=app;Password='p;w';Database=shop", "db", 3306)]
    [InlineData("Server=db;User=app;Password=a://b;Database=shop", "db", 3306)] // not a URL
    public void A_connection_string_is_taken_as_the_driver_takes_it(string text, string host, int port)
    {
        var settings = ConnectionSettings.Parse(text);
        Assert.Equal((host, (uint)port, "app", "shop"), (settings.Host, settings.Port, settings.User, settings.Database));
        Assert.Equal(new MySqlConnectionStringBuilder(text).Password, Driver(settings).Password);
    }

    [Theory]
    [InlineData("mysql://app:pw@db/shop?connectionLimit=10")]
    [InlineData("Server=db;User=app;Password=pw;Database=shop;Pooling=true;AllowUserVariables=false;DefaultCommandTimeout=30;AutoEnlist=true")]
    public void What_a_run_needs_is_set_whatever_was_asked(string text)
    {
        var driver = Driver(ConnectionSettings.Parse(text));
        Assert.Equal((false, true, 0u, false), (driver.Pooling, driver.AllowUserVariables, driver.DefaultCommandTimeout, driver.AutoEnlist));
    }

    [Theory]
    [InlineData("mysql://app:pw@localhost/shop", true)]
    [InlineData("mysql://app:pw@127.0.0.1/shop", true)]
    [InlineData("mysql://app:pw@[::1]/shop", true)]
    [InlineData("mysql://app:pw@db.example.com/shop", false)] // there someone could hand us a key of his own
    [InlineData("mysql://app:pw@localhost.example.com/shop", false)]
    public void A_servers_key_is_trusted_on_this_machine_only(string url, bool trusted) => Assert.Equal(trusted, Driver(ConnectionSettings.Parse(url)).AllowPublicKeyRetrieval);

    [Theory]
    [InlineData("mysql://app:pw@db/shop")]
    [InlineData("mysql://db/shop")]
    [InlineData("Server=db;Uid=app;Pwd=pw;Database=shop")]
    public void A_credential_replaces_user_and_password(string text)
    {
        var settings = ConnectionSettings.Parse(text, new DatabaseCredential("ops", "p@ss;'word"));
        Assert.Equal(("ops", "p@ss;'word"), (settings.User, Driver(settings).Password));
    }

    [Theory]
    [InlineData("mysql://app@db/shop", "", "app")]
    [InlineData("mysql://app:pw@localhost/shop?ssl=true", "", "app")]
    [InlineData("mysql://app:pw@db/shop?ssl-mode=VERIFY_CA", "ops", "ops")]
    [InlineData("Server=db;Uid=app;Pwd=pw;Database=shop;SslMode=VerifyFull;SkipCertificateRevocationCheck=true", "", "app")]
    public void A_token_makes_the_servers_certificate_count_whatever_was_asked(string text, string user, string expected)
    {
        var settings = ConnectionSettings.Parse(text, DatabaseCredential.OfToken(user, "t0ken"));
        foreach (var one in (ConnectionSettings[])[settings, settings.WithDatabase("other")])
        {
            using var connection = one.NewConnection();
            var driver = new MySqlConnectionStringBuilder(connection.ConnectionString);
            // The driver asks the callback in this mode alone, and without an authority of its own.
            Assert.Equal((MySqlSslMode.Required, "", false, false), (driver.SslMode, driver.SslCa, driver.SkipCertificateRevocationCheck, driver.AllowPublicKeyRetrieval));
            Assert.Equal((expected, "t0ken"), (driver.UserID, driver.Password));
            Assert.NotNull(connection.RemoteCertificateValidationCallback);
            Assert.False(connection.RemoteCertificateValidationCallback(this, null, null, System.Net.Security.SslPolicyErrors.None));
        }
        using var plain = ConnectionSettings.Parse("mysql://app:pw@db/shop", new DatabaseCredential("app", "pw")).NewConnection();
        Assert.Null(plain.RemoteCertificateValidationCallback);
    }

    [Fact]
    public void Another_database_of_the_same_server_keeps_everything_else()
    {
        var other = Driver(ConnectionSettings.Parse("mysql://app:p;w@db:3307/shop?ssl={\"rejectUnauthorized\":false}").WithDatabase("a;b"));
        Assert.Equal(("a;b", "db", 3307u, "p;w", MySqlSslMode.Required, false), (other.Database, other.Server, other.Port, other.Password, other.SslMode, other.Pooling));
    }

    [Theory]
    [InlineData("mysql://app:pw@db:3307/shop", "mysql://app@db:3307/shop")]
    [InlineData("mysql://app:pw@[::1]/shop?password=other", "mysql://app@[::1]:3306/shop")]
    [InlineData("Server=db;User=app;Password=pw;Database=shop", "mysql://app@db:3306/shop")]
    public void It_prints_as_a_URL_without_password(string text, string printed) => Assert.Equal(printed, ConnectionSettings.Parse(text).ToString());

    [Theory]
    [InlineData("mysql://app:pw@db")]
    [InlineData("mysql://app:pw@db/")]
    [InlineData("mysql://app:pw@db/?ssl=true")]
    [InlineData("Server=db;User=app;Password=pw")]
    public void A_database_must_be_named(string text) => Assert.Equal("DatabaseUrlWithoutDatabase", Assert.Throws<MigrationException>(() => ConnectionSettings.Parse(text)).ErrorId);

    // Each with the secret where it could leak from; "{0}" stands for it.
    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("{0}")]
    [InlineData("app:{0}@db/shop")] // no scheme
    [InlineData("://app:{0}@db/shop")]
    [InlineData("mysql:/app:{0}@db/shop")]
    [InlineData("postgres://app:{0}@db/shop")]
    [InlineData("{0}://db/shop")]
    [InlineData("jdbc:mysql://app:{0}@db/shop")]
    [InlineData("mysql://app:{0}@/shop")] // no host
    [InlineData("mysql://app:{0}@:3306/shop")]
    [InlineData("mysql://app:{0}@db:/shop")]
    [InlineData("mysql://app:{0}@db:0/shop")]
    [InlineData("mysql://app:{0}@db:65536/shop")]
    [InlineData("mysql://app:{0}@db:x/shop")]
    [InlineData("mysql://app:{0}@db:+1/shop")]
    [InlineData("mysql://app:{0}@::1/shop")] // IPv6 without brackets
    [InlineData("mysql://app:{0}@[::1/shop")]
    [InlineData("mysql://app:{0}@[::1]x/shop")]
    [InlineData("mysql://app:{0}@[]/shop")]
    [InlineData("mysql://app:{0}@[db]/shop")]
    [InlineData("mysql://app:{0}%@db/shop")]
    [InlineData("mysql://app:{0}%4@db/shop")]
    [InlineData("mysql://app:{0}%zz@db/shop")]
    [InlineData("mysql://app:{0}%00@db/shop")] // the driver's exception would quote nothing, but name no cause either
    [InlineData("mysql://app:{0}@db/shop%00")]
    [InlineData("mysql://app:{0}%E9@db/shop")] // Latin-1: a wrong password would be sent
    [InlineData("mysql://app:pw@db/shop%zz?password={0}")]
    [InlineData("mysql://app:{0}/x@db/shop")] // unencoded / ? #
    [InlineData("mysql://app:{0}?x@db/shop")]
    [InlineData("mysql://app:12?{0}@db/shop")] // "12" could be the port
    [InlineData("mysql://app:12?{0}=%zz@db/shop")]
    [InlineData("mysql://app:{0}#x@db/shop")]
    [InlineData("mysql://app:12/{0}@db/shop")]
    [InlineData("mysql://app:pw@db/shop?ssl={{{0}")]
    [InlineData("mysql://app:pw@db/shop?ssl={{\"key\":\"{0}\"}}")]
    [InlineData("mysql://app:pw@db/shop?ssl={{\"ca\":\"-----BEGIN {0}\"}}")]
    [InlineData("mysql://app:pw@db/shop?ssl={{\"ca\":[\"{0}\"]}}")]
    [InlineData("mysql://app:pw@db/shop?sslmode={0}")]
    [InlineData("mysql://app:pw@db/shop?connectTimeout={0}")]
    [InlineData("mysql://app:pw@db/shop?connectTimeout=-1&password={0}")]
    [InlineData("mysql://app:pw@db/shop?connectTimeout=99999999999&password={0}")]
    [InlineData("Server=db;Password={0};Port=x")]
    [InlineData("Server=db;Password={0};Port=99999999999")]
    [InlineData("Server=db;Password={0};Port=-1")]
    [InlineData("Server=db;Password={0};SslMode=maybe")]
    [InlineData("Server=db;Password={0};Pooling=maybe")]
    [InlineData("Server=db;Password={0};x;y")]
    [InlineData("Server=db;Passwort={0}")]
    [InlineData("Server=db;{0}")]
    [InlineData("Server=db;Password='{0}")]
    [InlineData("Server=db;Port={0}")]
    [InlineData("Password={0};Database=shop")] // no server
    public void What_is_malformed_is_said_so_without_a_part_of_the_password(string text)
    {
        var error = Assert.Throws<MigrationException>(() => ConnectionSettings.Parse(string.Format(System.Globalization.CultureInfo.InvariantCulture, text.Contains("{0}") ? text : text.Replace("{", "{{"), Secret)));
        Assert.Equal(("DatabaseUrlInvalid", MigrationErrorKind.InvalidArgument), (error.ErrorId, error.Kind));
        AssertSilent(error.ToString() + error.ErrorTarget);
    }

    [Fact]
    public void A_credential_that_the_driver_cannot_hold_is_said_so() => Assert.Equal(
        "DatabaseUrlInvalid", Assert.Throws<MigrationException>(() => ConnectionSettings.Parse("mysql://db/shop", new DatabaseCredential("ops", "a\0b"))).ErrorId);

    [Theory]
    [InlineData("mysql://app:{0}@db/shop")]
    [InlineData("mysql://app@db/shop?password={0}")]
    [InlineData("Server=db;User=app;Password={0};Database=shop")]
    public void Nothing_that_is_printed_shows_the_password(string text)
    {
        var credential = new DatabaseCredential("ops", Secret);
        var settings = ConnectionSettings.Parse(text.Replace("{0}", Secret));
        AssertSilent(settings.ToString() + ConnectionSettings.Parse(text, credential) + credential + settings.WithDatabase("other"));
        // PowerShell shows every public property of an object, and Format-List * does so on purpose.
        foreach (var shown in new object[] { settings, credential })
            foreach (var property in shown.GetType().GetProperties()) AssertSilent($"{property.GetValue(shown)}");
    }

    [Fact]
    public void Any_user_password_and_database_survive_encoding() => Gen.Select(Gen.String, Gen.String, Gen.String).Sample((user, password, database) =>
    {
        (user, password, database) = (Encodable(user), Encodable(password), Encodable(database) + "d");
        var url = $"mysql://{Uri.EscapeDataString(user)}:{Uri.EscapeDataString(password)}@db/{Uri.EscapeDataString(database)}";
        var driver = Driver(ConnectionSettings.Parse(url));
        return (driver.UserID, driver.Password, driver.Database) == (user, password, database);

        // A connection string cannot hold U+0000, nor any text half a character.
        static string Encodable(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)).Replace("\0", "");
    });

    [Fact]
    public void Whatever_is_given_the_error_is_ours_and_silent() => Gen.String[Gen.OneOf(Gen.Char["mysql:/@?#[]%&={}\";.0123456789ab"], Gen.Char), 0, 40].Sample(text =>
    {
        try
        {
            ConnectionSettings.Parse("mysql://app:" + Secret + text);
            ConnectionSettings.Parse("Server=db;Password=" + Secret + ";" + text);
        }
        catch (MigrationException error)
        {
            AssertSilent(error.ToString());
        }
    }, iter: 5_000);

    private static void AssertSilent(string text)
    {
        for (var i = 0; i + 4 <= Secret.Length; i++) Assert.DoesNotContain(Secret.Substring(i, 4), text, StringComparison.OrdinalIgnoreCase);
    }

    private static MySqlConnectionStringBuilder Driver(ConnectionSettings settings) => new(settings.ToConnectionString());
}
