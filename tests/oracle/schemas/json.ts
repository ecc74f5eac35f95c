import { json, mysqlTable } from "drizzle-orm/mysql-core";

export const t = mysqlTable("jsons", { a: json("a"), b: json().$type<{ x: number }>().notNull(), c: json("c").$type<string[]>() });
