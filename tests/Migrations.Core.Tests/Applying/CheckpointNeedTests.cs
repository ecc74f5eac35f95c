using Migrations.Core.Applying;

namespace Migrations.Core.Tests.Applying;

/// <summary>Which statements must be recorded, and which the catalog alone can tell to be done.</summary>
public class CheckpointNeedTests
{
    [Theory]
    // What only adds: never.
    [InlineData("CREATE TABLE a (id int); ALTER TABLE a ADD b int, ADD INDEX i (b), ADD CONSTRAINT c CHECK (b > 0), ALGORITHM=INPLACE; CREATE INDEX j ON a (id, b)", "000")]
    [InlineData("CREATE TABLE IF NOT EXISTS a (id int); CREATE TABLE b LIKE a; ALTER TABLE b ADD PRIMARY KEY (id), ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES a (id)", "000")]
    [InlineData("SET FOREIGN_KEY_CHECKS = 0; CREATE TABLE a (id int); CREATE TEMPORARY TABLE t (id int)", "000")]
    // Data: the statement itself, and nothing that only adds.
    [InlineData("CREATE TABLE a (id int); INSERT INTO a VALUES (1); ALTER TABLE a ADD b int", "010")]
    [InlineData("CREATE TABLE a (id int); CALL p()", "11")]
    // What takes away or changes: every statement about the same table.
    [InlineData("ALTER TABLE a ADD b int; ALTER TABLE `A` DROP c; CREATE TABLE x (id int)", "110")]
    [InlineData("ALTER TABLE a ADD b int, DROP c", "1")]
    [InlineData("ALTER TABLE a MODIFY b bigint; CREATE TABLE x (id int)", "10")]
    [InlineData("DROP TABLE a; CREATE TABLE a (id int); CREATE TABLE x (id int)", "110")]
    [InlineData("CREATE TABLE a (id int); RENAME TABLE a TO b; CREATE TABLE a (n int); CREATE INDEX i ON b (id); CREATE TABLE x (id int)", "11110")]
    [InlineData("ALTER TABLE a RENAME TO b; ALTER TABLE b ADD c int; ALTER TABLE x ADD c int", "110")]
    [InlineData("DROP INDEX i ON a; CREATE INDEX i ON a (b); CREATE INDEX i ON x (b)", "110")]
    [InlineData("CREATE TABLE a (id int); TRUNCATE a; CREATE TABLE x (id int)", "110")]
    [InlineData("CREATE OR REPLACE TABLE a (id int); CREATE TABLE x (id int)", "10")]
    // Rows come with it: whether they did, the catalog cannot tell.
    [InlineData("CREATE TABLE a AS SELECT 1 AS n; CREATE TABLE x (id int)", "10")]
    // What it touches is not seen from here: everything.
    [InlineData("CREATE TABLE a (id int); EXECUTE s; CREATE TABLE x (id int)", "111")]
    [InlineData("CREATE TABLE a (id int); CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.id = 1; CREATE TABLE x (id int)", "111")]
    [InlineData("CREATE TABLE a (id int); CREATE VIEW v AS SELECT 1", "01")]
    public void Only_what_the_catalog_cannot_tell_is_recorded(string sql, string needs)
    {
        var statements = Known.Statements(sql);

        var need = CheckpointNeed.Of(statements);

        Assert.Equal(needs, string.Concat(statements.Select(statement => need.NeedsCheckpoint(statement) ? '1' : '0')));
        Assert.Equal(needs.Contains('1'), need.IsNeeded);
    }
}
