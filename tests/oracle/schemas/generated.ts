import { int, mysqlTable, text, varchar } from "drizzle-orm/mysql-core";
import { sql, type SQL } from "drizzle-orm";

export const t = mysqlTable("generated", {
  first: varchar("first", { length: 20 }).notNull(),
  last: varchar("last", { length: 20 }),
  a: varchar({ length: 41 }).generatedAlwaysAs(sql`concat(first, ' ', last)`),
  b: varchar({ length: 41 }).generatedAlwaysAs((): SQL => sql`upper(${t.first})`, { mode: "stored" }).notNull(),
  c: int().generatedAlwaysAs(sql`(length(first))`, { mode: "virtual" }),
  d: text().generatedAlwaysAs("lower(first)", { mode: "stored" }),
});
