using Migrations.Core.Applying;
using Migrations.Core.Sources;
using Migrations.Core.Sql;

namespace Migrations.Core.Tests.Applying;

public class SetTargetsTests
{
    [Theory]
    [InlineData("SET @a = 1", "", false)]
    [InlineData("SET @a = (SELECT x, y FROM t), @b := 2", "", false)]
    [InlineData("SET sql_mode = ''", "sql_mode", false)]
    [InlineData("SET @a = 1, SESSION Sql_Mode = 'ANSI', @@time_zone = '+00:00'", "sql_mode time_zone", false)]
    [InlineData("SET @@session.sql_select_limit = 1, @@LOCAL.unique_checks = 0", "sql_select_limit unique_checks", false)]
    [InlineData("SET GLOBAL max_connections = 5", "", false)]
    [InlineData("SET @@global.max_connections = 5, `foreign_key_checks` = 0", "foreign_key_checks", false)]
    [InlineData("SET LOCAL autocommit = IF(1, 2, 3), unique_checks = 1", "autocommit unique_checks", false)]
    [InlineData("SET NAMES utf8mb4", "", true)]
    [InlineData("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED", "", true)]
    [InlineData("/*!40101 SET character_set_client = utf8mb4 */", "character_set_client", false)]
    public void Names_what_the_session_keeps(string sql, string settings, bool hasUnseen)
    {
        var targets = SetTargets.Of(SqlScript.Parse(new SourceText("a.sql", sql)).Statements[0]);
        Assert.Equal(settings, string.Join(" ", targets.Settings));
        Assert.Equal(hasUnseen, targets.HasUnseen);
    }
}
