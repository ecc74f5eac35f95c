import { int, mysqlTable } from "drizzle-orm/mysql-core";

const table = mysqlTable("by_default", { id: int() });
export default table;
export const named = mysqlTable("by_name", { id: int() });
