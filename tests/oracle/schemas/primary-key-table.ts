import { int, mysqlTable, primaryKey } from "drizzle-orm/mysql-core";

export const a = mysqlTable("pair_a", { x: int(), y: int() }, (t) => [primaryKey({ columns: [t.x, t.y] })]);
export const b = mysqlTable("pair_b", { x: int().notNull(), y: int() }, (t) => [primaryKey({ name: "pair_key", columns: [t.y, t.x] })]);
export const c = mysqlTable("pair_c", { x: int(), y: int() }, (t) => ({ pk: primaryKey(t.x, t.y) }));
export const d = mysqlTable("single", { x: int() }, (t) => [primaryKey({ columns: [t.x] })]);
