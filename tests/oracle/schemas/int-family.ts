import { int, mediumint, mysqlTable, smallint, tinyint } from "drizzle-orm/mysql-core";

export const t = mysqlTable("ints", {
  a: int("a"),
  b: int("b", { unsigned: true }).notNull(),
  c: tinyint("c"),
  d: tinyint("d", { unsigned: true }),
  e: smallint("e"),
  f: smallint({ unsigned: true }),
  g: mediumint("g"),
  h: mediumint("h", { unsigned: true }),
  i: int().autoincrement().primaryKey(),
});
