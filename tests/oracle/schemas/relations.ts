import { int, mysqlTable } from "drizzle-orm/mysql-core";
import { relations } from "drizzle-orm";
import { relations as again } from "drizzle-orm/relations";

export const users = mysqlTable("users", { id: int().primaryKey() });
export const posts = mysqlTable("posts", { id: int().primaryKey(), author: int().references(() => users.id) });
export const usersRelations = relations(users, ({ many }) => ({ posts: many(posts) }));
export const postsRelations = again(posts, ({ one }) => ({ author: one(users, { fields: [posts.author], references: [users.id] }) }));
