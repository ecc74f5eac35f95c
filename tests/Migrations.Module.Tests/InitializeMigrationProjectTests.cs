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
    [InlineData("drizzle/meta/_journal.json", "{}", "JournalInvalid")]
    [InlineData("drizzle/meta/_journal.json", "{ \"entries\": [] }", "FileExists")]
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

    [Theory]
    [InlineData("0000_start", "0001_drizzle_baseline_schema_recovery")]
    [InlineData("20240102030405_start", null)]
    public void A_chain_that_has_grown_without_a_baseline_gets_one_at_its_end(string first, string? baseline)
    {
        Write("drizzle/schema.ts", "import { index, int, mysqlTable } from 'drizzle-orm/mysql-core';\nexport const a = mysqlTable('a', { id: int().primaryKey(), n: int().references(() => a.id) }, (t) => [index('a_n').on(t.n)]);\n");
        Write($"drizzle/{first}.sql", "CREATE TABLE `a` (`id` int NOT NULL, CONSTRAINT `a_id` PRIMARY KEY(`id`));");
        var journal = $"{{\r\n\t\"version\": \"7\", \"mine\": 1,\r\n\t\"dialect\": \"mysql\",\r\n\t\"entries\": [\r\n\t\t{{ \"idx\": 0, \"version\": \"5\", \"when\": 4102444800000, \"tag\": \"{first}\", \"breakpoints\": true }}\r\n\t]\r\n}}\r\n";
        Write("drizzle/meta/_journal.json", journal);
        var planned = Run("Initialize-MigrationProject -Path $root -WhatIf").Texts("Path");
        Assert.Equal(journal, File.ReadAllText(Path.Combine(_root, "drizzle/meta/_journal.json")));

        var output = Run("Initialize-MigrationProject -Path $root");

        Assert.Equal(planned, output.Texts("Path"));
        Assert.Equal(["Written", "None", "Written", "Written", "Written", "Written"], output.Texts("Outcome"));
        var tag = Path.GetFileNameWithoutExtension(output.Texts("Path")[2]);
        if (baseline is not null) Assert.Equal(baseline, tag);
        else Assert.Matches("^20\\d{12}_drizzle_baseline_schema_recovery$", tag);
        // It stands behind the newest, and every other byte is as it was.
        var after = File.ReadAllText(Path.Combine(_root, "drizzle/meta/_journal.json"));
        Assert.StartsWith(journal[..journal.IndexOf(" }\r\n\t]", StringComparison.Ordinal)], after);
        Assert.EndsWith("\r\n\t]\r\n}\r\n", after);
        Assert.Equal("False True", string.Join(' ', Run("Get-Migration -Path $root -Offline | ForEach-Object IsBaseline").Objects));
        Assert.Empty(Run("Test-SchemaDrift -Path $root -Against Baseline; Update-Baseline -Path $root; Update-BootstrapIndex -Path $root").Objects);
        // There it is now.
        Assert.Equal("FileExists", _session.Fail("Initialize-MigrationProject -Path $root", ("root", _root)).Error.FullyQualifiedErrorId.Split(',')[0]);
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
