import { index, int, mysqlTable, uniqueIndex } from "drizzle-orm/mysql-core";

export const t = mysqlTable("index_options", { a: int(), b: int() }, (t) => [
  index("i1").on(t.a).using("btree"),
  index("i2").on(t.b).using("hash").algorithm("inplace"),
  index("i3").on(t.a, t.b).lock("none").algorithm("copy"),
  uniqueIndex("i4").on(t.b, t.a).using("btree").lock("shared"),
]);
