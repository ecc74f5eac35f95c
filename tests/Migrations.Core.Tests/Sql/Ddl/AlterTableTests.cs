using CsCheck;
using Migrations.Core.Sql.Ddl;

namespace Migrations.Core.Tests.Sql.Ddl;

public class AlterTableTests
{
    // One of each clause, with the text of its IF [NOT] EXISTS.
    public static readonly (string Sql, Type Clause, string? Condition)[] Clauses =
    [
        ("ADD COLUMN IF NOT EXISTS `a` int NOT NULL DEFAULT 3 AFTER `b`", typeof(AddColumnsClause), "IF NOT EXISTS"),
        ("add a varchar(10) default 'x,y' first", typeof(AddColumnsClause), null),
        ("ADD COLUMN (a int, b decimal(10, 2) default (1 + 2), key k (a))", typeof(AddColumnsClause), null),
        ("ADD COLUMN `key` enum('a,b','c)') COMMENT 'it''s, here'", typeof(AddColumnsClause), null),
        ("ADD INDEX IF NOT EXISTS `i` (`a`, b(10) DESC, (lower(c))) USING BTREE COMMENT 'x' INVISIBLE", typeof(AddIndexClause), "IF NOT EXISTS"),
        ("ADD KEY (a)", typeof(AddIndexClause), null),
        ("ADD UNIQUE KEY u (a)", typeof(AddIndexClause), null),
        ("ADD UNIQUE (a, b)", typeof(AddIndexClause), null),
        ("ADD FULLTEXT INDEX f (a)", typeof(AddIndexClause), null),
        ("ADD SPATIAL s (a)", typeof(AddIndexClause), null),
        ("ADD CONSTRAINT `u` UNIQUE(`a`)", typeof(AddIndexClause), null),
        ("ADD CONSTRAINT PRIMARY KEY USING BTREE (a)", typeof(AddPrimaryKeyClause), null),
        ("ADD PRIMARY KEY (`a`, `b`)", typeof(AddPrimaryKeyClause), null),
        ("ADD CONSTRAINT IF NOT EXISTS `fk` FOREIGN KEY (`a`) REFERENCES `o`.`t`(`id`) ON DELETE set null ON UPDATE no action", typeof(AddForeignKeyClause), "IF NOT EXISTS"),
        ("ADD FOREIGN KEY IF NOT EXISTS (a) REFERENCES t (id)", typeof(AddForeignKeyClause), "IF NOT EXISTS"),
        ("ADD CONSTRAINT c CHECK (a > 1 and (b, c) = (1, 2)) NOT ENFORCED", typeof(AddCheckClause), null),
        ("ADD CHECK (a > 1)", typeof(AddCheckClause), null),
        ("DROP COLUMN IF EXISTS `a`", typeof(DropPartClause), "IF EXISTS"),
        ("DROP a", typeof(DropPartClause), null),
        ("DROP INDEX IF EXISTS i", typeof(DropPartClause), "IF EXISTS"),
        ("DROP KEY i", typeof(DropPartClause), null),
        ("DROP PRIMARY KEY", typeof(DropPartClause), null),
        ("DROP FOREIGN KEY IF EXISTS fk", typeof(DropPartClause), "IF EXISTS"),
        ("DROP CONSTRAINT c", typeof(DropPartClause), null),
        ("DROP CHECK c", typeof(DropPartClause), null),
        ("MODIFY COLUMN IF EXISTS `a` bigint unsigned NOT NULL AUTO_INCREMENT FIRST", typeof(ModifyColumnClause), "IF EXISTS"),
        ("MODIFY `a` timestamp DEFAULT (now()) ON UPDATE CURRENT_TIMESTAMP", typeof(ModifyColumnClause), null),
        ("CHANGE COLUMN `a` `b` int", typeof(ChangeColumnClause), null),
        ("ALTER COLUMN `a` SET DEFAULT 'x'", typeof(AlterDefaultClause), null),
        ("ALTER a DROP DEFAULT", typeof(AlterDefaultClause), null),
        ("ALTER INDEX i INVISIBLE", typeof(AlterIndexVisibilityClause), null),
        ("ALTER INDEX IF EXISTS i NOT IGNORED", typeof(AlterIndexVisibilityClause), "IF EXISTS"),
        ("ALTER CHECK c NOT ENFORCED", typeof(AlterEnforcementClause), null),
        ("RENAME COLUMN a TO b", typeof(RenameColumnClause), null),
        ("RENAME INDEX a TO b", typeof(RenameIndexClause), null),
        ("RENAME TO `x`.`y`", typeof(RenameToClause), null),
        ("CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", typeof(ConvertToClause), null),
        ("ENGINE = InnoDB DEFAULT CHARSET=utf8mb4", typeof(TableOptionsClause), null),
        ("COMMENT='a, b'", typeof(TableOptionsClause), null),
        ("ALGORITHM=INPLACE", typeof(ExecutionClause), null),
        ("LOCK = NONE", typeof(ExecutionClause), null),
        ("ORDER BY a, b DESC", typeof(OrderByClause), null),
        ("DROP PARTITION p0, p1", typeof(PartitionClause), null),
        ("ADD PARTITION (PARTITION p2 VALUES LESS THAN (10, 20))", typeof(PartitionClause), null),
        ("DISABLE KEYS", typeof(UnknownClause), null),
        ("ADD SYSTEM VERSIONING", typeof(UnknownClause), null),
        ("FORCE", typeof(UnknownClause), null),
    ];

    public static TheoryData<string> All => [.. Clauses.Select(clause => clause.Sql)];

    [Theory, MemberData(nameof(All))]
    public void Each_clause_is_read_with_its_own_range(string sql)
    {
        var (_, type, condition) = Clauses.Single(clause => clause.Sql == sql);
        var alter = Assert.IsType<AlterTableStatement>(DdlParser.Parse($"ALTER TABLE `d`.`t` {sql}"));
        var clause = Assert.Single(alter.Clauses);
        Assert.Equal(sql, alter.TextOf(clause));
        Assert.IsType(type, clause);
        Assert.Equal(condition, clause.Condition?.TextIn(alter.Source.Text));
        Assert.Equal(("d", "t"), (alter.Table.Database, alter.Table.Name));
    }

    [Fact]
    public void Any_mixture_of_clauses_is_its_prefix_and_its_clauses_joined()
    {
        var separators = OneOf(", ", ",\n\t", " , /* ; and, */ ", ",\n  -- it's, a comment\n  ");
        Gen.Select(Gen.Int[0, Clauses.Length - 1].Select(index => Clauses[index]).List[1, 6], separators, OneOf("ALTER TABLE t ", "alter table if exists `t`\n  ", "ALTER /* x, y */ TABLE t WAIT 5 "))
            .Sample((clauses, separator, prefix) =>
            {
                var sql = prefix + string.Join(separator, clauses.Select(clause => clause.Sql));
                var alter = (AlterTableStatement)DdlParser.Parse(sql);
                Assert.Equal(clauses.Select(clause => clause.Sql), alter.Clauses.Select(clause => alter.TextOf(clause)));
                Assert.Equal(clauses.Select(clause => clause.Clause), alter.Clauses.Select(clause => clause.GetType()));
                Assert.Equal(sql, alter.With(_ => true));
                Assert.Null(alter.With(_ => false));
                foreach (var kept in alter.Clauses)
                {
                    var alone = alter.With(clause => ReferenceEquals(clause, kept), withoutConditions: true)!;
                    var again = (AlterTableStatement)DdlParser.Parse(alone);
                    Assert.Null(again.Condition);
                    Assert.Null(Assert.Single(again.Clauses).Condition);
                    Assert.IsType(kept.GetType(), again.Clauses[0]);
                }
            });
    }

    [Fact]
    public void Conditions_are_left_out_where_the_server_does_not_know_them()
    {
        var alter = (AlterTableStatement)DdlParser.Parse("ALTER TABLE IF EXISTS t\n\tADD COLUMN IF NOT EXISTS a int,\n\tADD COLUMN IF NOT EXISTS b int,\n\tDROP COLUMN IF EXISTS c");
        Assert.Equal(
            "ALTER TABLE t\n\tADD COLUMN a int,\n\tDROP COLUMN c",
            alter.With(clause => clause is not AddColumnsClause { Columns: [{ Column.Name: "b" }] }, withoutConditions: true));
    }

    [Fact]
    public void Partitioning_follows_the_other_clauses_without_a_comma()
    {
        var alter = (AlterTableStatement)DdlParser.Parse("ALTER TABLE t ADD a int, ENGINE=InnoDB PARTITION BY HASH (a) PARTITIONS 4");
        Assert.Equal([typeof(AddColumnsClause), typeof(TableOptionsClause), typeof(PartitionClause)], alter.Clauses.Select(clause => clause.GetType()));
        Assert.Equal("ALTER TABLE t PARTITION BY HASH (a) PARTITIONS 4", alter.With(clause => clause is PartitionClause)!.Replace("t  P", "t P"));
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);
}
