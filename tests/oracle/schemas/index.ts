import { index, int, mysqlTable, uniqueIndex, varchar } from "drizzle-orm/mysql-core";

export const t = mysqlTable("indexed", { a: int(), b: int(), c: varchar("sea", { length: 9 }) }, (t) => [
  index("a_index").on(t.a),
  index("abc_index").on(t.c, t.b, t.a),
  uniqueIndex("b_unique").on(t.b),
  uniqueIndex("bc_unique").on(t.b, t.c),
]);
export const u = mysqlTable("indexed_too", { a: int() }, (t) => [index("a_index").on(t.a)]);
