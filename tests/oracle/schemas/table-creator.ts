import { int, mysqlTableCreator, unique } from "drizzle-orm/mysql-core";

const table = mysqlTableCreator((name) => `app_${name}`);
export const users = table("users", { id: int().primaryKey(), mail: int().unique() }, (t) => [unique().on(t.id, t.mail)]);
export const posts = table("posts", { id: int(), author: int().references(() => users.id) });
