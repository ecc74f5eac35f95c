import { int, mysqlTable, unique } from "drizzle-orm/mysql-core";

export const t = mysqlTable("table_uniques", { a: int().unique(), b: int(), c: int("see") }, (t) => [
  unique().on(t.a, t.c),
  unique("named").on(t.b),
  unique("both").on(t.b, t.c),
]);
