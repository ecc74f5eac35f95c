import { int, mysqlTable, varchar } from "drizzle-orm/mysql-core";

export const a = mysqlTable("key_a", { id: int("id").primaryKey() });
export const b = mysqlTable("key_b", { code: varchar({ length: 5 }).primaryKey(), n: int() });
export const c = mysqlTable("key_c", { first: int().primaryKey(), second: int().primaryKey() });
