import { index, int, mysqlTable, varchar, type MySqlColumn } from "drizzle-orm/mysql-core";

function id<const T extends string>(name: T) { return int(name).autoincrement().primaryKey(); }
const text = (length = 10, { required }: { required?: boolean } = {}) => { const column = varchar({ length }); return required ? column.notNull() : column; };
const indexes = <T extends Record<string, MySqlColumn>>(prefix: string, t: T) => Object.keys(t).map((key) => index(`${prefix}_${key}`).on(t[key as keyof T]!));

export const t = mysqlTable("functions", { id: id("the_id"), a: text(), b: text(20, { required: true }) }, (t) => indexes("f", { a: t.a, b: t.b }));
export const many = Object.fromEntries(["x", "y"].map((name) => [name, mysqlTable(name, { id: id("id") })]));
export const { x, y } = many as Record<"x" | "y", typeof t>;
