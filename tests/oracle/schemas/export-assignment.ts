import core, { name } from "./lib/assigned";
import { mysqlTable, varchar, int as whole, type MySqlTable } from "drizzle-orm/mysql-core";
import * as all from "./lib/namespace";
import "./lib/columns";

const length = all.Shared.limit;
const second = mysqlTable("second_assigned", { id: whole() });
const first = mysqlTable(`first_${name}_${core.length}`.slice(0, 5) + "_assigned", { name: varchar({ length }) });
export = { second, first };
