// What a large application writes by accident: reserved words, odd characters, long names, names that differ in case only, repeated columns in keys.
import { sql } from "drizzle-orm";
import { bigint, check, datetime, decimal, index, int, json, mysqlEnum, mysqlTable, serial, text, timestamp, unique, varchar } from "drizzle-orm/mysql-core";

export const order = mysqlTable("order", {
  id: serial("id").primaryKey(),
  key: varchar("key", { length: 32 }).notNull(),
  group: int("group").default(0),
  select: mysqlEnum("select", ["from", "where", "d'e", "f\"g", "h`i", "{j}"]).default("d'e"),
  desc: text("desc"),
  default: varchar("default", { length: 10 }).default("default"),
  null: varchar("null", { length: 10 }).default("null"),
  current: varchar("current", { length: 30 }).default("CURRENT_TIMESTAMP"),
  call: varchar("call", { length: 30 }).default("now()"),
  number: varchar("number", { length: 30 }).default("007"),
  percent: varchar("100%", { length: 30 }).default("100%"),
  "with space": int("with space"),
  dash: int("a-b"),
  umlaut: varchar("größe", { length: 20 }).default("größer — 大"),
  emoji: varchar("emoji", { length: 8 }).default("😀"),
  arabic: varchar("عمود", { length: 20 }).default(sql`(concat('مرحبا', ' ü 😀'))`),
  mixed: json("mixed").default({ "ключ": "значение", face: "😀", letters: ["ä", "é"] }),
  mood: mysqlEnum("mood", ["gut", "größer", "😀", "حزين"]).default("😀"),
  made: varchar("made", { length: 60 }).generatedAlwaysAs(sql`concat(\`größe\`, ' ← ü')`, { mode: "virtual" }),
  latin: varchar("latin", { length: 20 }).default(sql`('üé')`),
  newline: varchar("newline", { length: 20 }).default("a\tb"),
}, (t) => [
  index("group").on(t.group, t.key),
  index("with space").on(t["with space"]),
  unique("key").on(t.key),
  check("check", sql`${t.group} >= 0 and ${t.select} <> 'from'`),
  check("größe", sql`${t.umlaut} <> 'größer' or ${t.emoji} = '😀'`),
]);

export const references = mysqlTable("references", {
  id: int("id").primaryKey(),
  order: bigint("order", { mode: "number", unsigned: true }).references(() => order.id, { onDelete: "restrict" }),
  sixtyFour: int("a_column_whose_name_has_exactly_those_sixty_four_letters_allowed"),
  zero: decimal("zero", { precision: 10, scale: 2 }).default("00.10"),
  exponent: decimal("exponent", { precision: 20, scale: 0 }).default("1000000"),
  one: int("one").default(sql`(1)`),
  sum: int("sum").default(sql`(1 + 1)`),
  text: varchar("text", { length: 20 }).default(sql`(concat('a', "b"))`),
  nothing: int("nothing").default(sql`NULL`),
  nullJson: json("null_json").default(sql`(null)`),
  at: timestamp("at").default(sql`CURRENT_TIMESTAMP`).notNull(),
  atNow: datetime("at_now").default(sql`NOW()`),
  atLocal: datetime("at_local").default(sql`LOCALTIMESTAMP`),
  updated: datetime("updated").default(sql`CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP`),
  fixed: timestamp("fixed").notNull().default(sql`'2020-02-29 12:00:00'`),
}, (t) => [
  unique("references_uq").on(t.order, t.sixtyFour),
  index("references_both").on(t.at, t.atNow),
  check("references_case", sql`case when ${t.one} > 1 then ${t.sum} else 0 end >= 0`),
  check("references_null", sql`coalesce(${t.nothing}, 0) = 0 and ifnull(${t.one}, 1) <> 2`),
]);
