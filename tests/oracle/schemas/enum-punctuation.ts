// drizzle-kit takes an enum apart at its commas and parentheses, and writes other values than the schema has.
import { mysqlEnum, mysqlTable } from "drizzle-orm/mysql-core";

export const t = mysqlTable("punctuation", {
  a: mysqlEnum("a", ["paid", "trial, paid", "on-hold"]).default("trial, paid"),
  b: mysqlEnum("b", ["ok", "ok (late)", ")(", "100%"]),
  c: mysqlEnum("c", ["a,b", "c','d", "it's, (really) \"so\""]).notNull(),
});
