import { alias, int, mysqlTable, mysqlView, varchar } from "drizzle-orm/mysql-core";
import { count, desc, eq, gt, sql } from "drizzle-orm";

export const users = mysqlTable("users", { id: int("id").primaryKey(), name: varchar("full_name", { length: 20 }), age: int() });
export const posts = mysqlTable("posts", { id: int().primaryKey(), author: int("author_id"), title: varchar({ length: 50 }) });

export const all = mysqlView("v_all").as((qb) => qb.select().from(users));
export const some = mysqlView("v_some").as((qb) => qb.select({ id: users.id, upper: sql<string>`upper(${users.name})`.as("upper_name") }).from(users).where(gt(users.age, sql`18`)));
export const joined = mysqlView("v_joined").as((qb) =>
  qb.select({ name: users.name, title: posts.title }).from(users).leftJoin(posts, eq(posts.author, users.id)).orderBy(desc(users.id)));
export const grouped = mysqlView("v_grouped").algorithm("temptable").as((qb) =>
  qb.select({ author: posts.author, n: count().as("n") }).from(posts).groupBy(posts.author).having(sql`count(*) > 1`).limit(10).offset(5));
export const limited = mysqlView("v_limited").as((qb) => qb.select({ id: users.id }).from(users).where(eq(users.age, 30)).limit(3));
export const distinct = mysqlView("v_distinct").as((qb) => qb.selectDistinct({ age: users.age }).from(users));
const other = alias(users, "other");
export const aliased = mysqlView("v_aliased").as((qb) => qb.select({ a: users.id, b: other.age }).from(users).innerJoin(other, eq(other.id, users.id)));
export const onView = mysqlView("v_on_view").as((qb) => qb.select({ id: some.id, upper: some.upper }).from(some));
export const sub = mysqlView("v_sub").as((qb) => {
  const inner = qb.select({ id: users.id, age: users.age }).from(users).as("inner_users");
  return qb.select({ id: inner.id }).from(inner).where(gt(inner.age, sql`1`));
});
export const cte = mysqlView("v_cte").as((qb) => {
  const adults = qb.$with("adults").as(qb.select({ id: users.id }).from(users).where(gt(users.age, sql`17`)));
  return qb.with(adults).select().from(adults);
});
export const united = mysqlView("v_union").as((qb) => qb.select({ id: users.id }).from(users).union(qb.select({ id: posts.id }).from(posts)));
