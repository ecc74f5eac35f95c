import { int, mysqlTable, varchar } from "drizzle-orm/mysql-core";

declare const missing: string;
declare global { interface Window { x: number } }
interface Shape<T = unknown> extends Record<string, T> { (a: number): string; readonly [key: string]: T; method?(): void }
type Pair<A, B extends A[] = A[]> = [first: A, ...rest: B];
type Fn = new (...args: any[]) => asserts;
type asserts = { [K in keyof Shape as `get${string & K}`]+?: Shape[K] extends infer U extends string ? U : never };
abstract class Base<T> { protected abstract size(): number; static readonly count: number = 2; declare ghost: string; private value!: T; constructor(value?: T) { this.value = value!; } get doubled(): number { return Base.count * 2 } }
class Derived extends Base<number> implements Shape { [key: string]: any; override size(this: Derived): number { return 4; } }
function over(a: string): string;
function over(a: number): number;
function over(a: any): any { return a; }
const isText = (value: unknown): value is string => typeof value === "string";
const longArrow = async <T,>(
  value: T,
): Promise<
  T
> => value;
const ambiguous = (a: number, b: number, c: number) => a < b ? (b) : c > (a) ? 1 : 2;
const nested = (x: number) => (y: number): number => x ? (y) : (x);
const generic = new Map<string, Array<Set<number>>>([["a", []]]);
const less = 1 < 2, shift = 16 >> 2 >>> 1, regex = /[/"'`]/g.test("a/b"), division = 8 / 4 / 2;
const text = `a${`b${1 + (2 as number)}` as string}c`;
const casted = <number>(<unknown>7);
const kept = { type: 1, as: 2, satisfies: 3, declare: 4, readonly: 5, abstract: 6, is: 7, namespace: 8 } satisfies Record<string, number>;
let type = kept!.type, of = 1, as = 2;
type = as
of = type as number
;[1].forEach((n) => { of += n; })
label: for (const { as: renamed = 3 } of [{ as: 1 } as { as?: number }]) { if (renamed) continue label; }
try { longArrow<string>("x"); } catch (error: unknown) { void error; }
namespace OnlyTypes { export type A = string; export interface B { a: A } }
export type { Pair };
export { type Fn, over };

export const t = mysqlTable("typescript_syntax", {
  a: int().default(new Derived().size() + Base.count),
  b: varchar({ length: over(9) as unknown as number }).default(isText(text) ? text : ""),
  c: int().default(ambiguous(1, 2, 3) + nested(1)(2) + generic.size + (less ? 1 : 0) + shift + (regex ? 1 : 0) + division),
  d: int().default(casted + type + of + as + kept.is),
});
