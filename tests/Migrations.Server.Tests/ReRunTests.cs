using Migrations.Core.Applying;
using Migrations.Model;
using Migrations.TestServers;

namespace Migrations.Server.Tests;

/// <summary>Migrations whose objects are there already, in whole or in part.</summary>
public class ReRunTests(ServerFleet fleet) : RunTestBase(fleet)
{
    private const string Parent = "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (id int PRIMARY KEY, pid int, v int); ";

    [Theory]
    [EveryServer("CREATE TABLE t (id int)")]
    [EveryServer("ALTER TABLE t ADD COLUMN v int")]
    [EveryServer("CREATE INDEX iv ON t (v)")]
    [EveryServer("ALTER TABLE t ADD INDEX iv (v)")]
    [EveryServer("ALTER TABLE t ADD INDEX (v)")]
    [EveryServer("ALTER TABLE t ADD FOREIGN KEY (pid) REFERENCES p (id)")]
    [EveryServer("ALTER TABLE t ADD CHECK (v > 0)")]
    [EveryServer("ALTER TABLE t ADD PRIMARY KEY (id)")]
    [EveryServer("ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (pid) REFERENCES p (id)")]
    [EveryServer("ALTER TABLE t ADD CONSTRAINT positive CHECK (v > 0)")]
    [EveryServer("ALTER TABLE t DROP COLUMN gone")]
    [EveryServer("ALTER TABLE t DROP INDEX gone")]
    [EveryServer("ALTER TABLE t DROP FOREIGN KEY gone")]
    [EveryServer("ALTER TABLE t DROP CONSTRAINT gone")]
    [EveryServer("DROP TABLE gone")]
    [EveryServer("DROP INDEX gone ON t")]
    [EveryServer("DROP VIEW gone")]
    [EveryServer("DROP TRIGGER gone")]
    [EveryServer("DROP PROCEDURE gone")]
    [EveryServer("ALTER TABLE t ADD COLUMN IF NOT EXISTS v int")]
    [EveryServer("ALTER TABLE t DROP COLUMN IF EXISTS gone, DROP INDEX IF EXISTS gone")]
    [EveryServer("CREATE INDEX IF NOT EXISTS iv ON t (v)")]
    [EveryServer("DROP INDEX IF EXISTS gone ON t")]
    [EveryServer("ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY IF NOT EXISTS (pid) REFERENCES p (id)")]
    [EveryServer("ALTER TABLE t MODIFY COLUMN IF EXISTS gone int")]
    [EveryServer("ALTER TABLE IF EXISTS gone ADD COLUMN a int")]
    public void What_is_so_already_counts_as_done(string server, string sql)
    {
        var database = NewDatabase(server);
        Project.Add("0000_setup", Parent + "CREATE INDEX iv ON t (v); ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (pid) REFERENCES p (id); ALTER TABLE t ADD CONSTRAINT positive CHECK (v > 0);");
        Run(database);
        var before = database.Query("SHOW CREATE TABLE t")[0][1];
        Project.Add("0001_again", sql + ";");

        var statement = Assert.Single(Assert.Single(Run(database)).Statements);

        Assert.Equal(StatementOutcome.Satisfied, statement.Outcome);
        Assert.NotNull(statement.Reason);
        Assert.Equal(before, database.Query("SHOW CREATE TABLE t")[0][1]);
        Assert.Equal(2, HistoryCount(database));
    }

    [Theory]
    [EveryServer("CREATE TABLE t (id varchar(10))", "varchar(10)", "int")]
    [EveryServer("ALTER TABLE t ADD COLUMN v bigint", "bigint", "int")]
    [EveryServer("ALTER TABLE t ADD COLUMN v int NOT NULL DEFAULT 3", "NOT NULL DEFAULT 3", "int")]
    [EveryServer("ALTER TABLE t ADD UNIQUE INDEX iv (v)", "UNIQUE INDEX `iv`", "INDEX `iv`")]
    [EveryServer("CREATE INDEX iv ON t (v, pid)", "(`v`,`pid`)", "(`v`)")]
    [EveryServer("ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (v) REFERENCES p (id)", "(`v`)", "(`pid`)")]
    [EveryServer("ALTER TABLE t ADD CONSTRAINT positive CHECK (v > 1)", "v > 1", "0")]
    [EveryServer("ALTER TABLE t ADD PRIMARY KEY (pid)", "(`pid`)", "(`id`)")]
    public void Another_definition_is_a_conflict_that_shows_both_and_changes_nothing(string server, string sql, string written, string there)
    {
        var database = NewDatabase(server);
        Project.Add("0000_setup", Parent + "CREATE INDEX iv ON t (v); ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (pid) REFERENCES p (id); ALTER TABLE t ADD CONSTRAINT positive CHECK (v > 0);");
        Run(database);
        var before = database.Query("SHOW CREATE TABLE t")[0][1];
        Project.Add("0001_again", sql + ";");

        var error = RunToError(database, new RunOptions { OnConflict = ConflictAction.Stop }).Error;
        Assert.Equal("DefinitionConflict", error.ErrorId);
        Assert.Equal(1, HistoryCount(database));

        var statement = Assert.Single(Assert.Single(Run(database)).Statements);
        Assert.Equal(StatementOutcome.Conflict, statement.Outcome);
        Assert.Contains(written, statement.Reason);
        Assert.Contains(there, statement.Reason);
        Assert.Equal(before, database.Query("SHOW CREATE TABLE t")[0][1]);
    }

    [Theory]
    [EveryServer("CREATE TABLE t (id int, KEY (nope))", 1072)]
    [EveryServer("ALTER TABLE t RENAME COLUMN id TO v", 1060)]
    [EveryServer("ALTER TABLE t ADD COLUMN w int AFTER nope", 1054)]
    [EveryServer("UPDATE t SET nope = 1", 1054)]
    [EveryServer("INSERT INTO nope VALUES (1)", 1146)]
    [EveryServer("CREATE INDEX i2 ON t (nope)", 1072)]
    [EveryServer("RENAME TABLE p TO t", 1050)]
    public void What_only_looks_like_it_is_a_failure(string server, string sql, int code)
    {
        var database = NewDatabase(server);
        Project.Add("0000_setup", Parent);
        Run(database);
        Project.Add("0001_wrong", sql.Replace("CREATE TABLE t (", "CREATE TABLE u (", StringComparison.Ordinal) + ";");

        var (results, error) = RunToError(database, new RunOptions { AllowDestructive = true });

        Assert.Equal("StatementFailed", error.ErrorId);
        Assert.Equal(code, results[0].FailedStatement!.ServerError!.Code);
        Assert.Equal(1, HistoryCount(database));
    }

    [Theory]
    [EveryServer("ADD COLUMN v int, ADD COLUMN w int, ADD INDEX iw (w)")]
    [EveryServer("ADD COLUMN w int, ADD COLUMN v int, ADD INDEX iw (w)")]
    [EveryServer("ADD COLUMN (w int, v int), ADD INDEX iw (w)")]
    [EveryServer("ADD COLUMN IF NOT EXISTS v int, ADD COLUMN IF NOT EXISTS w int, ADD INDEX IF NOT EXISTS iw (w)")]
    [EveryServer("ADD COLUMN IF NOT EXISTS v int, ADD COLUMN w int, DROP COLUMN IF EXISTS gone, ADD KEY iw (w)")]
    [EveryServer("DROP COLUMN gone, ADD COLUMN w int, ADD INDEX iw (w)")]
    [EveryServer("ALGORITHM=COPY, ADD COLUMN v int, ADD COLUMN w int, ADD INDEX iw (w)")]
    public void One_satisfied_clause_never_takes_the_others_with_it(string server, string clauses)
    {
        var database = NewDatabase(server);
        Project.Add("0000_setup", Parent).Add("0001_alter", $"ALTER TABLE t {clauses};");

        Run(database);

        Assert.Equal(["id", "pid", "v", "w"], ColumnsOf(database, "t"));
        Assert.Equal(["iw", "PRIMARY"], IndexesOf(database, "t"));
    }

    [Theory, EveryServer]
    public void A_statement_of_which_a_clause_fails_does_nothing_and_the_satisfied_ones_are_told_apart(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_setup", Parent).Add("0001_alter", "ALTER TABLE t ADD COLUMN v int, ADD COLUMN w int, ADD INDEX ix (nope), ADD COLUMN z int;");
        var (results, error) = RunToError(database);
        Assert.Equal("StatementFailed", error.ErrorId);
        var failed = results[^1].FailedStatement!;
        Assert.Equal(1072, failed.ServerError!.Code);
        Assert.Equal([StatementOutcome.Satisfied, StatementOutcome.Failed, StatementOutcome.Failed, StatementOutcome.Failed], failed.Clauses.Select(clause => clause.Outcome));
        Assert.Equal(["id", "pid", "v"], ColumnsOf(database, "t"));
    }

    [Theory, EveryServer]
    public void Clauses_that_are_valid_only_together_stay_together(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_setup", "CREATE TABLE k (id int NOT NULL AUTO_INCREMENT, other int NOT NULL, PRIMARY KEY (id), KEY i_other (other));")
            .Add("0001_key", "ALTER TABLE k ADD COLUMN other int, DROP PRIMARY KEY, ADD PRIMARY KEY (id, other);");

        var result = Run(database, new RunOptions { AllowDestructive = true })[0];

        Assert.Equal(2, HistoryCount(database));
        Assert.Equal("2", database.Scalar("SELECT COUNT(*) FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'k' AND INDEX_NAME = 'PRIMARY'"));
    }

    [Theory, EveryServer]
    public void A_drop_of_several_tables_drops_those_that_are_there(string server)
    {
        var database = NewDatabase(server);
        Project.Add("0000_setup", "CREATE TABLE a (id int); CREATE TABLE b (id int);").Add("0001_drop", "DROP TABLE a, gone, b;");

        Run(database);

        Assert.Equal(["__drizzle_migrations"], database.Column("SHOW TABLES"));
    }

    [Theory, EveryServer]
    public void The_seeds_canonical_migration_runs_and_re_runs_on_every_server(string server)
    {
        var database = NewDatabase(server);
        const string sql = "ALTER TABLE `t` ADD COLUMN IF NOT EXISTS `note` varchar(255) AFTER `id`;\n--> statement-breakpoint\nCREATE INDEX IF NOT EXISTS `i_note` ON `t` (`note`);";
        Project.Add("0000_setup", Parent).Add("0001_note", sql);
        Run(database);
        Project.Add("0002_note_again", sql);
        Run(database);

        Assert.Equal(["id", "note", "pid", "v"], ColumnsOf(database, "t"));
        Assert.Equal(["i_note", "PRIMARY"], IndexesOf(database, "t"));
        Assert.Equal(3, HistoryCount(database));
    }
}
