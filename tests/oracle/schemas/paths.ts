import { int, mysqlTable } from "drizzle-orm/mysql-core";
import { stamp } from "@lib/columns";
import { fromIndex } from "~folder";

export const t = mysqlTable("paths", { stamp, a: int().default(fromIndex) });
