import { type AnyMySqlColumn, int, mysqlTable } from "drizzle-orm/mysql-core";
import { right } from "./lib/circular";

export const left = mysqlTable("left_side", { id: int().primaryKey(), right: int().references((): AnyMySqlColumn => right.id) });
export { right };
