import { mysqlEnum, mysqlTable, varchar } from "drizzle-orm/mysql-core";
import limits from "./lib/limits.json";

export const t = mysqlTable("json_imports", { a: varchar({ length: limits.short }), b: mysqlEnum(limits.list as [string]) });
