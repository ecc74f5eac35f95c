import { index, int, mysqlTable, uniqueIndex, varchar } from "drizzle-orm/mysql-core";
import { desc, sql } from "drizzle-orm";

export const t = mysqlTable("index_expressions", { email: varchar({ length: 99 }), at: int("created_at") }, (t) => [
  index("lower_email").on(sql`(lower(${t.email}))`),
  uniqueIndex("lower_unique").on(sql`(lower(${t.email}))`),
  index("mixed").on(t.at, sql`(upper(${t.email}))`),
  index("prefix").on(sql`${t.email}(10)`),
  index("newest").on(desc(t.at)),
  index("newest_sql").on(sql`${t.at} desc`, t.email),
]);
