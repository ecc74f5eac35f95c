import { int, mysqlTable } from "drizzle-orm/mysql-core";
export * from "./lib/star-b";
export * as space from "./lib/star-a";
export const omega = mysqlTable("omega", { id: int() });
export const Upper = mysqlTable("upper", { id: int() });
export { zeta as first } from "./lib/star-a";
