// casing: snake_case
import { check, index, int, mysqlTable, primaryKey, unique, varchar } from "drizzle-orm/mysql-core";
import { sql } from "drizzle-orm";

export const users = mysqlTable("usersTable", {
  userId: int().primaryKey(),
  firstName: varchar({ length: 5 }).unique(),
  HTTPServer: int(),
  field2Value: int(),
  own_name: int("ownName"),
  snake_key: int(),
  itemsX2Y: int(),
}, (t) => [
  index("first_index").on(t.firstName, sql`(lower(${t.firstName}))`),
  unique().on(t.userId, t.HTTPServer),
  primaryKey({ columns: [t.userId, t.HTTPServer] }),
  check("positive", sql`${t.field2Value} > 0`),
]);
export const posts = mysqlTable("posts", { postId: int(), authorId: int().references(() => users.userId), full_title: varchar({ length: 9 }) });
