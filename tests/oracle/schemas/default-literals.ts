import { boolean, double, int, mysqlTable, varchar } from "drizzle-orm/mysql-core";

export const t = mysqlTable("defaults", {
  a: int().default(0),
  b: int().default(-5),
  c: double().default(0.25),
  d: varchar({ length: 10 }).default(""),
  e: varchar({ length: 40 }).default("it's \"quoted\""),
  f: boolean().default(false),
  g: varchar({ length: 10 }).default(null as unknown as string),
  h: double().default(1e21),
});
