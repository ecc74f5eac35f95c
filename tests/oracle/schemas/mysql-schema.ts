import { int, mysqlSchema, mysqlTable } from "drizzle-orm/mysql-core";

export const other = mysqlSchema("other_db");
export const remote = other.table("remote", { id: int().primaryKey() });
export const local = mysqlTable("local", { id: int().primaryKey(), remote: int().references(() => remote.id) });
