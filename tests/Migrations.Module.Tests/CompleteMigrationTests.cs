using System.Text.Json;
using Migrations.TestServers;

namespace Migrations.Module.Tests;

/// <summary>From an edited schema to a reviewed migration in one command.</summary>
public sealed class CompleteMigrationTests(ServerFleet fleet) : IDisposable
{
    private const string BaselineFile = "drizzle/" + GuardedProject.BaselineTag + ".sql";
    private const string Snapshot = """
        {"version":"5","dialect":"mysql","id":"11111111-2222-3333-4444-555555555555","prevId":"00000000-0000-0000-0000-000000000000",
         "tables":{"users":{"name":"users","columns":{
            "id":{"name":"id","type":"int","primaryKey":false,"notNull":true,"autoincrement":true},
            "email":{"name":"email","type":"varchar(255)","primaryKey":false,"notNull":true,"autoincrement":false}},
          "indexes":{},"foreignKeys":{},"compositePrimaryKeys":{"users_id":{"name":"users_id","columns":["id"]}},"uniqueConstraints":{},"checkConstraint":{}}},
         "views":{},"_meta":{"tables":{},"columns":{}},"internal":{"tables":{},"indexes":{}}}
        """;

    private readonly ModuleSession _session = new();
    private readonly ProjectFolder _project = new ProjectFolder().Guarded();

    [Fact]
    public void Complete_writes_all_artifacts_and_emits_each()
    {
        _project.AddPhone();
        _project.EditSchema("on(table.userId)]", "on(table.userId), index('posts_id_idx').on(table.id, table.userId)]");
        _project.Write("drizzle/meta/0000_snapshot.json", Snapshot);

        var output = Run("New-Migration 'add phone' -FromSchema -Complete");

        Assert.Empty(output.Errors);
        Assert.Equal(["MigrationFile", "JournalEntry", "BaselineChange", "BootstrapChange", "SnapshotFile"], Kinds(output));
        Assert.All(output.Texts("Outcome"), outcome => Assert.Equal("Written", outcome));
        // One table view shows them all.
        Assert.All(output.Objects, item => Assert.Equal("Migrations.Model.CompletedArtifact", item.TypeNames[0]));
        Assert.Equal(
            "ALTER TABLE `users` ADD COLUMN IF NOT EXISTS `phone` varchar(30);\n--> statement-breakpoint\nCREATE INDEX IF NOT EXISTS `posts_id_idx` ON `posts` (`id`,`user_id`);\n",
            _project.Text("drizzle/0001_add_phone.sql"));
        Assert.Equal(["0000_baseline", "0001_add_phone"], Run("Get-Migration -Offline").Texts("Tag"));
        Assert.True((bool)Run("Test-SchemaDrift -Quiet -Strict").Only.BaseObject);
        using var snapshot = JsonDocument.Parse(_project.Text("drizzle/meta/0001_snapshot.json"));
        Assert.Equal("11111111-2222-3333-4444-555555555555", snapshot.RootElement.GetProperty("prevId").GetString());
        Assert.Equal("varchar(30)", snapshot.RootElement.GetProperty("tables").GetProperty("users").GetProperty("columns").GetProperty("phone").GetProperty("type").GetString());

        var again = Run("New-Migration again -FromSchema -Complete");
        Assert.Empty(again.Objects);
        Assert.Contains("No migration was made", Assert.Single(again.Warnings));
        Assert.False(File.Exists(_project.SqlPath("0002_again")));
    }

    [Fact]
    public void The_same_steps_compose_by_pipeline()
    {
        _project.AddPhone();

        var entry = Run("New-Migration phone -FromSchema | Add-JournalEntry").Only;

        Assert.Equal("0001_phone", entry.Properties["Tag"].Value);
        Assert.Equal(GuardedProject.Baseline, _project.Text(BaselineFile));
        Run("Update-Baseline");
        Assert.True((bool)Run("Test-SchemaDrift -Quiet -Strict").Only.BaseObject);
    }

    [Fact]
    public void WhatIf_gives_the_same_objects_as_Planned_and_writes_nothing()
    {
        _project.AddPhone();
        _project.Write("drizzle/meta/0000_snapshot.json", Snapshot);
        var before = Contents();

        var planned = Run("New-Migration phone -FromSchema -Complete -WhatIf");

        Assert.Equal(before, Contents());
        Assert.All(planned.Texts("Outcome"), outcome => Assert.Equal("Planned", outcome));
        Assert.Equal(Kinds(planned), Kinds(Run("New-Migration phone -FromSchema -Complete")));
    }

    [Fact]
    public void Where_one_file_cannot_be_written_all_are_as_they_were()
    {
        _project.AddPhone();
        _project.EditSchema("'posts_user_idx'", "'posts_by_user_idx'");
        _project.Write("drizzle/meta/0000_snapshot.json", Snapshot);
        // In the snapshot's place; it is written after the migration, the baseline and the bootstrap files.
        Directory.CreateDirectory(_project.PathOf("drizzle/meta/0001_snapshot.json"));
        var before = Contents();

        var (error, emitted) = _session.Fail("New-Migration phone -FromSchema -Complete -Path $root", ("root", _project.Root));

        Assert.Equal("FileUnwritable", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Empty(emitted);
        Assert.Equal(before, Contents());
    }

    [Fact]
    public void One_column_is_written_whatever_the_schema_says()
    {
        _project.Write("drizzle/meta/0000_snapshot.json", Snapshot);

        var output = Run("New-Migration 'my column' -Column 'users.my_column varchar(255) NOT NULL DEFAULT ''x''' -Complete");

        Assert.Empty(output.Errors);
        Assert.Equal(["MigrationFile", "JournalEntry", "BaselineChange", "SnapshotFile"], Kinds(output));
        Assert.Equal("ALTER TABLE `users` ADD COLUMN IF NOT EXISTS `my_column` varchar(255) NOT NULL DEFAULT 'x';\n", _project.Text("drizzle/0001_my_column.sql"));
        Assert.Equal(GuardedProject.Schema, _project.Text("drizzle/schema.ts"));
        Assert.Equal(["ExtraColumn"], Run("Test-SchemaDrift").Texts("Kind"));
        using var snapshot = JsonDocument.Parse(_project.Text("drizzle/meta/0001_snapshot.json"));
        Assert.Equal("'x'", snapshot.RootElement.GetProperty("tables").GetProperty("users").GetProperty("columns").GetProperty("my_column").GetProperty("default").GetString());
        // Once it is there, there is nothing to do.
        Assert.Single(Run("New-Migration again -Column 'users.my_column int'").Warnings);
        Assert.False(File.Exists(_project.SqlPath("0002_again")));
    }

    [Theory]
    [InlineData("users", "ColumnInvalid")]
    [InlineData("users.x", "ColumnInvalid")]
    [InlineData("users.x int; DROP TABLE users", "ColumnInvalid")]
    [InlineData("users.x int, DROP COLUMN email", "ColumnInvalid")]
    [InlineData("users.x varchar(3) DEFAULT 'a", "ColumnInvalid")]
    [InlineData("nobody.x int", "TableNotFound")]
    public void What_is_no_column_of_a_table_is_an_error(string column, string id)
    {
        var (error, _) = _session.Fail("New-Migration x -Path $root -Column $column", ("root", _project.Root), ("column", column));
        Assert.Equal(id, error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.False(File.Exists(_project.SqlPath("0001_x")));
    }

    [Fact]
    public void Against_the_snapshot_what_drizzle_kit_does_not_know_yet_is_written()
    {
        Assert.Equal("SnapshotMissing", _session.Fail("New-Migration x -FromSchema -Against Snapshot -Path $root", ("root", _project.Root)).Error.FullyQualifiedErrorId.Split(',')[0]);
        _project.Write("drizzle/meta/0000_snapshot.json", Snapshot);

        Assert.Equal(2, Run("New-Migration x -FromSchema -Against Snapshot").Only.Properties["StatementCount"].Value);

        Assert.StartsWith("CREATE TABLE IF NOT EXISTS `posts` (", _project.Text("drizzle/0001_x.sql"), StringComparison.Ordinal);
        Assert.EndsWith("CREATE INDEX IF NOT EXISTS `posts_user_idx` ON `posts` (`user_id`);\n", _project.Text("drizzle/0001_x.sql"), StringComparison.Ordinal);
    }

    [Theory, EveryServer]
    public void Against_a_database_what_it_lacks_is_written(string server)
    {
        using var database = fleet.Get(server).CreateDatabase();
        database.Execute("CREATE TABLE users (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, email varchar(255) NOT NULL, note text, odd int)");

        var output = _session.Run("New-Migration sync -FromSchema -Against Database -Path $root -DatabaseUrl $url -Verbose", ("root", _project.Root), ("url", database.Url));

        Assert.Empty(output.Errors);
        Assert.Equal(2, output.Only.Properties["StatementCount"].Value);
        Assert.Equal(
            ["-- Kept, though the schema has it no longer: the column users.note text", "-- Kept, though the schema has it no longer: the column users.odd int"],
            _project.Text("drizzle/0001_sync.sql").Split('\n').Take(2).Select(line => line.Replace("(11)", "")));
        Assert.Contains(output.Verbose, line => line.Contains("users.odd"));
    }

    [Fact]
    public void Sql_and_FromSchema_exclude_each_other() =>
        Assert.StartsWith("AmbiguousParameterSet", _session.Fail("New-Migration x -Path $root -FromSchema -Sql 'SELECT 1'", ("root", _project.Root)).Error.FullyQualifiedErrorId, StringComparison.Ordinal);

    private static IEnumerable<string> Kinds(Output output) => output.Objects.Select(item => item.BaseObject.GetType().Name).Distinct();

    private Dictionary<string, string> Contents() =>
        Directory.EnumerateFileSystemEntries(_project.Root, "*", SearchOption.AllDirectories).ToDictionary(path => path, path => File.Exists(path) ? File.ReadAllText(path) : "");

    private Output Run(string script) => _session.Run(script.Contains(" -Path", StringComparison.Ordinal) ? script : string.Join(" | ", script.Split(" | ").Select((part, i) => i == 0 ? part + " -Path $root" : part)), ("root", _project.Root));

    public void Dispose()
    {
        _session.Dispose();
        _project.Dispose();
    }
}
