using Migrations.Core.Servers;
using MySqlConnector;

namespace Migrations.Core.Tests.Servers;

public sealed class DatabaseUrlTests
{
    [Theory]
    [InlineData("mysql://app:pw@db.example.com:3307/shop", "db.example.com", 3307, "app", "pw", "shop")]
    [InlineData("mysql://app:pw@db/shop", "db", 3306, "app", "pw", "shop")]
    [InlineData("mysql://app@db/shop", "db", 3306, "app", "", "shop")]
    [InlineData("mysql://db/shop", "db", 3306, "", "", "shop")]
    [InlineData("MySQL://app:pw@db/shop/", "db", 3306, "app", "pw", "shop")]
    [InlineData("mariadb://app:pw@db/shop", "db", 3306, "app", "pw", "shop")]
    [InlineData("  mysql://app:pw@db/shop\n", "db", 3306, "app", "pw", "shop")]
    [InlineData("mysql://app:pw@[::1]/shop", "::1", 3306, "app", "pw", "shop")]
    [InlineData("mysql://app:pw@[2001:db8::7]:3310/shop", "2001:db8::7", 3310, "app", "pw", "shop")]
    [InlineData("mysql://a%40b:p%40s%2Fs%3Aw%23%3F%25%20%C3%A9%F0%9D%9B%BC@db/my%2Dshop", "db", 3306, "a@b", "p@s/s:w#?% é𝛼", "my-shop")]
    [InlineData("mysql://app:é𝛼%41@db/shop", "db", 3306, "app", "é𝛼A", "shop")]
    [InlineData("mysql://app:p:w@db/shop", "db", 3306, "app", "p:w", "shop")]
    [InlineData("mysql://app:p@w@db/shop", "db", 3306, "app", "p@w", "shop")] // as Node's URL takes it: the last @ counts
    [InlineData("mysql://app:p+w@db/shop", "db", 3306, "app", "p+w", "shop")]
    [InlineData("mysql://app:a;b='c'@db/shop", "db", 3306, "app", "a;b='c'", "shop")] // nothing can be slipped into the connection string
    [InlineData("mysql://db/?user=app&password=p%26w&database=shop", "db", 3306, "app", "p&w", "shop")]
    public void A_URL_is_read_as_mysql2_reads_it(string url, string host, int port, string user, string password, string database)
    {
        var driver = Driver(url);
        Assert.Equal((host, (uint)port, user, password, database), (driver.Server, driver.Port, driver.UserID, driver.Password, driver.Database));
    }

    [Theory]
    [InlineData("", MySqlSslMode.Preferred)] // the driver's default: TLS where the server has it
    [InlineData("?ssl=true", MySqlSslMode.VerifyCA)]
    [InlineData("?ssl", MySqlSslMode.VerifyCA)]
    [InlineData("?ssl=false", MySqlSslMode.None)]
    [InlineData("?ssl=Amazon%20RDS", MySqlSslMode.VerifyCA)]
    [InlineData("?ssl={}", MySqlSslMode.VerifyCA)]
    [InlineData("?ssl={\"rejectUnauthorized\":true}", MySqlSslMode.VerifyCA)]
    [InlineData("?ssl=%7B%22rejectUnauthorized%22%3Atrue%7D", MySqlSslMode.VerifyCA)]
    [InlineData("?ssl={\"rejectUnauthorized\":false}", MySqlSslMode.Required)]
    [InlineData("?ssl={\"rejectUnauthorized\":false,\"verifyIdentity\":true}", MySqlSslMode.Required)]
    [InlineData("?ssl={\"verifyIdentity\":true}", MySqlSslMode.VerifyFull)]
    [InlineData("?ssl-mode=DISABLED", MySqlSslMode.None)]
    [InlineData("?sslmode=preferred", MySqlSslMode.Preferred)]
    [InlineData("?ssl-mode=REQUIRED", MySqlSslMode.Required)]
    [InlineData("?sslmode=require", MySqlSslMode.Required)]
    [InlineData("?sslMode=VERIFY_CA", MySqlSslMode.VerifyCA)]
    [InlineData("?ssl_mode=VERIFY_IDENTITY", MySqlSslMode.VerifyFull)]
    [InlineData("?sslmode=verify-full", MySqlSslMode.VerifyFull)]
    [InlineData("?sslaccept=strict", MySqlSslMode.VerifyFull)]
    [InlineData("?timezone=Z&connectionLimit=5&ssl={\"rejectUnauthorized\":true}&dateStrings=true", MySqlSslMode.VerifyCA)]
    public void Every_way_to_ask_for_TLS_is_understood(string options, MySqlSslMode mode) => Assert.Equal(mode, Driver("mysql://app:pw@db/shop" + options).SslMode);

    [Fact]
    public void The_scheme_of_a_TLS_URL_checks_the_certificate() => Assert.Equal(MySqlSslMode.VerifyCA, Driver("mysqls://app:pw@db/shop").SslMode);

    [Fact]
    public void A_certificate_authority_is_a_file()
    {
        using var folder = new TemporaryProject();
        var file = folder.Write("ca.pem", "x");
        Assert.Equal(file, Driver($"mysql://db/shop?ssl={{\"ca\":\"{file.Replace("\\", "\\\\")}\"}}").SslCa);
        Assert.Equal(file, Driver($"mysql://db/shop?sslca={Uri.EscapeDataString(file)}").SslCa);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("1000", 1)]
    [InlineData("1001", 2)]
    [InlineData("10000", 10)]
    [InlineData("2147483647", 2147484)] // "for ever" is not one second
    [InlineData("0", 0)] // mysql2 and the driver: no limit
    public void ConnectTimeout_is_in_milliseconds(string value, int seconds) => Assert.Equal((uint)seconds, Driver("mysql://db/shop?connectTimeout=" + value).ConnectionTimeout);

    [Theory]
    [InlineData("utf8mb4_unicode_ci", "utf8mb4_unicode_ci")]
    [InlineData("UTF8MB4_UNICODE_CI", "utf8mb4_unicode_ci")]
    [InlineData("utf8mb4", null)]
    [InlineData("latin1", null)]
    [InlineData("utf8mb4_x'; DROP TABLE y", null)]
    public void Of_charset_the_collation_is_taken(string charset, string? collation) =>
        Assert.Equal(collation, ConnectionSettings.Parse("mysql://db/shop?charset=" + Uri.EscapeDataString(charset)).Collation);

    [Theory]
    [InlineData("mysql://app:pw@localhost/shop?socketPath=/run/mysqld/mysqld.sock")]
    [InlineData("mysql://app:pw@/shop?socketPath=%2Frun%2Fmysqld%2Fmysqld.sock")]
    [InlineData("mysql:///shop?socket=/run/mysqld/mysqld.sock&user=app&password=pw")]
    public void A_socket_takes_the_place_of_the_host(string url)
    {
        var driver = Driver(url);
        Assert.Equal(("/run/mysqld/mysqld.sock", MySqlConnectionProtocol.UnixSocket, "app", "pw", "shop"), (driver.Server, driver.ConnectionProtocol, driver.UserID, driver.Password, driver.Database));
        Assert.True(driver.AllowPublicKeyRetrieval); // as on localhost: nobody stands between
        Assert.Equal("mysql://app@/run/mysqld/mysqld.sock/shop", ConnectionSettings.Parse(url).ToString());
    }

    private static MySqlConnectionStringBuilder Driver(string url) => new(ConnectionSettings.Parse(url).ToConnectionString());
}
