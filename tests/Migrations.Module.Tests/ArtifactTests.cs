using System.Text;

namespace Migrations.Module.Tests;

public sealed class ArtifactTests : IDisposable
{
    private const string BaselineFile = "drizzle/" + GuardedProject.BaselineTag + ".sql";

    private readonly ModuleSession _session = new();
    private readonly ProjectFolder _project = new ProjectFolder().Guarded();

    [Theory]
    [InlineData("Update-Baseline")]
    [InlineData("Update-BootstrapIndex")]
    public void Where_nothing_differs_nothing_is_emitted_and_nothing_touched(string command)
    {
        var old = new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        foreach (var file in new[] { BaselineFile, GuardedProject.IndexesFile }) File.SetLastWriteTimeUtc(_project.PathOf(file), old);

        Assert.Empty(Run(command).Objects);

        foreach (var file in new[] { BaselineFile, GuardedProject.IndexesFile }) Assert.Equal(old, File.GetLastWriteTimeUtc(_project.PathOf(file)));
        Assert.Equal(GuardedProject.Baseline, _project.Text(BaselineFile));
        Assert.Equal(GuardedProject.Indexes, _project.Text(GuardedProject.IndexesFile));
    }

    [Theory]
    [InlineData("\n", false)]
    [InlineData("\r\n", false)]
    [InlineData("\n", true)]
    [InlineData("\r\n", true)]
    public void A_patch_changes_only_the_line_that_differs(string newLine, bool mark)
    {
        var before = Bytes(GuardedProject.Baseline, newLine, mark);
        File.WriteAllBytes(_project.PathOf(BaselineFile), before);
        _project.AddPhone();
        _project.EditSchema("length: 255", "length: 320");

        var changes = Run("Update-Baseline");

        Assert.Equal(["LineChanged users email Written", "LineAdded users phone Written"], Told(changes));
        Assert.All(changes.Objects, change => Assert.Contains("Migrations.Model.BaselineChange", change.TypeNames));
        var after = _project.Bytes(BaselineFile);
        // Every byte before and behind the two lines is as it was.
        var email = Encoding.UTF8.GetBytes($"  `email`  varchar(255) NOT NULL,{newLine}");
        var at = before.AsSpan().IndexOf(email);
        var tail = before[(at + email.Length)..];
        Assert.Equal(before[..at], after[..at]);
        Assert.Equal(tail, after[^tail.Length..]);
        Assert.Equal(
            $"`email` varchar(320) NOT NULL,{newLine}`phone` varchar(30),{newLine}", string.Join(' ', Encoding.UTF8.GetString(after[at..^tail.Length]).Split(' ', StringSplitOptions.RemoveEmptyEntries)).Replace(newLine + " ", newLine));
        Assert.Equal(mark, after.AsSpan().StartsWith(Encoding.UTF8.Preamble));
        Assert.Equal(newLine == "\r\n", !Encoding.UTF8.GetString(after).Replace("\r\n", "").Contains('\n'));
        Assert.True(IsGreen());
        Assert.Empty(Run("Update-Baseline").Objects);
        Assert.Equal(after, _project.Bytes(BaselineFile));
    }

    [Fact]
    public void A_table_that_is_missing_is_added_and_one_that_the_schema_lost_is_only_reported()
    {
        _project.EditSchema("mysqlTable('posts'", "mysqlTable('articles'");

        var changes = Run("Update-Baseline");

        Assert.Equal(["NotInSchema posts  None", "TableAdded articles  Written"], Told(changes).Order());
        const string added = "CREATE TABLE IF NOT EXISTS `articles` (\n\t`id` int AUTO_INCREMENT NOT NULL,\n\t`user_id` int NOT NULL,\n\tCONSTRAINT `articles_id` PRIMARY KEY(`id`)\n);";
        Assert.Equal(GuardedProject.Baseline.Split('\n', StringSplitOptions.RemoveEmptyEntries), _project.Text(BaselineFile).Replace(added, "").Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(added, _project.Text(BaselineFile));
        Assert.Equal(["NotInSchema posts  None"], Told(Run("Update-Baseline")));
    }

    [Theory]
    [InlineData("Update-Baseline -WhatIf")]
    [InlineData("Update-Baseline -Regenerate -WhatIf")]
    [InlineData("Update-BootstrapIndex -WhatIf")]
    [InlineData("Update-BootstrapIndex -Regenerate -WhatIf")]
    public void WhatIf_gives_the_same_changes_as_Planned_and_writes_nothing(string command)
    {
        _project.AddPhone();
        _project.EditSchema("index('posts_user_idx').on(table.userId)", "index('posts_other_idx').on(table.userId, table.id)");

        var planned = Run(command);

        Assert.Equal(GuardedProject.Baseline, _project.Text(BaselineFile));
        Assert.Equal(GuardedProject.Indexes, _project.Text(GuardedProject.IndexesFile));
        Assert.NotEmpty(planned.Objects);
        Assert.All(planned.Texts("Outcome"), outcome => Assert.Equal("Planned", outcome));
        Assert.Equal(Told(planned).Select(told => told.Replace("Planned", "Written")), Told(Run(command.Replace(" -WhatIf", ""))));
    }

    [Fact]
    public void WhatIfPreference_is_a_preview_too()
    {
        _project.AddPhone();
        Assert.Equal(["Planned"], Run("$WhatIfPreference = $true; Update-Baseline").Texts("Outcome"));
        Assert.Equal(GuardedProject.Baseline, _project.Text(BaselineFile));
    }

    [Theory]
    [InlineData("\n", false)]
    [InlineData("\r\n", true)]
    public void Regenerate_keeps_the_header_and_is_the_same_at_a_second_run(string newLine, bool mark)
    {
        File.WriteAllBytes(_project.PathOf(BaselineFile), Bytes(GuardedProject.Baseline, newLine, mark));
        _project.AddPhone();

        var changes = Run("Update-Baseline -Regenerate");

        Assert.Equal(["TableRewritten posts  Written", "TableRewritten users  Written"], Told(changes).Order());
        var after = _project.Bytes(BaselineFile);
        var text = _project.Text(BaselineFile).TrimStart('\uFEFF');
        Assert.StartsWith($"-- Every table, as schema.ts has it.{newLine}-- Keep this header.{newLine}{newLine}CREATE TABLE IF NOT EXISTS `", text, StringComparison.Ordinal);
        Assert.Contains($"{newLine}\t`phone` varchar(30),{newLine}\tCONSTRAINT `users_id` PRIMARY KEY(`id`){newLine});{newLine}", text);
        Assert.DoesNotContain("aligned by hand", text);
        Assert.Equal(mark, after.AsSpan().StartsWith(Encoding.UTF8.Preamble));
        Assert.True(IsGreen());

        Assert.Empty(Run("Update-Baseline -Regenerate").Objects);
        Assert.Equal(after, _project.Bytes(BaselineFile));
    }

    [Theory]
    [InlineData("\n", false)]
    [InlineData("\r\n", true)]
    public void An_index_is_added_changed_and_taken_out_statement_by_statement(string newLine, bool mark)
    {
        const string others = "-- The first line stays.\n\nCREATE INDEX IF NOT EXISTS `posts_gone_idx`\n  ON `posts` (`id`);\nCREATE INDEX IF NOT EXISTS `posts_user_idx` ON `posts` (`user_id`); -- by hand\n";
        File.WriteAllBytes(_project.PathOf(GuardedProject.IndexesFile), Bytes(others, newLine, mark));
        _project.EditSchema("[index('posts_user_idx').on(table.userId)]", "[index('posts_user_idx').on(table.userId, table.id), index('posts_new_idx').on(table.userId)]");

        var changes = Run("Update-BootstrapIndex");

        Assert.Equal(["IndexAdded posts posts_new_idx Written", "IndexChanged posts posts_user_idx Written", "IndexRemoved posts posts_gone_idx Written"], Told(changes).Order());
        var after = _project.Bytes(GuardedProject.IndexesFile);
        Assert.Equal(
            "-- The first line stays.\n\nCREATE INDEX IF NOT EXISTS `posts_user_idx` ON `posts` (`user_id`,`id`); -- by hand\nCREATE INDEX IF NOT EXISTS `posts_new_idx` ON `posts` (`user_id`);\n".Replace("\n", newLine),
            Encoding.UTF8.GetString(after).TrimStart('\uFEFF'));
        Assert.Equal(mark, after.AsSpan().StartsWith(Encoding.UTF8.Preamble));
        Assert.True(IsGreen());
        Assert.Empty(Run("Update-BootstrapIndex").Objects);
        Assert.Equal(GuardedProject.Baseline, _project.Text(BaselineFile));
    }

    [Theory]
    [InlineData("-- Head.\n{0}\n", "-- Head.\n{0}\n")]
    [InlineData("{0}", "{0}\n")]
    [InlineData("  {0}  \n-- Tail.\n", "{0}\n-- Tail.\n")]
    [InlineData("CREATE INDEX IF NOT EXISTS `users_x` ON `users` (`id`);\n{0}\n-- Tail.\n", "{0}\n-- Tail.\n")]
    public void The_only_index_of_a_table_can_be_renamed(string before, string after)
    {
        _project.Write(GuardedProject.IndexesFile, string.Format(null, before, "CREATE INDEX IF NOT EXISTS `posts_user_idx` ON `posts` (`user_id`);"));
        _project.EditSchema("posts_user_idx", "posts_renamed_idx");

        Assert.All(Run("Update-BootstrapIndex").Texts("Outcome"), outcome => Assert.Equal("Written", outcome));

        Assert.Equal(string.Format(null, after, "CREATE INDEX IF NOT EXISTS `posts_renamed_idx` ON `posts` (`user_id`);"), _project.Text(GuardedProject.IndexesFile));
        Assert.True(IsGreen());
        Assert.Empty(Run("Update-BootstrapIndex").Objects);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Regenerate")]
    public void An_indexes_file_is_made_where_there_is_none(string mode)
    {
        Directory.Delete(_project.PathOf("drizzle/bootstrap"), recursive: true);
        Assert.False(IsGreen());

        Assert.Equal(["Planned"], Run($"Update-BootstrapIndex {mode} -WhatIf").Texts("Outcome"));
        Assert.False(Directory.Exists(_project.PathOf("drizzle/bootstrap")));
        Assert.Equal(["IndexAdded posts posts_user_idx Written"], Told(Run($"Update-BootstrapIndex {mode}")));

        Assert.Equal("CREATE INDEX IF NOT EXISTS `posts_user_idx` ON `posts` (`user_id`);\n", _project.Text(GuardedProject.IndexesFile).TrimStart('\uFEFF'));
        Assert.False(File.Exists(_project.PathOf(GuardedProject.ConstraintsFile)));
        Assert.True(IsGreen());
        Assert.Empty(Run($"Update-BootstrapIndex {mode}").Objects);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Regenerate")]
    public void A_constraints_file_is_made_where_the_schema_has_foreign_keys_that_stand_nowhere(string mode)
    {
        Assert.DoesNotContain("constraints", string.Join(' ', Directory.GetFiles(_project.PathOf("drizzle/bootstrap"))));
        _project.EditSchema("userId: int('user_id').notNull()", "userId: int('user_id').notNull().references(() => users.id)");

        var changes = _session.Run($"Update-BootstrapIndex -Path $root {mode}", ("root", _project.Root));

        Assert.Contains("posts", string.Join(' ', changes.Texts("Table")));
        Assert.Contains("FOREIGN KEY (`user_id`) REFERENCES `users`", File.ReadAllText(_project.PathOf("drizzle/bootstrap/0000_constraints.sql")));
        Assert.Empty(_session.Run("Test-SchemaDrift -Path $root; Update-BootstrapIndex -Path $root", ("root", _project.Root)).Objects);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Regenerate")]
    public void A_constraints_file_is_maintained_where_there_is_one(string mode)
    {
        _project.EditSchema("userId: int('user_id').notNull()", "userId: int('user_id').notNull().references(() => users.id)");
        const string header = "-- Foreign keys.\n-- Reviewed.\n";
        _project.Write(GuardedProject.ConstraintsFile, header);
        var changes = Run($"Update-BootstrapIndex {mode}");

        Assert.Equal(["ForeignKeyAdded posts posts_user_id_users_id_fk Written"], Told(changes));
        var text = _project.Text(GuardedProject.ConstraintsFile);
        Assert.StartsWith(header, text, StringComparison.Ordinal);
        Assert.Contains("ALTER TABLE `posts` ADD CONSTRAINT `posts_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`)", text);
        Assert.True(IsGreen());
        Assert.Empty(Run($"Update-BootstrapIndex {mode}").Objects);

        _project.EditSchema("references(() => users.id)", "references(() => users.id, { onDelete: 'cascade' })");
        Assert.Equal(["ForeignKeyChanged posts posts_user_id_users_id_fk Written"], Told(Run($"Update-BootstrapIndex {mode}")));
        Assert.Contains("ON DELETE cascade", _project.Text(GuardedProject.ConstraintsFile));
    }

    [Fact]
    public void Regenerated_bootstrap_files_keep_their_header_and_are_the_same_at_a_second_run()
    {
        _project.Write(GuardedProject.IndexesFile, "-- Indexes.\n-- Generated.\n\nCREATE INDEX posts_user_idx ON posts (user_id);\nSELECT 1;\n");

        Assert.Equal(["IndexChanged posts posts_user_idx Written", "StatementRemoved   Written"], Told(Run("Update-BootstrapIndex -Regenerate")).Order());

        Assert.Equal("-- Indexes.\n-- Generated.\n\nCREATE INDEX IF NOT EXISTS `posts_user_idx` ON `posts` (`user_id`);\n", _project.Text(GuardedProject.IndexesFile));
        Assert.Empty(Run("Update-BootstrapIndex -Regenerate").Objects);
    }

    [Theory]
    [InlineData("Update-Baseline")]
    [InlineData("Update-BootstrapIndex")]
    public void What_is_wrong_with_the_project_is_one_error_and_nothing_is_written(string command)
    {
        _project.AddPhone();
        _project.EditSchema("  email: varchar(", "  email: vrachar(");
        Assert.Equal(("ScriptFailed", "schema.ts:5:10: "), Failed(command, "schema.ts"));
        _project.EditSchema("  email: vrachar(", "  email: varchar(");

        _project.EditSchema("mysqlTable('posts', {", "mysqlTable('posts', {,");
        Assert.Equal(("ScriptSyntax", "schema.ts:9:43: "), Failed(command, "schema.ts"));
        _project.EditSchema("mysqlTable('posts', {,", "mysqlTable('posts', {");

        _project.Edit(GuardedProject.IndexesFile, "`posts_user_idx`", "`posts_user_idx");
        // The next quote closes it, so the last one opens what is never closed.
        Assert.Equal(("SqlUnterminated", "0000_indexes.sql:2:64: "), Failed(command, "0000_indexes.sql"));
        _project.Write(GuardedProject.IndexesFile, GuardedProject.Indexes);

        _project.Edit(BaselineFile, "/* Posts", "/* Posts /*");
        _project.Edit(BaselineFile, "of users */", "of users");
        Assert.Equal(("SqlUnterminated", "0000_baseline.sql:10:1: "), Failed($"{command} -BaselineTag {GuardedProject.BaselineTag}", "0000_baseline.sql"));
    }

    [Theory]
    [InlineData("Update-Baseline")]
    [InlineData("Update-BootstrapIndex")]
    public void Without_a_baseline_the_error_says_what_one_is(string command)
    {
        _project.Write(BaselineFile, "ALTER TABLE users ADD x int;\n");
        Assert.Equal("BaselineMissing", Failed(command, "").Id);
        Assert.Equal("BaselineTagUnknown", Failed(command + " -BaselineTag 0009_nope", "").Id);
        File.Delete(_project.PathOf(BaselineFile));
        Assert.Equal("BaselineMissing", Failed(command, "").Id);
    }

    [Theory]
    [InlineData("Update-Baseline")]
    [InlineData("Update-BootstrapIndex")]
    public void A_schema_without_tables_never_empties_a_file(string command)
    {
        _project.Write("drizzle/schema.ts", "const users = 1;\n");
        Assert.Equal("SchemaEmpty", Failed(command + " -Regenerate", "").Id);
        Assert.Equal("SchemaEmpty", Failed(command + " -Regenerate -WhatIf", "").Id);
        Run(command);
        Assert.Equal(GuardedProject.Baseline, _project.Text(BaselineFile));
        Assert.Equal(GuardedProject.Indexes, _project.Text(GuardedProject.IndexesFile));
    }

    [Fact]
    public void Confirmation_names_the_file_that_is_changed()
    {
        _project.AddPhone();
        Assert.Contains(Run("Update-Baseline -Verbose").Verbose, line => line.Contains($"on target \"{_project.PathOf(BaselineFile)}\"", StringComparison.Ordinal));
        Assert.Contains(Run("Update-BootstrapIndex -Verbose").Verbose, line => line.Contains($"on target \"{_project.PathOf("drizzle/bootstrap")}\"", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _session.Dispose();
        _project.Dispose();
    }

    private static byte[] Bytes(string text, string newLine, bool mark) =>
        [.. mark ? Encoding.UTF8.Preamble.ToArray() : [], .. Encoding.UTF8.GetBytes(text.Replace("\n", newLine))];

    private static IReadOnlyList<string> Told(Output output) =>
        [.. output.Objects.Select(change => string.Join(' ', new[] { "Kind", "Table", "Name", "Outcome" }.Select(name => change.Properties[name].Value)))];

    private Output Run(string script) => _session.Run(script + " -Path $root", ("root", _project.Root));

    private bool IsGreen() => (bool)Run("Test-SchemaDrift -Quiet").Only.BaseObject;

    // The error's id, and its place from the file's name on; the artifacts must be as they were.
    private (string Id, string Place) Failed(string script, string file)
    {
        var before = Directory.GetFiles(_project.Root, "*.sql", SearchOption.AllDirectories).ToDictionary(path => path, File.ReadAllBytes);
        var (error, emitted) = _session.Fail(script + " -Path $root", ("root", _project.Root));
        Assert.Empty(emitted);
        foreach (var (path, bytes) in before) Assert.Equal(bytes, File.ReadAllBytes(path));
        var text = error.ToString();
        var start = file.Length == 0 ? -1 : text.IndexOf(file, StringComparison.Ordinal);
        return (error.FullyQualifiedErrorId.Split(',')[0], start < 0 ? "" : text.Substring(start, text.IndexOf(": ", start, StringComparison.Ordinal) + 2 - start));
    }
}
