using Migrations.Core.Applying;
using Migrations.Core.Schemas;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Tests.Applying;

/// <summary>Older clauses over the newer tables of an installation: a clause runs if it brings its table nearer to the wanted one.</summary>
public class SupersedingTests
{
    private const string Wanted = "CREATE TABLE t (id int NOT NULL PRIMARY KEY, name varchar(60) NOT NULL, n bigint, KEY i_name (name), CONSTRAINT positive CHECK (n > 0))";

    private static readonly ComparisonOptions Comparison = new();

    [Theory]
    // Over a table that is already as it is wanted, nothing older is done.
    [InlineData(Wanted, "ADD COLUMN n bigint", "Satisfied")]
    [InlineData(Wanted, "ADD COLUMN n int", "Superseded")]
    [InlineData(Wanted, "ADD COLUMN gone int", "Superseded")]
    [InlineData(Wanted, "MODIFY COLUMN name varchar(30)", "Superseded")]
    [InlineData(Wanted, "MODIFY COLUMN gone varchar(30)", "Superseded")]
    [InlineData(Wanted, "CHANGE COLUMN title name varchar(30)", "Superseded")]
    [InlineData(Wanted, "RENAME COLUMN title TO name", "Superseded")]
    [InlineData(Wanted, "ALTER COLUMN gone SET DEFAULT 1", "Superseded")]
    [InlineData(Wanted, "ALTER COLUMN n SET DEFAULT 1", "Superseded")]
    [InlineData(Wanted, "DROP COLUMN n", "Superseded")]
    [InlineData(Wanted, "DROP COLUMN gone", "Satisfied")]
    [InlineData(Wanted, "DROP INDEX i_name", "Superseded")]
    [InlineData(Wanted, "ADD INDEX i_name (name)", "Satisfied")]
    [InlineData(Wanted, "ADD INDEX i_name (name, n)", "Superseded")]
    [InlineData(Wanted, "ADD INDEX i_gone (n)", "Superseded")]
    [InlineData(Wanted, "ADD UNIQUE INDEX i_name (name)", "Superseded")]
    [InlineData(Wanted, "RENAME INDEX i_gone TO i_name", "Superseded")]
    [InlineData(Wanted, "ADD CONSTRAINT positive CHECK (n > 10)", "Superseded")]
    [InlineData(Wanted, "DROP PRIMARY KEY", "Superseded")]
    // A stale baseline is brought nearer by what is newer than it.
    [InlineData("CREATE TABLE t (id int NOT NULL PRIMARY KEY)", "ADD COLUMN name varchar(60) NOT NULL", "Executed")]
    [InlineData("CREATE TABLE t (id int NOT NULL PRIMARY KEY, name varchar(30))", "MODIFY COLUMN name varchar(60) NOT NULL", "Executed")]
    [InlineData("CREATE TABLE t (id int NOT NULL PRIMARY KEY, name varchar(30))", "MODIFY COLUMN name varchar(20)", "Superseded")]
    [InlineData("CREATE TABLE t (id int NOT NULL PRIMARY KEY, title varchar(60) NOT NULL)", "RENAME COLUMN title TO name", "Executed")]
    [InlineData("CREATE TABLE t (id int NOT NULL PRIMARY KEY, gone int)", "DROP COLUMN gone", "Executed")]
    [InlineData("CREATE TABLE t (id int NOT NULL PRIMARY KEY, name varchar(60) NOT NULL)", "ADD INDEX i_name (name)", "Executed")]
    [InlineData("CREATE TABLE t (id int NOT NULL PRIMARY KEY, name varchar(60) NOT NULL)", "ADD INDEX i_name (id)", "Superseded")]
    [InlineData("CREATE TABLE t (id int NOT NULL PRIMARY KEY, name varchar(60) NOT NULL, KEY i_old (name))", "RENAME INDEX i_old TO i_name", "Executed")]
    // A key that is not as it is wanted makes room.
    [InlineData("CREATE TABLE t (id int NOT NULL PRIMARY KEY, name varchar(60) NOT NULL, n bigint, KEY i_name (n))", "DROP INDEX i_name", "Executed")]
    [InlineData("CREATE TABLE t (id int NOT NULL, name varchar(60) NOT NULL, PRIMARY KEY (id, name))", "DROP PRIMARY KEY", "Executed")]
    // What the comparison does not see is part of the history.
    [InlineData(Wanted, "COMMENT = 'x'", "Executed")]
    [InlineData(Wanted, "CONVERT TO CHARACTER SET utf8mb4", "Executed")]
    public void A_clause_runs_if_it_brings_its_table_nearer(string table, string clause, string outcome)
    {
        var verdict = Judge(table, clause);

        Assert.Equal(outcome, verdict.Outcome.ToString());
        Assert.Equal(outcome == "Executed", verdict.Sql is not null);
        Assert.Equal(outcome != "Executed", verdict.Reason is not null);
    }

    [Fact]
    public void An_added_column_that_the_baseline_has_in_an_older_definition_becomes_a_modification()
    {
        var verdict = Judge("CREATE TABLE t (id int NOT NULL PRIMARY KEY, name varchar(30))", "ADD COLUMN name varchar(60) NOT NULL FIRST");
        Assert.Equal("MODIFY COLUMN name varchar(60) NOT NULL", verdict.Sql);
    }

    [Theory]
    // A link of a chain that ends with what is wanted.
    [InlineData("CREATE TABLE t (id int NOT NULL PRIMARY KEY)", "ADD COLUMN title varchar(60) NOT NULL", "ALTER TABLE t RENAME COLUMN title TO name", "Executed")]
    [InlineData("CREATE TABLE t (id int NOT NULL PRIMARY KEY)", "ADD COLUMN x varchar(60)", "ALTER TABLE t CHANGE x title varchar(60); ALTER TABLE t RENAME COLUMN title TO name", "Executed")]
    [InlineData("CREATE TABLE t (id int NOT NULL PRIMARY KEY, title varchar(9))", "MODIFY COLUMN title varchar(60) NOT NULL", "ALTER TABLE t RENAME COLUMN title TO name", "Executed")]
    [InlineData("CREATE TABLE t (id int NOT NULL PRIMARY KEY, title varchar(60) NOT NULL)", "ADD INDEX i_title (title)", "ALTER TABLE t RENAME INDEX i_title TO i_name, RENAME COLUMN title TO name", "Executed")]
    [InlineData("CREATE TABLE t (id int NOT NULL PRIMARY KEY, title varchar(60) NOT NULL)", "RENAME COLUMN title TO name", "ALTER TABLE t RENAME COLUMN title TO name", "Executed")]
    [InlineData(Wanted, "ADD COLUMN title varchar(60) NOT NULL", "ALTER TABLE t RENAME COLUMN title TO name", "Superseded")]
    [InlineData(Wanted, "ADD INDEX i_title (name)", "ALTER TABLE t RENAME INDEX i_title TO i_name", "Superseded")]
    [InlineData("CREATE TABLE t (id int NOT NULL PRIMARY KEY)", "ADD COLUMN title varchar(60)", "ALTER TABLE t RENAME COLUMN title TO gone", "Superseded")]
    public void A_link_of_a_chain_of_renames_runs_if_its_end_is_wanted_and_not_there(string table, string clause, string later, string outcome) =>
        Assert.Equal(outcome, Judge(table, clause, later.Split(';')).Outcome.ToString());

    [Fact]
    public void A_column_behind_one_that_is_gone_comes_last()
    {
        var verdict = Judge("CREATE TABLE t (id int NOT NULL PRIMARY KEY)", "ADD COLUMN name varchar(60) NOT NULL AFTER title");
        Assert.Equal("ADD COLUMN name varchar(60) NOT NULL", verdict.Sql);
        Assert.Contains("title", verdict.Reason);
    }

    private static Verdict Judge(string table, string clause, params string[] later)
    {
        var alter = Assert.IsType<AlterTableStatement>(Known.Ddl($"ALTER TABLE t {clause}"));
        var wanted = new DatabaseSchema { Tables = [Known.Table(Wanted)], Views = [] };
        return new Superseding(wanted, wanted, new LaterNames(later.Select(statement => Known.Ddl(statement))), new JournalPast([])).Judge(
            new ClauseJudge(new Definitions(Comparison), knowsConditions: false), alter, Assert.Single(alter.Clauses), Known.Table(table), Known.Table(Wanted), Comparison);
    }
}
