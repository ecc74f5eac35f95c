import { binary, int, json, mysqlTable, text, varchar } from "drizzle-orm/mysql-core";
import { sql } from "drizzle-orm";

const fallback = 7;
export const t = mysqlTable("sql_defaults", {
  a: varchar({ length: 36 }).default(sql`(uuid())`),
  b: int().default(sql`1`),
  c: binary({ length: 16 }).default(sql`(uuid_to_bin(uuid(), 1))`),
  d: text().default(sql`('text')`),
  e: json().default(sql`(json_array())`),
  f: int().default(sql.raw(`${fallback}`)),
  g: varchar({ length: 9 }).default(sql`'literal'`),
});
