import { int, mysqlTable, timestamp, varchar } from "drizzle-orm/mysql-core";

export const timestamps = {
  createdAt: timestamp("created_at").defaultNow().notNull(),
  updatedAt: timestamp("updated_at").defaultNow().onUpdateNow().notNull(),
};
const slug = { slug: varchar({ length: 64 }).unique() };
export const a = mysqlTable("shared_a", { id: int(), ...timestamps, ...slug });
export const b = mysqlTable("shared_b", { ...slug, id: int(), ...timestamps });
