import { mysqlTable } from "drizzle-orm/mysql-core";

export const t = mysqlTable("callbacks", (t) => ({
  id: t.int().primaryKey().autoincrement(),
  name: t.varchar("the_name", { length: 9 }),
  big: t.bigint({ mode: "number" }),
  kind: t.mysqlEnum(["x", "y"]),
  at: t.timestamp().defaultNow(),
  long: t.longtext(),
}));
