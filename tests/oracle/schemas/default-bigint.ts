import { bigint, mysqlTable } from "drizzle-orm/mysql-core";

export const t = mysqlTable("bigint_defaults", {
  a: bigint({ mode: "bigint" }).default(9007199254740993n),
  b: bigint({ mode: "bigint", unsigned: true }).notNull().default(0n),
});
