import { datetime, mysqlTable } from "drizzle-orm/mysql-core";
import { sql } from "drizzle-orm";

export const t = mysqlTable("datetimes", {
  a: datetime("a"),
  b: datetime("b", { fsp: 3 }).notNull(),
  c: datetime("c", { mode: "string", fsp: 6 }).default(sql`CURRENT_TIMESTAMP(6)`),
  d: datetime({ mode: "date" }).default(sql`(now())`),
});
