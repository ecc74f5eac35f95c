using Migrations.Core.Projects;
using Migrations.Model;

namespace Migrations.Core.Tests.Projects;

public sealed class ProjectLocatorTests : IDisposable
{
    private const string Config = "export default { dialect: 'mysql', schema: './src/schema.ts', out: './db/sql' };\n";
    private readonly TemporaryProject _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("db/sql")]
    [InlineData("db/sql/meta")]
    [InlineData("db/sql/bootstrap")]
    [InlineData("src/deep/er")]
    [InlineData("drizzle.config.ts")]
    [InlineData("src/schema.ts")]
    [InlineData("db/sql/0000_a.sql")]
    [InlineData("db/sql/0001_not_there_yet.sql")]
    public void A_project_is_found_from_anywhere_in_it(string start)
    {
        var config = _files.Write("drizzle.config.ts", Config);
        _files.Write("db/sql/meta/_journal.json", "{}");
        _files.Write("db/sql/bootstrap/0070_indexes.sql", "");
        _files.Write("db/sql/0000_a.sql", "");
        _files.Write("src/schema.ts", "");
        Directory.CreateDirectory(_files.PathTo("src/deep/er"));
        var project = Locate(start);
        Assert.Equal((_files.Root, config), (project.Root, project.ConfigPath));
        Assert.Equal(Full("db/sql"), project.MigrationsFolder);
        Assert.Equal(Full("db/sql/meta/_journal.json"), project.JournalPath);
        Assert.Equal(Full("db/sql/bootstrap"), project.BootstrapFolder);
        Assert.Equal(["./src/schema.ts"], project.SchemaPath);
        Assert.Equal(("__drizzle_migrations", HistoryHash.Drizzle, null), (project.HistoryTable, project.HistoryHash, project.BaselineTag));
    }

    [Theory]
    [InlineData("")]
    [InlineData("drizzle")]
    [InlineData("drizzle/meta")]
    [InlineData("src")]
    public void Without_configuration_the_journal_shows_the_project(string start)
    {
        _files.WithTags("0000_a");
        _files.Write("drizzle/schema.ts", "");
        _files.Write("src/index.ts", "");
        var project = Locate(start);
        Assert.Equal((_files.Root, null, _files.Migrations), (project.Root, project.ConfigPath, project.MigrationsFolder));
        Assert.Equal([Full("drizzle/schema.ts")], project.SchemaPath);
    }

    [Theory]
    [InlineData("configs/mysql.config.ts")]
    [InlineData("mysql.config.ts")]
    public void A_configuration_of_another_name_can_be_given(string path)
    {
        _files.Write("package.json", "{}");
        var config = _files.Write(path, "export default { dialect: 'mysql', schema: './schema', out: './migrations/mysql' }");

        var project = ProjectLocator.Locate(config);

        Assert.Equal(config, project.ConfigPath);
        // As drizzle-kit, started where package.json is, understands its paths.
        Assert.Equal(Path.Combine(_files.Root, "migrations", "mysql"), project.MigrationsFolder);
    }

    [Fact]
    public void A_migrations_folder_of_another_name_is_one_if_it_has_a_journal()
    {
        _files.Write("sql/meta/_journal.json", "{}");
        Assert.Equal((_files.Root, Full("sql")), (Locate("sql").Root, Locate("sql/meta").MigrationsFolder));
    }

    [Fact]
    public void The_nearest_project_wins()
    {
        _files.Write("drizzle.config.ts", Config);
        _files.Write("packages/api/drizzle.config.ts", "export default { dialect: 'mysql', out: 'out' }");
        Assert.Equal(Full("packages/api/out"), Locate("packages/api").MigrationsFolder);
        Assert.Equal(Full("db/sql"), Locate("packages").MigrationsFolder);
    }

    [Fact]
    public void Started_in_a_journaled_folder_that_the_configuration_does_not_mean_it_is_that_folder()
    {
        _files.Write("drizzle.config.ts", Config);
        _files.Write("other/meta/_journal.json", "{}");
        Assert.Equal(Full("other"), Locate("other").MigrationsFolder);
    }

    [Theory]
    [InlineData("drizzle.config.ts", "drizzle.config.js")]
    [InlineData("drizzle.config.mts", "drizzle.config.json")]
    [InlineData("drizzle.config.js", "drizzle.config.mjs")]
    public void Of_two_configurations_the_one_counts_that_drizzle_kit_takes(string taken, string left)
    {
        _files.Write(taken, "export default { dialect: 'mysql', out: 'taken' }");
        _files.Write(left, left.EndsWith("json", StringComparison.Ordinal) ? """{ "dialect": "mysql", "out": "left" }""" : "export default { dialect: 'mysql', out: 'left' }");
        Assert.Equal(Full("taken"), Locate("").MigrationsFolder);
        Assert.Equal(Full("left"), Locate(left).MigrationsFolder); // unless it is named
    }

    [Fact]
    public void No_project_says_where_it_looked()
    {
        Directory.CreateDirectory(_files.PathTo("a/b"));
        var error = Assert.Throws<MigrationException>(() => Locate("a/b"));
        Assert.Equal(("ProjectNotFound", MigrationErrorKind.NotFound), (error.ErrorId, error.Kind));
        foreach (var folder in new[] { "a/b", "a", "" }) Assert.Contains($"'{Full(folder)}'", error.Message);
    }

    [Theory]
    [InlineData("no/such/folder")]
    [InlineData("no/such/0000_a.sql")]
    public void A_path_that_is_not_there_is_said_so(string path)
    {
        _files.Write("drizzle.config.ts", Config);
        Assert.Equal("PathNotFound", Assert.Throws<MigrationException>(() => Locate(path)).ErrorId);
    }

    private MigrationProject Locate(string path) => ProjectLocator.Locate(_files.PathTo(path));

    private string Full(string relative) => Path.GetFullPath(_files.PathTo(relative)).TrimEnd(Path.DirectorySeparatorChar);
}
