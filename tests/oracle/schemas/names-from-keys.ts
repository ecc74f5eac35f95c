import { boolean, date, decimal, index, int, json, mysqlEnum, mysqlTable, text, timestamp, varchar } from "drizzle-orm/mysql-core";

export const t = mysqlTable("keyNames", {
  id: int().primaryKey(),
  firstName: varchar({ length: 5 }),
  isActive: boolean(),
  birthDay: date(),
  price: decimal(),
  meta: json(),
  kind: mysqlEnum(["a"]),
  body: text(),
  createdAt: timestamp(),
}, (t) => [index("by_first").on(t.firstName)]);
