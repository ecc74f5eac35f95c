import { decimal, mysqlTable } from "drizzle-orm/mysql-core";

export const t = mysqlTable("decimals", {
  a: decimal("a"),
  b: decimal("b", { precision: 12 }),
  c: decimal("c", { precision: 12, scale: 3 }).notNull().default("0.000"),
  d: decimal("d", { precision: 10, scale: 0 }),
  e: decimal("e", { precision: 10 }),
  f: decimal("f", { precision: 8, scale: 2, unsigned: true }),
  g: decimal("g", { precision: 8, scale: 2, mode: "number" }).default(1.5),
  h: decimal("h", { mode: "bigint", precision: 20 }),
  i: decimal({ unsigned: true }),
});
