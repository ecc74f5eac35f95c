// What drizzle-kit would generate after each of many snapshots: node snapshots.mjs <folder>
// For every NNNN.ts there, NNNN.json is the snapshot that must hold just that schema. Prints what differs; nothing is what is hoped for.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);
require("tsx/cjs/api").register();
const { generateMySQLDrizzleJson, generateMySQLMigration } = require("drizzle-kit/api");

const folder = path.resolve(process.argv[2]);
for (const file of fs.readdirSync(folder).filter((name) => name.endsWith(".ts")).sort()) {
  const snapshot = JSON.parse(fs.readFileSync(path.join(folder, file.replace(/\.ts$/, ".json")), "utf8"));
  const current = await generateMySQLDrizzleJson(require(path.join(folder, file)), snapshot.id);
  for (const statement of await generateMySQLMigration(snapshot, current)) console.log(`${file}: ${statement}`);
}
// A prompt about renames would leave the process waiting.
process.exit(0);
