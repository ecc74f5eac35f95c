import { int, mysqlTable, varchar } from "drizzle-orm/mysql-core";
import sizes, { key, stamp, type Options, Named } from "./lib/columns.js";
import * as folder from "./lib/folder";
import { renamed } from "./lib/folder/index";
import type { Status } from "./enum-object";

const options: Options & Named = { name: "the_key" };
export type { Status };
export const t = mysqlTable("imports", {
  id: key(options),
  stamp,
  a: varchar({ length: sizes.length }),
  b: int().default(folder.fromIndex + renamed),
});
