using Migrations.Core.Applying;
using Migrations.Model;
using Migrations.TestServers;

namespace Migrations.Server.Tests.Applying;

/// <summary>Migrations whose files changed after they were applied: nothing is run again silently.</summary>
public class ModifiedMigrationTests(ServerFleet fleet) : RunTestBase(fleet)
{
    private TestDatabase WithModified(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_a", "CREATE TABLE a (id int);").Add("0001_b", "CREATE TABLE b (id int);");
        Run(database);
        Project.Add("0002_c", "CREATE TABLE c (id int);");
        Project.Write("drizzle/0000_a.sql", "CREATE TABLE a (id int); ALTER TABLE a ADD COLUMN n int; INSERT INTO a VALUES (1, 2);");
        return database;
    }

    [Theory, EveryServer]
    public void They_stop_the_run_before_anything_changes(string server)
    {
        var database = WithModified(server);
        Project.Write("drizzle/0001_b.sql", "CREATE TABLE b (id bigint);");

        var (results, error) = RunToError(database);

        Assert.Empty(results);
        Assert.Equal("MigrationModified", error.ErrorId);
        Assert.Contains("0000_a, 0001_b", error.What);
        Assert.DoesNotContain("0002_c", error.What);
        Assert.Equal(Project.SqlPath("0000_a"), error.Location!.File);
        Assert.Equal(["__drizzle_migrations", "a", "b"], database.Column("SHOW TABLES"));
        // Behind the last one of the run nothing is asked.
        Assert.Equal("MigrationModified", RunToError(database, new RunOptions { To = "0000_a" }).Error.ErrorId);
    }

    [Theory, EveryServer]
    public void Reapply_runs_the_file_as_it_is_now_and_keeps_one_row(string server)
    {
        var database = WithModified(server);

        var results = Run(database, new RunOptions { Modified = ModifiedAction.Reapply });

        Assert.Equal(["0000_a", "0002_c"], results.Select(result => result.Tag));
        Assert.Equal([StatementOutcome.Satisfied, StatementOutcome.Executed, StatementOutcome.Executed], OutcomesOf(results[0]));
        Assert.Equal(["id", "n"], ColumnsOf(database, "a"));
        Assert.Equal(new HistoryGrowth(2, 2), results[0].History);
        Assert.Equal(results[0].Hash, database.Scalar("SELECT hash FROM __drizzle_migrations WHERE id = 1"));
        Assert.Empty(Run(database));
        Assert.Equal("1", database.Scalar("SELECT COUNT(*) FROM a"));
    }

    [Theory, EveryServer]
    public void Reapply_is_held_to_the_rules_of_a_pending_migration(string server)
    {
        var database = WithModified(server);
        Project.Write("drizzle/0000_a.sql", "DROP TABLE a; CREATE TABLE a (id bigint);");

        Assert.Equal("DestructiveStatement", RunToError(database, new RunOptions { Modified = ModifiedAction.Reapply }).Error.ErrorId);
        Run(database, new RunOptions { Modified = ModifiedAction.Reapply, AllowDestructive = true });
        Assert.Equal("bigint", database.Scalar("SELECT DATA_TYPE FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'a'"));
    }

    [Theory, EveryServer]
    public void Accept_records_the_file_and_runs_nothing_of_it(string server)
    {
        var database = WithModified(server);

        var results = Run(database, new RunOptions { Modified = ModifiedAction.Accept });

        Assert.Equal([("0000_a", MigrationOutcome.Accepted), ("0002_c", MigrationOutcome.Applied)], results.Select(result => (result.Tag, result.Outcome)));
        Assert.Equal(["id"], ColumnsOf(database, "a"));
        Assert.Equal(results[0].Hash, database.Scalar("SELECT hash FROM __drizzle_migrations WHERE id = 1"));
        Assert.All(List(database), migration => Assert.Equal(MigrationStatus.Applied, migration.Status));
        Assert.Empty(Run(database));
    }

    [Theory, EveryServer]
    public void Accept_ends_a_reapplication_that_stopped(string server)
    {
        var database = WithModified(server);
        Project.Write("drizzle/0000_a.sql", "INSERT INTO a VALUES (1); INSERT INTO gone VALUES (1);");
        RunToError(database, new RunOptions { Modified = ModifiedAction.Reapply });

        Run(database, new RunOptions { Modified = ModifiedAction.Accept });

        Assert.All(List(database), migration => Assert.Equal(MigrationStatus.Applied, migration.Status));
        Assert.DoesNotContain("__drizzle_migrations_progress", database.Column("SHOW TABLES"));
    }

    [Theory]
    [EveryServer(ModifiedAction.Stop)]
    [EveryServer(ModifiedAction.Accept)]
    [EveryServer(ModifiedAction.Reapply)]
    public void The_baseline_is_edited_by_design_and_run_as_it_is(string server, ModifiedAction modified)
    {
        var database = NewDatabase(server);
        Project.Add("0000_baseline", "CREATE TABLE IF NOT EXISTS a (id int);");
        Run(database);
        Project.Write("drizzle/0000_baseline.sql", "CREATE TABLE IF NOT EXISTS a (id int, n int);\nCREATE TABLE IF NOT EXISTS b (id int);");

        var result = Assert.Single(Run(database, new RunOptions { Modified = modified }));

        Assert.Equal(MigrationOutcome.Applied, result.Outcome);
        Assert.Equal([StatementOutcome.Satisfied, StatementOutcome.Executed], OutcomesOf(result));
        Assert.Equal(2, HistoryCount(database));
        Assert.Empty(Run(database));
    }
}
