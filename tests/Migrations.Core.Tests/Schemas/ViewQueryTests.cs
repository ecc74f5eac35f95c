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
    [InlineData("SELECT id FROM t WHERE a = 1 AND (b = 2 OR c = 3)", "select `shop`.`t`.`id` AS `id` from `shop`.`t` where (((`shop`.`t`.`a` = 1) and (`shop`.`t`.`b` = 2)) or (`shop`.`t`.`c` = 3))", false)]
    [InlineData("SELECT id FROM t WHERE a - (b - 1) > 0", "select `shop`.`t`.`id` AS `id` from `shop`.`t` where (((`shop`.`t`.`a` - `shop`.`t`.`b`) - 1) > 0)", false)]
    [InlineData("SELECT id FROM t WHERE s = 'ABC'", "select `shop`.`t`.`id` AS `id` from `shop`.`t` where (`shop`.`t`.`s` = 'abc')", false)]
    [InlineData("SELECT id FROM t", "select `other`.`t`.`id` AS `id` from `other`.`t`", false)]
    [InlineData("SELECT id FROM other.t", "select `other`.`t`.`id` AS `id` from `other`.`t`", true)]
    [InlineData("SELECT id FROM T", "select `shop`.`t`.`id` AS `id` from `shop`.`t`", false)]
    [InlineData("SELECT id FROM t WHERE a = 1 AND b = 2 AND c LIKE 'x%'", "select `shop`.`t`.`id` AS `id` from `shop`.`t` where ((`shop`.`t`.`a` = 1) and (`shop`.`t`.`b` = 2) and (`shop`.`t`.`c` like 'x%'))", true)]
    public void Is_the_same_only_where_that_is_certain(string written, string shown, bool isSame) => Assert.Equal(isSame, ViewQuery.IsSame(written, shown, "shop", SqlModes.None));
}
