using Migrations.Core.Applying;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Tests.Applying;

public class ErrorJudgeTests
{
    private const string Errno121 = "Can't create table `a`.`b` (errno: 121 \"Duplicate key on write or update\")";

    [Theory]
    [InlineData("CREATE TABLE a (id int)", 1050)]
    [InlineData("ALTER TABLE a ADD b int", 1060)]
    [InlineData("ALTER TABLE a ADD COLUMN b int AFTER c", 1060)]
    [InlineData("ALTER TABLE a ADD INDEX i (b)", 1061)]
    [InlineData("ALTER TABLE a ADD UNIQUE KEY i (b)", 1061)]
    [InlineData("ALTER TABLE a ADD CONSTRAINT i UNIQUE (b)", 1061)]
    [InlineData("CREATE UNIQUE INDEX i ON a (b)", 1061)]
    [InlineData("ALTER TABLE a ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES c (d)", 1826)]
    [InlineData("ALTER TABLE a ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES c (d)", 1005, Errno121)] // MariaDB
    [InlineData("ALTER TABLE a ADD CONSTRAINT k CHECK (b > 0)", 3822)]
    [InlineData("ALTER TABLE a ADD CONSTRAINT k CHECK (b > 0)", 1826)] // MariaDB
    [InlineData("ALTER TABLE a DROP COLUMN b", 1091)]
    [InlineData("ALTER TABLE a DROP INDEX i", 1091)]
    [InlineData("ALTER TABLE a DROP FOREIGN KEY f", 1091)]
    [InlineData("ALTER TABLE a DROP CONSTRAINT f", 3940)]
    [InlineData("ALTER TABLE a DROP CHECK k", 3821)]
    [InlineData("DROP TABLE a", 1051)]
    [InlineData("DROP VIEW a", 4092)]
    [InlineData("DROP INDEX i ON a", 1091)]
    [InlineData("DROP TRIGGER t", 1360)]
    [InlineData("DROP PROCEDURE p", 1305)]
    public void What_is_so_already_is_satisfied(string sql, int code, string message = "") => Assert.Equal(StatementOutcome.Satisfied, Judge(sql, code, message));

    [Theory]
    [InlineData("ALTER TABLE a RENAME TO b", 1050)] // the new name is another table's
    [InlineData("RENAME TABLE a TO b", 1050)]
    [InlineData("ALTER TABLE a RENAME COLUMN b TO c", 1060)]
    [InlineData("ALTER TABLE a CHANGE b c int", 1060)]
    [InlineData("ALTER TABLE a RENAME INDEX i TO j", 1061)]
    [InlineData("CREATE TABLE a (b int, b int)", 1060)] // a mistake in the statement itself
    [InlineData("CREATE TABLE a (b int, INDEX i (b), INDEX i (b))", 1061)]
    [InlineData("ALTER TABLE a ADD b int", 1050)]
    [InlineData("ALTER TABLE a ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES c (d)", 1005, "Can't create table `a`.`b` (errno: 150 \"Foreign key constraint is incorrectly formed\")")]
    [InlineData("CREATE TABLE a (id int)", 1005, Errno121)]
    [InlineData("ALTER TABLE a ADD UNIQUE KEY i (b)", 1062)] // duplicate rows
    [InlineData("INSERT INTO a VALUES (1)", 1062)]
    [InlineData("INSERT INTO a VALUES (1)", 1050)]
    [InlineData("CALL p()", 1051)]
    [InlineData("CALL p()", 1305)]
    [InlineData("ALTER TABLE a MODIFY b int", 1054)]
    [InlineData("UPDATE a SET b = 1", 1146)]
    [InlineData("ALTER TABLE a ADD INDEX i (b)", 1072)]
    [InlineData("ALTER TABLE a ADD b int", 1064)]
    [InlineData("DROP TABLE a", 3730)] // a foreign key holds it
    public void Everything_else_is_a_failure(string sql, int code, string message = "") => Assert.Null(Judge(sql, code, message));

    [Theory]
    [InlineData("UPDATE a SET b = 1", 1054)]
    [InlineData("UPDATE a SET b = 1", 1146)]
    [InlineData("INSERT INTO a SELECT * FROM b", 1146)]
    [InlineData("ALTER TABLE a MODIFY b int", 1054)]
    [InlineData("ALTER TABLE a ADD INDEX i (b)", 1072)]
    [InlineData("CREATE INDEX i ON a (b)", 1072)]
    [InlineData("CREATE INDEX i ON a (b)", 1146)]
    [InlineData("ALTER TABLE a ADD b int", 1146)]
    public void What_the_baseline_no_longer_has_is_superseded_in_a_run_from_it(string sql, int code) =>
        Assert.Equal((StatementOutcome.Superseded, null), (Judge(sql, code, "", supersedes: true), Judge(sql, code)));

    [Theory]
    [InlineData("INSERT INTO a VALUES (1)", 1062)]
    [InlineData("ALTER TABLE a ADD b int", 1064)]
    [InlineData("ALTER TABLE a ADD b int", 1118)]
    public void Nor_does_a_baseline_excuse_other_failures(string sql, int code) => Assert.Null(Judge(sql, code, "", supersedes: true));

    [Fact]
    public void Of_several_clauses_one_that_may_have_met_the_error_is_enough_to_ask_each()
    {
        Assert.NotNull(Judge("ALTER TABLE a MODIFY x int, ADD b int", 1060));
        Assert.Null(Judge("ALTER TABLE a MODIFY x int, DROP COLUMN b", 1060));
    }

    private static StatementOutcome? Judge(string sql, int code, string message = "", bool supersedes = false) =>
        ErrorJudge.Judge(DdlParser.Parse(sql), new ServerError(code, null, message), supersedes);
}
