import { date, datetime, mysqlTable, timestamp } from "drizzle-orm/mysql-core";

const epoch = new Date(Date.UTC(2024, 1, 29, 12, 30, 15, 250));
export const t = mysqlTable("date_defaults", {
  a: date().default(epoch),
  b: datetime().default(epoch),
  c: datetime({ fsp: 3 }).default(epoch),
  d: timestamp().default(epoch),
  e: timestamp({ mode: "string" }).default("2024-01-01 00:00:00"),
  f: date({ mode: "string" }).default("2024-01-01"),
});
