using System.Diagnostics;
using Migrations.Core.Drizzle;
using Migrations.Model;

namespace Migrations.Core.Tests.Scripts;

/// <summary>A schema can do nothing but compute, and only for so long; its errors point into its source.</summary>
public sealed class SandboxTests
{
    [Theory]
    [InlineData("while (true) {}", "ScriptTimeout")]
    [InlineData("for (;;);", "ScriptTimeout")]
    [InlineData("[3, 2, 1].sort(() => { while (true); });", "ScriptTimeout")]
    [InlineData("/(a+)+$/.test('a'.repeat(50) + 'b');", "ScriptTimeout")]
    [InlineData("let s = 'x'; for (;;) s += s;", "ScriptMemory")]
    [InlineData("const kept: string[] = []; for (;;) kept.push('x'.repeat(1e7) + kept.length);", "ScriptMemory")]
    [InlineData("[...Array(1e9)];", "ScriptMemory")]
    [InlineData("function f(): void { f(); f(); } f();", "ScriptRecursion")]
    [InlineData("const o = { get a(): number { return this.a; } }; o.a;", "ScriptRecursion")]
    [InlineData("(new Proxy({}, { get(target, key, self) { return self[key]; } }) as any).x;", "ScriptRecursion")]
    [InlineData("class A { toString() { return `${this}`; } } String(new A());", "ScriptRecursion")]
    [InlineData("JSON.stringify({ toJSON() { return JSON.stringify(this); } });", "ScriptRecursion")]
    [InlineData("await new Promise(() => {});", "ScriptTimeout")]
    public void A_script_without_end_is_ended(string script, string errorId)
    {
        using var project = ScriptProject.Of("export const a = 1;\n" + script);
        // A tight loop also ends at the limit that holds without asking; the others need not wait for it.
        var limit = TimeSpan.FromSeconds(errorId == "ScriptTimeout" && !script.StartsWith("while", StringComparison.Ordinal) ? 0.5 : 4);
        // What counts is which limit ends it: with little memory that does not hang on how fast the machine fills it.
        var memory = errorId == "ScriptMemory" ? 64_000_000 : 512_000_000;
        var watch = Stopwatch.StartNew();
        var error = Assert.Throws<MigrationException>(() => SchemaScript.Read(
            new SchemaScriptRequest { Root = project.Root, Paths = ["schema.ts"], TimeLimit = limit, MemoryLimit = memory }, TestContext.Current.CancellationToken));
        Assert.Equal(errorId, error.ErrorId);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
        Assert.NotNull(error.Location);
        Assert.EndsWith("schema.ts", error.Location.File);
    }

    [Fact]
    public void No_one_gets_more_than_five_seconds()
    {
        using var project = ScriptProject.Of("export {};");
        Assert.Throws<ArgumentOutOfRangeException>(() => SchemaScript.Read(
            new SchemaScriptRequest { Root = project.Root, Paths = ["schema.ts"], TimeLimit = TimeSpan.FromSeconds(6) }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_reading_can_be_cancelled()
    {
        using var project = ScriptProject.Of("while (true) {}");
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        Assert.ThrowsAny<OperationCanceledException>(() => SchemaScript.Read(new SchemaScriptRequest { Root = project.Root, Paths = ["schema.ts"] }, source.Token));
    }

    [Theory]
    [InlineData("System.IO.File.ReadAllText('/etc/passwd')")]
    [InlineData("importNamespace('System')")]
    [InlineData("eval('1')")]
    [InlineData("new Function('return 1')()")]
    [InlineData("(() => {}).constructor('return 1')()")]
    [InlineData("process.exit(1)")]
    [InlineData("noSuchThing")]
    public void There_is_no_way_out(string expression)
    {
        using var project = ScriptProject.Of($"const a = 1;\n  const b = {expression};");
        var error = project.Fails();
        Assert.Equal("ScriptFailed", error.ErrorId);
        Assert.Equal(2, error.Location!.Line);
    }

    [Theory]
    [InlineData("node:fs", "readFileSync('/etc/passwd', 'utf8')")]
    [InlineData("node:child_process", "execSync('id')")]
    [InlineData("fs", "default.readFileSync('/etc/passwd')")]
    public void Modules_of_node_are_stubs(string module, string call)
    {
        using var project = ScriptProject.Of($$"""
            import * as m from "{{module}}";
            import { int, mysqlTable } from "drizzle-orm/mysql-core";
            const text = `${m.{{call}}}`;
            export const t = mysqlTable("t", { [`a${text.length}`]: int() });
            """);
        Assert.Equal("a0", project.Read().Tables[0].Columns[0].Name);
    }

    [Theory]
    [InlineData("../../../../../../../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("../outside")]
    [InlineData("../outside.ts")]
    public void Nothing_outside_the_project_is_read(string path)
    {
        using var project = new ScriptProject(("outside.ts", "export const a = 1;"), ("inner/schema.ts", $"import {{ a }} from '{path}';\nexport const b = a;"));
        var error = Assert.Throws<MigrationException>(() => SchemaScript.Read(
            new SchemaScriptRequest { Root = Path.Combine(project.Root, "inner"), Paths = ["schema.ts"] }, TestContext.Current.CancellationToken));
        Assert.Equal("ScriptImportNotFound", error.ErrorId);
        Assert.Equal((1, 1), (error.Location!.Line, error.Location.Column > 0 ? 1 : 0));
    }

    [Fact]
    public void Files_that_are_no_scripts_are_not_read()
    {
        using var project = new ScriptProject((".env", "SECRET=1"), ("schema.ts", "import text from './.env';\nexport const a = text;"));
        Assert.Equal("ScriptImportNotFound", project.Fails().ErrorId);
    }

    [Fact]
    public void A_monorepo_may_import_from_its_other_parts()
    {
        using var project = new ScriptProject(
            ("package.json", "{}"),
            ("shared/names.ts", "export const name = 'from_shared';"),
            ("app/package.json", "{}"),
            ("app/schema.ts", "import { name } from '../shared/names';\nimport { int, mysqlTable } from 'drizzle-orm/mysql-core';\nexport const t = mysqlTable(name, { id: int() });"));
        var schema = SchemaScript.Read(new SchemaScriptRequest { Root = Path.Combine(project.Root, "app"), Paths = ["./schema.ts"] }, TestContext.Current.CancellationToken);
        Assert.Equal("from_shared", schema.Tables[0].Name);
    }

    [Theory]
    [InlineData("\n  throw new Error('no way');", 2, 9, "no way")]
    [InlineData("\n\n    missing();", 3, 5, "missing is not defined")]
    [InlineData("const a = null as any;\nconst b = a.b;", 2, 13, "null")]
    [InlineData("const a: number = ;", 1, 19, "")]
    [InlineData("const a = 1;\nconst a = 2;", 2, 7, "already been declared")]
    [InlineData("import { b } from './other';\nexport const c = b;", 1, 10, "does not export 'b'")]
    [InlineData("const x = 1;\nimport { b } from './nowhere';\nb();", 2, 10, "not there")]
    public void Errors_say_where(string script, int line, int column, string message)
    {
        using var project = new ScriptProject(("schema.ts", script), ("other.ts", "export const a = 1;"));
        var error = project.Fails();
        Assert.EndsWith("schema.ts", error.Location!.File);
        Assert.Equal(line, error.Location.Line);
        Assert.Equal(column, error.Location.Column);
        Assert.Contains(message, error.What);
    }

    [Fact]
    public void Errors_in_imported_files_name_those()
    {
        using var project = new ScriptProject(("schema.ts", "export * from './db/users';"), ("db/users.ts", "type A = 1;\nexport const users = nope();"));
        var error = project.Fails();
        Assert.Equal(Path.Combine(project.Root, "db", "users.ts"), error.Location!.File);
        Assert.Equal((2, 22), (error.Location.Line, error.Location.Column));
    }

    [Fact]
    public void Errors_in_callbacks_that_run_late_say_where()
    {
        using var project = ScriptProject.Of("""
            import { index, int, mysqlTable } from "drizzle-orm/mysql-core";
            export const t = mysqlTable("t", { a: int() }, (t) => [
              index("x").on((t as any).b.c),
            ]);
            """);
        var error = project.Fails();
        Assert.Equal(3, error.Location!.Line);
    }
}
