import { int, mysqlTable, varchar } from "drizzle-orm/mysql-core";

export const users = mysqlTable("users", { id: int().primaryKey(), code: varchar({ length: 8 }).unique() });
export const posts = mysqlTable("posts", {
  id: int().primaryKey(),
  author: int("author_id").notNull().references(() => users.id),
  editor: int("editor_id").references(() => users.id, { onDelete: "set null", onUpdate: "cascade" }),
  code: varchar({ length: 8 }).references(() => users.code, { onDelete: "cascade" }),
  reviewer: int().references(() => users.id, { onDelete: "restrict", onUpdate: "no action" }),
});
