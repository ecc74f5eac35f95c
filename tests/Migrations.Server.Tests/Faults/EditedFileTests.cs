using Migrations.Model;
using Migrations.TestServers;

namespace Migrations.Server.Tests.Faults;

/// <summary>A migration that stopped half-way is edited before the next run.</summary>
public sealed class EditedFileTests(ServerFleet fleet) : IDisposable
{
    private const string Tag = "0001_half";
    private const string Setup = "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL);\nINSERT INTO t VALUES (1, 0), (2, 0);\n";

    // What is done before the failing statement.
    private static readonly string[] Done = ["UPDATE t SET n = n + 1", "ALTER TABLE t ADD COLUMN a int NOT NULL DEFAULT 7", "UPDATE t SET n = n + 10, a = a + 1"];

    private readonly ProjectFolder _project = new();

    [Theory]
    [EveryServer("UPDATE t SET n = n + 100 WHERE id = 2")]
    [EveryServer("ALTER TABLE t ADD COLUMN b int; UPDATE t SET b = n * 2; CREATE INDEX t_b ON t (b)")]
    [EveryServer("INSERT INTO t SELECT id + 10, n, a FROM t; DELETE FROM t WHERE id = 2")]
    [EveryServer("")]
    public void Statements_not_yet_run_may_be_edited(string server, string rest)
    {
        using var undisturbed = fleet.Get(server).CreateDatabase();
        using var database = fleet.Get(server).CreateDatabase();
        Stop(database);
        Write([.. Done, .. rest.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]);

        Runs.Of(_project.Root, database.Url);
        Runs.Of(_project.Root, undisturbed.Url);

        Assert.Null(DatabaseSnapshot.Of(database).DifferenceFrom(DatabaseSnapshot.Of(undisturbed)));
        Assert.Empty(Runs.Of(_project.Root, database.Url));
    }

    [Theory]
    [EveryServer(0)]
    [EveryServer(1)]
    [EveryServer(2)]
    public void A_statement_that_was_completed_may_not(string server, int edited)
    {
        using var database = fleet.Get(server).CreateDatabase();
        Stop(database);
        var before = DatabaseSnapshot.Of(database);
        string[] changed = [.. Done, "UPDATE t SET n = n + 100"];
        changed[edited] = changed[edited].Replace("1", "5", StringComparison.Ordinal).Replace("7", "8", StringComparison.Ordinal);
        Write(changed);

        RefusesTheEdit(database, before, edited);

        // Taken back, it is the migration that stopped.
        Write([.. Done, "UPDATE t SET n = n + 100"]);
        Runs.Of(_project.Root, database.Url);
        Assert.Equal(["111", "111"], database.Column("SELECT n FROM t ORDER BY id"));
        Assert.Equal(["8", "8"], database.Column("SELECT a FROM t ORDER BY id"));
    }

    [Theory, EveryServer]
    public void A_statement_put_before_completed_ones_is_such_an_edit(string server)
    {
        using var database = fleet.Get(server).CreateDatabase();
        Stop(database);
        var before = DatabaseSnapshot.Of(database);
        Write(["UPDATE t SET n = n + 1000", .. Done]);

        RefusesTheEdit(database, before, 0);
    }

    [Theory, EveryServer]
    public void Completed_statements_taken_out_are_such_an_edit(string server)
    {
        using var database = fleet.Get(server).CreateDatabase();
        Stop(database);
        var before = DatabaseSnapshot.Of(database);
        Write(["INSERT INTO t VALUES (3, 3, 3)"]);

        RefusesTheEdit(database, before, 0);
    }

    [Theory, EveryServer]
    public void The_next_run_begins_at_the_statement_that_failed(string server)
    {
        using var database = fleet.Get(server).CreateDatabase();
        Stop(database);
        for (var i = 0; i < 3; i++)
            Assert.Throws<MigrationException>(() => Runs.Of(_project.Root, database.Url));
        Assert.Equal(["11", "11"], database.Column("SELECT n FROM t ORDER BY id"));

        database.Execute("CREATE TABLE gone (id int)");
        Runs.Of(_project.Root, database.Url);

        Assert.Equal(["11", "11"], database.Column("SELECT n FROM t ORDER BY id"));
        Assert.Equal("2", database.Scalar("SELECT COUNT(*) FROM __drizzle_migrations"));
        Assert.Equal("0", database.Scalar("SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = '__drizzle_migrations_progress'"));
    }

    // Runs the setup and the migration up to a statement that fails.
    private void Stop(TestDatabase database)
    {
        _project.Add("0000_setup", Setup).Add(Tag, "");
        Write([.. Done, "INSERT INTO gone (id) VALUES (1)"]);
        var error = Assert.Throws<MigrationException>(() => Runs.Of(_project.Root, database.Url));
        Assert.Equal("StatementFailed", error.ErrorId);
        Assert.Equal(["11", "11"], database.Column("SELECT n FROM t ORDER BY id"));
    }

    private void RefusesTheEdit(TestDatabase database, DatabaseSnapshot before, int edited)
    {
        var error = Assert.Throws<MigrationException>(() => Runs.Of(_project.Root, database.Url));
        Assert.Equal("CompletedStatementChanged", error.ErrorId);
        Assert.Equal(edited + 1, error.Location?.Line);
        Assert.Contains("-Restart", error.Advice, StringComparison.Ordinal);
        Assert.Null(DatabaseSnapshot.Of(database).DifferenceFrom(before));
    }

    private void Write(params string[] statements) => _project.Write($"drizzle/{Tag}.sql", string.Concat(statements.Select(statement => statement + ";\n")));

    public void Dispose() => _project.Dispose();
}
