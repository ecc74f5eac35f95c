using Migrations.TestServers;

namespace Migrations.Module.Tests;

public sealed class SchemaTableTests(ServerFleet fleet) : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly ProjectFolder _project = new ProjectFolder().Guarded();

    [Fact]
    public void The_projects_schema_is_read_as_typed_tables()
    {
        var output = _session.Run("Get-SchemaTable -Path $root", ("root", _project.Root));

        Assert.Equal(["posts", "users"], output.Texts("Name").Order());
        Assert.All(output.Objects, table => Assert.Contains("Migrations.Model.Table", table.TypeNames));
        Assert.Equal(
            ["id int False", "email varchar(255) False"],
            _session.Run("(Get-SchemaTable users -Path $root).Columns | ForEach-Object { \"$($_.Name) $($_.Type) $($_.IsNullable)\" }").Objects.Select(o => o.ToString()));
        Assert.Equal("posts_user_idx", _session.Run("(Get-SchemaTable posts -Path $root).Indexes.Name").Only.ToString());
        Assert.EndsWith("schema.ts:5:10", _session.Run("(Get-SchemaTable users -Path $root).Columns[1].Location.ToString()").Only.ToString());
    }

    [Theory]
    [InlineData("u*", "users")]
    [InlineData("POSTS", "posts")]
    [InlineData("'[up]s*', 'p?sts'", "posts users")]
    [InlineData("*", "posts users")]
    [InlineData("x*", "")]
    public void Names_are_wildcards_without_case(string names, string tables)
    {
        var output = _session.Run($"Get-SchemaTable {names} -Path $root", ("root", _project.Root));

        Assert.Equal(tables.Split(' ', StringSplitOptions.RemoveEmptyEntries), output.Texts("Name").Order());
        Assert.Empty(output.Errors);
    }

    [Fact]
    public void A_sql_file_is_read_with_what_its_alterations_do()
    {
        var file = Path.Combine(_project.Root, "any[1].sql");
        File.WriteAllText(file, "CREATE TABLE a (id int, gone int);\nALTER TABLE a ADD b varchar(3) NOT NULL, DROP COLUMN gone;\nCREATE UNIQUE INDEX u ON a (b);");

        var output = _session.Run("Get-SchemaTable -LiteralPath $file", ("file", file));

        Assert.Equal("a", output.Only.Properties["Name"].Value);
        Assert.Equal(["id", "b"], _session.Run("(Get-SchemaTable -LiteralPath $file).Columns.Name").Objects.Select(o => o.ToString()));
        Assert.Equal("Unique", _session.Run("(Get-SchemaTable -LiteralPath $file).Indexes.Kind").Only.ToString());
    }

    [Fact]
    public void A_schema_outside_any_project_is_read_from_a_relative_path_and_files_from_the_pipeline()
    {
        using var elsewhere = new ProjectFolder(withConfig: false);
        elsewhere.Write("alone/my.schema.ts", GuardedProject.Schema);
        elsewhere.Write("alone/one.sql", "CREATE TABLE one (id int);");
        elsewhere.Write("alone/two.sql", "CREATE TABLE two (id int);");
        _session.Runspace.SessionStateProxy.Path.SetLocation(elsewhere.PathOf("alone"));

        Assert.Equal(["posts", "users"], _session.Run("Get-SchemaTable -LiteralPath ./my.schema.ts").Texts("Name").Order());
        Assert.Equal(["one", "two"], _session.Run("$files | Get-SchemaTable", ("files", new[] { new FileInfo(elsewhere.PathOf("alone/one.sql")), new FileInfo(elsewhere.PathOf("alone/two.sql")) })).Texts("Name"));
    }

    [Theory]
    [InlineData("nope.sql", "FileNotFound")]
    [InlineData("nope.ts", "SchemaNotFound")]
    public void A_missing_file_is_an_error_that_names_it(string file, string id)
    {
        var (error, before) = _session.Fail("Get-SchemaTable -LiteralPath $file", ("file", Path.Combine(_project.Root, file)));

        Assert.Equal(id + ",Migrations.Commands.GetSchemaTableCommand", error.FullyQualifiedErrorId);
        Assert.Contains(Path.Combine(_project.Root, file), error.ToString());
        Assert.Empty(before);
    }

    [Fact]
    public void A_table_that_is_named_and_not_there_is_an_error_of_its_own()
    {
        var output = _session.Run("Get-SchemaTable nope, users, no* -Path $root", ("root", _project.Root));

        Assert.Equal(["users"], output.Texts("Name"));
        Assert.Equal("TableNotFound,Migrations.Commands.GetSchemaTableCommand", Assert.Single(output.Errors).FullyQualifiedErrorId);
        Assert.Contains("'nope'", output.Errors[0].ToString());
    }

    [Fact]
    public void A_table_that_one_of_several_files_has_is_found()
    {
        _project.Write("sql/one.sql", "CREATE TABLE one (id int);");
        _project.Write("sql/two.sql", "CREATE TABLE two (id int);");

        var output = _session.Run("$files | Get-SchemaTable two", ("files", new[] { new FileInfo(_project.PathOf("sql/one.sql")), new FileInfo(_project.PathOf("sql/two.sql")) }));

        Assert.Equal(["two"], output.Texts("Name"));
        Assert.Empty(output.Errors);
    }

    [Fact]
    public void A_file_and_the_live_database_exclude_each_other()
    {
        var (error, _) = _session.Fail("Get-SchemaTable -LiteralPath x.sql -Live");
        Assert.StartsWith("AmbiguousParameterSet", error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory, EveryServer]
    public void A_live_database_is_read_without_any_project(string server)
    {
        using var database = fleet.Get(server).CreateDatabase();
        database.Execute("CREATE TABLE one (id int PRIMARY KEY, n varchar(7) NOT NULL); CREATE TABLE two (id int)");
        var nowhere = Directory.CreateTempSubdirectory("migrations-none-");

        var output = _session.Run("Get-SchemaTable one -Path $nowhere -DatabaseUrl $url", ("nowhere", nowhere.FullName), ("url", database.Url));
        var columns = _session.Run("(Get-SchemaTable -DatabaseUrl $url | Where-Object Name -eq one).Columns | ForEach-Object { \"$($_.Name) $($_.Type)\" }");
        nowhere.Delete();

        Assert.Equal("one", output.Only.Properties["Name"].Value);
        Assert.Equal("n varchar(7)", columns.Objects[1].ToString());
        Assert.Equal(["one", "two"], _session.Run("Get-SchemaTable -DatabaseUrl $url").Texts("Name"));
    }

    [Theory, EveryServer]
    public void Live_reads_the_database_that_the_project_names(string server)
    {
        using var database = fleet.Get(server).CreateDatabase();
        database.Execute("CREATE TABLE only_live (id int)");
        _project.Write(".env", $"DATABASE_URL={database.Url}\n".Replace("=mysql", "=\"mysql").Replace("\n", "\"\n"));

        var run = HostProcess.Run(_project.Root, null, "'live: ' + (Get-SchemaTable -Live).Name; 'schema: ' + (Get-SchemaTable posts, users).Name");

        Assert.Equal("", run.Error);
        Assert.Equal(["live: only_live", "schema: posts users"], run.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }

    public void Dispose()
    {
        _session.Dispose();
        _project.Dispose();
    }
}
