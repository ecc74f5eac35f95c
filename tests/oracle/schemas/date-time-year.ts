import { date, mysqlTable, time, year } from "drizzle-orm/mysql-core";

export const t = mysqlTable("dates", {
  a: date("a"),
  b: date("b", { mode: "string" }).notNull(),
  c: date({ mode: "date" }),
  d: time("d"),
  e: time("e", { fsp: 3 }),
  f: year("f").default(2024),
  g: year(),
});
