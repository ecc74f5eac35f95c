using Migrations.Core.Applying;
using Migrations.Core.Guarding;
using Migrations.Core.Servers;
using Migrations.Model;
using Migrations.TestServers;

namespace Migrations.Server.Tests;

public class ChainReplayTests(ServerFleet fleet) : RunTestBase(fleet)
{
    private readonly ServerFleet _fleet = fleet;

    private void AddProject() => Project
        .Add("0000_first", "CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY, old_name int);\nINSERT INTO t (old_name) VALUES (1);")
        .Add("0001_baseline", "CREATE TABLE IF NOT EXISTS t (id int AUTO_INCREMENT PRIMARY KEY, name varchar(50) NOT NULL DEFAULT '');\nCREATE TABLE IF NOT EXISTS s (id int PRIMARY KEY, at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP, doc json);")
        .Add("0002_more", "ALTER TABLE t ADD COLUMN more enum('a','b') COLLATE utf8mb4_bin DEFAULT 'a';\nCREATE INDEX t_name ON t (name);")
        .With("drizzle/schema.ts", """
            import { mysqlTable, int, varchar, mysqlEnum, timestamp, json, index } from 'drizzle-orm/mysql-core';
            export const t = mysqlTable('t', { id: int('id').autoincrement().primaryKey(), name: varchar('name', { length: 50 }).notNull().default(''), more: mysqlEnum('more', ['a', 'b']).default('a') }, x => [index('t_name').on(x.name)]);
            export const s = mysqlTable('s', { id: int('id').primaryKey(), at: timestamp('at').defaultNow().notNull(), doc: json('doc') });
            """);

    private ConnectionSettings ServerOf(string server) => ConnectionSettings.ParseServer(_fleet.Get(server).UrlOf(""));

    private ChainReplay Build(string server, bool fromJournal = false) =>
        ChainReplay.Build(OpenProject(), new ReplayOptions { Server = ServerOf(server), FromJournal = fromJournal }, cancellation: TestContext.Current.CancellationToken);

    private DriftGuard Guard() => new(SchemaSources.OfProject(OpenProject().Project), [], []);

    private static bool IsThere(TestDatabase any, string database) => any.Column("SHOW DATABASES").Contains(database);

    [Theory, EveryServer]
    public void A_good_chain_is_green_and_leaves_nothing(string server)
    {
        AddProject();
        var any = NewDatabase(server);
        string name;
        using (var replay = Build(server))
        {
            name = replay.Database;
            Assert.True(IsThere(any, name));
            Assert.Empty(Guard().AgainstReplay(replay.Session));
            // The baseline came first: what the journal made before it is superseded.
            Assert.Equal(["id", "name", "more"], any.Column($"SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = '{name}' AND TABLE_NAME = 't' ORDER BY ORDINAL_POSITION"));
            Assert.Equal("utf8mb4", any.Scalar($"SELECT DEFAULT_CHARACTER_SET_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = '{name}'"));
        }
        Assert.False(IsThere(any, name));
    }

    [Theory, EveryServer]
    public void What_a_fresh_installation_would_lack_is_named(string server)
    {
        AddProject();
        Project.Write("drizzle/schema.ts", File.ReadAllText(Project.PathOf("drizzle/schema.ts")).Replace("doc: json('doc')", "doc: json('doc'), added: int('added')", StringComparison.Ordinal));

        using var replay = Build(server);

        var difference = Assert.Single(Guard().AgainstReplay(replay.Session));
        Assert.Equal((DriftSide.Replay, SchemaDifferenceKind.MissingColumn, "s.added"), (difference.Against, difference.Kind, difference.Target));
        Assert.Equal("between the schema and what the migrations make", DriftReport.Of([difference]).What.Split(':')[0]["1 difference ".Length..]);
    }

    [Theory, EveryServer]
    public void A_broken_chain_fails_with_the_place_and_leaves_nothing(string server)
    {
        AddProject();
        Project.Add("0003_broken", "ALTER TABLE s ADD COLUMN x int;\n  CALL nowhere();");
        var any = NewDatabase(server);

        var error = Assert.Throws<MigrationException>(() => Build(server));

        Assert.Equal("StatementFailed", error.ErrorId);
        // The servers word it differently; the number is one, and both name the database.
        Assert.Contains("0003_broken.sql:2:3: A new database cannot be built from these migrations. Statement 2 of 2 of 0003_broken failed: 1305", error.Message);
        Assert.DoesNotContain("Invoke-Migration", error.Advice);
        var at = error.Message.IndexOf(ScratchPrefix, StringComparison.Ordinal);
        Assert.False(IsThere(any, error.Message.Substring(at, ScratchPrefix.Length + 32)));
    }

    [Theory, EveryServer]
    public void The_journal_alone_can_differ_from_the_installation(string server)
    {
        AddProject();
        // The baseline recovered the table: the journal alone never makes it.
        var error = Assert.Throws<MigrationException>(() => Build(server, fromJournal: true));
        Assert.Contains("0002_more.sql:2:1: ", error.Message);

        Project.Write("drizzle/0000_first.sql", "CREATE TABLE t (id int AUTO_INCREMENT PRIMARY KEY, name varchar(40) NOT NULL DEFAULT '');");
        using (var installed = Build(server)) Assert.Empty(Guard().AgainstReplay(installed.Session));
        using var replayed = Build(server, fromJournal: true);
        Assert.Equal("ColumnType t.name", string.Join(", ", Guard().AgainstReplay(replayed.Session).Select(difference => $"{difference.Kind} {difference.Target}")));
    }

    [Theory, EveryServer]
    public void A_project_without_a_baseline_is_replayed_from_its_journal(string server)
    {
        Project.Add("0000_a", "CREATE TABLE a (id int PRIMARY KEY);").Add("0001_b", "ALTER TABLE a ADD COLUMN b int;")
            .With("drizzle/schema.ts", "import { mysqlTable, int } from 'drizzle-orm/mysql-core';\nexport const a = mysqlTable('a', { id: int('id').primaryKey(), b: int('b') });\n");
        using var replay = Build(server);
        Assert.Empty(Guard().AgainstReplay(replay.Session));
    }

    [Theory, EveryServer]
    public async Task A_cancelled_replay_leaves_nothing(string server)
    {
        AddProject();
        Project.Add("0003_slow", "ALTER TABLE s ADD COLUMN x int;\nDO SLEEP(30);");
        var any = NewDatabase(server);
        using var stop = new CancellationTokenSource();
        string? name = null;
        var work = Task.Run(() => ChainReplay.Build(OpenProject(), new ReplayOptions { Server = ServerOf(server) }, cancellation: stop.Token));
        await WaitFor(() => (name = any.Scalar($"SELECT DB FROM information_schema.PROCESSLIST WHERE INFO LIKE 'DO SLEEP(30)%' AND DB LIKE '{ScratchPrefix}%'")) is not null);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
        Assert.False(IsThere(any, name!));
    }

    [Theory]
    [EveryServer("USE `mysql`;")]
    [EveryServer("INSERT INTO other.t VALUES (1);")]
    [EveryServer("UPDATE LOW_PRIORITY `other`.`t` SET x = 1;")]
    [EveryServer("DELETE a FROM t a JOIN other.b ON 1;")]
    [EveryServer("ALTER TABLE other.t ADD COLUMN x int;")]
    [EveryServer("CREATE TABLE x (id int, FOREIGN KEY (id) REFERENCES other.t (id));")]
    [EveryServer("DROP DATABASE IF EXISTS other;")]
    [EveryServer("SET GLOBAL max_connections = 1;")]
    [EveryServer("SET @@global.max_connections = 1;")]
    [EveryServer("GRANT ALL ON *.* TO 'x'@'%';")]
    [EveryServer("CREATE TRIGGER other.g BEFORE INSERT ON t FOR EACH ROW SET @x = 1;")]
    [EveryServer("CALL other.p();")]
    public void What_would_reach_other_databases_of_a_shared_server_is_refused_before_anything_is_run(string server, string statement)
    {
        AddProject();
        Project.Add("0003_beyond", "\n" + statement);
        using var shared = _fleet.Get(server).CreateDatabase();
        shared.Execute("CREATE TABLE theirs (id int)");

        var error = Assert.Throws<MigrationException>(() => Build(server));

        Assert.Equal("ReplayLeavesDatabase", error.ErrorId);
        Assert.Contains("0003_beyond.sql:2:1", error.Message);
    }

    [Theory, EveryServer]
    public void What_stays_in_its_database_is_not_taken_for_reaching_out(string server)
    {
        AddProject();
        Project.Add("0003_inside", """
            INSERT INTO t (id, name) SELECT 50, s.doc FROM s ON DUPLICATE KEY UPDATE t.name = 'x';
            UPDATE t JOIN s ON s.id = t.id SET t.name = 'y';
            DELETE t FROM t JOIN s ON s.id = t.id;
            SET @n = (SELECT COUNT(*) FROM information_schema.COLUMNS);
            ALTER DATABASE CHARACTER SET utf8mb4;
            CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.name = 'z';
            SELECT a.id FROM t a FOR UPDATE;
            """);
        using var shared = _fleet.Get(server).CreateDatabase();
        shared.Execute("CREATE TABLE theirs (id int)");

        using var replay = Build(server);

        Assert.Empty(Guard().AgainstReplay(replay.Session));
    }

    [Theory, EveryServer]
    public void The_live_database_is_held_against_the_replay_for_what_the_schema_does_not_tell(string server)
    {
        AddProject();
        Project.Add("0003_beside", "CREATE TABLE beside (id int PRIMARY KEY, n int, KEY beside_n (n));");
        var live = NewDatabase(server);
        Run(live);
        using var session = Open(live);
        using var replay = Build(server);
        var guard = Guard();

        Assert.Empty(Compare());
        live.Execute("ALTER TABLE beside DROP INDEX beside_n, MODIFY n bigint");
        live.Execute("ALTER TABLE s DROP COLUMN doc");

        Assert.Equal(["ColumnType beside.n", "MissingIndex beside.beside_n"], Compare().Select(difference => $"{difference.Kind} {difference.Target}"));
        Assert.All(Compare(), difference => Assert.Equal((DriftSide.Database, DriftSide.Replay), (difference.Against, difference.ExpectedFrom)));

        IReadOnlyList<SchemaDifference> Compare() =>
            guard.OfDatabaseFromReplay(replay.Session.ReadSchema(), session.ReadSchema(), [.. guard.AgainstDatabase(session), .. guard.AgainstReplay(replay.Session)]);
    }

    [Fact]
    public void A_server_of_this_machine_is_started_and_removed_again()
    {
        AddProject();
        ChainReplay replay;
        try
        {
            replay = ChainReplay.Build(OpenProject(), new ReplayOptions { Preferred = ServerFlavor.MariaDb }, cancellation: TestContext.Current.CancellationToken);
        }
        catch (MigrationException missing) when (missing.ErrorId == "ScratchServerMissing")
        {
            Assert.Skip(missing.Message);
            throw;
        }
        ConnectionSettings settings;
        using (replay)
        {
            Assert.Empty(Guard().AgainstReplay(replay.Session));
            settings = replay.Session.Settings;
            Assert.DoesNotContain("Aa1-", replay.Place);
        }
        Assert.Equal("DatabaseUnreachable", Assert.Throws<MigrationException>(() => DatabaseSession.Open(settings)).ErrorId);
    }

    private const string ScratchPrefix = "migrations_probe_";
}

internal static class ProjectFolderWriting
{
    public static ProjectFolder With(this ProjectFolder project, string file, string text)
    {
        project.Write(file, text);
        return project;
    }
}
