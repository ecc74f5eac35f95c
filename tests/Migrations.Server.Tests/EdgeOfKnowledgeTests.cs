using Migrations.Core.Applying;
using Migrations.Model;
using Migrations.TestServers;

namespace Migrations.Server.Tests;

/// <summary>Where what the engine believes of a session or a table could part from what the server has.</summary>
public class EdgeOfKnowledgeTests(ServerFleet fleet) : RunTestBase(fleet)
{
    private static readonly RunOptions Destructive = new() { AllowDestructive = true };

    [Theory, EveryServer]
    public void A_real_table_that_takes_a_temporary_ones_name_is_a_real_one(string server)
    {
        var database = NewDatabase(server);
        const string done = "CREATE TEMPORARY TABLE x (a int);\nINSERT INTO x VALUES (9);\nDROP TEMPORARY TABLE x;\nCREATE TABLE x (a int);\nINSERT INTO x VALUES (1);\n";
        Project.Add("0000_x", done + "ALTER TABLE nope ADD COLUMN c int;");
        RunToError(database);
        Project.Write("drizzle/0000_x.sql", done + "ALTER TABLE x ADD COLUMN c int;");

        Run(database);

        Assert.Equal(["1"], database.Column("SELECT a FROM x"));
    }

    [Theory, EveryServer]
    public void A_temporary_table_is_no_cover_for_dropping_a_real_one(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_users", "CREATE TABLE users (id int);");
        Run(database);
        Project.Add("0001_drop", "CREATE TEMPORARY TABLE users (id int); DROP TEMPORARY TABLE users; DROP TABLE users;");

        Assert.Equal("DestructiveStatement", RunToError(database).Error.ErrorId);
        Run(database, Destructive);
        Assert.DoesNotContain("users", database.Column("SHOW TABLES"));
    }

    [Theory]
    [EveryServer("ADD INDEX i (b), DROP INDEX i")]
    [EveryServer("ADD UNIQUE INDEX i (b), DROP INDEX i")]
    [EveryServer("ADD INDEX i (a), DROP INDEX i")]
    [EveryServer("ADD PRIMARY KEY (a, b), DROP PRIMARY KEY")]
    [EveryServer("ADD CONSTRAINT ck CHECK (b > 5), DROP CONSTRAINT ck")]
    [EveryServer("ADD COLUMN c varchar(9), CHANGE c d int")]
    public void What_a_statement_drops_is_gone_before_it_adds_in_whatever_order_it_is_written(string server, string clauses)
    {
        var database = NewDatabase(server);
        const string table = "CREATE TABLE {0} (a int NOT NULL, b int NOT NULL, c int, PRIMARY KEY (a), KEY i (a), CONSTRAINT {1} CHECK (b > 0));";
        // The server's own word for it: the same statement on a table like it.
        database.Execute(string.Format(table, "model", "ck_model"));
        database.Execute($"ALTER TABLE model {clauses.Replace("ck", "ck_model", StringComparison.Ordinal)}");
        Project.Add("0000_t", string.Format(table, "t", "ck")).Add("0001_alter", $"ALTER TABLE t {clauses};");

        var results = Run(database, Destructive);

        Assert.DoesNotContain(results, result => result.Statements.Any(statement => statement.Outcome == StatementOutcome.Conflict));
        string Shown(string name) => database.Query($"SHOW CREATE TABLE {name}")[0][1]!.Replace("ck_model", "ck", StringComparison.Ordinal).Replace($"`{name}`", "`t`", StringComparison.Ordinal);
        Assert.Equal(Shown("model"), Shown("t"));
    }

    [Theory]
    [EveryServer("USE `{0}`; UPDATE t SET a = a + 1; ")]
    [EveryServer("START TRANSACTION; USE `{0}`; UPDATE t SET a = a + 1; COMMIT; ")]
    public void Statements_behind_a_use_are_about_the_other_database_also_after_a_resume(string server, string begin)
    {
        var database = NewDatabase(server);
        var other = NewDatabase(server);
        other.Execute("CREATE TABLE t (a int)");
        other.Execute("INSERT INTO t VALUES (1)");
        begin = string.Format(begin, other.Name);
        Project.Add("0000_t", "CREATE TABLE t (a int, c int); CREATE TABLE keep (id int);").Add("0001_other", begin + "INSERT INTO nope VALUES (1);");
        RunToError(database);
        Project.Write("drizzle/0001_other.sql", begin + "ALTER TABLE t ADD COLUMN c int; CREATE TABLE keep (id int);");

        var result = Assert.Single(Run(database));

        Assert.Equal(["a", "c"], ColumnsOf(other, "t"));
        Assert.Contains("keep", other.Column("SHOW TABLES"));
        Assert.Equal("2", other.Scalar("SELECT a FROM t"));
        // What landed elsewhere is not looked for here.
        Assert.Empty(result.Landed);
    }

    [Theory, EveryServer]
    public void An_installation_takes_nothing_from_tables_that_were_there(string server)
    {
        var database = NewDatabase(server);
        database.Execute("CREATE TABLE legacy (id int)");
        Project.Add("0000_a", "CREATE TABLE a (id int); DROP TABLE IF EXISTS legacy;");

        Assert.Equal("DestructiveStatement", RunToError(database).Error.ErrorId);
        Assert.Contains("legacy", database.Column("SHOW TABLES"));
        Assert.DoesNotContain("a", database.Column("SHOW TABLES"));
    }

    [Theory, EveryServer]
    public void A_database_that_was_installed_up_to_a_migration_is_in_use(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_a", "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE a (id int, pid int);").Add("0001_b", "CREATE TABLE b (id int);");
        Assert.Single(Run(database, new RunOptions { To = "0000_a" }));
        database.Execute("INSERT INTO a VALUES (1, 99)");
        Project.Add("0002_key", "ALTER TABLE a ADD CONSTRAINT fk FOREIGN KEY (pid) REFERENCES p (id);");

        Assert.Equal(1452, RunToError(database).Results[^1].FailedStatement!.ServerError!.Code);
        Project.Write("drizzle/0002_key.sql", "DROP TABLE a;");
        Assert.Equal("DestructiveStatement", RunToError(database).Error.ErrorId);
        Assert.Equal("1", database.Scalar("SELECT COUNT(*) FROM a"));
    }

    [Theory, EveryServer]
    public void A_variable_comes_back_with_its_collation_and_its_bytes(string server)
    {
        var database = NewDatabase(server);
        const string done = """
            CREATE TABLE t (n varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci, l varchar(20) CHARACTER SET latin1, b varbinary(20), d decimal(10,3), hit int);
            INSERT INTO t VALUES ('Zoë 😀', 'é', X'00FF41', 12.500, 0);
            SELECT n, l, b, d INTO @n, @l, @b, @d FROM t;
            INSERT INTO t (hit) VALUES (7);

            """;
        Project.Add("0000_t", done + "INSERT INTO nope VALUES (1);");
        RunToError(database);
        Project.Write("drizzle/0000_t.sql", done + "UPDATE t SET hit = 1 WHERE n = @n AND l = @l AND b = @b AND d = @d;");

        Run(database);

        Assert.Equal(["1", "7"], database.Column("SELECT hit FROM t ORDER BY hit"));
    }

    [Theory]
    [EveryServer("0001_old")]
    [EveryServer("0001_new")]
    public void An_unfinished_migration_that_was_renamed_is_restarted_under_either_name(string server, string tag)
    {
        var database = NewDatabase(server);
        Project.Add("0000_t", "CREATE TABLE t (n int);");
        Run(database);
        const string sql = "INSERT INTO t VALUES (1); INSERT INTO nope VALUES (1);";
        var journal = File.ReadAllText(Project.JournalPath);
        Project.Add("0001_old", sql);
        RunToError(database);
        File.Delete(Project.SqlPath("0001_old"));
        Project.Write("drizzle/meta/_journal.json", journal.Replace("\n  ]", ",\n    { \"idx\": 1, \"version\": \"5\", \"when\": 1700000001000, \"tag\": \"0001_new\", \"breakpoints\": true }\n  ]", StringComparison.Ordinal));
        Project.Write("drizzle/0001_new.sql", sql);
        Assert.Equal(MigrationStatus.Partial, List(database)[1].Status);
        Assert.Equal("MigrationNotPartial", RunToError(database, new RunOptions { Restart = tag, To = "0000_t" }).Error.ErrorId);

        Assert.Equal("StatementFailed", RunToError(database, new RunOptions { Restart = tag }).Error.ErrorId);

        Assert.Equal("2", database.Scalar("SELECT COUNT(*) FROM t"));
    }

    [Theory]
    [EveryServer("SELECT `id`, `name` FROM `t` WHERE `t`.`id` > 1", StatementOutcome.Satisfied)]
    [EveryServer("(select `id`, concat(`name`, 'x') as `loud` from `t` order by `id`)", StatementOutcome.Satisfied)]
    [EveryServer("SELECT x.id, y.name FROM t x JOIN t AS y ON x.id = y.id", StatementOutcome.Satisfied)]
    [EveryServer("SELECT * FROM t", StatementOutcome.Conflict)]
    public void A_view_that_is_there_does_not_stop_a_second_run(string server, string query, StatementOutcome outcome)
    {
        var database = NewDatabase(server);
        Project.Add("0000_t", "CREATE TABLE t (id int, name varchar(9));").Add("0001_view", $"CREATE VIEW v AS {query};");
        Run(database);
        database.Execute("DROP TABLE __drizzle_migrations");

        var results = Run(database, new RunOptions { FreshInstall = FreshInstall.Replay });

        Assert.Equal([outcome], OutcomesOf(results[1]));
        // Another query is never taken for it.
        database.Execute("DROP TABLE __drizzle_migrations");
        database.Execute("CREATE OR REPLACE VIEW v AS SELECT id + 1 AS id, name FROM t WHERE id < 9");
        Assert.Equal([StatementOutcome.Conflict], OutcomesOf(Run(database, new RunOptions { FreshInstall = FreshInstall.Replay })[1]));
    }

    [Theory]
    [EveryServer("ALTER TABLE t /*!50000 ADD COLUMN */ /*!50000 IF NOT EXISTS c int */")]
    [EveryServer("ALTER TABLE t ADD COLUMN /*!50000 IF NOT EXISTS */ c int")]
    [EveryServer("CREATE INDEX /*!50000 IF NOT EXISTS */ i ON t (id)")]
    public void Words_in_an_executable_comment_end_in_the_servers_answer_and_not_in_ours(string server, string sql)
    {
        var database = NewDatabase(server);
        Project.Add("0000_t", "CREATE TABLE t (id int);").Add("0001_alter", sql + ";");
        using var session = Open(database);
        var run = new MigrationRun(OpenProject(), session, new RunOptions());

        Assert.Equal(2, run.Preview(cancellation: TestContext.Current.CancellationToken).Count);

        var error = Record.Exception(() => run.Execute(cancellation: TestContext.Current.CancellationToken).ToList());
        if (error is null) Assert.True(ColumnsOf(database, "t").Count == 2 || IndexesOf(database, "t").Count == 1);
        else Assert.True(Assert.IsType<MigrationException>(error).Is(ErrorIds.StatementFailed), error.Message);
    }

    [Theory]
    [EveryServer("CREATE TABLE `u` (`id` serial AUTO_INCREMENT NOT NULL, `name` varchar(9), CONSTRAINT `u_id` PRIMARY KEY(`id`));")]
    [EveryServer("CREATE TABLE u (a int); ALTER TABLE u ADD `id` serial AUTO_INCREMENT NOT NULL FIRST;")]
    [EveryServer("CREATE TABLE u (a int, `at` timestamp(3) NOT NULL DEFAULT (now()) ON UPDATE CURRENT_TIMESTAMP, b datetime(6) DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP);")]
    [EveryServer("CREATE TABLE u (a int, notes text DEFAULT 'it''s', tags json DEFAULT '[]');")]
    [EveryServer("CREATE TABLE u (id varchar(36) NOT NULL DEFAULT UUID(), n int DEFAULT abs( -1 ) , at datetime DEFAULT NOW(), t3 datetime(3) DEFAULT NOW() ON UPDATE now(), `default` int);")]
    public void What_drizzle_kit_writes_and_one_server_refuses_is_written_as_it_takes_it(string server, string sql)
    {
        var database = NewDatabase(server);
        Project.Add("0000_u", sql);

        var statements = Assert.Single(Run(database)).Statements;

        Assert.All(statements.Where(statement => statement.Outcome != StatementOutcome.Executed), statement => Assert.True(statement is { Outcome: StatementOutcome.Rewritten, SentSql: not null, Reason: not null }));
        // It is the same definition as that of the file: a second run has nothing to do.
        database.Execute("DROP TABLE __drizzle_migrations");
        var again = Assert.Single(Run(database, new RunOptions { FreshInstall = FreshInstall.Replay }));
        Assert.All(again.Statements, statement => Assert.Equal((statement.Text, StatementOutcome.Satisfied), (statement.Text, statement.Text.StartsWith("CREATE TABLE u (a int)", StringComparison.Ordinal) ? StatementOutcome.Satisfied : statement.Outcome)));
    }

    [Theory, EveryServer]
    public void And_the_guard_is_green_over_it(string server)
    {
        var database = NewDatabase(server);
        Project.Write("drizzle/schema.ts", """
            import { json, mysqlTable, serial, timestamp, varchar } from 'drizzle-orm/mysql-core';
            export const u = mysqlTable('u', { id: serial('id').primaryKey(), name: varchar('name', { length: 9 }), tags: json('tags').default([]), at: timestamp('at', { fsp: 3 }).defaultNow().onUpdateNow().notNull() });
            """);
        Project.Add("0000_u", "CREATE TABLE `u` (\n\t`id` serial AUTO_INCREMENT NOT NULL,\n\t`name` varchar(9),\n\t`tags` json DEFAULT ('[]'),\n\t`at` timestamp(3) NOT NULL DEFAULT (now()) ON UPDATE CURRENT_TIMESTAMP,\n\tCONSTRAINT `u_id` PRIMARY KEY(`id`)\n);");

        Run(database, new RunOptions { ErrorOnDrift = true });

        Assert.Equal(["id", "name", "tags", "at"], ColumnsOf(database, "u"));
    }

    // MySQL does not know the words at all.
    private bool KnowsSetStatement(TestDatabase database)
    {
        using var session = Open(database);
        return session.Server.Flavor == ServerFlavor.MariaDb;
    }

    [Theory, EveryServer]
    public void A_statement_with_settings_of_its_own_is_what_stands_behind_them(string server)
    {
        var database = NewDatabase(server);
        if (!KnowsSetStatement(database)) return;
        const string done = "CREATE TABLE t (a int);\nSET STATEMENT max_statement_time = 100 FOR INSERT INTO t VALUES (1);\n";
        Project.Add("0000_t", done + "UPDATE t SET nope = 1;");
        RunToError(database);
        RunToError(database);
        Project.Write("drizzle/0000_t.sql", done + "SET STATEMENT max_statement_time = 100, lock_wait_timeout = 5 FOR ALTER TABLE t ADD COLUMN b int;");

        Run(database);

        Assert.Equal(["1"], database.Column("SELECT a FROM t"));
        Assert.Equal(["a", "b"], ColumnsOf(database, "t"));
        Project.Add("0001_drop", "SET STATEMENT max_statement_time = 100 FOR DROP TABLE t;");
        Assert.Contains("drops the table t", RunToError(database).Error.What);
    }

    [Theory, EveryServer]
    public void What_a_function_wrote_when_it_gave_a_value_is_not_written_again(string server)
    {
        var database = NewDatabase(server);
        database.Execute("CREATE TABLE log (n int)");
        database.Execute("CREATE FUNCTION note() RETURNS int MODIFIES SQL DATA BEGIN INSERT INTO log VALUES (1); RETURN 7; END");
        const string done = "CREATE TABLE t (a int);\nSET @x = note();\nINSERT INTO t VALUES (@x);\n";
        Project.Add("0000_t", done + "UPDATE t SET nope = 1;");
        RunToError(database);
        Project.Write("drizzle/0000_t.sql", done + "UPDATE t SET a = @x + 1;");

        Run(database);

        Assert.Equal(["8"], database.Column("SELECT a FROM t"));
        Assert.Equal("1", database.Scalar("SELECT COUNT(*) FROM log"));
    }

    [Theory]
    [EveryServer("UPDATE tmp JOIN r ON r.id = tmp.id SET r.n = r.n + 1")]
    [EveryServer("UPDATE tmp, r SET r.n = r.n + 1 WHERE r.id = tmp.id")]
    public void A_real_table_that_is_changed_beside_a_temporary_one_is_changed_once(string server, string sql)
    {
        var database = NewDatabase(server);
        var done = $"CREATE TABLE r (id int PRIMARY KEY, n int);\nINSERT INTO r VALUES (1, 0);\nCREATE TEMPORARY TABLE tmp (id int);\nINSERT INTO tmp VALUES (1);\n{sql};\nALTER TABLE r ADD COLUMN z int;\n";
        Project.Add("0000_r", done + "UPDATE r SET nope = 1;");
        RunToError(database);
        RunToError(database);
        Project.Write("drizzle/0000_r.sql", done + "DO 1;");

        Run(database);

        Assert.Equal(["1"], database.Column("SELECT n FROM r"));
    }
}
