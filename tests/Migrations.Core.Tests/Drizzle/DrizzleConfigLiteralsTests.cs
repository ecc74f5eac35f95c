using Migrations.Core.Drizzle;
using Migrations.Core.Sources;
using Migrations.Core.Tests.Scripts;
using Migrations.Model;

namespace Migrations.Core.Tests.Drizzle;

/// <summary>What is read without running the file must be what running it gives, and what it cannot know it must not guess.</summary>
public sealed class DrizzleConfigLiteralsTests
{
    [Theory]
    [InlineData("import { defineConfig } from 'drizzle-kit';\nexport default defineConfig({ dialect: 'mysql', out: './db', schema: './s.ts', dbCredentials: { url: process.env.DATABASE_URL! } });")]
    [InlineData("module.exports = {\n  // out: 'commented',\n  /* schema: 'x', */\n  \"out\": \"db/\",\n  'schema': `s.ts`, dialect: 'mysql',\n};")]
    [InlineData("const out = 'no'; export default { dialect: 'mysql', schema: './s.ts' };")]
    [InlineData("export default { dialect: 'mysql', note: \"out: 'x', schema: 'y'\", url: 'https://x//y', out: 'db' };")]
    [InlineData("export default { dialect: 'mysql', migrations: { table: 'm', schema: 'drizzle' }, schema: './s.ts', out: 'db' };")]
    [InlineData("export default { introspect: { out: 'no' }, dialect: 'mysql', schema: ['./s.ts', 'b/*.ts'], casing: 'snake_case', tablesFilter: ['a_*', '!b'], breakpoints: false };")]
    [InlineData("function f(out: string, schema: 'x' | 'y') {}\nexport default { dialect: 'mysql', out: 'db', schema: 's.ts', casing: 'camelCase', tablesFilter: 'x' }")]
    [InlineData("export default { dialect: 'mysql', strict: true, verbose: f({ out: 'no' }), schema: './s.ts' }; function f(x) { return x; }")]
    public void Literals_are_read_as_running_the_file_reads_them(string text)
    {
        using var project = new ScriptProject(("drizzle.config.ts", text));
        var path = Path.Combine(project.Root, "drizzle.config.ts");

        var read = DrizzleConfigLiterals.TryRead(SourceText.Load(path));

        Assert.NotNull(read);
        var run = DrizzleConfigScript.Read(path, new Dictionary<string, string>());
        Assert.Equal((run.Out, run.Casing, run.Breakpoints, run.MigrationsTable), (read.Out, read.Casing, read.Breakpoints, read.MigrationsTable));
        Assert.Equal(run.Schema, read.Schema);
        Assert.Equal(run.TablesFilter, read.TablesFilter);
    }

    [Theory]
    [InlineData("export default { dialect: 'mysql', out: process.env.OUT ?? 'db' };")]
    [InlineData("export default { dialect: 'mysql', out: `./${dir}/x` };")]
    [InlineData("export default { dialect: 'mysql', schema: [one, 'b.ts'] };")]
    [InlineData("export default { dialect: 'mysql', schema: 'a' + ext };")]
    [InlineData("export default { ...base, dialect: 'mysql' };")]
    [InlineData("export default { dialect: 'mysql', out };")]
    [InlineData("export default { dialect: 'mysql', ['out']: 'x' };")]
    [InlineData("export default { dialect: 'mysql', get out() { return 'x'; } };")]
    [InlineData("export default { dialect: 'mysql', casing: 'kebab' };")]
    [InlineData("export default { dialect: 'postgresql', out: 'db' };")]
    [InlineData("export default { out: 'db' };")]
    [InlineData("export default config;")]
    [InlineData("export default { dialect: 'mysql', out: 'a\\u0062' };")]
    [InlineData("")]
    public void Whatever_is_not_plain_is_left_to_running_it(string text) =>
        Assert.Null(DrizzleConfigLiterals.TryRead(new SourceText("drizzle.config.ts", text)));

    [Fact]
    public void A_JSON_configuration_is_its_object()
    {
        var read = DrizzleConfigLiterals.TryRead(new SourceText("drizzle.config.json", """{ "$schema": "x", "dialect": "mysql", "out": "db", "schema": ["a.ts", "b/*.ts"] }"""));
        Assert.Equal(("db", 2, ColumnCasing.AsWritten), (read!.Out, read.Schema.Count, read.Casing));
    }
}
