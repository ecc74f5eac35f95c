import { int, mysqlTable, text, varchar } from "drizzle-orm/mysql-core";
import { Shared } from "./lib/namespace";

namespace Types { export type A = string; export interface B { a: A } export namespace Deep { export type C = A } }
declare namespace Ghost { const missing: string; function f(): void }
namespace Empty {}
export namespace Columns {
  export const id = () => int().primaryKey(),
    name = (length: number) => varchar({ length });
  export const { small, big: [large, ...rest] } = { small: 10, big: [200, 300, 400] };
  export let count = 1;
  export var later: number | undefined;
  const hidden = Columns.small + small;
  export function more(): number { count += 1; return count + hidden; }
  export async function* nothing() {}
  export enum Kind { One = 1, Two }
  export const enum Fixed { A = 5 }
  export abstract class Shape { static sides = 4; constructor(readonly sides: number = Shape.sides) {} }
  export class Square extends Shape {}
  export namespace Inner { export const depth = small + 1; export namespace Most { export const all = depth + large } }
  later = 9
  export const table = mysqlTable("inside_namespace", { id: id(), kind: int().default(Kind.Two) });
  export type OnlyHere = keyof typeof table;
}
export namespace Columns {
  export namespace Inner { export const twice = depth * 2 }
  export const sum = small + large + rest.length + Inner.depth;
  export enum Kind { Three = 3 }
}
namespace A.B.C { export const deep = 3; }
namespace A.B.C { export const deeper = deep + 1; }
namespace A { export const top = B.C.deeper; }
namespace A.B { export const middle = top + C.deep; const top2 = top; export const B = top2 }
function make(n: number) { return n + make.step; }
namespace make { export const step = 5; }
class Holder { static held = 1 }
namespace Holder { export const added = Holder.held + 1; export interface Options { a: string } }
enum Color { Red = 1, Green }
namespace Color { export function next(c: Color): Color { return c + 1; } }
namespace Self { export const Self = { own: 11 }; export const read = Self.own }
module Old { export const value = 6 }

export const t = mysqlTable("namespaces", {
  id: Columns.id(),
  name: Columns.name(Columns.large),
  a: int().default(Columns.more() * 1000 + Columns.count),
  b: int().default(Columns.sum + Columns.Inner.twice + Columns.Inner.Most.all + new Columns.Square().sides),
  c: int().default(A.B.C.deeper * 100 + A.top * 10 + A.B.middle + A.B.B),
  d: int().default(make(1) + Holder.added + Color.next(Color.Red) + Self.read + Self.Self.own + Old.value),
  e: text().default(Object.keys(Columns).sort().join()),
  f: int().default(Columns.later! + Columns.Fixed.A + Columns.Kind.Three + Columns.Kind.One + Shared.limit + Shared.Inner.text.length),
});
export const inside = Columns.table;
