import { check, int, mysqlTable, varchar } from "drizzle-orm/mysql-core";
import { sql } from "drizzle-orm";

export const t = mysqlTable("checks", { age: int().notNull(), name: varchar({ length: 20 }) }, (table) => [
  check("age_check", sql`${table.age} > 21`),
  check("name_check", sql`name <> '' and length(name) < 20`),
]);
