using System.Management.Automation;
using Migrations.TestServers;

namespace Migrations.Module.Tests;

public sealed class DriftTests(ServerFleet fleet) : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly ProjectFolder _project = new ProjectFolder().Guarded();

    [Fact]
    public void Where_schema_and_baseline_agree_nothing_is_emitted_and_Quiet_is_true()
    {
        Assert.Empty(Drift().Objects);
        Assert.True(Assert.IsType<bool>(Drift("-Quiet").Only.BaseObject));
        Assert.Empty(Drift("-ErrorOnDrift -Strict").Errors);
    }

    [Fact]
    public void A_difference_has_its_kind_place_and_mending_statement()
    {
        _project.AddPhone();

        var difference = Drift().Only;

        Assert.Contains("Migrations.Model.SchemaDifference", difference.TypeNames);
        Assert.Equal(
            "Baseline MissingColumn users phone varchar(30) Error",
            string.Join(' ', new[] { "Against", "Kind", "Table", "Name", "Expected", "Severity" }.Select(name => difference.Properties[name].Value)));
        Assert.Equal(_project.PathOf("drizzle/schema.ts") + ":6:10", difference.Properties["ExpectedLocation"].Value.ToString());
        Assert.Equal("ALTER TABLE `users` ADD COLUMN `phone` varchar(30);", difference.Properties["MendingSql"].Value);
        Assert.False(Assert.IsType<bool>(Drift("-Quiet").Only.BaseObject));
    }

    [Fact]
    public void A_project_without_a_baseline_is_held_against_what_its_migrations_add_up_to()
    {
        using var plain = new ProjectFolder();
        plain.Write("drizzle/schema.ts", GuardedProject.Schema);
        plain.Add("0000_users", "CREATE TABLE `users` (`id` int AUTO_INCREMENT NOT NULL, `mail` varchar(100), CONSTRAINT `users_id` PRIMARY KEY(`id`));")
            .Add("0001_posts", "CREATE TABLE `posts` (`id` int AUTO_INCREMENT NOT NULL, `user_id` int NOT NULL, CONSTRAINT `posts_id` PRIMARY KEY(`id`));\n--> statement-breakpoint\nALTER TABLE `users` CHANGE `mail` `email` varchar(255) NOT NULL;");
        string Found() => string.Join(' ', _session.Run("Test-SchemaDrift -Path $root", ("root", plain.Root)).Objects.Select(difference => $"{difference.Properties["Against"].Value} {difference.Properties["Kind"].Value} {difference.Properties["Name"].Value}"));

        Assert.Equal("Journal MissingIndex posts_user_idx", Found());
        Assert.Equal("SchemaDrift", _session.Fail("Test-SchemaDrift -Path $root -ErrorOnDrift -Quiet", ("root", plain.Root)).Error.FullyQualifiedErrorId.Split(',')[0]);

        // What is missing is written, and then nothing is.
        _session.Run("New-Migration index -FromSchema -Path $root | Add-JournalEntry", ("root", plain.Root));
        Assert.Contains("CREATE INDEX IF NOT EXISTS `posts_user_idx`", File.ReadAllText(plain.PathOf("drizzle/0002_index.sql")));
        Assert.Equal("", Found());
    }

    [Theory]
    [InlineData("SET @sql = 'ALTER TABLE users ADD COLUMN email varchar(255) NOT NULL';\nPREPARE s FROM @sql;\nEXECUTE s;", "EXECUTE")]
    [InlineData("CREATE PROCEDURE p() ALTER TABLE users ADD COLUMN email varchar(255) NOT NULL;\nCALL p();", "CALL")]
    public void What_a_statement_may_make_that_cannot_be_followed_is_a_warning(string sql, string word)
    {
        using var plain = new ProjectFolder();
        plain.Write("drizzle/schema.ts", GuardedProject.Schema);
        plain.Add("0000_start", "CREATE TABLE users (id int AUTO_INCREMENT NOT NULL PRIMARY KEY); CREATE TABLE posts (id int AUTO_INCREMENT NOT NULL PRIMARY KEY);").Add("0001_email", sql);

        var differences = _session.Run("Test-SchemaDrift -Path $root", ("root", plain.Root)).Objects;

        string Of(string name, string property) => differences.Single(difference => (string?)difference.Properties["Name"].Value == name).Properties[property].Value?.ToString() ?? "";
        Assert.Equal(("Warning", "Error"), (Of("email", "Severity"), Of("user_id", "Severity")));
        Assert.Contains($"what this {word} does cannot be read", Of("email", "Note"));
        Assert.Contains(plain.SqlPath("0001_email"), Of("email", "Note"));
    }

    [Theory]
    [InlineData("", "Migrations.Model.SchemaDifference")]
    [InlineData("-Quiet", "System.Boolean")]
    public void ErrorOnDrift_ends_with_an_error_after_the_result_was_emitted(string options, string emitted)
    {
        _project.AddPhone();

        var (error, before) = _session.Fail($"Test-SchemaDrift -Path $root -ErrorOnDrift {options}", ("root", _project.Root));

        Assert.Equal("SchemaDrift,Migrations.Commands.TestSchemaDriftCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidOperation, error.CategoryInfo.Category);
        Assert.Contains(emitted, Assert.Single(before).TypeNames);
        Assert.Contains("1 difference between the schema and the baseline:\n", error.ToString());
        Assert.Contains(_project.PathOf("drizzle/schema.ts") + ":6:10: MissingColumn: users.phone", error.ToString());
    }

    [Fact]
    public void ErrorOnDrift_fails_a_build_step_with_the_place_in_its_log()
    {
        _project.AddPhone();

        var run = HostProcess.Run(_project.Root, null, "Test-SchemaDrift -ErrorOnDrift", []);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("schema.ts:6:10: MissingColumn", run.Error.ReplaceLineEndings("").Replace(" | ", "").Replace("     ", ""));
        Assert.Contains("MissingColumn", run.Output);
    }

    [Fact]
    public void Warnings_alone_are_no_drift_unless_Strict()
    {
        _project.Edit($"drizzle/{GuardedProject.BaselineTag}.sql", "  `email`  varchar(255) NOT NULL,\n", "  `email`  varchar(255) NOT NULL,\n  `old` int,\n");

        Assert.Equal(("ExtraColumn", "Warning"), (Drift().Texts("Kind").Single(), Drift().Texts("Severity").Single()));
        Assert.True((bool)Drift("-Quiet").Only.BaseObject);
        Assert.Single(Drift("-ErrorOnDrift").Objects);
        Assert.False((bool)Drift("-Quiet -Strict").Only.BaseObject);
        Assert.Equal("SchemaDrift", _session.Fail("Test-SchemaDrift -Path $root -ErrorOnDrift -Strict").Error.FullyQualifiedErrorId.Split(',')[0]);
    }

    [Fact]
    public void An_extra_column_that_inserts_would_trip_over_is_an_error()
    {
        _project.Edit($"drizzle/{GuardedProject.BaselineTag}.sql", "  `email`  varchar(255) NOT NULL,\n", "  `email`  varchar(255) NOT NULL,\n  `old` int NOT NULL,\n");
        Assert.Equal("Error", Assert.Single(Drift().Texts("Severity")));
    }

    [Theory]
    [InlineData("users.phone", "posts")]
    [InlineData("users", "posts")]
    [InlineData("*.ph*", "posts")]
    [InlineData("POSTS.posts_user_idx", "users")]
    [InlineData("users.phone', 'posts.*", "")]
    [InlineData("phone", "posts users")]
    public void Ignore_leaves_out_tables_and_their_parts(string ignore, string tables)
    {
        _project.AddPhone();
        _project.Write(GuardedProject.IndexesFile, "-- None.\n");

        Assert.Equal(tables.Split(' ', StringSplitOptions.RemoveEmptyEntries), Drift($"-Ignore '{ignore}'").Texts("Table").Order());
        Assert.Equal(tables.Length == 0, Drift($"-Ignore '{ignore}' -Quiet").Only.BaseObject);
    }

    [Fact]
    public void The_configurations_tablesFilter_decides_what_belongs_to_the_project()
    {
        _project.AddPhone();
        _project.Write(GuardedProject.IndexesFile, "-- None.\n");
        Assert.Equal(2, Drift().Objects.Count);

        foreach (var (filter, tables) in new[] { ("['p*']", "posts"), ("['*', '!posts']", "users"), ("'!users'", "posts"), ("['nothing_*']", "") })
        {
            _project.Write("drizzle.config.ts", $"export default {{ schema: './drizzle/schema.ts', out: './drizzle', dialect: 'mysql', tablesFilter: {filter} }};\n");
            Assert.Equal(tables.Length == 0 ? [] : new[] { tables }, Drift().Texts("Table"));
        }
    }

    [Fact]
    public void The_configurations_casing_names_the_columns()
    {
        _project.EditSchema("userId: int('user_id')", "userId: int()");
        Assert.Contains("MissingColumn", Drift().Texts("Kind"));

        _project.Write("drizzle.config.ts", "export default { schema: './drizzle/schema.ts', out: './drizzle', dialect: 'mysql', casing: 'snake_case' };\n");
        Assert.Empty(Drift().Objects);
    }

    [Fact]
    public void A_typo_in_the_schema_is_an_error_with_its_place()
    {
        _project.EditSchema("  email: varchar(", "  email: vrachar(");
        var (error, before) = _session.Fail("Test-SchemaDrift -Path $root", ("root", _project.Root));
        Assert.Equal("ScriptFailed,Migrations.Commands.TestSchemaDriftCommand", error.FullyQualifiedErrorId);
        Assert.Contains(_project.PathOf("drizzle/schema.ts") + ":5:10: ", error.ToString());
        Assert.Empty(before);
    }

    [Fact]
    public void Broken_sql_in_the_baseline_is_an_error_with_its_place()
    {
        _project.Edit($"drizzle/{GuardedProject.BaselineTag}.sql", "`email`  varchar(255) NOT NULL", "`email`  varchar(255) DEFAULT 'x");
        var (error, _) = _session.Fail("Test-SchemaDrift -Path $root -Quiet", ("root", _project.Root));
        Assert.Equal("SqlUnterminated", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Contains("0000_baseline.sql:6:33: ", error.ToString());
    }

    [Fact]
    public void A_project_without_a_baseline_says_so()
    {
        File.Delete(_project.SqlPath(GuardedProject.BaselineTag));
        Assert.Equal("MigrationFileMissing", _session.Fail("Test-SchemaDrift -Path $root", ("root", _project.Root)).Error.FullyQualifiedErrorId.Split(',')[0]);
        var (error, _) = _session.Fail("Test-SchemaDrift -Path $root -Against Baseline", ("root", _project.Root));
        Assert.Equal("BaselineMissing", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
    }

    [Theory]
    [InlineData("import { int, mysqlTable } from 'drizzle-orm/mysql-core';\nconst users = mysqlTable('users', { id: int('id') });\n")]
    [InlineData("import { integer, pgTable } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', { id: integer('id') });\n")]
    public void A_schema_that_gives_no_table_is_no_green_guard(string schema)
    {
        _project.Write("drizzle/schema.ts", schema);
        var (error, before) = _session.Fail("Test-SchemaDrift -Path $root -Quiet", ("root", _project.Root));
        Assert.Equal("SchemaEmpty,Migrations.Commands.TestSchemaDriftCommand", error.FullyQualifiedErrorId);
        Assert.Empty(before);
    }

    [Fact]
    public void The_default_is_offline_also_where_the_environment_names_a_database()
    {
        var run = HostProcess.Run(_project.Root, "mysql://u:p@127.0.0.1:1/x", "Test-SchemaDrift -Quiet");
        Assert.Equal(("True", "", 0), (run.Output.Trim(), run.Error, run.ExitCode));
    }

    [Theory, EveryServer]
    public void A_migrated_database_has_no_drift_and_one_that_was_altered_has(string server)
    {
        using var database = fleet.Get(server).CreateDatabase();
        (string, object?)[] at = [("root", _project.Root), ("url", database.Url)];
        _project.Add("0001_index", GuardedProject.Indexes);
        // The baseline, the index, and the bootstrap file.
        Assert.Equal(3, _session.Run("Invoke-Migration -Path $root -DatabaseUrl $url", at).Objects.Count);
        Assert.Contains("__drizzle_migrations", database.Column("SHOW TABLES"));

        Assert.Empty(Drift("-DatabaseUrl $url -Strict").Objects);
        Assert.True((bool)Drift("-DatabaseUrl $url -Quiet -Strict").Only.BaseObject);

        database.Execute("ALTER TABLE users DROP COLUMN email");
        var difference = Drift("-DatabaseUrl $url").Only;
        Assert.Equal("Database MissingColumn users email", string.Join(' ', new[] { "Against", "Kind", "Table", "Name" }.Select(name => difference.Properties[name].Value)));
        Assert.Empty(Drift("-DatabaseUrl $url -Ignore users.email").Objects);
        Assert.Contains("and the database:", _session.Fail("Test-SchemaDrift -Path $root -DatabaseUrl $url -ErrorOnDrift").Error.ToString());
    }

    [Theory, EveryServer]
    public void Both_guards_run_where_both_are_asked_for(string server)
    {
        using var database = fleet.Get(server).CreateDatabase();
        database.Execute("CREATE TABLE users (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, email varchar(200) NOT NULL, phone varchar(30))");
        _project.AddPhone();
        (string, object?)[] url = [("url", database.Url)];
        _session.Run("1", url);

        var both = Drift("-Against Baseline, Database -DatabaseUrl $url");

        Assert.Equal(
            ["Baseline MissingColumn users phone", "Database ColumnType users email", "Database MissingTable posts "],
            both.Objects.Select(d => string.Join(' ', new[] { "Against", "Kind", "Table", "Name" }.Select(name => d.Properties[name].Value))).Order());
        Assert.Equal("Baseline", both.Texts("Against")[0]);
        Assert.Equal(["Baseline"], Drift("-Against Baseline -DatabaseUrl $url").Texts("Against"));
        Assert.Equal(["Database", "Database"], Drift("-DatabaseUrl $url").Texts("Against"));
    }

    [Theory, EveryServer]
    public void A_schema_file_and_one_url_are_enough(string server)
    {
        using var database = fleet.Get(server).CreateDatabase();
        database.Execute("CREATE TABLE users (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, first_name varchar(9))");
        var nowhere = Directory.CreateTempSubdirectory("migrations-none-");
        File.WriteAllText(Path.Combine(nowhere.FullName, "s.ts"), """
            import { int, mysqlTable, varchar } from 'drizzle-orm/mysql-core';
            export const users = mysqlTable('users', { id: int().autoincrement().primaryKey(), firstName: varchar({ length: 9 }) });
            """);
        _session.Runspace.SessionStateProxy.Path.SetLocation(nowhere.FullName);
        _session.Runspace.SessionStateProxy.SetVariable("url", database.Url);

        Assert.Equal(["MissingColumn", "ExtraColumn"], _session.Run("Test-SchemaDrift -SchemaPath s.ts -DatabaseUrl $url").Texts("Kind"));
        Assert.Empty(_session.Run("Test-SchemaDrift -SchemaPath s.ts -DatabaseUrl $url -Casing SnakeCase").Objects);

        nowhere.Delete(recursive: true);
    }

    [Theory, EveryServer]
    public void The_history_never_counts_under_whatever_name(string server)
    {
        using var database = fleet.Get(server).CreateDatabase();
        _project.Add("0001_index", GuardedProject.Indexes);
        _session.Run("Invoke-Migration -Path $root -DatabaseUrl $url -HistoryTable my_history", ("root", _project.Root), ("url", database.Url));
        Assert.Contains("my_history", database.Column("SHOW TABLES"));

        // Under a name that nobody told it, it is a table like any other.
        Assert.Equal("ExtraTable my_history Warning", string.Join(' ', new[] { "Kind", "Table", "Severity" }.Select(name => Drift("-DatabaseUrl $url").Only.Properties[name].Value)));
        Assert.Empty(Drift("-DatabaseUrl $url -HistoryTable my_history").Objects);
        _project.Write("drizzle.config.ts", "export default { schema: './drizzle/schema.ts', out: './drizzle', dialect: 'mysql', migrations: { table: 'my_history' } };\n");
        Assert.Empty(Drift("-DatabaseUrl $url").Objects);
    }

    [Theory, EveryServer]
    public void The_tablesFilter_holds_for_the_live_database_too(string server)
    {
        using var database = fleet.Get(server).CreateDatabase();
        database.Execute("CREATE TABLE users (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, email varchar(255) NOT NULL); CREATE TABLE others (id int)");
        _session.Run("1", ("url", database.Url));
        Assert.Equal(["ExtraTable", "MissingTable"], Drift("-DatabaseUrl $url").Texts("Kind").Order());

        _project.Write("drizzle.config.ts", "export default { schema: './drizzle/schema.ts', out: './drizzle', dialect: 'mysql', tablesFilter: ['users'] };\n");
        Assert.Empty(Drift("-DatabaseUrl $url").Objects);
    }

    public void Dispose()
    {
        _session.Dispose();
        _project.Dispose();
    }

    private Output Drift(string options = "") => _session.Run($"Test-SchemaDrift -Path $root {options}", ("root", _project.Root));
}
