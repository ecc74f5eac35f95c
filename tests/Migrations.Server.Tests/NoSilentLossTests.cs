using Migrations.Core.Applying;
using Migrations.Model;
using Migrations.TestServers;

namespace Migrations.Server.Tests;

/// <summary>Cases in which a runner could report success while something is lost, or do harm where it should stop.</summary>
public class NoSilentLossTests(ServerFleet fleet) : RunTestBase(fleet)
{
    [Theory, EveryServer]
    public void An_empty_history_beside_live_data_is_no_place_to_install_in(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_a", "CREATE TABLE a (id int);").Add("0001_data", "DELETE FROM a;");
        database.Execute("CREATE TABLE a (id int)");
        database.Execute("INSERT INTO a VALUES (7)");
        database.Execute("CREATE TABLE __drizzle_migrations (id serial primary key, hash text not null, created_at bigint)");

        Assert.Equal("DatabaseNotFresh", RunToError(database).Error.ErrorId);
        Assert.Equal("7", database.Scalar("SELECT id FROM a"));
        Assert.Equal(2, Run(database, new RunOptions { FreshInstall = FreshInstall.Replay }).Count);
    }

    [Theory, EveryServer]
    public void A_transaction_that_a_routine_leaves_open_is_kept_with_its_record(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_a", "CREATE TABLE a (id int); CREATE PROCEDURE p() BEGIN START TRANSACTION; INSERT INTO a VALUES (1); END;").Add("0001_call", "CALL p();");
        Run(database);
        Assert.Equal("1", database.Scalar("SELECT COUNT(*) FROM a"));
        Assert.Equal(2, HistoryCount(database));
    }

    [Theory]
    [EveryServer("CONSTRAINT taken FOREIGN KEY (pid) REFERENCES p (id)")]
    [EveryServer("CONSTRAINT positive CHECK (pid > 0)")]
    public void A_constraint_of_another_table_is_not_this_tables(string server, string constraint)
    {
        var database = NewDatabase(server);
        Project.Add("0000_a", "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c1 (pid int, CONSTRAINT taken FOREIGN KEY (pid) REFERENCES p (id), CONSTRAINT positive CHECK (pid > 0)); CREATE TABLE c2 (pid int);")
            .Add("0001_b", $"ALTER TABLE c2 ADD {constraint};");

        // MariaDB's checks belong to their table: there it is simply added.
        if (server.Contains("mariadb", StringComparison.Ordinal) && constraint.Contains("CHECK", StringComparison.Ordinal))
        {
            Run(database);
            Assert.Contains("positive", database.Query("SHOW CREATE TABLE c2")[0][1]);
            return;
        }
        Assert.Equal("StatementFailed", RunToError(database).Error.ErrorId);
        Assert.Equal(1, HistoryCount(database));
    }

    [Theory, EveryServer]
    public void Settings_of_one_migration_do_not_reach_the_next(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_a", "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (pid int); CREATE TABLE t (v varchar(20), z varchar(40));")
            .Add("0001_set", "SET FOREIGN_KEY_CHECKS = 0; SET NAMES latin1; SET sql_mode = 'NO_BACKSLASH_ESCAPES'; SET time_zone = '+05:00'; INSERT INTO c VALUES (77);")
            .Add("0002_after", "INSERT INTO t VALUES ('é\\n', @@session.time_zone);");
        Run(database);
        Assert.Equal("C3A90A", database.Scalar("SELECT HEX(v) FROM t"));
        Assert.Equal("SYSTEM", database.Scalar("SELECT z FROM t"));
        Project.Add("0003_orphan", "INSERT INTO c VALUES (78); ALTER TABLE c ADD CONSTRAINT f FOREIGN KEY (pid) REFERENCES p (id);");
        Assert.Equal(1452, RunToError(database).Results[0].FailedStatement!.ServerError!.Code);
    }

    [Theory, EveryServer]
    public void A_column_behind_a_vanished_one_is_added_all_the_same(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_a", "CREATE TABLE a (id int, gone int);")
            .Add("0001_b", "ALTER TABLE a ADD COLUMN wanted int AFTER gone; ALTER TABLE a ADD COLUMN id int, ADD COLUMN too int AFTER gone;")
            .Add("0002_baseline", "CREATE TABLE IF NOT EXISTS a (id int);");
        Project.Write("drizzle/schema.ts", "import { int, mysqlTable } from 'drizzle-orm/mysql-core';\nexport const a = mysqlTable('a', { id: int('id'), wanted: int('wanted'), too: int('too') });\n");

        var results = Run(database);

        Assert.Equal(["id", "wanted", "too"], ColumnsOf(database, "a"));
        Assert.Equal([StatementOutcome.Rewritten, StatementOutcome.Rewritten], OutcomesOf(results[2]));
    }

    [Theory, EveryServer]
    public void An_installation_that_stopped_behind_the_baseline_goes_on_as_one(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_a", "CREATE TABLE a (id int, gone int);").Add("0001_baseline", "CREATE TABLE IF NOT EXISTS a (id int);").Add("0002_b", "UPDATE a SET gone = 1; INSERT INTO a VALUES ('x', 1);");
        Assert.Equal("StatementFailed", RunToError(database).Error.ErrorId);
        Assert.Equal(MigrationStatus.Partial, List(database)[2].Status);
        Project.Write("drizzle/0002_b.sql", "UPDATE a SET gone = 1; INSERT INTO a VALUES (1); UPDATE a SET gone = 2;");

        Assert.Equal([StatementOutcome.Satisfied, StatementOutcome.Executed, StatementOutcome.Superseded], OutcomesOf(Assert.Single(Run(database))));
        Assert.DoesNotContain("__drizzle_migrations_progress", database.Column("SHOW TABLES"));
    }

    [Theory, EveryServer]
    public void What_stood_in_an_open_transaction_is_said_to_be_rolled_back(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_a", "CREATE TABLE a (id int); START TRANSACTION; INSERT INTO a VALUES (1); INSERT INTO nope VALUES (1);");

        var error = RunToError(database).Error;

        Assert.Contains("Statement 1 before it is committed. Statements 2 to 3 before it stood in a transaction with it and are rolled back.", error.Message);
        Assert.Equal("0", database.Scalar("SELECT COUNT(*) FROM a"));
    }

    [Theory]
    [EveryServer("ALTER TABLE nope DROP COLUMN IF EXISTS x")]
    [EveryServer("ALTER TABLE nope ADD COLUMN IF NOT EXISTS x int")]
    [EveryServer("DROP INDEX IF EXISTS i ON nope")]
    [EveryServer("CREATE INDEX IF NOT EXISTS i ON nope (x)")]
    public void A_condition_on_a_part_does_not_hide_that_the_table_is_missing(string server, string sql)
    {
        var database = NewDatabase(server);
        Project.Add("0000_a", "CREATE TABLE a (id int);").Add("0001_b", sql + ";");
        var failed = RunToError(database).Results[^1].FailedStatement!;
        Assert.Equal(1146, failed.ServerError!.Code);
    }

    [Theory, EveryServer]
    public void Of_several_that_look_like_a_baseline_the_one_with_most_tables_is_it(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_baseline", "CREATE TABLE IF NOT EXISTS a (id int); CREATE TABLE IF NOT EXISTS b (id int);")
            .Add("0001_baseline_metrics", "CREATE TABLE IF NOT EXISTS metrics (id int);");
        Assert.Equal("0000_baseline", OpenProject().Project.BaselineTag);
        Assert.Equal(["0000_baseline", "0001_baseline_metrics"], Run(database).Select(result => result.Tag));
    }

    [Theory, EveryServer]
    public void A_history_of_another_shape_is_one_clear_error(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_a", "CREATE TABLE a (id int);");
        database.Execute("CREATE TABLE __drizzle_migrations (id varchar(36), hash text, created_at bigint)");
        database.Execute("INSERT INTO __drizzle_migrations VALUES ('not-a-number', 'x', 1)");
        Assert.Equal("HistoryUnreadable", RunToError(database).Error.ErrorId);
    }
}
