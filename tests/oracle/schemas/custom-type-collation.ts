import { customType, index, mysqlTable, varchar } from "drizzle-orm/mysql-core";

const caseSensitive = customType<{ data: string; config: { length: number } }>({ dataType: (config) => `varchar(${config?.length ?? 255}) COLLATE utf8mb4_bin` });
const latin = customType<{ data: string }>({ dataType: () => "varchar(20) CHARACTER SET latin1 COLLATE latin1_bin" });
const shared = varchar("shared", { length: 10 });

export const t = mysqlTable("collations", {
  id: caseSensitive("id", { length: 48 }).notNull().primaryKey(),
  b: latin("b").default("x"),
  shared,
}, (table) => [index("collations_b_idx").on(table.b)]);

// The builder is changed for this table alone: the one above was made before.
export const u = mysqlTable("collations_later", { id: caseSensitive("id", { length: 4 }).notNull(), shared: shared.notNull() });

const wgs84 = customType<{ data: string }>({ dataType: () => "point SRID 4326" });
const binary = customType<{ data: string }>({ dataType: () => "varchar(20) BINARY" });
const zip = customType<{ data: number }>({ dataType: () => "int(5) ZEROFILL" });

export const v = mysqlTable("collations_other", { a: wgs84("a").notNull(), b: binary("b"), c: zip("c") });
