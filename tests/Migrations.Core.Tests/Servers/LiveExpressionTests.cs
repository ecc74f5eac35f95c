using System.Text;
using Migrations.Core.Servers;
using Migrations.Model;

namespace Migrations.Core.Tests.Servers;

public class LiveExpressionTests
{
    private static readonly ServerInfo MySql = new(ServerFlavor.MySql, new Version(9, 7, 4), "9.7.4");
    private static readonly ServerInfo MariaDb = new(ServerFlavor.MariaDb, new Version(10, 11, 19), "10.11.19-MariaDB");

    [Theory]
    [InlineData("(`größe` <> _utf8mb4'مرحبا')")]
    [InlineData("concat(`g`,_utf8mb4'ü😀')")]
    [InlineData("plain")]
    public void MySQL_shows_the_bytes_of_an_expression_as_Latin_1(string expression)
    {
        var shown = string.Concat(Encoding.UTF8.GetBytes(expression).Select(b => (char)b)).Replace("'", "\\'");
        Assert.Equal(expression, LiveExpression.Read(shown, MySql));
    }

    [Theory]
    [InlineData("_latin1'größer'")] // Latin-1 indeed: no valid UTF-8
    [InlineData("'مرحبا'")]
    public void What_is_not_mistaken_stays(string expression) => Assert.Equal(expression, LiveExpression.Read(expression, MySql));

    [Fact]
    public void MariaDB_shows_expressions_as_they_are() => Assert.Equal("'Ã¼\\''", LiveExpression.Read("'Ã¼\\''", MariaDb));
}
