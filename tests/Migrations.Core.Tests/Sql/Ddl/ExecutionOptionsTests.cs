using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;

namespace Migrations.Core.Tests.Sql.Ddl;

public class ExecutionOptionsTests
{
    [Theory]
    [InlineData("ALTER TABLE t ADD c int", "ALTER TABLE s.`t` ALGORITHM=X, LOCK=Y,  ADD c int", null, null)]
    [InlineData("ALTER TABLE d.t ADD c int, ALGORITHM = INPLACE, LOCK none", "ALTER TABLE s.`t` ALGORITHM=X, LOCK=Y,  ADD c int", "inplace", "none")]
    [InlineData("ALTER TABLE t ALGORITHM=DEFAULT, ADD c int, LOCK=DEFAULT", "ALTER TABLE s.`t` ALGORITHM=X, LOCK=Y,  ADD c int", null, null)]
    [InlineData("ALTER TABLE t PARTITION BY HASH (id)", "ALTER TABLE s.`t` ALGORITHM=X, LOCK=Y  PARTITION BY HASH (id)", null, null)]
    [InlineData("ALTER TABLE t ADD c int PARTITION BY HASH (id)", "ALTER TABLE s.`t` ALGORITHM=X, LOCK=Y,  ADD c int PARTITION BY HASH (id)", null, null)]
    [InlineData("ALTER TABLE t DROP PARTITION p0", "ALTER TABLE s.`t` ALGORITHM=X, LOCK=Y,  DROP PARTITION p0", null, null)]
    [InlineData("ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p (id), RENAME TO u", "ALTER TABLE s.`t` ALGORITHM=X, LOCK=Y,  ADD FOREIGN KEY (a) REFERENCES s.`p` (id), RENAME TO s.`u`", null, null)]
    [InlineData("ALTER TABLE t ADD c int COMMENT 'REFERENCES x'", "ALTER TABLE s.`t` ALGORITHM=X, LOCK=Y,  ADD c int COMMENT 'REFERENCES x'", null, null)]
    [InlineData("CREATE INDEX i ON t (a) ALGORITHM=COPY", "CREATE INDEX i ON s.`t` (a) ALGORITHM=X LOCK=Y", "copy", null)]
    [InlineData("CREATE INDEX `lock` ON `x`.t (`algorithm`, (lock + 1)) COMMENT 'LOCK=NONE' LOCK SHARED USING BTREE", "CREATE INDEX `lock` ON s.`t` (`algorithm`, (lock + 1)) COMMENT 'LOCK=NONE'  USING BTREE ALGORITHM=X LOCK=Y", null, "shared")]
    [InlineData("DROP INDEX i ON t LOCK=NONE ALGORITHM=INPLACE", "DROP INDEX i ON s.`t` ALGORITHM=X LOCK=Y", "inplace", "none")]
    public void They_are_taken_out_and_others_put_in(string sql, string written, string? algorithm, string? @lock)
    {
        var options = ExecutionOptions.Of(DdlParser.Parse(sql), SqlModes.None)!;
        Assert.Equal((algorithm, @lock), (options.Algorithm, options.Lock));
        Assert.Equal(written, options.With("X", "Y", name => $"s.`{name.Name}`", SqlModes.None));
    }

    [Theory]
    [InlineData("ALTER TABLE t")]
    [InlineData("ALTER TABLE t ALGORITHM=INPLACE, LOCK=NONE")]
    [InlineData("DROP TABLE t")]
    [InlineData("INSERT INTO t VALUES (1)")]
    public void Where_nothing_is_changed_there_are_none(string sql) => Assert.Null(ExecutionOptions.Of(DdlParser.Parse(sql), SqlModes.None));
}
