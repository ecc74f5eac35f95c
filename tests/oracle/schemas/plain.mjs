import { int, mysqlTable } from "drizzle-orm/mysql-core";

export const t = mysqlTable("plain_js", { id: int("id"), satisfies: int("as") });
