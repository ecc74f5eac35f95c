// What a large application writes: fractional seconds, expressions as defaults, trees and soft deletion.
import { sql } from "drizzle-orm";
import {
  type AnyMySqlColumn, bigint, binary, boolean, char, check, datetime, float, index, int, json, longtext, mediumint, mediumtext, mysqlEnum, mysqlTable, mysqlView, time, timestamp,
  tinytext, unique, varbinary, varchar, year,
} from "drizzle-orm/mysql-core";

const now3 = sql`CURRENT_TIMESTAMP(3)`;
const channels = ["email", "sms", "push", "in_app", "webhook", "whatsapp"] as const;

export const users = mysqlTable("app_users", {
  id: char("id", { length: 36 }).primaryKey().default(sql`(uuid())`),
  email: varchar("email", { length: 191 }).notNull().unique("app_users_email_uq"),
  locale: varchar("locale", { length: 10 }).notNull().default("ar-OM"),
  password: varbinary("password", { length: 60 }).notNull(),
  token: binary("token", { length: 16 }),
  bornIn: year("born_in"),
  wakesAt: time("wakes_at").default("07:30:00"),
  sleepsAt: time("sleeps_at", { fsp: 3 }),
  parentId: char("parent_id", { length: 36 }).references((): AnyMySqlColumn => users.id, { onDelete: "set null" }),
  preferences: json("preferences").default(sql`(json_object('theme', 'dark', 'channels', json_array('email', 'sms')))`),
  seenAt: datetime("seen_at", { fsp: 6 }).default(sql`CURRENT_TIMESTAMP(6)`),
  createdAt: datetime("created_at", { mode: "string", fsp: 3 }).notNull().default(now3),
  isGone: boolean("is_gone").generatedAlwaysAs(sql`(\`seen_at\` is null)`, { mode: "virtual" }),
}, (t) => [
  index("app_users_parent_idx").on(t.parentId, t.createdAt),
  index("app_users_locale_prefix").on(sql`${t.locale}(5)`, t.email),
  check("app_users_email_form", sql`${t.email} like '%_@_%' and char_length(${t.email}) >= 5`),
  check("app_users_born", sql`${t.bornIn} is null or ${t.bornIn} > 1900`),
]);

export const events = mysqlTable("app_events", {
  id: bigint("id", { mode: "bigint", unsigned: true }).autoincrement().primaryKey(),
  userId: char("user_id", { length: 36 }).notNull().references(() => users.id, { onDelete: "cascade" }),
  channel: mysqlEnum("channel", channels).notNull(),
  level: mysqlEnum("level", ["debug", "info", "warn", "error"]).notNull().default("info"),
  at: timestamp("at", { fsp: 3 }).notNull().default(now3),
  until: timestamp("until", { fsp: 6, mode: "string" }).default(sql`(now(6) + interval 1 day)`),
  expires: datetime("expires").default(sql`(now() + interval 30 day)`),
  day: varchar("day", { length: 10 }).generatedAlwaysAs(sql`date_format(\`at\`, '%Y-%m-%d')`, { mode: "virtual" }),
  payload: json("payload").notNull().default({}),
  type: varchar("type", { length: 40 }).generatedAlwaysAs(sql`json_unquote(json_extract(\`payload\`, '$.type'))`, { mode: "stored" }),
  ratio: float("ratio").default(0.1),
  tries: mediumint("tries").notNull().default(0),
  body: longtext("body"),
  excerpt: mediumtext("excerpt"),
  slug: tinytext("slug"),
}, (t) => [
  unique().on(t.userId, t.channel, t.at),
  index("app_events_type_at").on(t.type, sql`${t.at} desc`),
  index("app_events_user_channel").on(t.userId, t.channel),
  check("app_events_until", sql`${t.until} > ${t.at} or ${t.until} is null`),
  check("app_events_level", sql`not (${t.level} = 'debug' and ${t.tries} > 3)`),
]);

export const attempts = mysqlTable("app_attempts", {
  eventId: bigint("event_id", { mode: "bigint", unsigned: true }).notNull().references(() => events.id),
  attempt: int("attempt").notNull(),
  result: mysqlEnum("result", ["ok", "failed", "ok; late", "100%"]),
  took: float("took", { unsigned: true }),
}, (t) => [unique("app_attempts_uq").on(t.eventId, t.attempt)]);

export const latest = mysqlView("app_latest").algorithm("merge").sqlSecurity("invoker").as((qb) =>
  qb.select({ user: events.userId, type: events.type, at: events.at }).from(events).where(sql`${events.level} in ('warn', 'error')`));
