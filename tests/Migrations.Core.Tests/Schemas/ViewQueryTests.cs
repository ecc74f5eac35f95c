using Migrations.Core.Schemas;
using Migrations.Core.Sql;

namespace Migrations.Core.Tests.Schemas;

/// <summary>What servers show of a view beside what was written; the shown texts are those of MySQL 9.7 and MariaDB 10.11.</summary>
public class ViewQueryTests
{
    [Theory]
    [InlineData("SELECT id FROM t", "select `shop`.`t`.`id` AS `id` from `shop`.`t`", true)]
    [InlineData("(select `id`, `n` as `m` from `t` where `t`.`n` > 1)", "select `shop`.`t`.`id` AS `id`,`shop`.`t`.`n` AS `m` from `shop`.`t` where (`shop`.`t`.`n` > 1)", true)]
    [InlineData("SELECT x.id, y.n FROM t x JOIN t y ON x.id = y.id", "select `x`.`id` AS `id`,`y`.`n` AS `n` from (`shop`.`t` `x` join `shop`.`t` `y` on((`x`.`id` = `y`.`id`)))", true)]
    [InlineData("SELECT y.id, x.n FROM t x JOIN t y ON x.id = y.id", "select `x`.`id` AS `id`,`y`.`n` AS `n` from (`shop`.`t` `x` join `shop`.`t` `y` on((`x`.`id` = `y`.`id`)))", false)]
    [InlineData("SELECT a.id FROM a, b WHERE a.id = b.n", "select `a`.`id` AS `id` from (`shop`.`a` join `shop`.`b`) where (`a`.`id` = `b`.`n`)", false)]
    [InlineData("SELECT id FROM t", "select `shop`.`u`.`id` AS `id` from `shop`.`u`", false)]
    [InlineData("SELECT id FROM t WHERE n = 'a'", "select `shop`.`t`.`id` AS `id` from `shop`.`t` where (`shop`.`t`.`n` = 'b')", false)]
    [InlineData("SELECT id AS a FROM t", "select `shop`.`t`.`id` AS `b` from `shop`.`t`", false)]
    public void Is_the_same_only_where_that_is_certain(string written, string shown, bool isSame) => Assert.Equal(isSame, ViewQuery.IsSame(written, shown, SqlModes.None));
}
