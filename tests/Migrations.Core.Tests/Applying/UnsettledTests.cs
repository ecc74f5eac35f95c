using Migrations.Core.Applying;

namespace Migrations.Core.Tests.Applying;

/// <summary>Which parts of tables only the server knows behind a statement.</summary>
public class UnsettledTests
{
    private const string Plain = "CREATE TABLE t (id int PRIMARY KEY, n int)";
    private const string WithForeignKey = "CREATE TABLE t (id int PRIMARY KEY, n int, CONSTRAINT f FOREIGN KEY (n) REFERENCES p (id))";

    [Theory]
    // Everything that is said in the statement is known.
    [InlineData("CREATE TABLE t (id int PRIMARY KEY, n int DEFAULT 3, KEY i (n), CONSTRAINT c CHECK (n > 0))", "")]
    [InlineData("ALTER TABLE t ADD COLUMN a int, ADD INDEX i (a), ADD CONSTRAINT c CHECK (a > 0)", "")]
    [InlineData("ALTER TABLE t ALTER COLUMN n SET DEFAULT 1", "")]
    [InlineData("ALTER TABLE t RENAME INDEX i TO j, ALGORITHM=INPLACE", "")]
    [InlineData("ALTER TABLE t MODIFY COLUMN n bigint", "")]
    [InlineData("ALTER TABLE t DROP INDEX i, DROP FOREIGN KEY f, DROP PRIMARY KEY", "")]
    [InlineData("CREATE INDEX i ON t (n)", "")]
    [InlineData("CREATE TEMPORARY TABLE t AS SELECT 1", "")]
    [InlineData("DROP TABLE t", "")]
    // Names that the server invents, indexes that it makes.
    [InlineData("CREATE TABLE t (id int, KEY (id))", "t Indexes")]
    [InlineData("CREATE TABLE t (id int UNIQUE)", "t Indexes")]
    [InlineData("CREATE TABLE t (id serial)", "t Indexes")]
    [InlineData("CREATE TABLE t (id int, CHECK (id > 0))", "t Constraints")]
    [InlineData("CREATE TABLE t (id int CHECK (id > 0))", "t Constraints")]
    [InlineData("CREATE TABLE t (n int, CONSTRAINT f FOREIGN KEY (n) REFERENCES p (id))", "t Indexes")]
    [InlineData("CREATE TABLE t (n int, FOREIGN KEY (n) REFERENCES p (id))", "t Indexes, Constraints")]
    [InlineData("ALTER TABLE t ADD INDEX (n)", "t Indexes")]
    [InlineData("ALTER TABLE t ADD COLUMN a int UNIQUE, ADD CHECK (a > 0)", "t Indexes, Constraints")]
    [InlineData("ALTER TABLE t ADD COLUMN (a int, FOREIGN KEY (a) REFERENCES p (id))", "t Indexes, Constraints")]
    [InlineData("ALTER TABLE t DROP COLUMN n", "t Indexes, Constraints")]
    // What only the server can say.
    [InlineData("CREATE TABLE t LIKE p", "t All")]
    [InlineData("CREATE TABLE t AS SELECT 1 AS n", "t All")]
    [InlineData("ALTER TABLE t RENAME COLUMN n TO m", "t All")]
    [InlineData("ALTER TABLE t CHANGE n m int", "t All")]
    [InlineData("ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4", "t All")]
    [InlineData("ALTER TABLE t RENAME TO u", "t All; u All")]
    [InlineData("RENAME TABLE t TO u, x TO y", "t All; u All; x All; y All")]
    public void Only_what_the_statement_does_not_say_is_read_anew(string sql, string parts) => Assert.Equal(parts, Parts(sql, Plain));

    [Theory]
    [InlineData("CREATE INDEX i ON t (n)", "t Indexes")]
    [InlineData("ALTER TABLE t ADD INDEX i (n)", "t Indexes")]
    [InlineData("ALTER TABLE t ADD COLUMN a int", "")]
    public void Where_a_foreign_key_is_a_new_index_may_replace_the_one_that_serves_it(string sql, string parts) => Assert.Equal(parts, Parts(sql, WithForeignKey));

    private static string Parts(string sql, string table) =>
        string.Join("; ", Unsettled.By(Known.Ddl(sql), name => name.Name == "t" ? Known.Table(table) : null).Select(unsettled => $"{unsettled.Table} {unsettled.Parts}"));
}
