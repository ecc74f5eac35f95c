import { check, int, mysqlTable } from "drizzle-orm/mysql-core";
import { and, between, eq, exists, gt, gte, inArray, isNotNull, isNull, like, lt, lte, ne, not, notInArray, or, sql } from "drizzle-orm";

const low = sql.raw("1");
export const t = mysqlTable("operators", { a: int(), b: int() }, (t) => [
  check("c1", gt(t.a, low)),
  check("c2", and(gte(t.a, t.b), lt(t.b, sql`10`))!),
  check("c3", or(eq(t.a, t.b), ne(t.a, low), lte(t.a, t.b))!),
  check("c4", not(isNull(t.a))),
  check("c5", or(isNotNull(t.a), between(t.b, low, sql`9`))!),
  check("c6", inArray(t.a, [low, sql`2`])),
  check("c7", notInArray(t.b, [low])),
  check("c8", and(undefined, like(t.a, sql`'x%'`), undefined)!),
  check("c9", sql`${t.a} in ${[sql`1`, sql`2`]}`),
]);
export const unused = exists(sql`(select 1)`);
