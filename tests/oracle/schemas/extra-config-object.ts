import { check, index, int, mysqlTable, primaryKey, unique, uniqueIndex } from "drizzle-orm/mysql-core";
import { sql } from "drizzle-orm";

export const t = mysqlTable("object_config", { a: int(), b: int() }, (table) => ({
  pk: primaryKey({ columns: [table.a, table.b] }),
  byB: index("by_b").on(table.b),
  uq: unique("uq").on(table.a),
  ux: uniqueIndex("ux").on(table.b),
  positive: check("positive", sql`${table.a} > 0`),
}));
