using Migrations.Core.Applying;
using Migrations.Model;
using Migrations.TestServers;

namespace Migrations.Server.Tests.Applying;

/// <summary>What a run asks the server, and what it says has landed.</summary>
public class VerificationTests(ServerFleet fleet) : RunTestBase(fleet)
{
    [Theory, EveryServer]
    public void Every_object_that_a_migration_adds_is_asked_for(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_setup", "CREATE TABLE p (id int PRIMARY KEY);")
            .Add("0001_add", """
                CREATE TABLE t (id int PRIMARY KEY, pid int, n int, old int, KEY i_old (old), CONSTRAINT f FOREIGN KEY (pid) REFERENCES p (id));
                ALTER TABLE t ADD COLUMN extra int, ADD UNIQUE INDEX u_extra (extra), RENAME COLUMN old TO new, DROP COLUMN n;
                CREATE TABLE brief (id int);
                DROP TABLE brief;
                ALTER TABLE t RENAME TO things;
                """);

        var results = Run(database);

        Assert.Equal([new HistoryGrowth(0, 1), new HistoryGrowth(1, 2)], results.Select(result => result.History));
        var landed = results[1].Landed;
        Assert.All(landed, added => Assert.True(added.IsThere, added.ToString()));
        Assert.Contains("Table things is there", landed.Select(added => added.ToString()));
        Assert.Contains("Column things.extra is there", landed.Select(added => added.ToString()));
        Assert.Contains("Column things.new is there", landed.Select(added => added.ToString()));
        Assert.Contains("Constraint things.f is there", landed.Select(added => added.ToString()));
        Assert.DoesNotContain(landed, added => added.Table is "t" or "brief" || added.Name is "n" or "old");
    }

    [Theory, EveryServer]
    public void What_did_not_land_is_told_though_no_statement_failed(string server)
    {
        var database = NewDatabase(server);
        // The procedure takes away what a later statement adds: nobody would notice.
        Project.Add("0000_setup", "CREATE TABLE t (id int); CREATE PROCEDURE take_back() ALTER TABLE t DROP COLUMN n;")
            .Add("0001_add", "ALTER TABLE t ADD COLUMN n int, ADD COLUMN m int; CALL take_back();");

        var landed = Run(database)[1].Landed;

        Assert.Equal(["Column t.n MISSING", "Column t.m is there"], landed.Select(added => added.ToString()));
    }

    [Theory, EveryServer]
    public void What_is_made_in_another_database_is_not_missed_in_this_one(string server)
    {
        var other = NewDatabase(server);
        Project.Add("0000_t", $"CREATE TABLE t (id int); USE {other.Name}; CREATE TABLE x (id int); ALTER TABLE x ADD COLUMN n int;");

        Assert.Equal(["Table t is there", "Column t.id is there"], Assert.Single(Run(NewDatabase(server))).Landed.Select(added => added.ToString()));
    }

    [Theory, EveryServer]
    public void Without_verification_nothing_is_asked(string server)
    {
        for (var i = 0; i < 4; i++) Project.Add($"000{i}_t", $"CREATE TABLE t{i} (id int);");

        var (with, results) = Questions(server, new RunOptions());
        var (without, silent) = Questions(server, new RunOptions { Verify = false });

        Assert.All(results, result => Assert.NotEmpty(result.Landed));
        Assert.All(silent, result => Assert.True(result is { Landed.Count: 0, History: null, Outcome: MigrationOutcome.Applied }));
        // One command a migration.
        Assert.Equal(4, with - without);
    }

    [Theory]
    [EveryServer("ALTER TABLE t ADD COLUMN c{0} int")]
    [EveryServer("ALTER TABLE t ADD COLUMN IF NOT EXISTS c{0} int, ADD INDEX IF NOT EXISTS i{0} (id)")]
    [EveryServer("CREATE TABLE IF NOT EXISTS t{0} (id int, n int DEFAULT 3, KEY i (n))")]
    [EveryServer("CREATE INDEX i{0} ON t (id)")]
    public void An_additive_statement_costs_one_command(string server, string statement)
    {
        int Cost(int count)
        {
            Project.Write("drizzle/0001_many.sql", string.Join(";\n", Enumerable.Range(0, count).Select(i => string.Format(statement, i))));
            return Questions(server, new RunOptions(), "CREATE TABLE t (id int)").Questions;
        }
        Project.Add("0001_many", "");

        var few = Cost(5);
        var many = Cost(30);

        Assert.Equal(25, many - few);
        Assert.InRange(few - 5, 0, 30);
    }

    [Theory, EveryServer]
    public void Ten_thousand_applied_migrations_cost_three_commands(string server)
    {
        const int count = 10_000;
        var database = NewDatabase(server);
        database.Execute("CREATE TABLE __drizzle_migrations (id serial primary key, hash text not null, created_at bigint)");
        var entries = new List<string>(count);
        var rows = new List<string>(count);
        for (var i = 0; i < count; i++)
        {
            var (tag, sql, when) = ($"{i:00000}_t", $"CREATE TABLE t{i} (id int);\n--> statement-breakpoint\nALTER TABLE t{i} ADD COLUMN n int;\n", 1_700_000_000_000 + i);
            Project.Write($"drizzle/{tag}.sql", sql);
            entries.Add($"{{\"idx\":{i},\"version\":\"5\",\"when\":{when},\"tag\":\"{tag}\",\"breakpoints\":true}}");
            rows.Add($"('{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(sql)))}', {when})");
        }
        Project.Write("drizzle/meta/_journal.json", "{\"version\":\"7\",\"dialect\":\"mysql\",\"entries\":[" + string.Join(",\n", entries) + "]}");
        foreach (var chunk in rows.Chunk(2000)) database.Execute("INSERT INTO __drizzle_migrations (hash, created_at) VALUES " + string.Join(",", chunk));

        var watch = System.Diagnostics.Stopwatch.StartNew();
        using var session = Open(database);
        Assert.Empty(new MigrationRun(OpenProject(), session, new RunOptions()).Execute(cancellation: TestContext.Current.CancellationToken));

        TestContext.Current.TestOutputHelper!.WriteLine($"{server}: {count} applied migrations, nothing pending: {watch.ElapsedMilliseconds} ms");
        Assert.InRange(Asked(session), 1, 3);
    }

    private (int Questions, IReadOnlyList<MigrationResult> Results) Questions(string server, RunOptions options, string? setup = null)
    {
        var database = NewDatabase(server);
        if (setup is not null)
        {
            // An installed database: there is a row of something.
            database.Execute(setup);
            database.Execute("CREATE TABLE __drizzle_migrations (id serial primary key, hash text not null, created_at bigint)");
            database.Execute("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('of something else', 1)");
        }
        using var session = Open(database);
        var results = new MigrationRun(OpenProject(), session, options).Execute(cancellation: TestContext.Current.CancellationToken).ToList();
        return (Asked(session), results);
    }

    // The counting command counts itself.
    private static int Asked(Core.Servers.DatabaseSession session) => int.Parse(session.Query("SHOW SESSION STATUS LIKE 'Questions'", row => row.GetString(1))[0]) - 1;
}
