using Migrations.Core.Drizzle;

namespace Migrations.Core.Tests.Scripts;

/// <summary>What can be imported, and from where.</summary>
public sealed class ModuleTests
{
    private const string Core = "import { int, mysqlEnum, mysqlTable, varchar } from 'drizzle-orm/mysql-core';\n";

    [Theory]
    [InlineData("import { nanoid } from 'nanoid';", "varchar({ length: 21 }).$defaultFn(() => nanoid())")]
    [InlineData("import { v4 as uuid, type Version } from 'uuid';", "varchar({ length: 36 }).$default(uuid)")]
    [InlineData("import * as z from 'zod';\nconst shape = z.object({ a: z.string().min(1).max(z.number().parse(3)) }).extend({}); type Shape = z.infer<typeof shape>;", "varchar({ length: 3 }).$type<Shape>()")]
    [InlineData("import zod, { z } from 'zod';\nclass Model extends zod.Class {} new Model(); [...z.list];", "varchar({ length: 3 })")]
    [InlineData("import { createInsertSchema, createSelectSchema } from 'drizzle-zod';\nexport const insert = createInsertSchema(mysqlTable('other', { a: int() }), { a: (schema: any) => schema.max(3) }).omit({ a: true });", "varchar({ length: 3 })")]
    [InlineData("import { drizzle } from 'drizzle-orm/mysql2';\nimport mysql from 'mysql2/promise';\nexport const db = drizzle(mysql.createPool(process.env.DATABASE_URL!), { mode: 'default' });", "varchar({ length: 3 })")]
    [InlineData("import 'dotenv/config';\nimport path from 'node:path';", "varchar({ length: path.join('a', '..', 'bcd').length })")]
    [InlineData("import { somethingNew } from 'drizzle-orm/mysql-core';\nsomethingNew({ a: 1 });", "varchar({ length: 3 })")]
    [InlineData("const dynamic = () => import('later');", "varchar({ length: 3 })")]
    public void Packages_that_are_not_there_are_stubs(string import, string column)
    {
        using var project = ScriptProject.Of($"{Core}{import}\nexport const t = mysqlTable('t', {{ a: {column} }});");
        Assert.StartsWith("varchar(", project.Read().Tables.Single(table => table.Name == "t").Columns[0].Type);
    }

    [Theory]
    [InlineData("mysqlEnum(KINDS)", "KINDS")]
    [InlineData("mysqlEnum([KINDS.a])", "KINDS")]
    [InlineData("int().default(KINDS)", "KINDS")]
    [InlineData("KINDS", "KINDS")]
    public void What_needs_a_package_that_is_not_read_says_so(string column, string name)
    {
        using var project = ScriptProject.Of($"{Core}import {{ {name} }} from '@acme/shared';\nexport const t = mysqlTable('t', {{\n  a: {column},\n}});");
        var error = project.Fails();
        Assert.Contains("'@acme/shared'", error.What);
        Assert.InRange(error.Location!.Line, 3, 4);
    }

    [Fact]
    public void Types_are_imported_under_any_name_without_being_there()
    {
        using var project = new ScriptProject(
            ("schema.ts", Core + "import { Shape, Kind, sizes } from './types';\nexport { Shape, Other } from './types';\nexport const t = mysqlTable('t', { a: varchar({ length: sizes.a }).$type<Kind | Shape>() });"),
            ("types.ts", "export interface Shape { a: number }\nexport type Kind = 'x';\ninterface Other {}\nexport { Other };\nexport const sizes = { a: 4 };"));
        Assert.Equal("varchar(4)", project.Read().Tables[0].Columns[0].Type);
    }

    [Theory]
    [InlineData("./lib", "lib/index.ts")]
    [InlineData("./lib.js", "lib.ts")]
    [InlineData("./lib.js", "lib.js")]
    [InlineData("./lib.mjs", "lib.mts")]
    [InlineData("./lib", "lib.mts")]
    [InlineData("./lib.ts", "lib.ts")]
    [InlineData("./lib", "lib/index.js")]
    [InlineData("@/lib", "src/lib.ts")]
    [InlineData("exact", "src/exact-one.ts")]
    [InlineData("based/lib", "src/based/lib.ts")]
    public void Paths_are_found_as_TypeScript_finds_them(string specifier, string file)
    {
        using var project = new ScriptProject(
            ("tsconfig.json", "{ \"extends\": \"./tsconfig.base\" }"),
            ("tsconfig.base.json", "// shared\n{ \"compilerOptions\": { \"baseUrl\": \"src\", \"paths\": { \"@/*\": [\"nowhere/*\", \"*\"], \"exact\": [\"exact-one.ts\"] } } }"),
            ("schema.ts", $"{Core}import {{ size }} from '{specifier}';\nexport const t = mysqlTable('t', {{ a: varchar({{ length: size }}) }});"),
            (file, "export const size = 7;"));
        Assert.Equal("varchar(7)", project.Read().Tables[0].Columns[0].Type);
    }

    [Theory]
    [InlineData("a.cjs", "module.exports = { size: 7 };", "import a from './a.cjs'; const { size } = a;")]
    [InlineData("a.cjs", "exports.size = 7;", "import { size } from './a.cjs';")]
    [InlineData("a.cjs", "exports.size = 7;", "import * as a from './a.cjs'; const size = a.size;")]
    [InlineData("a.js", "module.exports.size = require('./b').size;", "import { size } from './a';")]
    [InlineData("a.cts", "const b: { size: number } = require('./b');\nmodule.exports = b;", "import { size } from './a.cjs';")]
    [InlineData("a.json", "{ \"size\": 7 }", "import { size } from './a.json';")]
    [InlineData("a.json", "{ \"size\": 7 }", "import a from './a.json' with { type: 'json' }; const { size } = a;")]
    [InlineData("a.ts", "export const size = 7;", "const { size } = require('./a');")]
    [InlineData("a.ts", "export const size = __dirname.length > 0 && __filename.endsWith('a.ts') ? 7 : 0;", "import { size } from './a';")]
    public void CommonJS_and_JSON_are_imported(string file, string text, string import)
    {
        using var project = new ScriptProject(
            ("b.cjs", "exports.size = 7;"), (file, text),
            ("schema.ts", $"{Core}{import}\nexport const t = mysqlTable('t', {{ a: varchar({{ length: size }}) }});"));
        Assert.Equal("varchar(7)", project.Read().Tables[0].Columns[0].Type);
    }

    [Fact]
    public void Several_files_folders_and_globs_are_one_schema()
    {
        using var project = new ScriptProject();
        foreach (var name in (string[])["one.ts", "two.mts", "deep/three.ts", "deep/er/four.schema.ts", "deep/er/not.ts", "types.d.ts", "notes.md"])
            project.Write("db/" + name, $"{Core}export const t = mysqlTable('{name}', {{ id: int() }});");
        string[] Tables(params string[] paths) => project.Read(paths).Tables.Select(table => table.Name).ToArray();
        Assert.Equal(["one.ts", "two.mts"], Tables("db"));
        // As with drizzle-kit, a folder that a glob matches stands for its files.
        Assert.Equal(["deep/three.ts", "one.ts", "two.mts"], Tables("./db/*"));
        Assert.Equal(["deep/er/four.schema.ts"], Tables("db/**/*.schema.ts"));
        Assert.Equal(["deep/er/four.schema.ts", "deep/er/not.ts", "deep/three.ts", "one.ts"], Tables("db/**/*.ts"));
        Assert.Equal(["one.ts", "two.mts"], Tables("db/{one,two}.{ts,mts}"));
        Assert.Equal(["two.mts", "one.ts"], Tables("db/two.mts", "db/one.ts", "db/two.mts"));
        Assert.Equal("SchemaNotFound", project.Fails("db/none/*.ts").ErrorId);
    }

    [Fact]
    public void Environment_is_the_callers()
    {
        using var project = ScriptProject.Of(Core + "export const t = mysqlTable(process.env.PREFIX + '_t', { a: varchar({ length: process.env.DATABASE_URL!.length > 0 && !process.env.PATH ? 1 : 2 }) });");
        var schema = SchemaScript.Read(
            new SchemaScriptRequest { Root = project.Root, Paths = ["schema.ts"], Environment = new Dictionary<string, string> { ["PREFIX"] = "x" } }, TestContext.Current.CancellationToken);
        Assert.Equal("x_t", schema.Tables[0].Name);
        Assert.Equal("varchar(1)", schema.Tables[0].Columns[0].Type);
    }
}
