import { int, mysqlTable } from "drizzle-orm/mysql-core";

export type A = {
  b: string;
};
export const t = mysqlTable("crlf", {
  id: int("id") as any,
});
