// The reference: what drizzle-kit and drizzle-orm themselves make of every schema file.
//   node oracle.mjs <schemas> <out>         writes <out>/<file>.json for each schema file
//   node oracle.mjs compare <ts> <js>       compares erased files with esbuild's output, by minified text
import { execFile } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const require = createRequire(import.meta.url);
const run = promisify(execFile);

if (process.argv[2] === "compare") compare(process.argv[3], process.argv[4]);
else await describeAll(process.argv[2], process.argv[3]);

async function describeAll(schemas, out) {
  fs.mkdirSync(out, { recursive: true });
  out = path.resolve(out);
  schemas = path.resolve(schemas);
  // tsx and drizzle-kit look for tsconfig.json in the current folder
  process.chdir(schemas);
  require("tsx/cjs/api").register();
  const files = fs.readdirSync(schemas).filter((file) => /\.[cm]?[tj]s$/.test(file));
  const queue = [...files];
  const worker = async () => {
    for (let file = queue.shift(); file; file = queue.shift()) {
      const described = await describe(path.join(schemas, file));
      fs.writeFileSync(path.join(out, file + ".json"), JSON.stringify(described, (_, value) => (typeof value === "bigint" ? `${value}n` : value), 1));
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, os.cpus().length) }, worker));
  fs.writeFileSync(path.join(out, "done"), files.join("\n"));
}

async function describe(file) {
  const casing = /^\/\/ casing: (\w+)/.exec(fs.readFileSync(file, "utf8"))?.[1];
  const { generateMySQLDrizzleJson, generateMySQLMigration } = require("drizzle-kit/api");
  const exports = require(path.resolve(file));
  const result = { casing, tables: tableConfigs(exports, casing) };
  try {
    const empty = await generateMySQLDrizzleJson({});
    result.snapshot = await generateMySQLDrizzleJson(exports, undefined, casing);
    result.statements = await generateMySQLMigration(empty, result.snapshot);
  } catch (error) {
    result.kitError = String(error);
  }
  // The API does not do what the command line does with views, so that is asked too.
  const bin = path.join(path.dirname(require.resolve("drizzle-kit")), "bin.cjs");
  const { stdout } = await run(process.execPath, [bin, "export", "--dialect", "mysql", "--schema", path.resolve(file)], { cwd: path.dirname(file), maxBuffer: 1e8 });
  result.export = stdout.replace(/^[\s\S]*?\n\n/, "");
  return result;
}

function tableConfigs(exports, casing) {
  const { getTableConfig, MySqlDialect, MySqlTable } = require("drizzle-orm/mysql-core");
  const { is, SQL } = require("drizzle-orm");
  const dialect = new MySqlDialect({ casing });
  const text = (value, source) => (is(value, SQL) ? dialect.sqlToQuery(value, source).sql : value instanceof Date ? value.toISOString() : value);
  return Object.values(exports).filter((value) => is(value, MySqlTable)).map((table) => {
    const config = getTableConfig(table);
    return {
      name: config.name,
      schema: config.schema,
      columns: config.columns.map((column) => ({
        name: dialect.casing.getColumnCasing(column), type: column.getSQLType(), notNull: column.notNull, default: text(column.default),
        autoIncrement: column.autoIncrement === true, primary: column.primary, onUpdateNow: column.hasOnUpdateNow === true,
        unique: column.isUnique ? column.uniqueName : null,
      })),
      indexes: config.indexes.map(({ config: index }) => ({
        name: index.name, unique: index.unique, using: index.using, algorithm: index.algorithm, lock: index.lock,
        columns: index.columns.map((part) => (is(part, SQL) ? text(part, "indexes") : dialect.casing.getColumnCasing(part))),
      })),
    };
  });
}

function compare(ts, js) {
  const { transformSync } = require("esbuild");
  const options = {
    minifyWhitespace: true, minifySyntax: true, format: "esm", target: "esnext", legalComments: "none",
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: true } },
  };
  const different = [];
  for (const file of fs.readdirSync(js, { recursive: true })) {
    if (!file.endsWith(".mjs")) continue;
    const source = path.join(ts, file.replace(/\.mjs$/, ""));
    const expected = transformSync(fs.readFileSync(source, "utf8"), { ...options, loader: "ts" }).code;
    const actual = transformSync(fs.readFileSync(path.join(js, file), "utf8"), { ...options, loader: "js" }).code;
    if (expected !== actual) different.push(`${file}\n expected ${expected}\n actual   ${actual}`);
  }
  if (different.length > 0) {
    console.error(different.join("\n"));
    process.exit(1);
  }
}
