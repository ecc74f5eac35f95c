import { mysqlTable, serial } from "drizzle-orm/mysql-core";

export const t = mysqlTable("serials", { id: serial("id").primaryKey(), other: serial() });
