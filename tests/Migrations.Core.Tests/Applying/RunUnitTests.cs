using Migrations.Core.Applying;

namespace Migrations.Core.Tests.Applying;

/// <summary>Which statements are done and recorded together.</summary>
public class RunUnitTests
{
    [Theory]
    // By themselves.
    [InlineData("CREATE TABLE a (id int); INSERT INTO a VALUES (1); INSERT INTO a VALUES (2); SET @x = 1; CALL p(); GRANT SELECT ON a TO u", "Schema 1, Data 1, Data 1, Session 1, Loose 1, Schema 1")]
    [InlineData("SET @s = 'x'; PREPARE p FROM @s; EXECUTE p; DEALLOCATE PREPARE p", "Session 1, Session 1, Loose 1, Session 1")]
    // What asks about the statement before it must stand right behind it.
    [InlineData("UPDATE a SET n = 1; SET @n = ROW_COUNT(); INSERT INTO b VALUES (@n)", "Data 2, Data 1")]
    [InlineData("SELECT SQL_CALC_FOUND_ROWS * FROM a LIMIT 1; INSERT INTO b VALUES (found_rows()); SELECT ROW_COUNT() INTO @n; UPDATE a SET n = 1", "Data 3, Data 1")]
    [InlineData("LOAD DATA INFILE 'f' INTO TABLE a; SET @w = @@warning_count; SET @e = @@error_count", "Data 3")]
    [InlineData("ALTER TABLE a ADD b int; SET @n = ROW_COUNT()", "Schema 1, Session 1")]
    [InlineData("INSERT INTO a VALUES (1); SET @id = LAST_INSERT_ID(); INSERT INTO b VALUES (@id)", "Data 1, Session 1, Data 1")]
    [InlineData("INSERT INTO a VALUES ('ROW_COUNT()'); INSERT INTO a VALUES ('row_count') -- ROW_COUNT()", "Data 1, Data 1")]
    // A temporary table is gone with the session: what uses it is one transaction with it.
    [InlineData("CREATE TEMPORARY TABLE c (id int); INSERT INTO c VALUES (1); UPDATE a SET n = 1 WHERE id IN (SELECT id FROM `C`); INSERT INTO a VALUES (1)", "Data 3, Data 1")]
    [InlineData("CREATE TEMPORARY TABLE c (id int); INSERT INTO a SELECT id FROM c; DROP TEMPORARY TABLE c; INSERT INTO a VALUES (1)", "Data 3, Data 1")]
    [InlineData("CREATE TEMPORARY TABLE c (id int); INSERT INTO a VALUES (1)", "Session 1, Data 1")]
    [InlineData("CREATE TEMPORARY TABLE c (id int); CREATE TABLE x (id int); INSERT INTO x SELECT id FROM c", "Session 1, Schema 1, Data 1")]
    [InlineData("CREATE TEMPORARY TABLE c (id int); ALTER TABLE c ADD n int; INSERT INTO a SELECT id FROM c", "Session 1, Session 1, Data 1")]
    [InlineData("CREATE TEMPORARY TABLE c (id int); SET autocommit = 0; INSERT INTO a SELECT id FROM c", "Session 1, Loose 2")]
    [InlineData("CREATE TEMPORARY TABLE c (id int); CALL p(); INSERT INTO a SELECT id FROM c", "Session 1, Loose 1, Data 1")]
    // Transactions of the migration's own.
    [InlineData("START TRANSACTION; INSERT INTO a VALUES (1); SET @x = 1; COMMIT; INSERT INTO a VALUES (2)", "OwnTransaction 4, Data 1")]
    [InlineData("BEGIN; INSERT INTO a VALUES (1); SAVEPOINT s; INSERT INTO a VALUES (2); ROLLBACK TO s; RELEASE SAVEPOINT s; COMMIT", "OwnTransaction 7")]
    [InlineData("BEGIN WORK; INSERT INTO a VALUES (1); ROLLBACK; INSERT INTO a VALUES (2)", "Loose 3, Data 1")]
    [InlineData("START TRANSACTION; INSERT INTO a VALUES (1); ALTER TABLE a ADD b int; INSERT INTO a VALUES (2, 2); COMMIT; INSERT INTO a VALUES (3, 3)", "Loose 5, Data 1")]
    [InlineData("START TRANSACTION; CALL p(); COMMIT", "Loose 3")]
    [InlineData("START TRANSACTION; SET autocommit = 1; INSERT INTO a VALUES (1); COMMIT", "Loose 4")]
    [InlineData("START TRANSACTION; INSERT INTO a VALUES (1); START TRANSACTION; INSERT INTO a VALUES (2); COMMIT", "Loose 2, OwnTransaction 3")]
    [InlineData("INSERT INTO a VALUES (1); START TRANSACTION; INSERT INTO a VALUES (2)", "Data 1, Loose 2")]
    [InlineData("COMMIT; INSERT INTO a VALUES (1)", "Loose 1, Data 1")]
    // Locks, and a session that commits nothing by itself.
    [InlineData("LOCK TABLES a WRITE; INSERT INTO a VALUES (1); UNLOCK TABLES; INSERT INTO a VALUES (2)", "Loose 3, Data 1")]
    [InlineData("LOCK TABLE a READ; INSERT INTO a VALUES (1)", "Loose 2")]
    [InlineData("SET autocommit = 0; INSERT INTO a VALUES (1); COMMIT; SET autocommit = 1; INSERT INTO a VALUES (2)", "Loose 4, Data 1")]
    [InlineData("SET @@autocommit = OFF; INSERT INTO a VALUES (1); SET @@session.autocommit = ON; INSERT INTO a VALUES (2)", "Loose 3, Data 1")]
    [InlineData("SET SESSION AutoCommit = 0; INSERT INTO a VALUES (1)", "Loose 2")]
    [InlineData("SET autocommit = 1; INSERT INTO a VALUES (1)", "Session 1, Data 1")]
    [InlineData("SET autocommit = 0, foreign_key_checks = 1; INSERT INTO a VALUES (1)", "Loose 2")]
    [InlineData("SET @old = @@autocommit; INSERT INTO a VALUES (1)", "Session 1, Data 1")]
    [InlineData("SET @old = @@autocommit, @@local.autocommit := 'OFF', unique_checks = 1; INSERT INTO a VALUES (1)", "Loose 2")]
    public void Statements_are_cut_into_units(string sql, string units)
    {
        var statements = Known.Statements(sql);

        var cut = RunUnit.Of(statements);

        Assert.Equal(units, string.Join(", ", cut.Select(unit => $"{unit.Kind} {unit.Statements.Count}")));
        Assert.Equal(statements, cut.SelectMany(unit => unit.Statements));
    }

    [Theory]
    [InlineData("CALL p()", true)]
    [InlineData("LOCK TABLES a WRITE; UNLOCK TABLES", true)]
    [InlineData("BEGIN; INSERT INTO a VALUES (1); ROLLBACK", true)]
    [InlineData("SET autocommit = 0; INSERT INTO a VALUES (1)", true)]
    [InlineData("SET autocommit = 0; SET @x = 1", false)]
    [InlineData("BEGIN; INSERT INTO a VALUES (1); COMMIT", false)]
    [InlineData("INSERT INTO a VALUES (1)", false)]
    [InlineData("ALTER TABLE a ADD b int", false)]
    public void What_no_transaction_of_the_runner_can_hold_happens_at_least_once(string sql, bool isAtLeastOnce) =>
        Assert.Equal(isAtLeastOnce, Assert.Single(RunUnit.Of(Known.Statements(sql))).IsAtLeastOnce);
}
