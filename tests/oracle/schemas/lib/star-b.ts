import { int, mysqlTable } from "drizzle-orm/mysql-core";
export * from "./star-a";
export const alpha = mysqlTable("alpha", { id: int() });
