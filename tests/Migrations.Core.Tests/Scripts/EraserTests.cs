using System.Diagnostics;
using System.Text;
using CsCheck;
using Migrations.Core.Scripts;
using Migrations.Model;

namespace Migrations.Core.Tests.Scripts;

/// <summary>What is erased, what stays, and what is refused.</summary>
public sealed class EraserTests
{
    [Theory]
    [InlineData("let a: number = 1;", "let a         = 1;")]
    [InlineData("let a!: Map<string, Array<number>>;", "let a                             ;")]
    [InlineData("const a = b as unknown as string[];", "const a = b                       ;")]
    [InlineData("const a = { b: 1 } satisfies C;", "const a = { b: 1 }            ;")]
    [InlineData("a!.b![0]!();", "a .b [0] ();")]
    [InlineData("f<string>(a); new Map<string, B<C>>();", "f        (a); new Map              ();")]
    [InlineData("a < b > (c); f(a < b, c > d);", "a       (c); f(a < b, c > d);")]
    [InlineData("if (a < b && c > (d)) e;", "if (a < b && c > (d)) e;")]
    [InlineData("const f = <T,>(a: T, ...b: T[]): T => a;", "const f =     (a   , ...b     )    => a;")]
    [InlineData("const f = async <T>(a: T) => a;", "const f = async    (a   ) => a;")]
    [InlineData("a ? (b) : c => d;", "a ? (b) : c => d;")]
    [InlineData("a ? (b): c => d : e;", "a ? (b)    => d : e;")]
    [InlineData("a ? (b, c = (d)) : (e);", "a ? (b, c = (d)) : (e);")]
    [InlineData("function f(this: A, b?: string, { c }: D = {}): asserts b is string {}", "function f(         b         , { c }    = {})                      {}")]
    [InlineData("class A<T> extends B<T> implements C, D<T> { }", "class A    extends B                       { }")]
    [InlineData("class A { private readonly a: string = ''; static b?: number; declare c: D; abstract d(): void; }", "class A {                  a         = ''; static b         ;                                   }")]
    [InlineData("interface A { b: string } a();", "                          a();")]
    [InlineData("type A<T> = T extends (infer U extends string)[] ? `x${U}` : { [K in keyof T]?: T[K] }; a();", "                                                                                        a();")]
    [InlineData("import type { A } from 'a'; import { type B, c } from 'd'; c();", "                            import {         c } from 'd'; c();")]
    [InlineData("import A, { B } from 'a'; import * as C from 'c'; A();", "import A, {   } from 'a';                         A();")]
    [InlineData("import { a } from 'a'; const b: a = 1;", "                       const b    = 1;")]
    [InlineData("export type { A } from 'a'; export { type B, c };", "                            export {         c };")]
    [InlineData("export declare const a: string; export abstract class B {}", "                                export          class B {}")]
    [InlineData("function f(a: string): void; function f(a: any) {}", "                             function f(a     ) {}")]
    [InlineData("const a = <string>b;", "const a =         b;")]
    [InlineData("for (const a of b as C[]) {} for (let i: number = 0; i < 1; i++) {}", "for (const a of b       ) {} for (let i         = 0; i < 1; i++) {}")]
    [InlineData("try {} catch (e: unknown) {}", "try {} catch (e         ) {}")]
    [InlineData("const a = b as const, c = `${d as string}`;", "const a = b         , c = `${d          }`;")]
    [InlineData("type = as; as = of; of = type as number;", "type = as; as = of; of = type          ;")]
    [InlineData("const a = /<T>(as)/g.test(b) ? 1 / 2 / 3 : /[/]/;", "const a = /<T>(as)/g.test(b) ? 1 / 2 / 3 : /[/]/;")]
    [InlineData("@dec() class A { @field b: string; @a.b<C>({ d: 1 }) @e [f]: g; }", "       class A {        b        ;                      [f]   ; }")]
    [InlineData("class A { m(@B() c: D, @e f?: G) {} }", "class A { m(     c   ,    f    ) {} }")]
    [InlineData("return_(@a\nclass B {})", "return_((  \nclass B {}))")]
    [InlineData("import type A = require('a'); import B = C.D; declare module 'x' { const y: 1 } b()", "                                                                                b()")]
    [InlineData("namespace A { type B = 1; namespace C.D { export interface E {} } declare const f: B } export type { A }; a", "                                                                                                          a")]
    [InlineData("abstract class A { constructor(a: string); constructor(a: any) {} get b(): string { return ''; } }", "         class A {                         constructor(a     ) {} get b()         { return ''; } }")]
    [InlineData("const f = (a: (b: string) => void, c?: new () => D): typeof a => a;", "const f = (a                     , c              )           => a;")]
    [InlineData("a as T\n(b)", "a ;   \n(b)")]
    [InlineData("let a: T\n[b] = c", "let a;  \n[b] = c")]
    [InlineData("a\ntype B = C\n(d)", "a\n;         \n(d)")]
    [InlineData("const f = (a): {\n  b: string\n} => a", "const f = (a    \n           \n) => a")]
    [InlineData("return_ => <T\n>(a: T) => a", "return_ => ( \n  a   ) => a")]
    [InlineData("class A { constructor(private a: B, public readonly c = 1, d?: E) { f(); } }", "class A { constructor(        a   ,                 c = 1, d    ) {this.a=a;this.c=c; f(); } }")]
    [InlineData("class A extends B { constructor(readonly c: D) { super(c); } }", "class A extends B { constructor(         c   ) { super(c),this.c=c; } }")]
    [InlineData("class A extends B { constructor(readonly c) { const d = super(); } }", "class A extends B { constructor(         c) { const d = (super(),this.c=c,this); } }")]
    [InlineData("class A { constructor(private, readonly) {} }", "class A { constructor(private, readonly) {} }")]
    [InlineData("import a = require('b'); a", "import * as a from         'b' ; a")]
    [InlineData("import A = B.C; A()", "const  A = B.C; A()")]
    [InlineData("import a from 'b';\nexport = a;", "var a=(m=>m&&m.default!==undefined?m.default:m)(require('b'));\nmodule.exports = a;")]
    public void Types_become_spaces(string source, string expected) => Assert.Equal(expected, TypeScriptEraser.Erase(source, "a.ts"));

    [Theory]
    [InlineData("namespace A { export let b = 1; }\nnamespace A { f(b); }", 2, 13, "ScriptNotErasable")]
    [InlineData("function f() {\n  namespace A { export const b = 1; }\n}", 2, 3, "ScriptSyntax")]
    [InlineData("class A {\n  method(private a: string) {}\n}", 2, 10, "ScriptSyntax")]
    [InlineData("namespace A { export = b; }", 1, 22, "ScriptSyntax")]
    [InlineData("namespace A {\n  export const b = 1;", 2, 22, "ScriptSyntax")]
    [InlineData("const a: = 1;", 1, 10, "ScriptSyntax")]
    [InlineData("const a = {\n  b: 'c\n};", 2, 6, "ScriptSyntax")]
    [InlineData("a = `b", 1, 6, "ScriptSyntax")]
    [InlineData("/* a", 1, 1, "ScriptSyntax")]
    [InlineData("interface A { b: string", 1, 13, "ScriptSyntax")]
    public void What_cannot_be_erased_is_refused_with_its_place(string source, int line, int column, string errorId)
    {
        var error = Assert.Throws<MigrationException>(() => TypeScriptEraser.Erase(source, "dir/a.ts"));
        Assert.Equal(errorId, error.ErrorId);
        Assert.Equal(new SourceLocation("dir/a.ts", line, column), error.Location);
    }

    [Fact]
    public void Deep_nesting_is_refused_and_does_not_crash()
    {
        foreach (var unit in (string[])["(", "[", "{a:", "f(", "a?b:", "`${", "<A>", "()=>", "!", "{", "if(a)", "class A{b=", "x:"])
        {
            var source = string.Concat(Enumerable.Repeat(unit, 50_000));
            var error = Assert.ThrowsAny<Exception>(() => TypeScriptEraser.Erase(source, "a.ts"));
            Assert.IsType<MigrationException>(error);
        }

        Assert.IsType<MigrationException>(Assert.ThrowsAny<Exception>(() => TypeScriptEraser.Erase("type A = " + string.Concat(Enumerable.Repeat("B<", 50_000)), "a.ts")));
    }

    private static readonly string[] Pieces =
    [
        "const a: number = 1;", "let b!: string", "type A<T> = T | { a: T };", "interface B extends C<string> { (x: number): void }", "f<string>(x as any)!",
        "export const c = (d: string, e?: number): boolean => d < e;", "class D<T> extends E implements F { private readonly g?: T; h(this: D<T>): void {} }",
        "import type { G } from 'g';", "import { h, type I } from 'h';", "h();", "`a${b as string}c`;", "/re/g.test(x);", "declare module 'm' { const n: string }",
        "function o(p: string): void;\nfunction o(p: any) { return p satisfies Q }", "async <R,>(s: R): Promise<\nR\n> => s", "label: for (const t of u!) { break label }",
        "// comment with types: A<B>", "/* block\n as T */", "abstract class V { abstract w(): void; declare x: string }", "export { type Y, a as z };", "const é: string = 'ü'",
    ];

    private static readonly string[] WrittenOut =
    [
        "export enum X {\n  A,\r\n  B = 'b', // c\n\n  'd e' = A | 2\n}", "class P extends V { constructor(\n private a: string,\n readonly b = 1) {\n super(a)\n} }",
        "export namespace N {\n  export const a: number = 1,\n    b = 2\n  export let c: string\n function f(): void {}\n}", "namespace N.M.O\n{ export function f(): void {} }\nnamespace N {\n M.O.f() }",
        "import S = N\n.M; S()", "import k =\nrequire('k')\nk()", "@d({\n a: 1 })\nclass W {\n @e\n [x]: string }",
    ];

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static readonly Gen<string> Scripts =
        Gen.Select(OneOf(Pieces), OneOf("\n", "\r\n", "\n\n", " \u2028", "\n\t")).Array[0, 12]
            .Select(parts => string.Concat(parts.Select(part => part.Item1 + part.Item2)));

    [Fact]
    public void Length_and_line_breaks_stay() => Scripts.Sample(
        source =>
        {
            string erased;
            try
            {
                erased = TypeScriptEraser.Erase(source, "a.ts");
            }
            catch (MigrationException)
            {
                return; // pieces that do not fit together
            }

            Assert.Equal(source.Length, erased.Length);
            for (var i = 0; i < source.Length; i++)
            {
                if (IsLineBreak(source[i]) || IsLineBreak(erased[i])) Assert.Equal(source[i], erased[i]);
                else Assert.True(erased[i] == source[i] || erased[i] is ' ' or ';' or '(' or ')');
            }
        }, iter: 2000);

    [Fact]
    public void Line_breaks_stay_where_javascript_is_written_out() => Gen.Select(OneOf(WrittenOut), Scripts, OneOf(WrittenOut)).Sample(
        (first, source, last) =>
        {
            source = first + "\n" + source + "\n" + last;
            string erased;
            try
            {
                erased = TypeScriptEraser.Erase(source, "a.ts");
            }
            catch (MigrationException)
            {
                return;
            }

            Assert.Equal(string.Concat(source.Where(IsLineBreak)), string.Concat(erased.Where(IsLineBreak)));
        }, iter: 1000);

    [Fact]
    public void Mutated_files_neither_crash_nor_hang()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Oracle.RepositoryRoot(), "tests", "oracle", "schemas"), "*.ts").Select(File.ReadAllText).ToArray();
        string[] noise = ["<", ">", "(", ")", "{", "}", "`", "${", "'", "/", "/*", "as ", "type ", "=>", "?", ":", "!", "enum ", "import ", "abstract ", "\n", "\\", "@", "#", "\u2028", "\0", "async ", "yield ", "namespace A {", "export ", "private ", "super(", "constructor("];
        Gen.Select(OneOf(files), Gen.Int[0, int.MaxValue], OneOf(noise), Gen.Int[0, 3], Gen.Int[1, 40]).Sample(
            (text, place, insert, kind, length) =>
            {
                var at = text.Length == 0 ? 0 : place % text.Length;
                var mutated = new StringBuilder(text);
                if (kind == 0) mutated.Insert(at, insert);
                else if (kind == 1) mutated.Remove(at, Math.Min(length, text.Length - at));
                else if (kind == 2) mutated.Length = at;
                else mutated.Insert(at, text.Substring(place / 7 % text.Length, Math.Min(length, text.Length - (place / 7 % text.Length))));
                var watch = Stopwatch.StartNew();
                try
                {
                    TypeScriptEraser.Erase(mutated.ToString(), "a.ts");
                }
                catch (MigrationException error)
                {
                    Assert.NotNull(error.Location);
                }

                Assert.InRange(watch.Elapsed.TotalSeconds, 0, 2);
            }, iter: 10_000);
    }

    private static bool IsLineBreak(char c) => c is '\n' or '\r' or '\u2028' or '\u2029';
}
