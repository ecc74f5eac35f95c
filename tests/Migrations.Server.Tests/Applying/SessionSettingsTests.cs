using Migrations.Core.Applying;
using Migrations.Model;
using Migrations.TestServers;

namespace Migrations.Server.Tests.Applying;

/// <summary>What a migration does to its session is over when it is.</summary>
public class SessionSettingsTests(ServerFleet fleet) : RunTestBase(fleet)
{
    [Theory]
    [EveryServer("SET sql_select_limit = 1", "sql_select_limit")]
    [EveryServer("SET @a = 1, SESSION group_concat_max_len = 4", "group_concat_max_len")]
    [EveryServer("SET @@session.innodb_lock_wait_timeout = 7", "innodb_lock_wait_timeout")]
    [EveryServer("SET SESSION TRANSACTION ISOLATION LEVEL READ UNCOMMITTED", "{isolation}")]
    [EveryServer("SET default_storage_engine = MEMORY", "default_storage_engine")]
    [EveryServer("SET completion_type = 'CHAIN'", "completion_type")]
    [EveryServer("SET lc_time_names = 'de_DE'", "lc_time_names")]
    [EveryServer("SET sql_safe_updates = 1", "sql_safe_updates")]
    [EveryServer("CREATE PROCEDURE p() SET SESSION max_error_count = 3; CALL p()", "max_error_count")]
    [EveryServer("SET @sql = 'SET SESSION max_sort_length = 64'; PREPARE s FROM @sql; EXECUTE s", "max_sort_length")]
    public void A_setting_of_one_migration_is_not_met_by_the_next(string server, string sql, string setting)
    {
        var database = NewDatabase(server);
        if (setting == "{isolation}") setting = database.Query("SHOW VARIABLES LIKE 't%\\_isolation'")[^1][0]!;
        Project.Add("0000_seen", "CREATE TABLE seen (n int, v varchar(80));")
            .Add("0001_before", $"INSERT INTO seen VALUES (1, @@SESSION.{setting});")
            .Add("0002_set", sql + ";")
            .Add("0003_after", $"INSERT INTO seen VALUES (2, @@SESSION.{setting});");

        Run(database, new RunOptions { FreshInstall = FreshInstall.Replay });

        var seen = database.Column("SELECT v FROM seen ORDER BY n");
        Assert.Equal(seen[0], seen[1]);
    }

    [Theory, EveryServer]
    public void A_limit_on_what_queries_give_does_not_blind_the_run_itself(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_t", "CREATE TABLE t (a int, b int, c int);");
        Run(database);
        Project.Add("0001_limit", "SET sql_select_limit = 1; ALTER TABLE t RENAME COLUMN b TO z; ALTER TABLE t DROP COLUMN IF EXISTS z;");

        var results = Run(database, new RunOptions { AllowDestructive = true });

        Assert.Equal(["a", "c"], database.Column("SHOW COLUMNS FROM t"));
        Assert.DoesNotContain(results.SelectMany(result => result.Landed), landed => !landed.IsThere);
    }

    [Theory, EveryServer]
    public void A_time_that_a_migration_fixed_goes_on_behind_it(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_seen", "CREATE TABLE seen (at datetime);").Add("0001_fix", "SET timestamp = 1000000;").Add("0002_after", "INSERT INTO seen VALUES (NOW());");

        Run(database, new RunOptions { FreshInstall = FreshInstall.Replay });

        Assert.StartsWith("20", database.Column("SELECT YEAR(at) FROM seen")[0]);
    }

    [Theory]
    [EveryServer("START TRANSACTION; INSERT INTO t VALUES (1); COMMIT AND CHAIN; INSERT INTO t VALUES (4); ROLLBACK; INSERT INTO t VALUES (5)", "1 5")]
    [EveryServer("START TRANSACTION; INSERT INTO t VALUES (1); ROLLBACK AND CHAIN; INSERT INTO t VALUES (4); COMMIT; INSERT INTO t VALUES (5)", "4 5")]
    [EveryServer("COMMIT AND CHAIN; INSERT INTO t VALUES (1); COMMIT", "1")]
    [EveryServer("START TRANSACTION; INSERT INTO t VALUES (1); COMMIT WORK AND CHAIN; INSERT INTO t VALUES (2); ROLLBACK WORK", "1")]
    [EveryServer("START TRANSACTION; INSERT INTO t VALUES (1); COMMIT AND NO CHAIN; INSERT INTO t VALUES (2); ROLLBACK", "1 2")]
    public void A_transaction_that_follows_another_without_a_word_is_one(string server, string sql, string rows)
    {
        var database = NewDatabase(server);
        Project.Add("0000_t", "CREATE TABLE t (a int);").Add("0001_rows", sql + ";");

        Run(database, new RunOptions { FreshInstall = FreshInstall.Replay });

        Assert.Equal(rows.Split(' '), database.Column("SELECT a FROM t ORDER BY a"));
    }

    [Theory]
    [EveryServer("CAST('12345678901234567890123456789012345.123456789012345678901234567890' AS DECIMAL(65,30))")]
    [EveryServer("CAST('-0.000000000000000000000000000001' AS DECIMAL(65,30))")]
    public void A_number_of_more_digits_than_NET_has_comes_back_whole(string server, string value)
    {
        var database = NewDatabase(server);
        const string done = "CREATE TABLE n (v decimal(65,30));\nSET @v = {0};\nINSERT INTO n VALUES (@v);\n";
        Project.Add("0000_n", string.Format(done, value) + "INSERT INTO nope VALUES (1);\nINSERT INTO n VALUES (@v);");
        RunToError(database);
        Project.Write("drizzle/0000_n.sql", string.Format(done, value) + "DO 1;\nINSERT INTO n VALUES (@v);");

        Run(database);

        var rows = database.Column("SELECT CAST(v AS CHAR) FROM n");
        Assert.Equal(2, rows.Count);
        Assert.Equal(rows[0], rows[1]);
    }
}
