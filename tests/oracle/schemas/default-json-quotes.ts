// drizzle-kit does not double the quotes of a JSON default: what it writes is no SQL.
import { json, mysqlTable } from "drizzle-orm/mysql-core";

export const t = mysqlTable("json_quotes", { a: json().default({ note: "it's", "o'clock": ["'", "''"] }), b: json().default("it's") });
