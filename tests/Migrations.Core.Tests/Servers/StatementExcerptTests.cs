using CsCheck;
using Migrations.Core.Servers;

namespace Migrations.Core.Tests.Servers;

public class StatementExcerptTests
{
    [Theory]
    [InlineData("SELECT * FROM `a` WHERE b = 'secret'", "SELECT * FROM `a` WHERE b = ?")]
    [InlineData("SELECT  1,\n\t'it''s', \"x\", 0x736563, x'73', 1.5e3", "SELECT ?, ?, ?, ?, x?, ?")]
    [InlineData("-- password: secret\nUPDATE a /* secret */ SET b = 2", "UPDATE a SET b = ?")]
    [InlineData("CREATE USER u IDENTIFIED BY 'secret", "CREATE USER u IDENTIFIED BY ?")] // cut by the server
    [InlineData("SELECT 1 /* secret", "SELECT ? ?")]
    [InlineData("SELECT 'a\\', 'secret'", "SELECT ?")] // where backslashes do not escape, the second is the secret
    [InlineData("SELECT 'a\\' secret', b", "SELECT ?")] // where they do, the first goes on
    [InlineData("commit", "commit")]
    [InlineData("  ", null)]
    [InlineData(null, null)]
    public void Values_and_comments_are_not_shown(string? sql, string? shown) => Assert.Equal(shown, StatementExcerpt.Of(sql));

    [Fact]
    public void A_long_one_is_cut() => Assert.InRange(StatementExcerpt.Of("SELECT " + string.Join(", ", Enumerable.Range(0, 500).Select(i => $"`c{i}`")))!.Length, 100, 161);

    [Fact]
    public void A_value_shows_in_no_place_however_the_statement_is_written_and_cut()
    {
        var quoted = One("'{0}'", "\"{0}\"", "'{0}''x'", "'\\'{0}'", "'\\\\{0}'", "N'{0}'", "_utf8mb4'{0}'");
        Gen.Select(quoted.Array[1, 6], One(", ", " AND a = ", "\n-- note\n, ", " /* x */ , "), Gen.Double[0, 1]).Sample((values, between, cut) =>
        {
            var sql = "INSERT INTO t VALUES (" + string.Join(between, values.Select(value => value.Replace("{0}", "ZECRET"))) + ")";
            return StatementExcerpt.Of(sql.Substring(0, (int)(sql.Length * cut)))?.Contains("ZEC", StringComparison.Ordinal) != true;
        });

        static Gen<string> One(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);
    }
}
