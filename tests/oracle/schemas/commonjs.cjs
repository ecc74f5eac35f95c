const { int, mysqlTable, varchar } = require("drizzle-orm/mysql-core");
const legacy = require("./lib/legacy.cjs");

const users = mysqlTable("cjs_users", { id: int("id").primaryKey(), name: varchar("name", { length: legacy.size }) });
module.exports = { users };
