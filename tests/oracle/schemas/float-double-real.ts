import { double, float, mysqlTable, real } from "drizzle-orm/mysql-core";

export const t = mysqlTable("floats", {
  a: float("a"),
  b: float("b", { precision: 8, scale: 2 }),
  c: float("c", { precision: 24, unsigned: true }),
  d: double("d"),
  e: double("e", { precision: 10, scale: 4 }),
  f: double("f", { precision: 10, scale: 4, unsigned: true }),
  g: real("g"),
  h: real("h", { precision: 10, scale: 4 }),
  i: real({ precision: 10 }),
});
