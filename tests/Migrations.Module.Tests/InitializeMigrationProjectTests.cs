namespace Migrations.Module.Tests;

public sealed class InitializeMigrationProjectTests : IDisposable
{
    private static readonly string[] Made =
    [
        "drizzle.config.ts", "drizzle/0000_drizzle_baseline_schema_recovery.sql", "drizzle/bootstrap/0000_constraints.sql", "drizzle/bootstrap/0000_indexes.sql",
        "drizzle/meta/_journal.json", "drizzle/schema.ts",
    ];

    private readonly ModuleSession _session = new();
    private readonly string _root = Path.Combine(Path.GetTempPath(), "migrations-test-" + Guid.NewGuid().ToString("N"));

    [Fact]
    public void A_new_project_has_its_five_artifacts_and_is_green()
    {
        var output = Run("Initialize-MigrationProject -Path $root");

        Assert.Empty(output.Errors);
        Assert.Empty(output.Warnings);
        Assert.Equal(Made, Files());
        Assert.All(output.Texts("Outcome"), outcome => Assert.Equal("Written", outcome));
        Assert.Equal(["Configuration", "Schema", "Baseline", "Journal", "BootstrapIndexes", "BootstrapConstraints"], output.Texts("Kind"));
        Assert.Empty(Run("Test-SchemaDrift -Path $root").Objects);
        Assert.Equal(true, Run("Get-Migration -Path $root -Offline").Only.Properties["IsBaseline"].Value);
        Assert.Equal(["0001_add_phone"], Run("New-Migration 'add phone' -Path $root -Sql 'ALTER TABLE `users` ADD `phone` varchar(30)' | Add-JournalEntry").Texts("Tag"));
        Assert.Empty(Run("Update-Baseline -Path $root; Update-BootstrapIndex -Path $root; Repair-Journal -Path $root").Objects);
    }

    [Fact]
    public void WhatIf_gives_the_files_with_their_texts_and_makes_none()
    {
        var output = Run("Initialize-MigrationProject -Path $root -WhatIf");
        Assert.Equal(6, output.Objects.Count);
        Assert.All(output.Texts("Outcome"), outcome => Assert.Equal("Planned", outcome));
        Assert.Contains("CREATE TABLE IF NOT EXISTS `users`", output.Texts("Text")[2]);
        Assert.False(Directory.Exists(_root));
    }

    [Fact]
    public void An_existing_schema_and_configuration_are_kept()
    {
        Write("drizzle.config.ts", "export default { dialect: 'mysql', schema: './db/*.ts', out: './sql' };\n");
        Write("db/a.ts", "import { index, int, mysqlTable } from 'drizzle-orm/mysql-core';\nexport const a = mysqlTable('a', { id: int().primaryKey(), n: int() }, (t) => [index('a_n').on(t.n)]);\n");

        var output = Run("Initialize-MigrationProject -Path $root");

        Assert.Equal(["None", "None", "Written", "Written", "Written", "Written"], output.Texts("Outcome"));
        Assert.Equal(
            ["db/a.ts", "drizzle.config.ts", "sql/0000_drizzle_baseline_schema_recovery.sql", "sql/bootstrap/0000_constraints.sql", "sql/bootstrap/0000_indexes.sql", "sql/meta/_journal.json"], Files());
        Assert.Contains("CREATE INDEX IF NOT EXISTS `a_n` ON `a` (`n`);", File.ReadAllText(Path.Combine(_root, "sql/bootstrap/0000_indexes.sql")));
        Assert.Empty(Run("Test-SchemaDrift -Path $root").Objects);
    }

    [Theory]
    [InlineData("drizzle/meta/_journal.json", "{}", "FileExists")]
    [InlineData("drizzle/bootstrap/0000_indexes.sql", "-- mine", "FileExists")]
    [InlineData("drizzle/0000_start.sql", "SELECT 1;", "MigrationsExist")]
    [InlineData("drizzle/schema.ts", "export const nothing = 1;", "SchemaEmpty")]
    public void What_is_there_is_not_overwritten_and_nothing_is_made(string file, string text, string id)
    {
        Write(file, text);
        var (error, before) = _session.Fail("Initialize-MigrationProject -Path $root", ("root", _root));
        Assert.Equal(id + ",Migrations.Commands.InitializeMigrationProjectCommand", error.FullyQualifiedErrorId);
        Assert.Contains(id == "SchemaEmpty" ? "schema.ts" : Path.GetFileName(file), error.ToString());
        Assert.Empty(before);
        Assert.Equal([file], Files());
        Assert.Equal(text, File.ReadAllText(Path.Combine(_root, file)));
    }

    public void Dispose()
    {
        _session.Dispose();
        if (Directory.Exists(_root)) Directory.Delete(_root, recursive: true);
    }

    private Output Run(string script) => _session.Run(script, ("root", _root));

    private void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root, file))!);
        File.WriteAllText(Path.Combine(_root, file), text);
    }

    private IEnumerable<string> Files() =>
        Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_root, file).Replace('\\', '/')).Order(StringComparer.Ordinal);
}
