import { mysqlTable, timestamp } from "drizzle-orm/mysql-core";
import { sql } from "drizzle-orm";

export const t = mysqlTable("timestamps", {
  a: timestamp("a").defaultNow().notNull(),
  b: timestamp("b").defaultNow().onUpdateNow().notNull(),
  c: timestamp("c", { fsp: 3, mode: "string" }).default(sql`CURRENT_TIMESTAMP(3)`),
  d: timestamp({ fsp: 0 }),
  e: timestamp().onUpdateNow(),
});
