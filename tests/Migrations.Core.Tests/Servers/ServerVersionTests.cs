using Migrations.Core.Servers;
using Migrations.Model;

namespace Migrations.Core.Tests.Servers;

public class ServerVersionTests
{
    [Theory]
    [InlineData("9.7.4", "MySQL Community Server - GPL", ServerFlavor.MySql, "9.7.4")]
    [InlineData("8.0.36-0ubuntu0.22.04.1", "(Ubuntu)", ServerFlavor.MySql, "8.0.36")]
    [InlineData("8.4.3-3", "Percona Server (GPL), Release 3", ServerFlavor.MySql, "8.4.3")]
    [InlineData("8.0.mysql_aurora.3.04.0", "", ServerFlavor.MySql, "8.0.0")]
    [InlineData("8.0.40-azure", "MySQL Community Server - GPL", ServerFlavor.MySql, "8.0.40")]
    [InlineData("10.11.19-MariaDB-0+deb12u1", "Debian 12", ServerFlavor.MariaDb, "10.11.19")]
    [InlineData("5.5.5-10.4.8-MariaDB-log", "", ServerFlavor.MariaDb, "10.4.8")]
    [InlineData("11.4.2-log", "mariadb.org binary distribution", ServerFlavor.MariaDb, "11.4.2")] // renamed by version=
    [InlineData("5.5.5-m3", "", ServerFlavor.MySql, "5.5.5")] // the real 5.5.5
    [InlineData("8.0.11-TiDB-v7.5.0", "TiDB Server (Apache License 2.0)", ServerFlavor.TiDb, "7.5.0")]
    [InlineData("5.7.25-TiDB-v6.1.0-alpha-1-g0a1", "", ServerFlavor.TiDb, "6.1.0")]
    [InlineData("", "", ServerFlavor.MySql, "0.0.0")]
    [InlineData("99999999999.1", "", ServerFlavor.MySql, "0.0.0")]
    public void Family_and_version_are_recognised(string version, string comment, ServerFlavor flavor, string expected)
    {
        var info = ServerVersion.Parse(version, comment);
        Assert.Equal((flavor, Version.Parse(expected), version), (info.Flavor, info.Version, info.VersionText));
    }

    [Theory]
    [InlineData("9.7.4", false)]
    [InlineData("10.11.19-MariaDB", true)]
    [InlineData("8.0.11-TiDB-v7.5.0", true)]
    public void MySQL_alone_has_no_conditional_alter(string version, bool has) => Assert.Equal(has, ServerVersion.Parse(version).HasConditionalAlter);
}
