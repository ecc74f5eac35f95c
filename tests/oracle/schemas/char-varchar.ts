import { char, mysqlTable, varchar } from "drizzle-orm/mysql-core";

export const t = mysqlTable("strings", {
  a: char("a"),
  b: char("b", { length: 2 }).notNull().default("om"),
  c: varchar("c", { length: 255 }),
  d: varchar("d", { length: 20, enum: ["x", "y"] }).default("x"),
  e: varchar({ length: 36 }).$type<`id_${string}`>().notNull(),
  f: char({ enum: ["a", "b"] }),
});
