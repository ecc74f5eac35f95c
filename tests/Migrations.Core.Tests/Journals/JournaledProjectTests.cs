using Migrations.Core.Projects;
using Migrations.Model;

namespace Migrations.Core.Tests.Journals;

public sealed class JournaledProjectTests : IDisposable
{
    private const string Tables = "CREATE TABLE IF NOT EXISTS a (id int);\n";
    private readonly TemporaryProject _project = new();

    public void Dispose() => _project.Dispose();

    [Theory]
    [InlineData("0070_drizzle_baseline_schema_recovery", Tables, true)]
    [InlineData("0070_BaseLine", Tables, true)]
    [InlineData("0070_baseline", "-- c\nSET NAMES utf8mb4;\nSET foreign_key_checks = 0;\n" + Tables + "--> statement-breakpoint\ncreate  table if not exists `b` (id int);\nINSERT INTO a VALUES (1);", true)]
    [InlineData("0070_schema", Tables, false)] // not named so
    [InlineData("0070_add_baseline_salary", "ALTER TABLE pay ADD baseline int;", false)] // only about baselines
    [InlineData("0070_baseline", "CREATE TABLE a (id int);", false)] // would fail where it is
    [InlineData("0070_baseline", Tables + "DROP TABLE b;", false)]
    [InlineData("0070_baseline", "-- nothing yet", false)]
    [InlineData("0070_baseline", null, false)]
    public void A_baseline_is_named_so_and_only_makes_what_is_missing(string tag, string? sql, bool isBaseline)
    {
        _project.WithTags("0000_a", tag).WithMigration("0000_a", Tables);
        if (sql is not null) _project.WithMigration(tag, sql);
        Assert.Equal(isBaseline ? tag : null, _project.Open().Project.BaselineTag);
    }

    [Fact]
    public void Of_two_baselines_the_newest_counts_unless_another_is_named()
    {
        _project.WithTags("0000_baseline", "0001_baseline", "0002_x").WithMigration("0000_baseline", Tables).WithMigration("0001_baseline", Tables);
        Assert.Equal("0001_baseline", _project.Open().Project.BaselineTag);
        Assert.Equal("0000_baseline", _project.Open(new ProjectOptions { BaselineTag = "0000_baseline" }).Project.BaselineTag);
        _project.Write("migrations.json", """{ "baselineTag": "0000_baseline" }""");
        Assert.Equal("0000_baseline", _project.Open().Project.BaselineTag);
    }

    [Fact]
    public void A_baseline_that_is_named_must_be_there()
    {
        _project.WithTags("0000_a").WithMigration("0000_a");
        var error = Assert.Throws<MigrationException>(() => _project.Open(new ProjectOptions { BaselineTag = "0070_baseline" }));
        Assert.Equal("BaselineTagUnknown", error.ErrorId);
        Assert.Contains("0070_baseline", error.Message);
    }

    [Fact]
    public void A_baseline_that_is_named_must_be_journaled()
    {
        // No run would ever execute it, first or otherwise.
        _project.WithTags("0000_a").WithMigration("0000_a").WithMigration("0070_tables", Tables);
        Assert.Equal("BaselineTagUnknown", Assert.Throws<MigrationException>(() => _project.Open(new ProjectOptions { BaselineTag = "0070_tables" })).ErrorId);
    }

    [Fact]
    public void Files_that_the_journal_does_not_name_come_in_order()
    {
        _project.WithTags("0000_a", "0001_no_file").WithMigration("0000_a").WithMigration("0003_c").WithMigration("0002_b");
        _project.Write("drizzle/schema.ts", "");
        _project.Write("drizzle/bootstrap/0070_indexes.sql", "");
        Assert.Equal(["0002_b", "0003_c"], _project.Open().UnjournaledTags());
    }

    [Fact]
    public void A_project_without_journal_says_where_it_should_be()
    {
        _project.Write("drizzle.config.ts", "export default { dialect: 'mysql', out: './drizzle' }");
        var error = Assert.Throws<MigrationException>(() => _project.Open());
        Assert.Equal("JournalNotFound", error.ErrorId);
        Assert.Contains(_project.JournalPath, error.Message);
    }
}
