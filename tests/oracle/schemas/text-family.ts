import { longtext, mediumtext, mysqlTable, text, tinytext } from "drizzle-orm/mysql-core";

export const t = mysqlTable("texts", {
  a: text("a").notNull(),
  b: tinytext("b"),
  c: mediumtext("c"),
  d: longtext("d"),
  e: text({ enum: ["one", "two"] }).default("one"),
  f: tinytext().default("it's"),
});
