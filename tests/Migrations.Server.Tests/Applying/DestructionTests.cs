using Migrations.Core.Applying;
using Migrations.Model;
using Migrations.TestServers;

namespace Migrations.Server.Tests.Applying;

/// <summary>What takes something from tables that were there before the run.</summary>
public class DestructionTests(ServerFleet fleet) : RunTestBase(fleet)
{
    private const string Setup = """
        CREATE TABLE p (id int PRIMARY KEY);
        CREATE TABLE t (id int PRIMARY KEY, v varchar(50), n int, e enum('a','b'), KEY i_n (n), CONSTRAINT f FOREIGN KEY (n) REFERENCES p (id), CONSTRAINT c CHECK (n > 0));
        CREATE TABLE parts (n int NOT NULL) PARTITION BY RANGE (n) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN (20));
        CREATE TABLE alone (n int NOT NULL);
        """;

    [Theory]
    [EveryServer("DROP TABLE t", "drops the table t")]
    [EveryServer("DROP TABLE IF EXISTS gone, t", "drops the table t")]
    [EveryServer("TRUNCATE t", "empties the table t")]
    [EveryServer("RENAME TABLE t TO u", "renames the table t to u")]
    [EveryServer("ALTER TABLE t RENAME TO u", "renames the table t to u")]
    [EveryServer("ALTER TABLE t ADD COLUMN x int, DROP COLUMN v", "drops the column v of t")]
    [EveryServer("ALTER TABLE t RENAME COLUMN v TO w", "renames the column v of t")]
    [EveryServer("ALTER TABLE t CHANGE v w varchar(50)", "renames the column v of t")]
    [EveryServer("ALTER TABLE t MODIFY v varchar(40)", "narrows t.v from varchar(50) to varchar(40)")]
    [EveryServer("ALTER TABLE t CHANGE v v varchar(40)", "narrows t.v from varchar(50) to varchar(40)")]
    [EveryServer("ALTER TABLE t MODIFY e enum('a')", "narrows t.e")]
    [EveryServer("ALTER TABLE t MODIFY v varchar(60); ALTER TABLE t MODIFY v varchar(55)", "narrows t.v from varchar(60) to varchar(55)")]
    [EveryServer("ALTER TABLE t DROP FOREIGN KEY f", "drops the foreign key f of t")]
    [EveryServer("ALTER TABLE t DROP CONSTRAINT c", "drops the constraint c of t")]
    [EveryServer("ALTER TABLE t DROP PRIMARY KEY", "drops the primary key of t")]
    [EveryServer("ALTER TABLE parts DROP PARTITION p0", "drops partitions of parts")]
    [EveryServer("ALTER TABLE parts TRUNCATE PARTITION p0", "empties partitions of parts")]
    [EveryServer("ALTER TABLE parts EXCHANGE PARTITION p0 WITH TABLE alone", "exchanges rows of parts")]
    [EveryServer("ALTER TABLE alone DISCARD TABLESPACE", "throws away the rows of alone")]
    [EveryServer("ALTER TABLE t CONVERT TO CHARACTER SET latin1", "narrows t.v from varchar(50) CHARACTER SET utf8mb4 to varchar(50) CHARACTER SET latin1")]
    [EveryServer("ALTER TABLE t MODIFY e int", "narrows t.e from enum('a','b') to int")]
    [EveryServer("CREATE TABLE fresh (id int); DROP TABLE fresh; DROP TABLE t", "drops the table t")]
    public void Nothing_at_all_runs_until_it_is_allowed(string server, string sql, string takes)
    {
        var database = NewDatabase(server);
        Project.Add("0000_setup", Setup);
        Run(database);
        Project.Add("0001_harmless", "CREATE TABLE harmless (id int);").Add("0002_takes", sql + ";");
        var tables = database.Column("SHOW TABLES");

        var (results, error) = RunToError(database);

        Assert.Empty(results);
        Assert.Equal("DestructiveStatement", error.ErrorId);
        Assert.Contains(takes, error.What);
        Assert.Contains("-AllowDestructive", error.Advice);
        Assert.Equal(Project.SqlPath("0002_takes"), error.Location!.File);
        Assert.Equal(tables, database.Column("SHOW TABLES"));
        Assert.Equal(1, HistoryCount(database));
        // The preview marks that statement and shows the same.
        Assert.Equal([sql.Split("; ").Last()], Preview(database).SelectMany(result => result.Statements).Where(statement => statement.IsDestructive).Select(statement => statement.Text));

        Assert.Equal(2, Run(database, new RunOptions { AllowDestructive = true }).Count);
    }

    [Theory]
    [EveryServer("CREATE TABLE fresh (id int, v varchar(50)); ALTER TABLE fresh DROP COLUMN v; RENAME TABLE fresh TO freshest; TRUNCATE freshest; DROP TABLE freshest")]
    [EveryServer("ALTER TABLE t MODIFY v varchar(60), ADD COLUMN x int, ADD INDEX i_x (x)")]
    [EveryServer("ALTER TABLE t DROP COLUMN IF EXISTS gone, DROP INDEX IF EXISTS i_gone; DROP TABLE IF EXISTS gone; DROP INDEX IF EXISTS i_gone ON t")]
    [EveryServer("CREATE TEMPORARY TABLE tmp (id int); INSERT INTO p SELECT id FROM tmp; DROP TEMPORARY TABLE tmp")]
    [EveryServer("DROP VIEW IF EXISTS v; CREATE VIEW v AS SELECT 1 AS one; DROP VIEW v; DROP TRIGGER IF EXISTS g")]
    public void What_takes_nothing_that_was_there_needs_no_leave(string server, string sql)
    {
        var database = NewDatabase(server);
        Project.Add("0000_setup", Setup);
        Run(database);
        Project.Add("0001_free", sql + ";");

        Assert.Equal(MigrationOutcome.Applied, Assert.Single(Run(database)).Outcome);
    }

    [Theory, EveryServer]
    public void Tables_of_an_earlier_migration_of_the_same_run_are_free(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_setup", Setup);
        Run(database);
        Project.Add("0001_make", "CREATE TABLE u (id int, v int); INSERT INTO u VALUES (1, 1);").Add("0002_change", "ALTER TABLE u DROP COLUMN v; DROP TABLE u;");

        Assert.Equal(2, Run(database).Count);
    }

    private IReadOnlyList<MigrationResult> Preview(TestDatabase database)
    {
        using var session = Open(database);
        return new MigrationRun(OpenProject(), session, new RunOptions()).Preview(cancellation: TestContext.Current.CancellationToken);
    }

    [Theory]
    [EveryServer("DROP TABLE t_old")]
    [EveryServer("ALTER TABLE t_old DROP COLUMN v")]
    public void What_a_prepared_statement_has_renamed_is_still_somebodys(string server, string sql)
    {
        var database = NewDatabase(server);
        Project.Add("0000_t", "CREATE TABLE t (id int PRIMARY KEY, v int); INSERT INTO t VALUES (1, 2);");
        Run(database);
        Project.Add("0001_takes", $"PREPARE s FROM 'RENAME TABLE t TO t_old'; EXECUTE s; {sql};");

        var (results, error) = RunToError(database);

        Assert.Equal("DestructiveStatement", error.ErrorId);
        Assert.Contains("goes on at this statement", error.Advice);
        Assert.Equal(MigrationOutcome.Failed, Assert.Single(results).Outcome);
        Assert.Equal(["2"], database.Column("SELECT v FROM t_old"));

        Run(database, new RunOptions { AllowDestructive = true });
        Assert.Equal(2, HistoryCount(database));
    }

    [Theory]
    [EveryServer("CALL make(); DROP TABLE scratch")]
    [EveryServer("CALL make(); CREATE TABLE own (a int); INSERT INTO own VALUES (1); DROP TABLE own; DROP TABLE IF EXISTS scratch")]
    public void What_came_with_the_migration_and_is_empty_may_go(string server, string sql)
    {
        var database = NewDatabase(server);
        Project.Add("0000_t", "CREATE TABLE t (id int); CREATE PROCEDURE make() CREATE TABLE scratch (a int);");
        Run(database);
        Project.Add("0001_uses", sql + ";");

        Run(database);

        Assert.Equal(["__drizzle_migrations", "t"], database.Column("SHOW TABLES"));
    }

    [Theory, EveryServer]
    public void A_key_that_deletes_double_rows_is_destructive(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_t", "CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1);");
        Run(database);
        Project.Add("0001_unique", "ALTER IGNORE TABLE t ADD UNIQUE (a);");

        // MySQL does not know the word any more; nothing is sent to find that out.
        Assert.Contains("deletes rows of t that are double", RunToError(database).Error.What);
        Assert.Equal(2, database.Column("SELECT a FROM t").Count);
    }

    [Theory]
    [EveryServer("RENAME TABLE t TO t_old; DROP TABLE t_old")]
    [EveryServer("ALTER TABLE t RENAME TO t_old; DROP TABLE t_old")]
    public void What_is_dropped_under_a_new_name_is_listed_too(string server, string sql)
    {
        var database = NewDatabase(server);
        Project.Add("0000_t", "CREATE TABLE t (id int);");
        Run(database);
        Project.Add("0001_takes", sql + ";");

        var error = RunToError(database).Error;

        Assert.Contains("renames the table t to t_old", error.What);
        Assert.Contains("drops the table t_old", error.What);
    }
}
