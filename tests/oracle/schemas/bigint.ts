import { bigint, mysqlTable } from "drizzle-orm/mysql-core";

export const t = mysqlTable("bigints", {
  a: bigint("a", { mode: "number" }),
  b: bigint("b", { mode: "bigint" }).notNull(),
  c: bigint("c", { mode: "number", unsigned: true }).autoincrement().primaryKey(),
  d: bigint({ mode: "bigint", unsigned: true }),
});
