import { int, mysqlTable, mysqlView, varchar } from "drizzle-orm/mysql-core";

export const t = mysqlTable("base", { id: int() });
export const v = mysqlView("already_there", { id: int("id"), name: varchar("name", { length: 9 }).notNull().default("x") }).existing();
