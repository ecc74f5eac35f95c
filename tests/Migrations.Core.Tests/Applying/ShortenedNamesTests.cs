using Migrations.Core.Applying;
using Migrations.Core.Schemas;
using Migrations.Core.Sql;

namespace Migrations.Core.Tests.Applying;

/// <summary>Names of indexes and constraints that no server accepts.</summary>
public class ShortenedNamesTests
{
    private static readonly string Long = "orders_of_customers_in_a_country_that_has_a_very_long_name_indeed_fk";
    private static readonly string Short = LongNames.Shorten(Long);

    [Theory]
    [InlineData("CREATE TABLE a (id int, KEY `L` (id), CONSTRAINT `L` FOREIGN KEY (id) REFERENCES b (id), CONSTRAINT L CHECK (id > 0))")]
    [InlineData("CREATE UNIQUE INDEX L ON a (id)")]
    [InlineData("ALTER TABLE a ADD COLUMN n int, ADD INDEX `L` (n), ADD CONSTRAINT `L` FOREIGN KEY (n) REFERENCES b (id)")]
    [InlineData("ALTER TABLE a DROP FOREIGN KEY `L`, DROP INDEX `L`")]
    [InlineData("ALTER TABLE a RENAME INDEX `L` TO kurz")]
    [InlineData("ALTER TABLE a ADD COLUMN (n int, KEY `L` (n))")]
    [InlineData("DROP INDEX `L` ON a")]
    public void They_are_shortened_wherever_they_stand_and_nothing_else_changes(string sql)
    {
        var text = sql.Replace("L`", Long + "`").Replace(" L ", $" {Long} ");

        var shortened = ShortenedNames.In(Known.Ddl(text), SqlModes.None);

        Assert.Equal(64, Short.Length);
        Assert.Equal(text.Replace($"`{Long}`", $"`{Short}`").Replace($" {Long} ", $" `{Short}` "), shortened!.Text);
        Assert.Null(ShortenedNames.In(shortened, SqlModes.None));
    }

    [Theory]
    [InlineData("CREATE TABLE `L` (id int)")]
    [InlineData("CREATE TABLE a (`L` int)")]
    [InlineData("ALTER TABLE a ADD COLUMN `L` int, DROP COLUMN `L`")]
    [InlineData("DROP TABLE `L`")]
    [InlineData("CREATE INDEX short_enough ON a (id) COMMENT 'L'")]
    public void Tables_and_columns_keep_their_names(string sql) => Assert.Null(ShortenedNames.In(Known.Ddl(sql.Replace("L`", Long + "`").Replace("'L'", $"'{Long}'")), SqlModes.None));

    [Fact]
    public void A_text_that_is_equal_to_the_name_is_no_name()
    {
        var shortened = ShortenedNames.In(Known.Ddl($"ALTER TABLE a ADD INDEX `{Long}` /* {Long} */ (n) COMMENT '{Long}'"), SqlModes.None);
        Assert.Equal($"ALTER TABLE a ADD INDEX `{Short}` /* {Long} */ (n) COMMENT '{Long}'", shortened!.Text);
    }

    [Fact]
    public void In_ANSI_QUOTES_double_quotes_enclose_names()
    {
        var shortened = ShortenedNames.In(Known.Ddl($"CREATE INDEX \"{Long}\" ON a (n)", SqlModes.AnsiQuotes), SqlModes.AnsiQuotes);
        Assert.Equal($"CREATE INDEX `{Short}` ON a (n)", shortened!.Text);
    }

    [Fact]
    public void Sixty_four_characters_are_not_too_many()
    {
        Assert.Null(ShortenedNames.In(Known.Ddl($"CREATE INDEX {new string('i', 64)} ON a (n)"), SqlModes.None));
        Assert.NotNull(ShortenedNames.In(Known.Ddl($"CREATE INDEX {new string('i', 65)} ON a (n)"), SqlModes.None));
    }
}
