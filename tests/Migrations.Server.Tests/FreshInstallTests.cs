using Migrations.Core.Applying;
using Migrations.Model;
using Migrations.TestServers;

namespace Migrations.Server.Tests;

public class FreshInstallTests(ServerFleet fleet) : RunTestBase(fleet)
{
    private void AddHistoryWithBaseline() => Project
        .Add("0000_first", "CREATE TABLE t (id int PRIMARY KEY, old_name int);\nINSERT INTO t (id) VALUES (1);")
        .Add("0001_old", "ALTER TABLE t ADD COLUMN added int, ADD COLUMN more int;\nUPDATE t SET added = old_name;\nCREATE INDEX i_old ON t (old_name);\nALTER TABLE vanished ADD COLUMN x int;")
        .Add("0002_baseline", "-- generated\nCREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY, renamed int, added int, more int);\n--> statement-breakpoint\nCREATE TABLE IF NOT EXISTS child (id int PRIMARY KEY, tid int, CONSTRAINT fk FOREIGN KEY (tid) REFERENCES parent (id));\nCREATE TABLE IF NOT EXISTS parent (id int PRIMARY KEY);")
        .Add("0003_later", "ALTER TABLE t ADD COLUMN IF NOT EXISTS latest int;");

    [Theory, EveryServer]
    public void The_baseline_comes_first_and_supersedes_what_it_no_longer_has(string server)
    {
        var database = NewDatabase(server);
        AddHistoryWithBaseline();

        var results = Run(database);

        Assert.Equal(["0002_baseline", "0000_first", "0001_old", "0003_later"], results.Select(r => r.Tag));
        // The table is there in the baseline's newer form.
        Assert.Equal([StatementOutcome.Superseded, StatementOutcome.Executed], OutcomesOf(results[1]));
        Assert.Equal([StatementOutcome.Satisfied, StatementOutcome.Superseded, StatementOutcome.Superseded, StatementOutcome.Superseded], OutcomesOf(results[2]));
        Assert.Equal(["id", "renamed", "added", "more", "latest"], ColumnsOf(database, "t"));
        Assert.Equal(4, HistoryCount(database));
        Assert.Empty(Run(database));
    }

    [Theory, EveryServer]
    public void An_interrupted_installation_goes_on_as_an_installation(string server)
    {
        var database = NewDatabase(server);
        AddHistoryWithBaseline();
        Project.Write("drizzle/0000_first.sql", "CREATE TABLE t (id int PRIMARY KEY, old_name int);\nINSERT INTO t (id) VALUES ('x', 2);");
        Assert.Equal("StatementFailed", RunToError(database).Error.ErrorId);
        Project.Write("drizzle/0000_first.sql", "CREATE TABLE t (id int PRIMARY KEY, old_name int);\nINSERT INTO t (id) VALUES (1);");

        var results = Run(database);

        Assert.Equal(["0000_first", "0001_old", "0003_later"], results.Select(r => r.Tag));
        Assert.Equal(StatementOutcome.Superseded, results[1].Statements[1].Outcome);
    }

    [Theory, EveryServer]
    public void In_an_installed_database_a_name_that_is_wrong_is_a_failure_again(string server)
    {
        var database = NewDatabase(server);
        AddHistoryWithBaseline();
        Run(database);
        Project.Add("0004_wrong", "UPDATE t SET old_name = 1;");

        Assert.Equal(1054, RunToError(database).Results[0].FailedStatement!.ServerError!.Code);
    }

    [Theory, EveryServer]
    public void An_edited_baseline_is_run_again_and_recorded_again(string server)
    {
        var database = NewDatabase(server);
        AddHistoryWithBaseline();
        Run(database);
        File.AppendAllText(Project.SqlPath("0002_baseline"), "\nCREATE TABLE IF NOT EXISTS newer (id int);\n");

        Assert.Equal(MigrationStatus.Pending, List(database).Single(m => m.Tag == "0002_baseline").Status);
        Assert.Equal("0002_baseline", Assert.Single(Run(database)).Tag);
        Assert.Equal(5, HistoryCount(database));
        Assert.Equal("2", database.Scalar("SELECT COUNT(*) FROM __drizzle_migrations GROUP BY created_at HAVING COUNT(*) > 1"));
        Assert.Empty(Run(database));
    }

    [Theory, EveryServer]
    public void Foreign_keys_are_checked_again_once_the_database_is_installed(string server)
    {
        var database = NewDatabase(server);
        AddHistoryWithBaseline();
        Run(database);
        Project.Add("0004_orphans", "INSERT INTO child (id, tid) VALUES (1, 77);");

        Assert.Equal(1452, RunToError(database).Results[0].FailedStatement!.ServerError!.Code);
        Assert.Single(Run(database, new RunOptions { DisableForeignKeyChecks = true }));
    }

    [Theory, EveryServer]
    public void Tables_without_a_history_stop_the_run_before_anything_happens(string server)
    {
        var database = NewDatabase(server);
        AddHistoryWithBaseline();
        database.Execute("CREATE TABLE child (id int PRIMARY KEY, tid int)");
        database.Execute("CREATE TABLE t (id int PRIMARY KEY, old_name int)");

        var error = RunToError(database).Error;

        Assert.Equal("DatabaseNotFresh", error.ErrorId);
        Assert.Contains("-FreshInstall Replay", error.Message);
        Assert.Equal(["child", "t"], database.Column("SHOW TABLES"));
    }

    [Theory, EveryServer]
    public void Replay_runs_the_journal_in_its_order_over_what_is_there(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_a", "CREATE TABLE a (id int);").Add("0001_b", "ALTER TABLE a ADD COLUMN b int;").Add("0002_baseline", "CREATE TABLE IF NOT EXISTS a (id int, b int);");
        database.Execute("CREATE TABLE a (id int)");

        Assert.Equal(["0000_a", "0001_b", "0002_baseline"], Run(database, new RunOptions { FreshInstall = FreshInstall.Replay }).Select(r => r.Tag));
        Assert.Equal(["id", "b"], ColumnsOf(database, "a"));
    }

    [Theory, EveryServer]
    public void Refuse_protects_from_installing_the_wrong_database(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_a", "CREATE TABLE a (id int);");
        Assert.Equal("FreshInstallRefused", RunToError(database, new RunOptions { FreshInstall = FreshInstall.Refuse }).Error.ErrorId);
        Assert.Empty(database.Query("SHOW TABLES"));
        Run(database);
        Project.Add("0001_b", "CREATE TABLE b (id int);");
        Assert.Single(Run(database, new RunOptions { FreshInstall = FreshInstall.Refuse }));
    }

    [Theory, EveryServer]
    public void A_database_with_tables_of_others_alone_is_fresh(string server)
    {
        var database = NewDatabase(server);
        AddHistoryWithBaseline();
        database.Execute("CREATE TABLE of_others (id int)");

        Assert.Equal("0002_baseline", Run(database)[0].Tag);
    }

    [Theory, EveryServer]
    public void A_modified_migration_and_a_missing_file_stop_the_run_before_anything_happens(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_a", "CREATE TABLE a (id int);");
        Run(database);
        Project.Add("0001_b", "CREATE TABLE b (id int);");
        Project.Write("drizzle/0000_a.sql", "CREATE TABLE a (id bigint);");
        Assert.Equal("MigrationModified", RunToError(database).Error.ErrorId);
        Assert.Equal(MigrationStatus.Modified, List(database)[0].Status);

        Project.Write("drizzle/0000_a.sql", "CREATE TABLE a (id int);");
        File.Delete(Project.SqlPath("0001_b"));
        Assert.Equal("MigrationFileMissing", RunToError(database).Error.ErrorId);
        Assert.Equal(MigrationStatus.FileMissing, List(database)[1].Status);
        Assert.DoesNotContain("b", database.Column("SHOW TABLES"));
    }
}
