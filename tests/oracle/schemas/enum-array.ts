import { mysqlEnum, mysqlTable } from "drizzle-orm/mysql-core";

export const roles = ["admin", "member", "it's me"] as const;
const levels = [1, 2, 3].map((level) => `level-${level}`) as [string, ...string[]];

export const t = mysqlTable("enums", {
  a: mysqlEnum("a", ["x", "y"]).notNull().default("x"),
  b: mysqlEnum("b", roles),
  c: mysqlEnum(levels).default("level-2"),
  d: mysqlEnum(["", "with space", "UPPER"]).default(""),
});
