import { int, mysqlTable } from "drizzle-orm/mysql-core";

export const zeta = mysqlTable("zeta", { id: int() });
export const beta = mysqlTable("beta", { id: int() });
