import { type AnyMySqlColumn, foreignKey, int, mysqlTable } from "drizzle-orm/mysql-core";

export const nodes = mysqlTable("nodes", {
  id: int("id").primaryKey(),
  parent: int("parent_id").references((): AnyMySqlColumn => nodes.id, { onDelete: "cascade" }),
});
export const trees = mysqlTable("trees", { id: int().primaryKey(), up: int() }, (table) => [
  foreignKey({ columns: [table.up], foreignColumns: [table.id], name: "trees_up_fk" }),
]);
