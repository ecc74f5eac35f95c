import { json, mysqlTable, text } from "drizzle-orm/mysql-core";

export const t = mysqlTable("json_defaults", {
  a: json().default({}),
  b: json().default([]),
  c: json().default({ a: 1, b: ["x", null, true], c: { d: "e" } }),
  d: json().default([1, 2, 3]),
  e: json().default(null),
  f: json().default(5),
  g: text().default("plain"),
  h: json().default("text"),
});
