import { int, mysqlTable, varchar } from "drizzle-orm/mysql-core";

export const t = mysqlTable("uniques", {
  a: varchar("email_address", { length: 320 }).notNull().unique(),
  b: int().unique("own_name"),
  c: int().unique(),
});
