using Migrations.Model;

namespace Migrations.Core.Tests.Scripts;

/// <summary>The packages of a monorepo and the names that packages have for their own files.</summary>
public sealed class PackageTests
{
    private const string Core = "import { int, mysqlTable, serial, varchar } from 'drizzle-orm/mysql-core';\n";

    [Theory]
    [InlineData("\"exports\": { \".\": \"./src/index.ts\" }", "src/index.ts", "@acme/shared")]
    [InlineData("\"exports\": \"./lib.ts\"", "lib.ts", "@acme/shared")]
    [InlineData("\"exports\": { \".\": { \"types\": \"./dist/index.d.ts\", \"default\": \"./dist/index.js\" } }", "src/index.ts", "@acme/shared")]
    [InlineData("\"exports\": { \".\": { \"import\": { \"types\": \"./src/a.ts\" } } }", "src/a.ts", "@acme/shared")]
    [InlineData("\"main\": \"start.js\"", "start.ts", "@acme/shared")]
    [InlineData("\"main\": \"dist/index.js\"", "index.ts", "@acme/shared")]
    [InlineData("\"exports\": { \"./*\": \"./src/*.ts\" }", "src/deep/sizes.ts", "@acme/shared/deep/sizes")]
    [InlineData("\"exports\": { \"./sizes\": \"./dist/sizes.js\" }", "src/sizes.ts", "@acme/shared/sizes")]
    [InlineData("\"type\": \"module\"", "sizes.ts", "@acme/shared/sizes")]
    public void A_package_of_the_workspace_is_read_as_node_would_find_it(string manifest, string file, string specifier)
    {
        using var project = new ScriptProject(
            ("package.json", "{ \"workspaces\": [\"packages/*\", \"apps/web\"] }"),
            ("packages/shared/package.json", $"{{ \"name\": \"@acme/shared\", {manifest} }}"),
            ($"packages/shared/{file}", "export const LENGTH: number = 17;"),
            ("apps/web/schema.ts", $"{Core}import {{ LENGTH }} from '{specifier}';\nexport const t = mysqlTable('t', {{ a: varchar({{ length: LENGTH }}) }});"));
        Assert.Equal("varchar(17)", project.Read("apps/web/schema.ts").Tables.Single().Columns[0].Type);
    }

    [Theory]
    [InlineData("not installed")]
    [InlineData("db/node_modules/uuid/index.js")]
    public void A_path_into_node_modules_is_a_package_installed_or_not(string installed)
    {
        using var project = new ScriptProject(
            (installed, "throw new Error('not to be read');"),
            ("db/schema/a.ts", """
                import { v4 } from '../node_modules/uuid';
                import { int, mysqlTable, varchar } from './../node_modules/drizzle-orm/mysql-core';
                export const t = mysqlTable('t', { id: varchar({ length: 36 }).$defaultFn(() => v4()), b: int() });
                """));
        Assert.Equal(["id", "b"], project.Read("db/schema/a.ts").Tables.Single().Columns.Select(column => column.Name));
    }

    [Theory]
    [InlineData("pnpm-workspace.yaml", "# all of them\npackages:\n  - 'packages/**'   # deep\n  - \"!**/test/**\"\ncatalog:\n  - other/*\n")]
    [InlineData("package.json", "{ \"workspaces\": { \"packages\": [\"./packages/*/*\"] } }")]
    public void Workspaces_are_named_in_several_ways(string file, string text)
    {
        using var project = new ScriptProject(
            (file, text), ("packages/db/sizes/package.json", "{ \"name\": \"sizes\" }"), ("packages/db/sizes/index.ts", "export const LENGTH = 5;"),
            ("schema.ts", $"{Core}import {{ LENGTH }} from 'sizes';\nexport const t = mysqlTable('t', {{ a: varchar({{ length: LENGTH }}) }});"));
        Assert.Equal("varchar(5)", project.Read().Tables.Single().Columns[0].Type);
    }

    [Theory]
    [InlineData("{ \"#db/*\": \"./src/db/*\" }", "#db/lib.ts")]
    [InlineData("{ \"#db/*\": \"./src/db/*.ts\" }", "#db/lib")]
    [InlineData("{ \"#lib\": { \"node\": \"./src/db/lib.ts\", \"default\": \"./none.js\" } }", "#lib")]
    [InlineData("{ \"#lib\": [\"./none.js\", \"./src/db/lib.js\"] }", "#lib")]
    public void Names_beginning_with_a_hash_are_the_packages_own(string imports, string specifier)
    {
        using var project = new ScriptProject(
            ("package.json", $"{{ \"imports\": {imports} }}"), ("src/db/lib.ts", "export * from 'drizzle-orm/mysql-core';"),
            ("src/schema.ts", $"import {{ mysqlTable, int }} from '{specifier}';\nexport const t = mysqlTable('t', {{ a: int() }});"));
        Assert.Equal("a", project.Read("src/schema.ts").Tables.Single().Columns[0].Name);
    }

    [Theory]
    [InlineData("import { int, mysqlTable } from './db';\nexport const t = mysqlTable('t', { a: int() });")]
    [InlineData("import * as db from './db';\nexport const t = db.mysqlTable('t', { a: db.int() });")]
    [InlineData("import { int } from './db';\nimport { mysqlTable, sizes } from './again';\nexport const t = mysqlTable(sizes.name, { a: int() });")]
    public void What_a_file_hands_on_from_a_package_can_be_imported(string schema)
    {
        using var project = new ScriptProject(("db.ts", "export * from 'drizzle-orm/mysql-core';\nexport const sizes = { name: 't' };"), ("again.ts", "export * from './db';"), ("schema.ts", schema));
        Assert.Equal("a", project.Read().Tables.Single(table => table.Name == "t").Columns[0].Name);
    }

    [Theory]
    [InlineData("createTable('posts', { id: int() })")]
    [InlineData("createTable('posts', (t) => ({ id: t.serial().primaryKey() }))")]
    [InlineData("createTable.in.a.schema('posts', { id: int() }, () => [])")]
    public void A_table_that_a_package_makes_is_never_lost_in_silence(string made)
    {
        using var project = ScriptProject.Of($"{Core}import {{ createTable }} from '@acme/tables';\nexport const kept = mysqlTable('kept', {{ a: int() }});\nexport const posts =\n  {made};");
        var error = project.Fails();
        Assert.True(error.Is(ErrorIds.ScriptFailed));
        Assert.Contains("The table 'posts' is made by the package '@acme/tables'", error.What);
        Assert.Equal(5, error.Location!.Line);
    }

    [Theory]
    [InlineData("test('posts', () => ({ id: 1 }))")]
    [InlineData("test('posts', { id: 1, table: kept })")]
    [InlineData("test('posts', (t) => t.nothing.there())")]
    [InlineData("test(kept, { a: (schema) => schema.min(1) })")]
    public void Anything_else_may_be_given_to_a_package(string call)
    {
        using var project = ScriptProject.Of($"{Core}import {{ test }} from '@acme/tables';\nexport const kept = mysqlTable('kept', {{ a: int() }});\nexport const other = {call};");
        Assert.Equal("kept", project.Read().Tables.Single().Name);
    }

    [Theory]
    [InlineData("export * from '@corp/tables';", true)]
    [InlineData("export { users } from '@corp/tables';", true)]
    [InlineData("export * from './more';", true)]
    [InlineData("import { users } from '@corp/tables';\nexport const ids = [users.id];", false)]
    [InlineData("export * from 'drizzle-orm/mysql-core';", false)]
    [InlineData("export * from './plain';", false)]
    public void What_is_handed_on_of_a_package_that_is_not_read_is_said(string line, bool isSaid)
    {
        using var project = new ScriptProject(
            ("schema.ts", $"{Core}export const kept = mysqlTable('kept', {{ a: int() }});\n{line}"), ("more.ts", "export * from '@corp/tables';"), ("plain.ts", "export const plain = 1;"));
        var schema = project.Read();
        Assert.Equal("kept", schema.Tables.Single().Name);
        if (isSaid) Assert.Contains("'@corp/tables'", Assert.Single(schema.Unread));
        else Assert.Empty(schema.Unread);
    }
}
