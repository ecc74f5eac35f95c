using Migrations.Core.Drizzle;
using Migrations.Core.Scripts;
using Migrations.Core.Tests.Scripts;
using Migrations.Model;

namespace Migrations.Core.Tests.Drizzle;

public sealed class DrizzleConfigTests
{
    private static readonly Dictionary<string, string> NoEnvironment = [];

    private static DrizzleConfig Read(ScriptProject project, string name, Dictionary<string, string>? environment = null) =>
        DrizzleConfigScript.Read(Path.Combine(project.Root, name), environment ?? NoEnvironment, TestContext.Current.CancellationToken);

    [Fact]
    public void Everything_is_read()
    {
        using var project = new ScriptProject(("drizzle.config.ts", """
            import "dotenv/config";
            import { defineConfig, type Config } from "drizzle-kit";
            import path from "node:path";
            import { folder } from "./settings";

            export default defineConfig({
              schema: ["./src/*.ts", path.join("db", "schema.ts")],
              out: `./${folder}`,
              dialect: "mysql",
              casing: "snake_case",
              tablesFilter: ["app_*", "!tmp"],
              breakpoints: false,
              migrations: { table: "history", prefix: "timestamp" },
              dbCredentials: { host: process.env.DB_HOST!, port: Number("3307"), user: "u", password: "p", database: "d", ssl: { rejectUnauthorized: true } },
            }) satisfies Config;
            """), ("settings.ts", "export const folder: string = 'migrations';"));
        var config = Read(project, "drizzle.config.ts", new() { ["DB_HOST"] = "db.example" });
        Assert.Equal(["./src/*.ts", "db/schema.ts"], config.Schema.Select(path => path.Replace('\\', '/')));
        Assert.Equal("./migrations", config.Out);
        Assert.Equal(ColumnCasing.SnakeCase, config.Casing);
        Assert.Equal(["app_*", "!tmp"], config.TablesFilter);
        Assert.False(config.Breakpoints);
        Assert.Equal("history", config.MigrationsTable);
        var credentials = config.Credentials!;
        Assert.Equal(("db.example", 3307, "u", "p", "d", "{\"rejectUnauthorized\":true}"), (credentials.Host, credentials.Port, credentials.User, credentials.Password, credentials.Database, credentials.Ssl));
        Assert.DoesNotContain("p", config.ToString()[config.ToString().IndexOf("Credentials", StringComparison.Ordinal)..].Replace("example", ""));
    }

    [Theory]
    [InlineData("drizzle.config.js", "module.exports = { dialect: 'mysql', schema: './a.ts' };")]
    [InlineData("drizzle.config.cjs", "const { defineConfig } = require('drizzle-kit');\nmodule.exports = defineConfig({ dialect: 'mysql', schema: './a.ts' });")]
    [InlineData("drizzle.config.cjs", "exports.default = { dialect: 'mysql', schema: './a.ts' };")]
    [InlineData("drizzle.config.mjs", "export default { dialect: 'mysql', schema: './a.ts' };")]
    [InlineData("drizzle.config.json", "{ \"dialect\": \"mysql\", \"schema\": \"./a.ts\" }")]
    [InlineData("drizzle.config.ts", "import type { Config } from 'drizzle-kit';\nexport default { driver: 'mysql2', schema: './a.ts' } as Config;")]
    public void Every_form_is_read(string name, string text)
    {
        using var project = new ScriptProject((name, text));
        var config = Read(project, name);
        Assert.Equal(["./a.ts"], config.Schema);
        Assert.Equal(("drizzle", "__drizzle_migrations", true, (DrizzleCredentials?)null), (config.Out, config.MigrationsTable, config.Breakpoints, config.Credentials));
    }

    private const string NeedsUrl = """
        const url = process.env.DATABASE_URL;
        if (!url) throw new Error("DATABASE_URL is required");
        const parsed = new URL(url);
        export default { dialect: "mysql", out: parsed.protocol.length > 5 && parsed.pathname.slice(1).length > 0 ? "ok" : "bad", dbCredentials: { url } };
        """;

    [Fact]
    public void An_unset_address_reads_as_a_placeholder_that_is_not_given_back()
    {
        using var project = new ScriptProject(("drizzle.config.ts", NeedsUrl));
        var config = Read(project, "drizzle.config.ts");
        Assert.Equal("ok", config.Out);
        Assert.Null(config.Credentials);
        Assert.Equal("mysql://a:b@c/d", Read(project, "drizzle.config.ts", new() { ["DATABASE_URL"] = "mysql://a:b@c/d" }).Credentials!.Url);
    }

    [Theory]
    [InlineData("export default { dialect: 'postgresql' };", "DrizzleConfigDialect", "postgresql")]
    [InlineData("export default { schema: './a.ts' };", "DrizzleConfigDialect", "no dialect")]
    [InlineData("export const config = { dialect: 'mysql' };", "DrizzleConfigInvalid", "no configuration")]
    [InlineData("export default { dialect: 'mysql', casing: 'kebab' };", "DrizzleConfigInvalid", "kebab")]
    [InlineData("export default { dialect: process.env.NOPE!.length };", "ScriptFailed", "undefined")]
    public void What_is_wrong_is_said(string text, string errorId, string what)
    {
        using var project = new ScriptProject(("drizzle.config.ts", text));
        var error = Assert.Throws<MigrationException>(() => Read(project, "drizzle.config.ts"));
        Assert.Equal(errorId, error.ErrorId);
        Assert.Contains(what, error.What);
        Assert.NotNull(error.Location);
    }

    [Fact]
    public void A_missing_file_is_not_found()
    {
        using var project = new ScriptProject();
        Assert.Equal(MigrationErrorKind.NotFound, Assert.Throws<MigrationException>(() => Read(project, "drizzle.config.ts")).Kind);
    }

    [Fact]
    public void Env_files_are_read_as_dotenv_reads_them()
    {
        var values = DotEnvFile.Parse("""
            # a comment
            PLAIN=value
            export EXPORTED = spaced value   # behind
            QUOTED="with # hash\nand line"
            SINGLE='as \n is'
            EMPTY=
            URL=mysql://u:p@h/d?ssl={"rejectUnauthorized":true}
            MULTI="two
            lines"
            COLON: yes
            not a line
            PLAIN=last
            """);
        Assert.Equal("last", values["PLAIN"]);
        Assert.Equal("spaced value", values["EXPORTED"]);
        Assert.Equal("with # hash\nand line", values["QUOTED"]);
        Assert.Equal("as \\n is", values["SINGLE"]);
        Assert.Equal("", values["EMPTY"]);
        Assert.Equal("mysql://u:p@h/d?ssl={\"rejectUnauthorized\":true}", values["URL"]);
        Assert.Equal("two\nlines", values["MULTI"].Replace("\r", ""));
        Assert.Equal("yes", values["COLON"]);
    }
}
