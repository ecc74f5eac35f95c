import { boolean, mysqlTable } from "drizzle-orm/mysql-core";

export const t = mysqlTable("booleans", { a: boolean("a"), b: boolean().notNull().default(true), c: boolean().default(false) });
