import { check, int, mysqlTable } from "drizzle-orm/mysql-core";
import { sql } from "drizzle-orm";

export const t = mysqlTable("sql_helpers", { a: int(), b: int() }, (t) => {
  const parts = sql.join([sql`${t.a} > 0`, sql`${t.b} > 0`], sql` or `);
  const built = sql.empty().append(sql`${sql.identifier("a")} <> `).append(sql.raw("0"));
  return [check("joined", parts), check("built", built), check("nested", sql`(${parts}) and (${built})`), check("list", sql.join([sql`a`, sql` = b`]))];
});
