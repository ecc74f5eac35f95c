import { foreignKey, int, mysqlTable, primaryKey } from "drizzle-orm/mysql-core";

export const parents = mysqlTable("parents", { a: int(), b: int() }, (t) => [primaryKey({ columns: [t.a, t.b] })]);
export const children = mysqlTable("children", { x: int(), y: int(), z: int().references(() => parents.a) }, (t) => [
  foreignKey({ columns: [t.x, t.y], foreignColumns: [parents.a, parents.b] }).onDelete("cascade").onUpdate("set null"),
  foreignKey({ name: "named_fk", columns: [t.z], foreignColumns: [parents.a] }),
]);
