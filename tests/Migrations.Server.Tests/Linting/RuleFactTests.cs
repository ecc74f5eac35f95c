using Migrations.Core.Linting;
using Migrations.Model;
using Migrations.TestServers;
using MySqlConnector;

namespace Migrations.Server.Tests.Linting;

/// <summary>What rules say that a server does, against what it does; and where they are silent, that it does not.</summary>
public class RuleFactTests(ServerFleet fleet) : RunTestBase(fleet)
{
    private const string Setup = """
        CREATE TABLE IF NOT EXISTS p (id int PRIMARY KEY, code varchar(20) COLLATE utf8mb4_unicode_ci NOT NULL UNIQUE) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
        CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY, pid int, name varchar(50), note text, big bigint, amount decimal(10,4), at datetime(6), kind enum('a','b'), doc json) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
        INSERT INTO p VALUES (1, 'one'), (2, 'two');
        INSERT INTO t VALUES (1, 1, 'a name that is longer than ten', 'note', 5000000000, 12345.6789, '2040-01-01 10:00:00.654321', 'b', '{}'), (2, NULL, NULL, NULL, -1, 1, NULL, 'a', NULL);
        """;

    private const string Long = "n12345678901234567890123456789012345678901234567890123456789012345";

    [Theory]
    [EveryServer("identifier-too-long", "ALTER TABLE t ADD CONSTRAINT " + Long + " FOREIGN KEY (pid) REFERENCES p (id)", 1059, 1059)]
    [EveryServer("identifier-too-long", "CREATE INDEX " + Long + " ON t (pid)", 1059, 1059)]
    [EveryServer("identifier-too-long", "ALTER TABLE t ADD " + Long + " int", 1059, 1059)]
    [EveryServer("identifier-too-long", "ALTER TABLE t ADD CONSTRAINT " + Long + " CHECK (id > 0)", 1059, 1059)]
    [EveryServer("foreign-key-types", "ALTER TABLE t ADD FOREIGN KEY (big) REFERENCES p (id)", 3780, 1005)]
    [EveryServer("foreign-key-types", "CREATE TABLE c (i int unsigned, FOREIGN KEY (i) REFERENCES p (id))", 3780, 1005)]
    [EveryServer("foreign-key-types", "CREATE TABLE c (i varchar(20), FOREIGN KEY (i) REFERENCES p (id))", 3780, 1005)]
    [EveryServer("foreign-key-types", "CREATE TABLE c (i varchar(20) COLLATE utf8mb4_bin, FOREIGN KEY (i) REFERENCES p (code))", 3780, 1005)]
    [EveryServer("foreign-key-types", "SET foreign_key_checks = 0; CREATE TABLE c (i varchar(20) CHARACTER SET latin1, FOREIGN KEY (i) REFERENCES p (code))", 3780, 1005)]
    [EveryServer("after-unknown-column", "ALTER TABLE t ADD c int AFTER nowhere", 1054, 1054)]
    [EveryServer("unknown-table", "ALTER TABLE nowhere ADD c int", 1146, 1146)]
    [EveryServer("unknown-table", "INSERT INTO nowhere VALUES (1)", 1146, 1146)]
    [EveryServer("unknown-table", "ALTER TABLE t ADD FOREIGN KEY (pid) REFERENCES nowhere (id)", 1824, 1005)]
    [EveryServer("row-size", "CREATE TABLE c (a varchar(16000) NOT NULL, b varchar(383) NOT NULL, c tinyint NOT NULL) CHARSET=utf8mb4", 1118, 1118)]
    [EveryServer("row-size", "ALTER TABLE t ADD c varchar(16384) NOT NULL", 1074, 1074)]
    [EveryServer("row-size", "CREATE TABLE c (a varchar(16381) NOT NULL, b text NOT NULL) CHARSET=utf8mb4", 1118, 1118)]
    [EveryServer("index-key-length", "CREATE TABLE c (a varchar(384), b varchar(385), KEY (a, b)) CHARSET=utf8mb4", 1071, 1071)]
    [EveryServer("index-key-length", "CREATE TABLE c (a varchar(384), b varchar(384), c tinyint, KEY (a, b, c)) CHARSET=utf8mb4", 1071, 1071)]
    [EveryServer("index-key-length", "CREATE TABLE c (a varchar(769) PRIMARY KEY) CHARSET=utf8mb4", 1071, 1071)]
    [EveryServer("index-without-length", "CREATE TABLE c (a text, PRIMARY KEY (a))", 1170, 1170)]
    [EveryServer("enum-value", "CREATE TABLE c (a enum('ok','','','no'))", 1291, 1291)]
    [EveryServer("unreadable-sql", "UPDATE t SET name = 'never closed", 1064, 1064)]
    [EveryServer("type-narrowing", "ALTER TABLE t MODIFY name varchar(10)", 1265, 1265)]
    [EveryServer("type-narrowing", "ALTER TABLE t MODIFY big int", 1264, 1264)]
    [EveryServer("type-narrowing", "ALTER TABLE t MODIFY big bigint unsigned", 1264, 1264)]
    [EveryServer("type-narrowing", "ALTER TABLE t MODIFY kind enum('a')", 1265, 1265)]
    [EveryServer("type-narrowing", "ALTER TABLE t MODIFY amount decimal(7,4)", 1264, 1264)]
    [EveryServer("nullable-to-not-null", "ALTER TABLE t MODIFY pid int NOT NULL", 1138, 1265)]
    [EveryServer("missing-if-exists", "CREATE TABLE t (id int)", 1050, 1050)]
    [EveryServer("missing-if-exists", "DROP TABLE gone", 1051, 1051)]
    public void What_a_rule_says_is_refused_is_refused(string server, string rule, string sql, int mySql, int mariaDb)
    {
        var database = NewDatabase(server);
        database.Execute(Setup);

        Assert.NotEmpty(Findings(rule, sql, database));
        Assert.Equal(database.Server.IsMariaDb ? mariaDb : mySql, CodeOf(database, sql));
    }

    [Theory]
    [EveryServer("identifier-too-long", "CREATE INDEX n123456789012345678901234567890123456789012345678901234567890123 ON t (pid)")]
    [EveryServer("foreign-key-types", "CREATE TABLE c (i char(5) COLLATE utf8mb4_unicode_ci, j int(3), FOREIGN KEY (i) REFERENCES p (code), FOREIGN KEY (j) REFERENCES p (id))")]
    [EveryServer("after-unknown-column", "ALTER TABLE t ADD c int AFTER NAME, ADD d int AFTER c")]
    [EveryServer("unknown-table", "CREATE TABLE a LIKE t; RENAME TABLE a TO b; INSERT INTO b (id) VALUES (1)")]
    [EveryServer("unknown-table", "SET foreign_key_checks = 0; CREATE TABLE a (b int, FOREIGN KEY (b) REFERENCES later (id)); CREATE TABLE later (id int PRIMARY KEY)")]
    [EveryServer("unknown-table", "SET @s = IF(1 = 1, 'CREATE TABLE d (id int)', 'SELECT 1'); PREPARE q FROM @s; EXECUTE q; INSERT INTO d VALUES (1)")]
    [EveryServer("row-size", "CREATE TABLE c (a varchar(16000) NOT NULL, b varchar(382) NOT NULL, c tinyint NOT NULL) CHARSET=utf8mb4")]
    [EveryServer("row-size", "CREATE TABLE c (a varchar(16380) NOT NULL, b text NOT NULL) CHARSET=utf8mb4")]
    [EveryServer("row-size", "CREATE TABLE c (a varchar(65000), b decimal(60,10), c datetime(6), d longtext) CHARSET=latin1")]
    [EveryServer("index-key-length", "CREATE TABLE c (a varchar(384), b varchar(384), KEY (a, b), KEY (b(100), a)) CHARSET=utf8mb4")]
    [EveryServer("index-key-length", "CREATE TABLE c (a varchar(384), b varchar(383), c int, KEY (a, b, c)) CHARSET=utf8mb4")]
    [EveryServer("index-without-length", "CREATE TABLE c (a text, KEY (a(100)), FULLTEXT KEY (a))")]
    [EveryServer("enum-value", "CREATE TABLE c (a enum('it''s','x)','say \"y\"'))")]
    [EveryServer("type-narrowing", "ALTER TABLE t MODIFY name varchar(60), MODIFY note mediumtext, MODIFY amount decimal(12,4), MODIFY kind enum('a','b','c'), MODIFY id bigint")]
    [EveryServer("nullable-to-not-null", "ALTER TABLE t MODIFY pid bigint")]
    [EveryServer("not-null-without-default", "ALTER TABLE t ADD a date NOT NULL DEFAULT '2020-01-01', ADD b date")]
    [EveryServer("missing-if-exists", "CREATE TABLE IF NOT EXISTS t (id int); DROP TABLE IF EXISTS gone; CREATE OR REPLACE VIEW v AS SELECT 1")]
    public void Where_a_rule_is_silent_the_server_takes_it(string server, string rule, string sql)
    {
        var database = NewDatabase(server);
        database.Execute(Setup);

        Assert.Empty(Findings(rule, sql, database));
        Assert.Null(CodeOf(database, sql));
    }

    [Theory]
    [EveryServer("CREATE OR REPLACE TABLE u (a int)", 1064, 0)]
    [EveryServer("CREATE TABLE u (a uuid)", 1064, 0)]
    [EveryServer("CREATE TABLE u (a inet6)", 1064, 0)]
    [EveryServer("CREATE TABLE u (a int, b int AS (a + 1) PERSISTENT)", 1064, 0)]
    [EveryServer("CREATE TABLE u (a int) WITH SYSTEM VERSIONING", 1064, 0)]
    [EveryServer("CREATE SEQUENCE u", 1064, 0)]
    [EveryServer("INSERT INTO p VALUES (9, 'nine') RETURNING id", 1064, 0)]
    [EveryServer("CREATE TABLE u (a text DEFAULT 'x')", 1101, 0)]
    [EveryServer("CREATE TABLE u (a json DEFAULT '[]')", 1101, 0)]
    [EveryServer("CREATE TABLE u (a varchar(5)) COLLATE utf8mb4_uca1400_ai_ci", 1273, 0)]
    [EveryServer("CREATE TABLE u (a int, KEY k (a) IGNORED)", 1064, 0)]
    [EveryServer("ALTER TABLE t NOWAIT ADD a int", 1064, 0)]
    [EveryServer("CREATE TABLE u (a varchar(5)) COLLATE utf8mb4_0900_ai_ci", 0, 1273)]
    [EveryServer("CREATE TABLE u (a int, KEY ((a + 1)))", 0, 1064)]
    [EveryServer("CREATE TABLE u (a int, KEY k (a) INVISIBLE)", 0, 1064)]
    [EveryServer("CREATE TABLE u (a int, CHECK (a > 0) NOT ENFORCED)", 0, 1064)]
    [EveryServer("CREATE TABLE u (a json, b int AS (a->>'$.x'))", 0, 1064)]
    [EveryServer("CREATE TABLE u (a vector(3))", 0, 4161)]
    [EveryServer("CREATE TABLE u (a int, CONSTRAINT k CHECK (a > 0)); ALTER TABLE u DROP CHECK k", 0, 1064)]
    [EveryServer("CREATE TABLE u (a text DEFAULT ('x'), b int INVISIBLE, c int)", 0, 0)]
    public void Unsupported_syntax_is_what_this_server_refuses(string server, string sql, int mySql, int mariaDb)
    {
        var database = NewDatabase(server);
        database.Execute(Setup);
        var expected = database.Server.IsMariaDb ? mariaDb : mySql;

        Assert.Equal(expected == 0 ? null : expected, CodeOf(database, sql));
        Assert.Equal(expected == 0 ? 0 : 1, Findings("unsupported-syntax", sql, database).Count);
    }

    [Theory]
    [EveryServer("ALTER TABLE t ADD COLUMN IF NOT EXISTS c int")]
    [EveryServer("CREATE INDEX IF NOT EXISTS i ON t (pid)")]
    [EveryServer("DROP INDEX IF EXISTS i ON t")]
    [EveryServer("ALTER TABLE IF EXISTS t ADD c int")]
    [EveryServer("RENAME TABLE IF EXISTS gone TO gone2")]
    public void If_exists_is_reported_where_the_server_refuses_it(string server, string sql)
    {
        var database = NewDatabase(server);
        database.Execute(Setup);

        var code = CodeOf(database, sql);

        Assert.Equal(database.Server.IsMariaDb ? null : 1064, code);
        Assert.Equal(code is null ? 0 : 1, Findings("if-exists-syntax", sql, database).Count);
    }

    [Theory]
    [EveryServer("ALTER TABLE t MODIFY pid bigint", true)]
    [EveryServer("ALTER TABLE t MODIFY name varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci", true)]
    [EveryServer("ALTER TABLE t MODIFY kind enum('b','a')", true)]
    [EveryServer("ALTER TABLE t MODIFY note mediumtext COLLATE utf8mb4_unicode_ci", true)]
    [EveryServer("ALTER TABLE t CONVERT TO CHARACTER SET latin1", true)]
    [EveryServer("ALTER TABLE t DROP PRIMARY KEY", true)]
    [EveryServer("ALTER TABLE t ADD g int AS (id + 1) STORED", true)]
    [EveryServer("ALTER TABLE t ADD FOREIGN KEY (pid) REFERENCES p (id)", true)]
    [EveryServer("ALTER TABLE t ADD CONSTRAINT k CHECK (id > 0)", true)]
    [EveryServer("ALTER TABLE t MODIFY name varchar(60) COLLATE utf8mb4_unicode_ci", false)]
    [EveryServer("ALTER TABLE t MODIFY kind enum('a','b','c')", false)]
    [EveryServer("ALTER TABLE t ADD g int AS (id + 1) VIRTUAL", false)]
    [EveryServer("ALTER TABLE t ADD c int", false)]
    [EveryServer("ALTER TABLE t ADD INDEX (pid)", false)]
    [EveryServer("ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci", false)]
    public void What_is_said_to_copy_a_large_table_cannot_be_done_in_place(string server, string sql, bool copies)
    {
        var database = NewDatabase(server);
        database.Execute(Setup);
        database.Execute("ANALYZE TABLE t");

        Assert.Equal(copies ? 1 : 0, Findings("table-copy", sql, database, largeTableRows: 2).Count);
        Assert.Empty(Findings("table-copy", sql, database, largeTableRows: 1000));
        var code = CodeOf(database, sql + ", ALGORITHM = INPLACE");
        if (copies) Assert.Contains(code, new int?[] { 1845, 1846 });
        else Assert.Null(code);
    }

    [Theory]
    [EveryServer("ALTER TABLE t ADD pid int", "ALTER TABLE t ADD COLUMN IF NOT EXISTS pid int", 1060)]
    [EveryServer("ALTER TABLE t DROP COLUMN gone", "ALTER TABLE t DROP COLUMN IF EXISTS gone", 1091)]
    [EveryServer("ALTER TABLE t DROP FOREIGN KEY k", "ALTER TABLE t DROP FOREIGN KEY IF EXISTS k", 1091)]
    public void Words_are_asked_for_only_where_the_server_knows_them(string server, string without, string with, int code)
    {
        var database = NewDatabase(server);
        database.Execute(Setup);

        Assert.Equal(code, CodeOf(database, without));
        Assert.Equal(database.Server.IsMariaDb, CodeOf(database, with) is null);
        Assert.Equal(database.Server.IsMariaDb, Findings("missing-if-exists", without, database).Count > 0);
        Assert.Empty(Findings("missing-if-exists", with, database));
    }

    [Theory, EveryServer]
    public void A_new_column_that_is_NOT_NULL_fills_old_rows_and_stops_old_inserts(string server)
    {
        var database = NewDatabase(server);
        database.Execute(Setup);
        const string sql = "ALTER TABLE t ADD c int NOT NULL, ADD s varchar(5) NOT NULL";

        Assert.Equal(2, Findings("not-null-without-default", sql, database).Count);
        Assert.Null(CodeOf(database, sql));
        Assert.Equal(["0", "0"], database.Column("SELECT c FROM t WHERE s = ''"));
        Assert.Equal(1364, CodeOf(database, "INSERT INTO t (id) VALUES (3)"));

        const string date = "ALTER TABLE t ADD d date NOT NULL";
        Assert.Contains("1292", Assert.Single(Findings("not-null-without-default", date, database)).Message, StringComparison.Ordinal);
        Assert.Equal(database.Server.IsMariaDb ? null : 1292, CodeOf(database, date));
    }

    [Theory, EveryServer]
    public void An_enum_has_a_default_all_the_same_and_a_timestamp_has_none(string server)
    {
        var database = NewDatabase(server);
        database.Execute(Setup);
        const string sql = "ALTER TABLE t ADD e enum('x','y') NOT NULL";
        Assert.Empty(Findings("not-null-without-default", sql, database));
        database.Execute(sql);
        Assert.Null(CodeOf(database, "INSERT INTO t (id) VALUES (3)"));
        Assert.Equal("3", database.Scalar("SELECT COUNT(*) FROM t WHERE e = 'x'"));

        Assert.Single(Findings("not-null-without-default", "ALTER TABLE t ADD s timestamp NOT NULL", database));
        Assert.Null(CodeOf(database, "ALTER TABLE u ADD s timestamp NOT NULL", "CREATE TABLE u (id int)"));
        Assert.Equal(1364, CodeOf(database, "INSERT INTO u (id) VALUES (1)"));
    }

    [Theory]
    [EveryServer("ALTER TABLE t ADD INDEX i (pid)", "ALTER TABLE t DROP INDEX i, ADD INDEX i (name)")]
    [EveryServer("SELECT 1", "DROP TABLE IF EXISTS h; CREATE TABLE h (a int)")]
    [EveryServer("SELECT 1", "ALTER TABLE t ADD tmp int; UPDATE t SET tmp = 1; ALTER TABLE t DROP COLUMN tmp")]
    public void What_a_migration_makes_and_drops_runs_twice(string server, string before, string sql)
    {
        var database = NewDatabase(server);
        database.Execute(Setup);
        database.Execute(before);
        Assert.Empty(Findings("missing-if-exists", sql, database));
        Assert.Null(CodeOf(database, sql));
        Assert.Null(CodeOf(database, sql));
    }

    [Theory, EveryServer]
    public void Digits_and_fractions_are_lost_without_a_word(string server)
    {
        var database = NewDatabase(server);
        database.Execute(Setup);
        const string sql = "ALTER TABLE t MODIFY amount decimal(10,2), MODIFY at datetime";

        Assert.Equal(2, Findings("type-narrowing", sql, database).Count);
        Assert.Null(CodeOf(database, sql));
        Assert.Equal("12345.68", database.Scalar("SELECT CAST(amount AS char) FROM t WHERE id = 1"));
        Assert.DoesNotContain("65", database.Scalar("SELECT CAST(at AS char) FROM t WHERE id = 1")!, StringComparison.Ordinal);
    }

    [Theory, EveryServer]
    public void A_plain_index_past_the_limit_is_refused_or_cut(string server)
    {
        var database = NewDatabase(server);
        const string sql = "CREATE TABLE c (a varchar(769), KEY k (a)) CHARSET=utf8mb4";
        const string unique = "CREATE TABLE d (a varchar(769), UNIQUE KEY k (a)) CHARSET=utf8mb4";

        Assert.Single(Findings("index-key-length", sql, database));
        var code = CodeOf(database, sql);
        Assert.Equal(database.Server.IsMariaDb ? null : 1071, code);
        if (code is null) Assert.Equal("768", database.Scalar("SELECT SUB_PART FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'c'"));
        Assert.Equal(CodeOf(database, unique) is null ? 0 : 1, Findings("index-key-length", unique, database).Count);
    }

    [Theory, EveryServer]
    public void An_index_on_a_text_without_length_is_refused_or_cut(string server)
    {
        var database = NewDatabase(server);
        foreach (var sql in new[] { "CREATE TABLE c (a text, KEY k (a))", "CREATE TABLE d (a blob, UNIQUE KEY k (a))", "CREATE TABLE e (a json, KEY k (a))" })
            Assert.Equal(CodeOf(database, sql) is null ? 0 : 1, Findings("index-without-length", sql, database).Count);
    }

    [Theory, EveryServer]
    public void Columns_of_different_collations_cannot_be_compared(string server)
    {
        var database = NewDatabase(server);
        database.Execute(Setup);
        const string sql = "ALTER TABLE t ADD c varchar(50) COLLATE utf8mb4_general_ci";

        Assert.Single(Findings("character-set", sql, database));
        database.Execute(sql);
        Assert.Equal(1267, CodeOf(database, "SELECT * FROM t WHERE name = c"));
        Assert.Empty(Findings("character-set", "ALTER TABLE t ADD d varchar(50)", database));
        database.Execute("ALTER TABLE t ADD d varchar(50)");
        Assert.Null(CodeOf(database, "SELECT * FROM t WHERE name = d"));
    }

    [Theory, EveryServer]
    public void Destructive_and_unbounded_statements_do_what_is_said(string server)
    {
        var database = NewDatabase(server);
        database.Execute(Setup);
        Assert.Single(Findings("without-where", "UPDATE t SET note = 'x'", database));
        database.Execute("UPDATE t SET note = 'x'");
        Assert.Equal("2", database.Scalar("SELECT COUNT(*) FROM t WHERE note = 'x'"));
        Assert.Empty(Findings("without-where", "UPDATE t JOIN p ON p.id = t.pid SET note = 'y'", database));
        database.Execute("UPDATE t JOIN p ON p.id = t.pid SET note = 'y'");
        Assert.Equal("1", database.Scalar("SELECT COUNT(*) FROM t WHERE note = 'y'"));
        Assert.Single(Findings("destructive-statement", "TRUNCATE t", database));
        database.Execute("TRUNCATE t");
        Assert.Equal("0", database.Scalar("SELECT COUNT(*) FROM t"));
    }

    [Theory, EveryServer]
    public void A_transaction_of_the_migrations_own_commits_what_is_open(string server)
    {
        foreach (var sql in new[] { "START TRANSACTION", "LOCK TABLES t WRITE", "SET autocommit = 1" })
        {
            var database = NewDatabase(server);
            database.Execute("CREATE TABLE t (id int) ENGINE=InnoDB");
            using (var connection = database.Connect())
            {
                Run(connection, "SET autocommit = 0");
                Run(connection, "INSERT INTO t VALUES (1)");
                Run(connection, sql);
                Run(connection, "ROLLBACK");
            }
            Assert.Equal("1", database.Scalar("SELECT COUNT(*) FROM t"));
            Assert.Single(Findings("at-least-once", sql, database));
        }
    }

    [Theory, EveryServer]
    public void Several_statements_in_one_query_are_refused_without_the_client_flag(string server)
    {
        var database = NewDatabase(server);
        const string sql = "SELECT 1; SELECT 2";
        Assert.Single(Findings("multiple-statements", sql, database));
        using var connection = database.Connect();
        // A prepared statement is one statement, as is a query without the flag that MySqlConnector always sets.
        using var command = new MySqlCommand($"PREPARE s FROM '{sql}'", connection);
        Assert.Equal(1064, (int)Assert.Throws<MySqlException>(() => command.ExecuteNonQuery()).ErrorCode);
    }

    [Theory, EveryServer]
    public void With_a_database_only_what_is_pending_is_looked_at_and_what_was_edited(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_a", "CREATE TABLE a (id int);").Add("0001_b", "CREATE TABLE b (id int);");
        Run(database);
        Project.Write("drizzle/0001_b.sql", "CREATE TABLE b (id int, c int);");
        Project.Add("0002_c", "DROP TABLE a;").Write("drizzle/0003_d.sql", "DROP TABLE b;");
        using var session = Open(database);
        var project = OpenProject();

        var findings = Linter.Run(project, new LintOptions { Session = session, States = Core.Applying.MigrationListing.Of(project, session) });

        Assert.Equal(
            ["edited-migration 0001_b", "destructive-statement 0002_c", "missing-if-exists 0002_c", "unjournaled-migration 0003_d", "destructive-statement 0003_d", "missing-if-exists 0003_d"],
            findings.Select(finding => $"{finding.Rule} {finding.Tag}"));
    }

    private IReadOnlyList<MigrationFinding> Findings(string rule, string sql, TestDatabase database, long largeTableRows = 100_000)
    {
        using var folder = new ProjectFolder();
        folder.Add("0000_setup", Setup).Add("0001_next", sql);
        using var session = Open(database);
        return Linter.Run(
            Core.Journals.JournaledProject.Open(folder.Root),
            new LintOptions { Tags = ["0001_next"], Rules = [rule], Session = session, LargeTableRows = largeTableRows });
    }

    private static int? CodeOf(TestDatabase database, string sql, string? before = null)
    {
        try
        {
            if (before is not null) database.Execute(before);
            database.Execute(sql);
            return null;
        }
        catch (MySqlException refused)
        {
            return (int)refused.ErrorCode;
        }
    }

    private static void Run(MySqlConnection connection, string sql)
    {
        using var command = new MySqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
