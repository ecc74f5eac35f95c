namespace Migrations.Core.Tests.Scripts;

/// <summary>What is written out as JavaScript, where the files held against drizzle-kit do not reach: errors, several files, odd forms.</summary>
public sealed class WrittenOutTests
{
    private const string Core = "import { int, mysqlTable } from 'drizzle-orm/mysql-core';\n";

    [Theory]
    [InlineData("namespace N { export const a = 1 }\nexport namespace M { export import N2 = N }\nthrow new Error('x');", 3, 7)]
    [InlineData("export class A { constructor(\n  private b: string,\n) {\n  missing();\n} }\nnew A('');", 4, 3)]
    [InlineData("namespace N {\n  export const a = 1,\n    b = missing();\n}", 3, 9)]
    [InlineData("import x = require('node:fs');\nx; missing();", 2, 4)]
    [InlineData("@d({\n  a: 1,\n})\nclass A {\n  static a = missing();\n}", 5, 14)]
    public void Errors_point_into_the_file(string script, int line, int column)
    {
        using var project = ScriptProject.Of("export const first = 1; " + script);
        var error = project.Fails();
        Assert.Equal("ScriptFailed", error.ErrorId);
        Assert.Equal((line, column), (error.Location!.Line, error.Location.Column));
    }

    [Theory]
    [InlineData("class A { static constructor() { return 3 } }\nconst n = A.constructor();", 3)]
    [InlineData("class B { x = 1 }\nclass A extends B { constructor(private y = 2, z = y) { super(); } get n() { return this.x + this.y } }\nconst n = new A().n;", 3)]
    [InlineData("class B { x = 1 }\nclass A extends B { constructor(private y = 2) { super()\n this.y += this.x } get n() { return this.y } }\nconst n = new A().n;", 3)]
    [InlineData("class B {}\nclass A extends B { constructor(public y = 3) { class C extends B { constructor() { super(); } } new C(); super(); } }\nconst n = new A().y;", 3)]
    [InlineData("class A { constructor(public a = class { constructor(public b = 3) {} }) {} }\nconst n = new (new A().a)().b;", 3)]
    [InlineData("const n = ((a: any) => { class B { constructor(readonly c: number) {} } return new B(a).c })(3);", 3)]
    [InlineData("namespace N { let hidden = 1; export let a = 1; export function up() { a += hidden; hidden++ } }\nN.up(); N.a += 0; N.up();\nconst n = N.a - 1;", 3)]
    [InlineData("namespace N { export function a() { return 1 } }\nnamespace N { export const b = a() + 2 }\nnamespace N { const b = 3; export const c = b }\nconst n = N.c;", 3)]
    [InlineData("namespace N { export const a = 1 }\nnamespace N { const a = 3; export const c = a }\nconst n = N.c;", 3)]
    [InlineData("namespace N.M { export const a = 3 }\nimport A = N.M;\nimport B = A.a;\nconst n = B;", 3)]
    [InlineData("const namespace = 1, module = 2, declare = 0;\nnamespace\nmodule\nconst n = namespace + module + declare;", 3)]
    [InlineData("function dec() { return () => {} }\nconst f = () => { return @dec() class { static n = 3 } };\nconst n = f().n;", 3)]
    [InlineData("function dec() { return () => {} }\nconst f = () => { return @dec()\n class { static n = 3 } };\nconst n = f().n;", 3)]
    [InlineData("let n = 3\nnamespace N { export const a = 1 }\nn\nnamespace N { export const b = a }", 3)]
    [InlineData("export namespace N { export enum E { A = 3 } }\nconst n = N.E[N.E.A] === 'A' ? N.E.A : 0;", 3)]
    [InlineData("namespace N { export enum E { A } }\nnamespace M { export enum E { A = 3 } }\nconst n = M.E.A + N.E.A;", 3)]
    [InlineData("namespace N { export type T = 1; export import F = T2.F }\nnamespace T2 { export interface F {} }\nconst n = 3;", 3)]
    public void What_is_written_out_does_what_typescript_means(string script, int expected)
    {
        using var project = ScriptProject.Of($"{Core}{script}\nexport const t = mysqlTable('t', {{ a: int().default(n) }});");
        Assert.Equal(expected.ToString(System.Globalization.CultureInfo.InvariantCulture), project.Read().Tables.Single().Columns[0].Default?.ToString());
    }

    [Theory]
    [InlineData("import a = require('./a');", "a.size")]
    [InlineData("import * as a from './a';", "a.size")]
    [InlineData("import a from './a';", "a.size")]
    [InlineData("import { size } from './a';", "size")]
    public void An_assigned_export_is_the_module(string import, string use)
    {
        using var project = new ScriptProject(
            ("a.ts", "import { one } from './b';\nimport b, * as all from './b';\nimport './c';\nexport = { size: one + all.one + b };"),
            ("b.ts", "export const one = 1;\nexport default 1;"),
            ("c.ts", "export {};"),
            ("schema.ts", $"{Core}{import}\nexport const t = mysqlTable('t', {{ a: int().default({use}) }});"));
        Assert.Equal("3", project.Read().Tables.Single().Columns[0].Default?.ToString());
    }

    [Fact]
    public void A_service_of_a_framework_beside_the_tables_does_not_stop_the_reading()
    {
        using var project = ScriptProject.Of($$"""
            import { Inject, Injectable } from '@nestjs/common';
            import { ApiProperty } from '@nestjs/swagger';
            {{Core}}
            @Injectable()
            export class Users {
              @ApiProperty({ type: () => [String] }) readonly names!: string[];
              constructor(@Inject('DB') private readonly db: Database, private readonly log = console) {}
              @Transactional() async find(@Param('id') id: number): Promise<void> { await this.db.find(id); }
            }
            export const t = mysqlTable('t', { a: int() });
            """);
        Assert.Equal("t", project.Read().Tables.Single().Name);
    }
}
