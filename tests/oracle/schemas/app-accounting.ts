// What a large application writes: money, many enums, unsigned keys, composite keys and computed totals.
import { sql } from "drizzle-orm";
import {
  bigint, boolean, check, date, decimal, double, foreignKey, index, int, json, mysqlEnum, mysqlTable, mysqlView, primaryKey, smallint, text, timestamp, tinyint, unique,
  uniqueIndex, varchar,
} from "drizzle-orm/mysql-core";

const id = () => bigint("id", { mode: "number", unsigned: true }).autoincrement().primaryKey();
const money = (name: string) => decimal(name, { precision: 18, scale: 4 });
const currencies = ["OMR", "AED", "USD", "EUR"] as const;
const stamps = {
  createdAt: timestamp("created_at").defaultNow().notNull(),
  updatedAt: timestamp("updated_at").defaultNow().onUpdateNow().notNull(),
  deletedAt: timestamp("deleted_at"),
};

export const companies = mysqlTable("companies", {
  id: id(),
  name: varchar("name", { length: 255 }).notNull(),
  country: varchar("country", { length: 2 }).notNull().default("OM"),
  plan: mysqlEnum("plan", ["free", "starter", "pro", "enterprise"]).notNull().default("free"),
  status: mysqlEnum("status", ["active", "paid trial", "on-hold", "it's over", "naïve"]).default("paid trial"),
  settings: json("settings").$type<Record<string, unknown>>().default({ locale: "en", features: ["a", "b"], limits: { users: 5, ratio: 0.5 } }),
  tags: json("tags").$type<string[]>().default([]).notNull(),
  rating: double("rating").default(4.5),
  discount: decimal("discount", { precision: 5, scale: 2 }).notNull().default("0.00"),
  negative: decimal("negative", { precision: 10, scale: 2 }).default("-12.50"),
  isActive: boolean("is_active").notNull().default(true),
  level: tinyint("level", { unsigned: true }).notNull().default(1),
  about: text("about"),
  ...stamps,
}, (t) => [
  uniqueIndex("companies_name_country_uq").on(t.name, t.country),
  index("companies_status_idx").on(t.status, t.plan),
  check("companies_discount_range", sql`${t.discount} between 0 and 100`),
  check("companies_level_known", sql`${t.level} in (1, 2, 3)`),
]);

export const invoices = mysqlTable("invoices", {
  companyId: bigint("company_id", { mode: "number", unsigned: true }).notNull().references(() => companies.id, { onDelete: "cascade", onUpdate: "cascade" }),
  number: int("number", { unsigned: true }).notNull(),
  year: smallint("year", { unsigned: true }).notNull().default(2024),
  currency: mysqlEnum("currency", currencies).notNull().default("OMR"),
  state: mysqlEnum("state", ["draft", "sent", "paid", "void"]).default("draft").notNull(),
  net: money("net").notNull().default("0"),
  vat: money("vat").notNull().default("0.0000"),
  gross: money("gross").generatedAlwaysAs(sql`(\`net\` + \`vat\`)`, { mode: "stored" }),
  isOpen: boolean("is_open").generatedAlwaysAs(sql`(\`state\` in ('draft','sent'))`, { mode: "virtual" }),
  label: varchar("label", { length: 64 }).generatedAlwaysAs(sql`concat(\`currency\`, '-', lpad(\`number\`, 6, '0'))`),
  dueOn: date("due_on", { mode: "string" }),
  ...stamps,
}, (t) => [
  primaryKey({ columns: [t.companyId, t.year, t.number], name: "invoices_pk" }),
  unique("invoices_label_uq").on(t.companyId, t.label),
  index("invoices_due_idx").on(t.state, t.dueOn),
  check("invoices_net_or_vat", sql`${t.net} >= 0 or (${t.vat} = 0 and ${t.state} <> 'paid')`),
]);

export const lines = mysqlTable("invoice_lines", {
  id: id(),
  companyId: bigint("company_id", { mode: "number", unsigned: true }).notNull(),
  invoiceYear: smallint("invoice_year", { unsigned: true }).notNull(),
  invoiceNumber: int("invoice_number", { unsigned: true }).notNull(),
  position: int("position").notNull(),
  quantity: decimal("quantity", { precision: 12, scale: 3 }).notNull().default("1.000"),
  price: money("price").notNull(),
  total: money("total").generatedAlwaysAs(sql`round(\`quantity\` * \`price\`, 4)`, { mode: "stored" }),
  note: varchar("note", { length: 500 }).default("—"),
}, (t) => [
  foreignKey({ name: "lines_invoice_fk", columns: [t.companyId, t.invoiceYear, t.invoiceNumber], foreignColumns: [invoices.companyId, invoices.year, invoices.number] })
    .onDelete("cascade").onUpdate("restrict"),
  unique("lines_position_uq").on(t.companyId, t.invoiceYear, t.invoiceNumber, t.position),
]);

export const openInvoices = mysqlView("open_invoices").as((qb) =>
  qb.select({ companyId: invoices.companyId, total: sql<string>`sum(${invoices.gross})`.as("total") }).from(invoices).where(sql`${invoices.isOpen} = 1`).groupBy(invoices.companyId));
