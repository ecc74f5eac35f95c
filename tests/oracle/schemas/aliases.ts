import core = require("drizzle-orm/mysql-core");
import assigned = require("./lib/assigned");
import byDefault from "./lib/assigned";
import { Shared } from "./lib/namespace";
import Inner = Shared.Inner;
import OnlyType = Inner.Nothing;
namespace Space { export const a = 1; export namespace Deep { export const b = 2 } export interface Type { c: number } }
import Deep = Space.Deep;
export import Type = Space.Type;
namespace Using { import D = Space.Deep; export import E = Space.Deep; export const sum = D.b + E.b; }
const typed: OnlyType | Type | null = null;

export const t = core.mysqlTable("aliases", {
  a: core.int().default(Deep.b + Inner.text.length + Using.sum + Using.E.b),
  b: core.varchar({ length: assigned.length }).default(byDefault.name),
  c: core.int().default(typed ? 1 : 0),
});
