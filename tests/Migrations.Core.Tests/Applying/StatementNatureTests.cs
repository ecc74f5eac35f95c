namespace Migrations.Core.Tests.Applying;

/// <summary>What kind of thing a statement does, as far as repeating and recording it goes.</summary>
public class StatementNatureTests
{
    [Theory]
    [InlineData("Schema", "CREATE TABLE a (id int)|ALTER TABLE a ADD b int|DROP TABLE a|TRUNCATE a|RENAME TABLE a TO b|CREATE INDEX i ON a (b)|DROP INDEX i ON a|CREATE VIEW v AS SELECT 1")]
    [InlineData("Schema", "CREATE PROCEDURE p() SELECT 1|CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.b = 1|DROP TRIGGER t|GRANT SELECT ON a TO u|ANALYZE TABLE a|OPTIMIZE TABLE a|CREATE USER u|FLUSH TABLES")]
    [InlineData("Schema", "SET PASSWORD = 'x'|SET DEFAULT ROLE ALL TO u|START REPLICA|LOCK INSTANCE FOR BACKUP")]
    [InlineData("Data", "INSERT INTO a VALUES (1)|UPDATE a SET b = 1|DELETE FROM a|REPLACE INTO a VALUES (1)|LOAD DATA INFILE 'x' INTO TABLE a|WITH c AS (SELECT 1) DELETE FROM a|SELECT 1|(SELECT 1)|DO SLEEP(0)|VALUES ROW(1)|SHOW TABLES")]
    [InlineData("Data", "/*!50003 INSERT INTO a VALUES (1) */|/* note */ update a set b = 1")]
    [InlineData("Session", "SET @x = 1|SET NAMES utf8mb4|SET SESSION sql_mode = ''|SET FOREIGN_KEY_CHECKS = 0|/*!40101 SET NAMES utf8 */|USE other|PREPARE s FROM 'SELECT 1'|DEALLOCATE PREPARE s|DROP PREPARE s")]
    [InlineData("Session", "CREATE TEMPORARY TABLE c (id int)|CREATE TEMPORARY TABLE c AS SELECT 1|DROP TEMPORARY TABLE c")]
    [InlineData("Begin", "BEGIN|BEGIN WORK|START TRANSACTION|START TRANSACTION WITH CONSISTENT SNAPSHOT")]
    [InlineData("Commit", "COMMIT|COMMIT WORK|COMMIT AND NO CHAIN|COMMIT RELEASE")]
    [InlineData("Chain", "COMMIT AND CHAIN|COMMIT WORK AND CHAIN|ROLLBACK AND CHAIN|ROLLBACK WORK AND CHAIN NO RELEASE")]
    [InlineData("Rollback", "ROLLBACK|ROLLBACK WORK")]
    [InlineData("Savepoint", "SAVEPOINT s|ROLLBACK TO s|ROLLBACK TO SAVEPOINT s|ROLLBACK WORK TO s|RELEASE SAVEPOINT s")]
    [InlineData("Lock", "LOCK TABLES a WRITE|LOCK TABLE a READ|UNLOCK TABLES")]
    [InlineData("Opaque", "CALL p()|EXECUTE s|XA START 'x'|HANDLER a OPEN|BEGIN NOT ATOMIC SELECT 1")]
    public void Every_statement_has_its_nature(string nature, string statements)
    {
        foreach (var sql in statements.Split('|')) Assert.Equal((sql, nature), (sql, Assert.Single(Known.Statements(sql)).Nature.ToString()));
    }

    [Theory]
    [InlineData("INSERT INTO c VALUES (1)", "Session")]
    [InlineData("INSERT IGNORE `C` VALUES (1)", "Session")]
    [InlineData("UPDATE c SET id = 2", "Session")]
    [InlineData("DELETE FROM c", "Session")]
    [InlineData("ALTER TABLE c ADD n int", "Session")]
    [InlineData("CREATE INDEX i ON c (id)", "Session")]
    [InlineData("TRUNCATE TABLE c", "Session")]
    [InlineData("DROP TABLE c", "Session")]
    [InlineData("DROP TABLE c, a", "Schema")]
    [InlineData("INSERT INTO other.c VALUES (1)", "Data")]
    [InlineData("INSERT INTO a SELECT id FROM c", "Data")]
    [InlineData("UPDATE a SET n = (SELECT MAX(id) FROM c)", "Data")]
    [InlineData("ALTER TABLE a ADD n int", "Schema")]
    public void What_changes_only_a_temporary_table_changes_only_the_session(string sql, string nature) =>
        Assert.Equal(nature, Known.Statements($"CREATE TEMPORARY TABLE c (id int); {sql}")[1].Nature.ToString());

    [Theory]
    [InlineData("INSERT INTO a VALUES (1)", "a")]
    [InlineData("insert low_priority ignore into `a b` (x) values (1)", "a b")]
    [InlineData("REPLACE a VALUES (1)", "a")]
    [InlineData("UPDATE IGNORE a SET b = 1", "a")]
    [InlineData("DELETE QUICK FROM a WHERE b = 1", "a")]
    [InlineData("INSERT INTO d.a VALUES (1)", null)]
    [InlineData("SELECT 1 FROM a", null)]
    [InlineData("WITH c AS (SELECT 1) UPDATE a SET b = 1", null)]
    public void The_table_that_a_data_statement_writes_to_is_read_where_it_is_plain(string sql, string? target) => Assert.Equal(target, Known.Statements(sql)[0].Target);

    [Theory]
    [InlineData("UPDATE a SET b = 1", "a")]
    [InlineData("UPDATE IGNORE a x SET b = (SELECT 1 FROM c, d)", "a")]
    [InlineData("DELETE FROM a WHERE b = 1", "a")]
    [InlineData("DELETE QUICK FROM a ORDER BY b LIMIT 1", "a")]
    [InlineData("UPDATE a JOIN b ON a.x = b.x SET b.n = 1", null)]
    [InlineData("UPDATE a, b SET b.n = 1", null)]
    [InlineData("UPDATE a STRAIGHT_JOIN b SET b.n = 1", null)]
    [InlineData("DELETE b FROM a JOIN b", null)]
    [InlineData("DELETE FROM b USING a JOIN b", null)]
    [InlineData("DELETE a, b FROM a JOIN b", null)]
    [InlineData("INSERT INTO a SELECT x FROM b, c", "a")]
    public void A_statement_of_several_tables_has_no_one_target(string sql, string? target) => Assert.Equal(target, Assert.Single(Known.Statements(sql)).Target);
}
