using System.Diagnostics;
using System.Text;
using Migrations.Core.Applying;
using Migrations.Core.Scripting;
using Migrations.Model;
using Migrations.TestServers;

namespace Migrations.Server.Tests;

/// <summary>The exported script, run by the stock client, beside the run itself on an equal database.</summary>
public sealed class ScriptExportTests(ServerFleet fleet) : RunTestBase(fleet)
{
    private const string Init = """
        CREATE TABLE `users` (`id` int AUTO_INCREMENT NOT NULL, `name` varchar(200), `old` varchar(20) DEFAULT 'it''s \\ "x"', CONSTRAINT `users_id` PRIMARY KEY(`id`));
        --> statement-breakpoint
        CREATE TABLE `log` (`id` int AUTO_INCREMENT PRIMARY KEY, `t` text);
        --> statement-breakpoint
        INSERT INTO users (name) VALUES ('😀 $ -- # /* x */ ; // DELIMITER
        DELIMITER xx
        \'q\' \\ "d"'), ('b''c'), ('*/5 * * * *');
        """;

    private const string Columns = """
        ALTER TABLE `users` ADD COLUMN IF NOT EXISTS `nick` varchar(20), ADD COLUMN IF NOT EXISTS `age` int NOT NULL DEFAULT 0;
        CREATE INDEX IF NOT EXISTS `ix_nick` ON `users` (`nick`);
        ALTER TABLE `users` ADD INDEX (`age`), ADD CONSTRAINT `ck` CHECK (age >= 0);
        ALTER TABLE users MODIFY name varchar(255) NOT NULL;
        ALTER TABLE users CHANGE old newer varchar(30);
        ALTER TABLE users DROP INDEX ix_nick, ADD INDEX ix_nick (nick, age);
        ALTER TABLE users ADD COLUMN (l1 int, l2 int, KEY kl (l1));
        UPDATE users SET age = age + 1;
        ALTER TABLE users DROP COLUMN l2;
        """;

    private const string Programs = """
        CREATE TRIGGER `tr` BEFORE INSERT ON `users` FOR EACH ROW
        BEGIN
          -- it's a comment; with ;
          SET NEW.nick = CONCAT(IFNULL(NEW.nick, ''), '*/!');
          /* block */
          SET NEW.age = NEW.age + 10;
        END;
        --> statement-breakpoint
        DROP PROCEDURE IF EXISTS p1;
        --> statement-breakpoint
        DELIMITER $$
        CREATE PROCEDURE p1(IN x int)
        BEGIN
          INSERT INTO log (t) VALUES (CONCAT('p', x));
          INSERT INTO log (t) VALUES ('https://x');
        END$$
        DELIMITER ;
        --> statement-breakpoint
        CALL p1(5);
        --> statement-breakpoint
        SET @n = (SELECT COUNT(*) FROM users);
        SET @s = IF(@n > 1, 'INSERT INTO log (t) VALUES (''prepared'')', 'DO 0');
        PREPARE st FROM @s; EXECUTE st; DEALLOCATE PREPARE st;
        INSERT INTO users (name) VALUES ('after');
        INSERT INTO log (t) VALUES (CONCAT('last ', LAST_INSERT_ID(), ' n ', @n));
        BEGIN; INSERT INTO log (t) VALUES ('tx1'); INSERT INTO log (t) VALUES ('tx*/2'); COMMIT;
        UPDATE users SET name = 'b' WHERE id = 2;
        SELECT ROW_COUNT() INTO @rows;
        INSERT INTO log (t) VALUES (CONCAT('rows ', @rows));
        LOCK TABLES log WRITE; INSERT INTO log (t) VALUES ('locked'); UNLOCK TABLES;
        """;

    private const string Names = """
        CREATE TABLE `we``ird 'name' "x"` (`a``b` int, KEY `i``x` (`a``b`));
        ALTER TABLE `we``ird 'name' "x"` ADD COLUMN `c'd` int COMMENT 'it''s; -- x', ADD UNIQUE INDEX `a_very_long_index_name_that_is_longer_than_sixty_four_characters_and_more` (`c'd`);
        RENAME TABLE `log` TO `logs`;
        DROP TABLE IF EXISTS nothing;
        ALTER TABLE users ADD CHECK (age < 1000);
        """;

    [Theory]
    [EveryServer]
    public void A_script_run_twice_leaves_what_a_run_leaves_and_a_run_afterwards_finds_nothing(string server)
    {
        AddAll();
        var byRun = NewDatabase(server);
        var byScript = NewDatabase(server);
        Run(byRun, new RunOptions { AllowDestructive = true });
        var script = Export(server);

        for (var time = 1; time <= 2; time++)
        {
            Client(byScript, script);
            AssertSame(byRun, byScript);
        }
        Assert.Empty(Run(byScript));
        Assert.Equal(script.Text, Export(server).Text);
    }

    [Theory]
    [EveryServer]
    public void What_is_pending_in_a_database_is_exported_from_it_and_runs_there(string server)
    {
        Project.Add("0000_init", Init).Add("0001_columns", Columns);
        var byRun = NewDatabase(server);
        var byScript = NewDatabase(server);
        foreach (var database in new[] { byRun, byScript }) Run(database);
        Project.Add("0002_programs", Programs).Add("0003_names", Names);

        MigrationScript script;
        using (var session = Open(byScript)) script = ScriptExport.Make(OpenProject(), session, "x.sql", new ScriptOptions());
        Assert.Equal(["0002_programs", "0003_names"], script.Tag);
        Assert.Contains(script.Destructive, loss => loss.StartsWith("drizzle/0003_names.sql:3:1", StringComparison.Ordinal));
        Client(byScript, script);
        Client(byScript, script);
        Run(byRun, new RunOptions { AllowDestructive = true });

        AssertSame(byRun, byScript);
        Assert.Empty(Run(byScript));
    }

    // Each statement of every migration is once the one that the server refuses: its table is in the way, or missing. Then the cause is mended.
    [Theory]
    [EveryServer(false)]
    [EveryServer(true)]
    public void After_a_failure_in_the_middle_the_script_or_a_run_goes_on_and_no_data_statement_is_done_twice(string server, bool byRun)
    {
        Project.Add("0000_init", "CREATE TABLE a (id int AUTO_INCREMENT PRIMARY KEY, t varchar(50));\nINSERT INTO a (t) VALUES ('one');");
        Project.Add("0001_middle", """
            SET @v = 'it''s';
            INSERT INTO a (t) VALUES (CONCAT(@v, ' two'));
            ALTER TABLE a CHANGE t txt varchar(60);
            SET @last = LAST_INSERT_ID();
            INSERT INTO gone (t) VALUES ('x');
            INSERT INTO a (txt) VALUES (CONCAT(@v, ' three ', @last));
            CREATE TRIGGER tr BEFORE INSERT ON gone FOR EACH ROW SET NEW.t = CONCAT(NEW.t, '!');
            INSERT INTO gone2 (t) VALUES ('y');
            INSERT INTO gone (t) VALUES ('last');
            """);
        Project.Add("0002_after", "ALTER TABLE a ADD COLUMN c int;\nUPDATE a SET c = 1;");
        var database = NewDatabase(server);
        var script = Export(server);

        Assert.Contains("gone", Client(database, script, expectError: true));
        Assert.Equal(["one", "it's two"], database.Column("SELECT txt FROM a ORDER BY id"));
        database.Execute("CREATE TABLE gone (t varchar(20))");
        Assert.Contains("gone2", Client(database, script, expectError: true));
        Assert.Contains("gone2", Client(database, script, expectError: true));
        database.Execute("CREATE TABLE gone2 (t varchar(20))");
        if (byRun) Assert.Equal(2, Run(database, new RunOptions { AllowDestructive = true, FreshInstall = FreshInstall.Replay }).Count);
        else Client(database, script);

        Assert.Equal(["one", "it's two", "it's three 2"], database.Column("SELECT txt FROM a ORDER BY id"));
        Assert.Equal(["x", "last!"], database.Column("SELECT t FROM gone"));
        Assert.Equal(["y"], database.Column("SELECT t FROM gone2"));
        Assert.Equal(3, HistoryCount(database));
        Assert.Empty(database.Column("SHOW TABLES LIKE '%progress'"));
        Assert.Empty(Run(database));
        Client(database, script);
        Assert.Equal(3, HistoryCount(database));
    }

    [Theory]
    [EveryServer]
    public void A_run_that_stopped_half_way_is_taken_over_by_the_script(string server)
    {
        Project.Add("0000_init", "CREATE TABLE a (id int AUTO_INCREMENT PRIMARY KEY, t varchar(50));");
        Project.Add("0001_middle", "SET @v = 7;\nINSERT INTO a (t) VALUES (@v);\nINSERT INTO gone VALUES (1);\nINSERT INTO a (t) VALUES (CONCAT(@v, ' two'));");
        var database = NewDatabase(server);
        RunToError(database, new RunOptions { FreshInstall = FreshInstall.Replay });
        database.Execute("CREATE TABLE gone (i int)");

        // The run was an installation: a script for an installed database leaves that to it.
        Assert.Contains("being installed", Client(database, Export(server), expectError: true));
        MigrationScript script;
        using (var session = Open(database)) script = ScriptExport.Make(OpenProject(), session, "x.sql", new ScriptOptions());
        Assert.True(script.IsInstallation);
        Client(database, script);

        Assert.Equal(["7", "7 two"], database.Column("SELECT t FROM a ORDER BY id"));
        Assert.Empty(Run(database));
    }

    [Theory]
    [EveryServer]
    public void A_changed_file_another_runner_and_an_unknown_history_stop_it(string server)
    {
        Project.Add("0000_baseline", "CREATE TABLE IF NOT EXISTS a (id int);").Add("0001_x", "ALTER TABLE a ADD COLUMN b int;");
        var database = NewDatabase(server);
        Assert.Contains("-Fresh", Client(database, Export(server), expectError: true));
        Run(database);
        Project.Write("drizzle/0001_x.sql", "ALTER TABLE a ADD COLUMN c int;");
        Assert.Contains("0001_x", Client(database, Export(server), expectError: true));
        Project.Write("drizzle/0001_x.sql", "ALTER TABLE a ADD COLUMN b int;");
        using (var session = Open(database))
        using (Core.Servers.RunLock.Take(session, "__drizzle_migrations", 1))
            Assert.Contains("Another runner", Client(database, Export(server, lockTimeout: 1), expectError: true));
        Assert.Contains("for M", Client(database, Export(database.Server.IsMariaDb ? "mysql" : "mariadb"), expectError: true));
        Assert.Equal(["id", "b"], ColumnsOf(database, "a"));
        Client(database, Export(server));
    }

    [Theory]
    [EveryServer]
    public void An_empty_database_is_installed_as_a_run_does_it(string server)
    {
        Project.Add("0000_old", "CREATE TABLE `users` (`id` int NOT NULL, `name` varchar(10), `gone` int, PRIMARY KEY(`id`));\nINSERT INTO users (id, name) VALUES (1, 'x');\nUPDATE users SET name = 'y' WHERE gone IS NULL;\nALTER TABLE users DROP COLUMN gone;");
        Project.Add("0001_baseline", "CREATE TABLE IF NOT EXISTS `posts` (`id` int, `user` int, CONSTRAINT `fk_p` FOREIGN KEY (`user`) REFERENCES `users`(`id`));\nCREATE TABLE IF NOT EXISTS `users` (`id` int NOT NULL, `name` varchar(50), PRIMARY KEY(`id`));");
        Project.Add("0002_new", "ALTER TABLE `users` MODIFY `name` varchar(50);\nALTER TABLE users ADD COLUMN IF NOT EXISTS mail varchar(90);");
        Project.Write("drizzle/bootstrap/0001_indexes.sql", "CREATE INDEX IF NOT EXISTS `ix_mail` ON `users` (`mail`);\nCREATE INDEX IF NOT EXISTS `ix_name` ON `users` (`name`);");
        Project.Write("drizzle/schema.ts", """
            import { mysqlTable, int, varchar, index } from 'drizzle-orm/mysql-core';
            export const users = mysqlTable('users', { id: int('id').primaryKey(), name: varchar('name', { length: 50 }), mail: varchar('mail', { length: 90 }) }, t => [index('ix_mail').on(t.mail), index('ix_name').on(t.name)]);
            export const posts = mysqlTable('posts', { id: int('id'), user: int('user').references(() => users.id) });
            """);
        var byRun = NewDatabase(server);
        var byScript = NewDatabase(server);
        MigrationScript script;
        using (var session = Open(byScript)) script = ScriptExport.Make(OpenProject(), session, "x.sql", new ScriptOptions());
        Run(byRun);
        MigrationScript fresh;
        using (var session = Open(byRun)) fresh = ScriptExport.Make(OpenProject(), session, "x.sql", new ScriptOptions { Fresh = true });

        Assert.True(script.IsInstallation);
        Assert.Equal(Body(script), Body(fresh));
        Client(byScript, script);
        AssertSame(byRun, byScript);
        Client(byScript, script);
        AssertSame(byRun, byScript);
        Assert.Empty(Run(byScript));

        static string Body(MigrationScript script) => script.Text!.Substring(script.Text.IndexOf("SET NAMES", StringComparison.Ordinal));
    }

    [Theory]
    [EveryServer]
    public void Settings_of_a_migration_are_its_own_and_modes_are_read_as_they_are_set(string server)
    {
        Project.Add("0000_init", "CREATE TABLE a (t varchar(50));");
        Project.Add("0001_modes", "SET sql_mode = 'NO_BACKSLASH_ESCAPES';\nINSERT INTO a VALUES ('C:\\');\nBEGIN; INSERT INTO a VALUES ('\\*/'); COMMIT;\nINSERT INTO a VALUES ('d\\');");
        Project.Add("0002_ansi", "SET SESSION sql_mode = 'ANSI_QUOTES';\nINSERT INTO \"a\" VALUES ('q\\\\');");
        Project.Add("0003_after", "INSERT INTO a VALUES (\"it's \\\\\");\nINSERT INTO a VALUES (@@sql_mode LIKE '%ANSI%');\r\nINSERT INTO a VALUES ('x\r\ny');");
        var byRun = NewDatabase(server);
        var byScript = NewDatabase(server);
        Run(byRun);
        var script = Export(server);
        Client(byScript, script);
        Client(byScript, script);
        AssertSame(byRun, byScript);
        Assert.Empty(Run(byScript));
    }

    [Theory]
    [EveryServer]
    public void Entries_of_equal_text_are_done_once_each(string server)
    {
        Project.Add("0000_init", "CREATE TABLE a (id int AUTO_INCREMENT PRIMARY KEY);").Add("0001_x", "INSERT INTO a VALUES ();").Add("0002_y", "INSERT INTO a VALUES ();").Add("0003_z", "INSERT INTO a VALUES ();");
        var database = NewDatabase(server);
        Run(database, new RunOptions { To = "0001_x" });
        var script = Export(server);
        Client(database, script);
        Client(database, script);
        Assert.Equal("3", database.Scalar("SELECT COUNT(*) FROM a"));
        Assert.Equal(4, HistoryCount(database));
    }

    private void AddAll() => Project.Add("0000_init", Init).Add("0001_columns", Columns).Add("0002_programs", Programs).Add("0003_names", Names);

    private MigrationScript Export(string server, int lockTimeout = 60)
    {
        var named = ScriptServer.Parse(server.Contains("mariadb", StringComparison.OrdinalIgnoreCase) ? "mariadb:10.11" : "mysql:9.7");
        return ScriptExport.Make(OpenProject(), null, "x.sql", new ScriptOptions { Server = named, LockTimeout = lockTimeout });
    }

    /// <summary>Runs a script through the stock client, and gives what it said on its error stream.</summary>
    private static string Client(TestDatabase database, MigrationScript script, bool expectError = false)
    {
        var start = new ProcessStartInfo("mariadb")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            ArgumentList = { "--default-character-set=utf8mb4", "-h" + database.Server.Host, $"-P{database.Server.Port}", "-u" + database.Server.User, "-p" + database.Server.Password, database.Name },
        };
        using var client = Process.Start(start)!;
        var output = client.StandardOutput.ReadToEndAsync();
        var error = client.StandardError.ReadToEndAsync();
        try
        {
            client.StandardInput.Write(script.Text);
            client.StandardInput.Close();
        }
        catch (IOException) when (expectError)
        {
            // It has stopped reading.
        }
        client.WaitForExit();
        _ = output.Result;
        Assert.True(expectError == (client.ExitCode != 0), error.Result);
        return error.Result;
    }

    private static void AssertSame(TestDatabase expected, TestDatabase actual) => Assert.Equal(StateOf(expected), StateOf(actual));

    // Everything that a dump would show.
    private static List<string> StateOf(TestDatabase database)
    {
        var state = new List<string>();
        void Add(string title, string sql) => state.AddRange(database.Query(sql).Select(row => title + ": " + string.Join(" | ", row.Select(value => value?.Replace(database.Name, "DB")))));
        foreach (var table in database.Column("SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE' ORDER BY TABLE_NAME"))
        {
            var name = "`" + table!.Replace("`", "``") + "`";
            Add(table, $"SHOW CREATE TABLE {name}");
            Add(table, $"SELECT * FROM {name} ORDER BY 1, 2".Replace(database.Query($"SHOW COLUMNS FROM {name}").Count < 2 ? ", 2" : "~", ""));
        }
        Add("trigger", "SELECT TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, SQL_MODE FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() ORDER BY 1");
        Add("routine", "SELECT ROUTINE_NAME, ROUTINE_TYPE, REPLACE(ROUTINE_DEFINITION, '\r', '') FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE() ORDER BY 1");
        return state;
    }
}
