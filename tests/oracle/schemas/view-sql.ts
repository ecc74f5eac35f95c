import { int, mysqlTable, mysqlView, varchar } from "drizzle-orm/mysql-core";
import { sql } from "drizzle-orm";

export const users = mysqlTable("users", { id: int().primaryKey(), name: varchar({ length: 20 }) });
export const plain = mysqlView("plain_view", { id: int(), name: varchar({ length: 20 }).notNull() }).as(sql`select id, name from ${users} where ${users.id} > 5`);
export const full = mysqlView("full_view", { id: int("id") })
  .algorithm("merge")
  .sqlSecurity("invoker")
  .withCheckOption("local")
  .as(sql`select id from users`);
export const checked = mysqlView("checked_view", { id: int("id") }).withCheckOption().as(sql`select id from users`);
