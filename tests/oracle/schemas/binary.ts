import { binary, mysqlTable, varbinary } from "drizzle-orm/mysql-core";

export const t = mysqlTable("binaries", { a: binary("a"), b: binary("b", { length: 16 }), c: varbinary("c", { length: 64 }).notNull(), d: varbinary({ length: 8 }) });
