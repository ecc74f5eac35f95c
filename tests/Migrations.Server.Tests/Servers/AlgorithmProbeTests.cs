using System.Globalization;
using Migrations.Core.Servers;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;
using Migrations.TestServers;
using MySqlConnector;

namespace Migrations.Server.Tests.Servers;

/// <summary>What the probe says of an empty copy against what the server accepts on the real table with its rows.</summary>
public sealed class AlgorithmProbeTests(ServerFleet fleet) : RunTestBase(fleet)
{
    private const string Tables = """
        CREATE TABLE `owners` (`id` int NOT NULL AUTO_INCREMENT, `name` varchar(40), `code` char(3) NOT NULL, PRIMARY KEY (`id`), UNIQUE KEY `code` (`code`));
        CREATE TABLE `things` (`id` int NOT NULL AUTO_INCREMENT, `owner_id` int, `a` int, `b` varchar(20) DEFAULT 'x', `c` varchar(300), `kind` enum('p','q') NOT NULL, `when` timestamp NULL,
          `g` int GENERATED ALWAYS AS (`a` + 1) VIRTUAL, PRIMARY KEY (`id`), KEY `a` (`a`), CONSTRAINT `things_owner` FOREIGN KEY (`owner_id`) REFERENCES `owners` (`id`), CONSTRAINT `positive` CHECK (`a` > 0));
        CREATE TABLE `parts` (`id` int NOT NULL, `thing_id` int, PRIMARY KEY (`id`), CONSTRAINT `parts_thing` FOREIGN KEY (`thing_id`) REFERENCES `things` (`id`) ON DELETE CASCADE);
        CREATE TABLE `texts` (`id` int NOT NULL PRIMARY KEY, `body` text, FULLTEXT KEY `body` (`body`));
        CREATE TABLE `days` (`id` int NOT NULL, `day` int NOT NULL, PRIMARY KEY (`id`, `day`)) PARTITION BY RANGE (`day`) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN (20));
        CREATE TABLE `old-fashioned` (`id` int NOT NULL, `v` int, KEY (`v`)) ENGINE=MyISAM;
        CREATE TABLE `compact` (`id` int NOT NULL PRIMARY KEY, `v` varchar(10)) ROW_FORMAT=COMPRESSED;
        INSERT INTO `owners` VALUES (1, 'n', 'abc'), (2, NULL, 'def');
        INSERT INTO `things` (`owner_id`, `a`, `c`, `kind`) VALUES (1, 1, 'c', 'p'), (2, 2, 'd', 'q'), (NULL, NULL, NULL, 'p');
        INSERT INTO `parts` VALUES (1, 1), (2, 2);
        INSERT INTO `texts` VALUES (1, 'some text');
        INSERT INTO `days` VALUES (1, 1), (2, 11);
        INSERT INTO `old-fashioned` VALUES (1, 1);
        INSERT INTO `compact` VALUES (1, 'v');
        """;

    /// <summary>The statements; "{0}" is where a test can ask for an algorithm.</summary>
    public static TheoryData<string> Statements => new(
        "ALTER TABLE `things` {0} ADD COLUMN `n` int",
        "ALTER TABLE `things` {0} ADD COLUMN `n` int NOT NULL DEFAULT 5 AFTER `a`",
        "ALTER TABLE `things` {0} ADD COLUMN `n` int AUTO_INCREMENT, DROP PRIMARY KEY, ADD PRIMARY KEY (`n`), MODIFY `id` int NOT NULL",
        "ALTER TABLE `things` {0} ADD COLUMN `s` int GENERATED ALWAYS AS (`a` * 2) STORED",
        "ALTER TABLE `things` {0} ADD COLUMN `v` int GENERATED ALWAYS AS (`a` * 2) VIRTUAL",
        "ALTER TABLE `things` {0} DROP COLUMN `c`",
        "ALTER TABLE `things` {0} DROP COLUMN `g`",
        "ALTER TABLE `things` {0} RENAME COLUMN `c` TO `d`",
        "ALTER TABLE `things` {0} RENAME COLUMN `id` TO `key`",
        "ALTER TABLE `things` {0} CHANGE `b` `bb` varchar(20) DEFAULT 'y'",
        "ALTER TABLE `things` {0} MODIFY `b` varchar(60)",
        "ALTER TABLE `things` {0} MODIFY `b` varchar(260)",
        "ALTER TABLE `things` {0} MODIFY `a` bigint",
        "ALTER TABLE `things` {0} MODIFY `b` varchar(20) NOT NULL",
        "ALTER TABLE `things` {0} MODIFY `kind` enum('p','q','r') NOT NULL",
        "ALTER TABLE `things` {0} MODIFY `kind` enum('q','p') NOT NULL",
        "ALTER TABLE `things` {0} MODIFY `id` bigint NOT NULL AUTO_INCREMENT",
        "ALTER TABLE `things` {0} MODIFY `c` varchar(300) AFTER `id`",
        "ALTER TABLE `things` {0} ALTER COLUMN `b` SET DEFAULT 'z'",
        "ALTER TABLE `things` {0} ADD INDEX `i` (`b`)",
        "ALTER TABLE `things` {0} ADD COLUMN `n` int, ADD INDEX `i` (`n`)",
        "ALTER TABLE `things` {0} DROP INDEX `a`",
        "ALTER TABLE `things` {0} RENAME INDEX `a` TO `aa`",
        "ALTER TABLE `things` {0} ALTER INDEX `a` INVISIBLE",
        "ALTER TABLE `things` {0} ADD FULLTEXT INDEX `ft` (`c`)",
        "ALTER TABLE `things` {0} ADD CONSTRAINT `again` FOREIGN KEY (`a`) REFERENCES `owners` (`id`)",
        "ALTER TABLE `things` {0} DROP FOREIGN KEY `things_owner`",
        "ALTER TABLE `things` {0} ADD CONSTRAINT `chk` CHECK (`id` > 0)",
        "ALTER TABLE `things` {0} DROP CHECK `positive`",
        "ALTER TABLE `things` {0} ALTER CHECK `positive` NOT ENFORCED",
        "ALTER TABLE `things` {0} CONVERT TO CHARACTER SET latin1",
        "ALTER TABLE `things` {0} COMMENT = 'new, ALGORITHM=COPY'",
        "ALTER TABLE `things` {0} ENGINE = InnoDB",
        "ALTER TABLE `things` {0} ROW_FORMAT = COMPACT",
        "ALTER TABLE `things` {0} AUTO_INCREMENT = 1000",
        "ALTER TABLE `things` {0} RENAME TO `stuff`",
        "ALTER TABLE `owners` {0} RENAME COLUMN `id` TO `key`",
        "ALTER TABLE `owners` {0} ADD COLUMN `n` int FIRST, DROP COLUMN `name`",
        "ALTER TABLE `owners` {0} DROP PRIMARY KEY, ADD PRIMARY KEY (`id`, `code`)",
        "ALTER TABLE `texts` {0} ADD COLUMN `n` int",
        "ALTER TABLE `days` {0} ADD COLUMN `n` int",
        "ALTER TABLE `days` {0} ADD PARTITION (PARTITION p2 VALUES LESS THAN (30))",
        "ALTER TABLE `days` {0} DROP PARTITION p0",
        "ALTER TABLE `days` {0} ADD INDEX (`day`)",
        "ALTER TABLE `old-fashioned` {0} ADD COLUMN `n` int",
        "ALTER TABLE `compact` {0} ADD COLUMN `n` int",
        "CREATE INDEX `i` ON `things` (`b`, `a`) {1}",
        "CREATE UNIQUE INDEX `i` ON `things` (`id`, `b`(5)) COMMENT 'LOCK' {1}",
        "DROP INDEX `a` ON `things` {1}");

    [Theory, MemberData(nameof(Statements))]
    public void It_says_what_the_server_accepts_on_the_table_with_rows(string statement)
    {
        foreach (var server in MySqlServers())
        {
            var database = NewDatabase(server);
            database.Execute(Tables);
            var before = database.Query("SHOW CREATE TABLE `things`")[0][1];
            AlterEstimate estimate;
            using (var session = Open(database))
            {
                using var probe = AlgorithmProbe.Open(session, cancellation: TestContext.Current.CancellationToken);
                estimate = probe.Try(DdlParser.Parse(With(statement, "")));
            }
            Assert.Equal(before, database.Query("SHOW CREATE TABLE `things`")[0][1]);

            var expected = Accepted(database, statement, out var refusals);

            Assert.Equal(expected, (estimate.Algorithm, estimate.AllowsWrites));
            // The reason is the refusal of what would have been better.
            if (expected.Algorithm == AlterAlgorithm.Instant) Assert.Null(estimate.Reason);
            else if (expected.Algorithm == AlterAlgorithm.Unknown) Assert.EndsWith(refusals[^1], estimate.Reason);
            else Assert.Contains(estimate.Reason, refusals);
        }
    }

    [Fact]
    public void The_statements_of_a_run_are_tried_on_what_those_before_them_left()
    {
        foreach (var server in MySqlServers())
        {
            var database = NewDatabase(server);
            database.Execute(Tables);
            using var session = Open(database);
            using var probe = AlgorithmProbe.Open(session, cancellation: TestContext.Current.CancellationToken);
            AlterAlgorithm Try(string sql) => probe.Try(DdlParser.Parse(sql)).Algorithm;

            Assert.Equal(AlterAlgorithm.Instant, Try("ALTER TABLE things ADD COLUMN n int"));
            Assert.Equal(AlterAlgorithm.Unknown, Try("ALTER TABLE things ADD COLUMN n int")); // it is there by now
            Assert.Equal(AlterAlgorithm.Inplace, Try("CREATE INDEX i ON things (n)"));
            Assert.Equal(AlterAlgorithm.Instant, Try("RENAME TABLE things TO stuff"));
            Assert.Equal("The table is not there yet: the run makes it.", probe.Try(DdlParser.Parse("ALTER TABLE things ADD COLUMN m int")).Reason);
            Assert.Equal(AlterAlgorithm.Inplace, Try($"DROP INDEX i ON `{database.Name}`.stuff"));
            Assert.Equal(AlterAlgorithm.Copy, Try("ALTER TABLE parts ADD FOREIGN KEY (id) REFERENCES stuff (id)"));
            Assert.Equal(AlterAlgorithm.Unknown, Try("CREATE TABLE things (id int PRIMARY KEY)"));
            Assert.Equal(AlterAlgorithm.Unknown, Try("ALTER TABLE things ADD COLUMN m int"));
            Assert.Equal(AlterAlgorithm.Copy, Try("ALTER TABLE texts ADD COLUMN t int, ADD FOREIGN KEY (t) REFERENCES things (id)"));
            Assert.Equal(AlterAlgorithm.Unknown, Try("DROP TABLE days"));
            Assert.Equal(AlterAlgorithm.Unknown, Try("ALTER TABLE days ADD COLUMN n int"));
            Assert.Equal(AlterAlgorithm.Unknown, Try("ALTER TABLE nowhere ADD COLUMN n int"));
            Assert.Equal(AlterAlgorithm.Unknown, Try("INSERT INTO things VALUES (1)"));
            Assert.Equal(AlterAlgorithm.Instant, Try("ALTER TABLE owners RENAME TO people, ADD COLUMN n int"));
            Assert.Equal(AlterAlgorithm.Instant, Try("ALTER TABLE people DROP COLUMN n"));
            probe.ForeignKeyChecks = false;
            Assert.Equal(AlterAlgorithm.Inplace, Try("ALTER TABLE parts ADD FOREIGN KEY (id) REFERENCES people (id)"));
            Assert.Equal("0", database.Scalar("SELECT COUNT(*) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND COLUMN_NAME = 'n'"));
        }
    }

    [Theory]
    [InlineData("ALTER TABLE things ADD COLUMN n int, ALGORITHM=INPLACE", AlterAlgorithm.Inplace, true)]
    [InlineData("ALTER TABLE things ADD COLUMN n int, ALGORITHM=INPLACE, LOCK=SHARED", AlterAlgorithm.Inplace, false)]
    [InlineData("ALTER TABLE things ALGORITHM=COPY, ADD COLUMN n int", AlterAlgorithm.Copy, false)]
    [InlineData("ALTER TABLE things ADD COLUMN n int, ALGORITHM=DEFAULT, LOCK=DEFAULT", AlterAlgorithm.Instant, true)]
    [InlineData("ALTER TABLE things ADD COLUMN n int, LOCK=NONE", AlterAlgorithm.Instant, true)] // as the server does it: the test below
    [InlineData("ALTER TABLE things MODIFY a bigint, ALGORITHM=INPLACE", AlterAlgorithm.Unknown, null)]
    [InlineData("ALTER TABLE things MODIFY a bigint, LOCK=NONE", AlterAlgorithm.Unknown, null)]
    [InlineData("ALTER TABLE things ADD INDEX (b), ALGORITHM=INSTANT", AlterAlgorithm.Unknown, null)]
    [InlineData("CREATE INDEX i ON things (b) LOCK=SHARED", AlterAlgorithm.Inplace, false)]
    [InlineData("CREATE INDEX i ON things (b) ALGORITHM COPY", AlterAlgorithm.Copy, false)]
    [InlineData("DROP INDEX a ON things LOCK = NONE ALGORITHM = INPLACE", AlterAlgorithm.Inplace, true)]
    [InlineData("ALTER TABLE things ALGORITHM=INPLACE", AlterAlgorithm.Unknown, null)]
    public void A_statement_that_says_how_keeps_it(string statement, AlterAlgorithm algorithm, bool? allowsWrites)
    {
        foreach (var server in MySqlServers())
        {
            var database = NewDatabase(server);
            database.Execute(Tables);
            using var session = Open(database);
            using (var probe = AlgorithmProbe.Open(session, cancellation: TestContext.Current.CancellationToken))
            {
                var estimate = probe.Try(DdlParser.Parse(statement));
                Assert.Equal((algorithm, allowsWrites), (estimate.Algorithm, estimate.AllowsWrites));
            }
            if (statement.EndsWith("ALGORITHM=INPLACE", StringComparison.Ordinal) && algorithm == AlterAlgorithm.Unknown && !statement.Contains("MODIFY")) continue;
            // The server itself refuses what is unknown, and adds a version, and no more, where it is instant.
            var refused = Record.Exception(() => database.Execute(statement));
            Assert.Equal(algorithm == AlterAlgorithm.Unknown, refused is MySqlException);
            if (algorithm == AlterAlgorithm.Instant) Assert.Equal("1", Versions(database, "things"));
        }
    }

    [Fact]
    public void A_table_at_the_limit_of_its_row_versions_is_rebuilt()
    {
        foreach (var server in MySqlServers())
        {
            var database = NewDatabase(server);
            database.Execute(Tables.Replace("`things`", "`my-thíngs`"));
            // 64, or 255 on newer servers: this one is asked.
            database.Execute("CREATE TABLE `limit` (`id` int PRIMARY KEY)");
            Assert.InRange(AddVersions(database, "`limit`", 1000), 64, 255);
            var limit = int.Parse(Versions(database, "limit")!, CultureInfo.InvariantCulture);
            Assert.Equal(limit - 1, AddVersions(database, "`my-thíngs`", limit - 1));
            using var session = Open(database);
            List<AlterEstimate> estimates;
            using (var probe = AlgorithmProbe.Open(session, cancellation: TestContext.Current.CancellationToken))
                estimates = [.. Enumerable.Range(0, 3).Select(i => probe.Try(DdlParser.Parse($"ALTER TABLE `my-thíngs` ADD COLUMN `m{i}` int")))];

            Assert.Equal([AlterAlgorithm.Instant, AlterAlgorithm.Inplace, AlterAlgorithm.Instant], estimates.Select(estimate => estimate.Algorithm));
            Assert.Contains("row versions", estimates[1].Reason);
            database.Execute("ALTER TABLE `my-thíngs` ADD COLUMN `m0` int, ALGORITHM=INSTANT");
            Assert.Equal(estimates[1].Reason, Refusal(database, "ALTER TABLE `my-thíngs` ADD COLUMN `m1` int, ALGORITHM=INSTANT"));
            database.Execute("ALTER TABLE `my-thíngs` ADD COLUMN `m1` int");
            database.Execute("ALTER TABLE `my-thíngs` ADD COLUMN `m2` int, ALGORITHM=INSTANT");
        }

        static int AddVersions(TestDatabase database, string table, int count)
        {
            using var connection = database.Connect();
            for (var i = 0; i < count; i++)
            {
                var sql = $"ALTER TABLE {table} " + (i % 2 == 0 ? "ADD COLUMN `n` int" : "DROP COLUMN `n`") + ", ALGORITHM=INSTANT";
                if (Record.Exception(() => Send(connection, sql)) is MySqlException) return i;
            }
            return count;
        }
    }

    [Fact]
    public void Tables_of_other_databases_are_copied_with_their_ends()
    {
        foreach (var server in MySqlServers())
        {
            TestDatabase database = NewDatabase(server), other = NewDatabase(server);
            other.Execute("CREATE TABLE `owners` (`id` int NOT NULL PRIMARY KEY, `v` int)");
            database.Execute($"CREATE TABLE `owners` (`id` bigint NOT NULL PRIMARY KEY); CREATE TABLE `t` (`id` int PRIMARY KEY, CONSTRAINT `t_fk` FOREIGN KEY (`id`) REFERENCES `{other.Name}`.`owners` (`id`))");
            using var session = Open(database);
            using var probe = AlgorithmProbe.Open(session, cancellation: TestContext.Current.CancellationToken);
            foreach (var statement in (string[])["ALTER TABLE `t` ADD COLUMN `n` int", $"ALTER TABLE `{other.Name}`.`owners` RENAME COLUMN `v` TO `w`"])
                Assert.Equal(AlterAlgorithm.Instant, probe.Try(DdlParser.Parse(statement)).Algorithm);
            // What a foreign key points to is not renamed INSTANT: the child's end was copied too.
            var estimate = probe.Try(DdlParser.Parse($"ALTER TABLE `{other.Name}`.`owners` RENAME COLUMN `id` TO `key`"));
            Assert.Equal(Accepted(database, $"ALTER TABLE `{other.Name}`.`owners` {{0}} RENAME COLUMN `id` TO `key`", out _), (estimate.Algorithm, estimate.AllowsWrites));
            Assert.Equal(AlterAlgorithm.Copy, probe.Try(DdlParser.Parse($"ALTER TABLE `t` ADD COLUMN `o` bigint, ADD FOREIGN KEY (`o`) REFERENCES `owners` (`id`)")).Algorithm);
        }
    }

    [Fact]
    public void Nothing_is_left_after_errors_and_cancellation()
    {
        foreach (var server in MySqlServers())
        {
            var database = NewDatabase(server);
            database.Execute(Tables);
            using var session = Open(database);
            for (var delay = 0; delay < 400; delay += 37)
            {
                using var cancel = new CancellationTokenSource();
                var probe = AlgorithmProbe.Open(session, cancellation: cancel.Token);
                cancel.CancelAfter(delay);
                var ended = Record.Exception(() =>
                {
                    for (var i = 0; i < 1000; i++) probe.Try(DdlParser.Parse($"ALTER TABLE `{(i % 2 == 0 ? "things" : "owners")}` ADD COLUMN `c{i}` int, ADD UNIQUE INDEX (`c{i}`)"));
                });
                Assert.IsAssignableFrom<OperationCanceledException>(ended);
                probe.Dispose();
                Assert.Null(probe.LeftBehind);
                AssertGone(database, probe.ScratchName);
            }

            // The connection is lost in the middle: another one cleans up.
            var broken = AlgorithmProbe.Open(session, cancellation: TestContext.Current.CancellationToken);
            broken.Try(DdlParser.Parse("ALTER TABLE `things` ADD COLUMN `c` int"));
            database.Execute("KILL " + database.Scalar($"SELECT ID FROM information_schema.PROCESSLIST WHERE DB = '{broken.ScratchName}'"));
            Assert.Equal(AlterAlgorithm.Unknown, broken.Try(DdlParser.Parse("ALTER TABLE `things` ADD COLUMN `d` int")).Algorithm);
            broken.Dispose();
            Assert.Null(broken.LeftBehind);
            Assert.NotNull(broken.ScratchName);
            AssertGone(database, broken.ScratchName);
        }
    }

    [Fact]
    public void An_account_without_the_right_to_a_scratch_database_is_told_so()
    {
        foreach (var server in MySqlServers())
        {
            var database = NewDatabase(server);
            database.Execute(Tables);
            database.Execute($"CREATE USER 'probe_{database.Name}'@'%' IDENTIFIED BY 'pw'; GRANT ALL ON `{database.Name}`.* TO 'probe_{database.Name}'@'%'");
            try
            {
                using var session = DatabaseSession.Open(ConnectionSettings.Parse(database.Url, new DatabaseCredential($"probe_{database.Name}", "pw")), TestContext.Current.CancellationToken);
                var statement = DdlParser.Parse("ALTER TABLE `things` ADD COLUMN `n` int");
                using (var refused = AlgorithmProbe.Open(session, cancellation: TestContext.Current.CancellationToken))
                    Assert.StartsWith("The server refused a scratch database: 1044", refused.Try(statement).Reason);
                // On a server where it may: here, the same one under another account. It cannot see the row versions, and says so.
                using var probe = AlgorithmProbe.Open(session, ConnectionSettings.Parse(database.Url), TestContext.Current.CancellationToken);
                var estimate = probe.Try(statement);
                Assert.Equal(AlterAlgorithm.Instant, estimate.Algorithm);
                Assert.Contains("PROCESS", estimate.Reason);
            }
            finally
            {
                database.Execute($"DROP USER 'probe_{database.Name}'@'%'");
            }
        }
    }

    [Theory, EveryServer]
    public void Where_it_cannot_be_known_the_reason_says_why(string server)
    {
        var database = NewDatabase(server);
        if (!database.Server.IsMariaDb) return;
        database.Execute("CREATE TABLE `t` (`id` int)");
        using var session = Open(database);
        using var probe = AlgorithmProbe.Open(session, cancellation: TestContext.Current.CancellationToken);
        var estimate = probe.Try(DdlParser.Parse("ALTER TABLE `t` ADD COLUMN `n` int"));
        Assert.Equal((AlterAlgorithm.Unknown, null), (estimate.Algorithm, estimate.AllowsWrites));
        Assert.StartsWith("MariaDB ", estimate.Reason);
    }

    private static IEnumerable<string> MySqlServers() => ServerOffer.All().Select(offer => offer.Name).Where(name => !name.Contains("mariadb", StringComparison.OrdinalIgnoreCase));

    // On the real table, without the product: each algorithm is asked for by name until the server takes one.
    private static (AlterAlgorithm Algorithm, bool? AllowsWrites) Accepted(TestDatabase database, string statement, out List<string> refusals)
    {
        refusals = [];
        foreach (var (options, result) in ((string[], (AlterAlgorithm, bool?))[])[
            (["ALGORITHM=INSTANT"], (AlterAlgorithm.Instant, true)), (["ALGORITHM=INPLACE", "LOCK=NONE"], (AlterAlgorithm.Inplace, true)),
            (["ALGORITHM=INPLACE"], (AlterAlgorithm.Inplace, false)), (["ALGORITHM=COPY"], (AlterAlgorithm.Copy, false))])
        {
            if (Refusal(database, With(statement, options)) is not { } refusal) return result;
            refusals.Add(refusal);
        }
        return (AlterAlgorithm.Unknown, null);
    }

    private static string With(string statement, params string[] options) => string.Format(
        CultureInfo.InvariantCulture, statement, options is [""] ? "" : string.Concat(options.Select(option => option + ", ")), string.Join(" ", options));

    private static string? Refusal(TestDatabase database, string sql) => (Record.Exception(() => database.Execute(sql)) as MySqlException)?.Message;

    private static void AssertGone(TestDatabase database, string? scratch) =>
        Assert.Equal("0", database.Scalar($"SELECT COUNT(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = '{scratch}'"));

    private static string? Versions(TestDatabase database, string table) =>
        database.Scalar($"SELECT TOTAL_ROW_VERSIONS FROM information_schema.INNODB_TABLES WHERE NAME = '{database.Name}/{table}'");

    private static void Send(MySqlConnection connection, string sql)
    {
        using var command = new MySqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
