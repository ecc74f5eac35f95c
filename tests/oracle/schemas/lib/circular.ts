import { type AnyMySqlColumn, int, mysqlTable } from "drizzle-orm/mysql-core";
import { left } from "../circular";

export const right = mysqlTable("right_side", { id: int().primaryKey(), left: int().references((): AnyMySqlColumn => left.id) });
