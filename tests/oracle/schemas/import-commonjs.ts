import { mysqlEnum, mysqlTable, varchar } from "drizzle-orm/mysql-core";
import legacy from "./lib/legacy.cjs";

export const t = mysqlTable("commonjs_imports", { a: varchar({ length: legacy.size }), b: mysqlEnum(legacy.kinds) });
