import { getTableConfig, int, MySqlTable, mysqlTable, varchar } from "drizzle-orm/mysql-core";
import { getTableColumns, getTableName, is } from "drizzle-orm";

const base = mysqlTable("base", { id: int("base_id").primaryKey(), name: varchar({ length: 4 }) });
const { name, ...rest } = getTableColumns(base);
export const t = mysqlTable(`${getTableName(base)}_copy`, {
  columns: int().default(Object.keys(rest).length + getTableConfig(base).columns.length),
  type: varchar({ length: 20 }).default(name.getSQLType()),
  table: int().default(is(base, MySqlTable) ? 1 : 0),
  ref: int().references(() => rest.id),
});
export { base };
