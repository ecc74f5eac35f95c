using Migrations.Core.Applying;
using Migrations.Core.Servers;
using Migrations.Model;
using Migrations.TestServers;

namespace Migrations.Server.Tests.Applying;

/// <summary>The preview is the plan: what it says is what comes.</summary>
public class ForecastTests(ServerFleet fleet) : RunTestBase(fleet)
{
    private const string Setup = "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (id int PRIMARY KEY, pid int, v varchar(50), n int, KEY i_n (n), CONSTRAINT f FOREIGN KEY (pid) REFERENCES p (id)); INSERT INTO p VALUES (1);";

    [Theory]
    [EveryServer("ALTER TABLE t ADD COLUMN n int, ADD COLUMN m int FIRST, ADD INDEX i_n (n), DROP COLUMN IF EXISTS gone; ALTER TABLE t ADD COLUMN m bigint; CREATE INDEX i_m ON t (m); CREATE INDEX i_m ON t (m)")]
    [EveryServer("CREATE TABLE IF NOT EXISTS t (id int); CREATE TABLE t (id int); CREATE TABLE u (id int); CREATE TABLE u (id int); DROP TABLE IF EXISTS u, gone; DROP TABLE u")]
    [EveryServer("ALTER TABLE t ADD COLUMN IF NOT EXISTS v varchar(50), ADD COLUMN IF NOT EXISTS w int; ALTER TABLE t MODIFY COLUMN IF EXISTS gone int; CREATE INDEX IF NOT EXISTS i_n ON t (n); DROP INDEX IF EXISTS i_gone ON t; ALTER TABLE IF EXISTS gone ADD COLUMN x int")]
    [EveryServer("ALTER TABLE t ADD FOREIGN KEY (pid) REFERENCES p (id); ALTER TABLE t ADD INDEX (n); ALTER TABLE t ADD FOREIGN KEY (n) REFERENCES p (id); ALTER TABLE t ADD FOREIGN KEY (n) REFERENCES p (id); ALTER TABLE t ADD UNIQUE (v); ALTER TABLE t ADD UNIQUE (v)")]
    [EveryServer("RENAME TABLE t TO s; ALTER TABLE s ADD COLUMN n int; ALTER TABLE s RENAME COLUMN n TO m; ALTER TABLE s ADD COLUMN n int; ALTER TABLE s ADD INDEX i_m (m), DROP INDEX i_n; DROP INDEX i_n ON s; CREATE TABLE t (id int)")]
    [EveryServer("CREATE VIEW w AS SELECT 1 AS one; CREATE VIEW IF NOT EXISTS w AS SELECT 1 AS one; DROP VIEW w; DROP VIEW w; TRUNCATE t; ALTER TABLE t DROP COLUMN n; ALTER TABLE t ADD INDEX i_n (v); ALTER TABLE t ADD CONSTRAINT c CHECK (id > 0); ALTER TABLE t ADD CONSTRAINT c CHECK (id > 0); ALTER TABLE t ADD CONSTRAINT c CHECK (id > 1)")]
    [EveryServer("CREATE INDEX a_name_of_an_index_that_has_more_than_the_sixty_four_characters_allowed ON t (n); CREATE INDEX a_name_of_an_index_that_has_more_than_the_sixty_four_characters_allowed ON t (n); CREATE TABLE l LIKE t; ALTER TABLE l ADD COLUMN x int")]
    [EveryServer("CREATE TABLE c (id int, CONSTRAINT fk1 FOREIGN KEY (id) REFERENCES p (id)); ALTER TABLE c DROP FOREIGN KEY fk1; DROP INDEX fk1 ON c; CREATE TABLE e (e varchar(9) UNIQUE); ALTER TABLE e DROP INDEX e")]
    public void Every_outcome_and_every_rewritten_statement_comes_as_forecast(string server, string sql)
    {
        var database = NewDatabase(server);
        Project.Add("0000_setup", Setup);
        Run(database);
        Project.Add("0001_change", sql + ";");

        AssertComesAsForecast(database, new RunOptions { AllowDestructive = true });
    }

    [Theory]
    [EveryServer(FreshInstall.Baseline)]
    [EveryServer(FreshInstall.Replay)]
    public void So_it_is_with_an_installation(string server, FreshInstall install)
    {
        var database = NewDatabase(server);
        Project.Write("drizzle/schema.ts", "import { index, int, mysqlTable, varchar } from 'drizzle-orm/mysql-core';\nexport const t = mysqlTable('t', { id: int('id').primaryKey(), name: varchar('name', { length: 60 }), n: int('n') }, (t) => [index('i_n').on(t.n)]);\n");
        Project.Add("0000_first", "CREATE TABLE t (id int NOT NULL PRIMARY KEY, title varchar(30), KEY i_title (title)); CREATE TABLE own (id int);")
            .Add("0001_more", "ALTER TABLE t RENAME COLUMN title TO name; ALTER TABLE t MODIFY name varchar(60), ADD COLUMN n int; DROP INDEX i_title ON t; ALTER TABLE own ADD COLUMN m int; INSERT INTO own VALUES (1, 1);")
            .Add("0002_baseline", "CREATE TABLE IF NOT EXISTS t (id int NOT NULL PRIMARY KEY, name varchar(30));").Add("0003_behind", "ALTER TABLE t ADD COLUMN IF NOT EXISTS n int;");
        Project.Write("drizzle/bootstrap/0000_indexes.sql", "CREATE INDEX IF NOT EXISTS i_n ON t (n);\n");

        AssertComesAsForecast(database, new RunOptions { FreshInstall = install });
        Assert.Equal(["i_n", "PRIMARY"], IndexesOf(database, "t"));
    }

    [Theory, EveryServer]
    public void What_an_alter_has_to_deal_with_is_shown_for_tables_that_are_there(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_setup", Setup + "INSERT INTO p SELECT 2 + ROW_NUMBER() OVER () FROM information_schema.COLLATIONS LIMIT 200; INSERT INTO t (id, v) SELECT id, REPEAT('x', 50) FROM p; ANALYZE TABLE t;");
        Run(database);
        Project.Add("0001_change", "ALTER TABLE t ADD COLUMN m int; CREATE INDEX i_v ON t (v); DROP INDEX i_n ON t; ALTER TABLE t MODIFY v varchar(60), ALGORITHM=COPY; CREATE TABLE u (id int); ALTER TABLE u ADD COLUMN n int; ALTER TABLE t ADD COLUMN n int; UPDATE t SET n = 1;");
        using var session = Open(database);
        var run = new MigrationRun(OpenProject(), session, new RunOptions());

        var plain = run.Preview(cancellation: TestContext.Current.CancellationToken)[0].Statements.Select(statement => statement.Impact).ToList();
        string? scratch;
        List<AlterImpact?> probed;
        using (var probe = AlgorithmProbe.Open(session, cancellation: TestContext.Current.CancellationToken))
        {
            probed = [.. run.Preview(probe, TestContext.Current.CancellationToken)[0].Statements.Select(statement => statement.Impact)];
            scratch = probe.ScratchName;
        }

        Assert.Equal([true, true, true, true, false, false, false, false], plain.Select(impact => impact is not null));
        Assert.All(plain.Take(4), impact =>
        {
            Assert.Equal("t", impact!.Table);
            Assert.InRange(impact.Rows!.Value, 100, 300);
            Assert.InRange(impact.Bytes!.Value, 1024, 1 << 24);
            Assert.Null(impact.Estimate);
        });
        var isMySql = session.Server.Flavor == ServerFlavor.MySql;
        Assert.Equal(
            isMySql ? [AlterAlgorithm.Instant, AlterAlgorithm.Inplace, AlterAlgorithm.Inplace, AlterAlgorithm.Copy] : Enumerable.Repeat(AlterAlgorithm.Unknown, 4),
            probed.Take(4).Select(impact => impact!.Estimate!.Algorithm));
        if (isMySql) Assert.NotNull(scratch);
        if (scratch is not null) Assert.DoesNotContain(scratch, database.Column("SHOW DATABASES"));
        Assert.Equal(["id", "pid", "v", "n"], ColumnsOf(database, "t"));
    }

    [Theory, EveryServer]
    public void What_may_happen_twice_is_marked_beforehand(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_setup", Setup + "CREATE TABLE plain (id int) ENGINE=MyISAM; CREATE PROCEDURE nothing() SELECT 1;");
        Run(database);
        Project.Add("0001_change", "UPDATE t SET n = 1; CALL nothing(); INSERT INTO plain VALUES (1); START TRANSACTION; UPDATE t SET n = 2; COMMIT; LOCK TABLES t WRITE; UNLOCK TABLES; ALTER TABLE t ADD COLUMN m int;");
        using var session = Open(database);

        var statements = new MigrationRun(OpenProject(), session, new RunOptions()).Preview(cancellation: TestContext.Current.CancellationToken)[0].Statements;

        Assert.Equal(["CALL nothing()", "INSERT INTO plain VALUES (1)", "LOCK TABLES t WRITE", "UNLOCK TABLES"], statements.Where(statement => statement.IsAtLeastOnce).Select(statement => statement.Text));
    }

    private void AssertComesAsForecast(TestDatabase database, RunOptions options)
    {
        IReadOnlyList<MigrationResult> planned;
        using (var session = Open(database)) planned = new MigrationRun(OpenProject(), session, options).Preview(cancellation: TestContext.Current.CancellationToken);

        var done = Run(database, options);

        Assert.Equal(planned.Select(result => result.Tag), done.Select(result => result.Tag));
        foreach (var (forecast, outcome) in planned.SelectMany(result => result.Statements).Zip(done.SelectMany(result => result.Statements)))
        {
            Assert.Equal(outcome.Text, forecast.Text);
            if (forecast.Forecast is null) Assert.Matches("^(INSERT|UPDATE|CALL)", forecast.Text);
            else Assert.Equal((forecast.Text, forecast.Forecast, forecast.SentSql), (outcome.Text, outcome.Outcome, outcome.SentSql));
            Assert.Equal(forecast.Clauses.Select(clause => (clause.Text, clause.Outcome, clause.SentSql)), outcome.Clauses.Select(clause => (clause.Text, clause.Outcome, clause.SentSql)));
        }
    }
}
