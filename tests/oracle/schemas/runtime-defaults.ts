import { int, mysqlTable, timestamp, varchar } from "drizzle-orm/mysql-core";

export const t = mysqlTable("runtime_defaults", {
  a: varchar({ length: 36 }).$defaultFn(() => crypto.randomUUID()),
  b: varchar({ length: 36 }).$default(() => "b"),
  c: timestamp().$onUpdate(() => new Date()),
  d: int().default(1).$onUpdateFn(() => 2),
});
