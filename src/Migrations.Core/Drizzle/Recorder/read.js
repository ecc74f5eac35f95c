// What the schema's files get to import, and the reading of what they declared.

/** The casing of the reading that is under way; columns inside prepared queries need it late. */
let readCasing;

function is(value, type) {
  return value !== null && typeof value === "object" && (value instanceof type || value.constructor?.[entityKind] === type[entityKind]);
}

function makeRelations(table, config) {
  return { [entityKind]: "Relations", table, config };
}

const drizzleOrm = {
  ...operators, sql, SQL, Name, Param, Placeholder, StringChunk, Subquery, WithSubquery, Column, ColumnBuilder, Table, View, entityKind, is,
  name: sql.identifier, param: sql.param, placeholder: sql.placeholder, bindIfParam: forColumn,
  relations: makeRelations,
  defineRelations: () => ({}),
  defineRelationsPart: () => ({}),
  getTableColumns: (table) => table[tableSymbols.Columns],
  getColumns: (table) => table[tableSymbols.Columns] ?? table[holderInfo].fields,
  getTableName: (table) => table[holderInfo].name,
  getTableUniqueName: (table) => `${table[holderInfo].schema ?? "public"}.${table[holderInfo].name}`,
  getViewName: (view) => view[holderInfo].name,
  getViewSelectedFields: (view) => view[holderInfo].fields,
  isTable: (value) => value instanceof Table,
  isView: (value) => value instanceof View,
  isSQLWrapper: (value) => typeof value?.getSQL === "function",
  aliasedTable: alias,
  getOperators: () => operators,
};

const mysqlCore = {
  ...columnBuilders, mysqlTable, mysqlTableCreator, mysqlSchema, mysqlDatabase: mysqlSchema, mysqlView, alias, index: indexOn(false), uniqueIndex: indexOn(true),
  unique, primaryKey, foreignKey, check, QueryBuilder, MySqlTable, MySqlColumn, MySqlColumnBuilder, MySqlSchema, MySqlView, ViewBuilder, IndexBuilder,
  UniqueConstraintBuilder, PrimaryKeyBuilder, ForeignKeyBuilder, CheckBuilder, union, unionAll, intersect, except,
  isMySqlSchema: (value) => value instanceof MySqlSchema,
  uniqueKeyName: (table, columns) => `${table[holderInfo].name}_${columns.join("_")}_unique`,
  getMySqlColumnBuilders: () => columnBuilders,
  getTableConfig: tableConfig,
  getViewConfig: (view) => ({ ...view[holderInfo], selectedFields: view[holderInfo].fields, isExisting: view[holderInfo].query === undefined }),
};

packages["drizzle-orm"] = drizzleOrm;
packages["drizzle-orm/sql"] = packages["drizzle-orm/sql/sql"] = drizzleOrm;
packages["drizzle-orm/sql/expressions"] = packages["drizzle-orm/expressions"] = drizzleOrm;
packages["drizzle-orm/relations"] = packages["drizzle-orm/_relations"] = drizzleOrm;
packages["drizzle-orm/mysql-core"] = mysqlCore;
packages["drizzle-orm/mysql-core/columns"] = packages["drizzle-orm/mysql-core/columns/common"] = mysqlCore;
packages["drizzle-orm/casing"] = { toSnakeCase, toCamelCase };
packages["drizzle-kit"] = { defineConfig: (config) => config };

/** What a table declares beside its columns, in drizzle's own words. */
function tableConfig(table) {
  const info = table[holderInfo];
  const columns = table[tableSymbols.Columns];
  const config = { columns: Object.values(columns), indexes: [], checks: [], primaryKeys: [], uniqueConstraints: [], foreignKeys: [...info.foreignKeys], name: info.name, schema: info.schema, baseName: info.baseName };
  const declared = table[tableSymbols.ExtraConfigBuilder]?.(columns) ?? [];
  for (const item of Array.isArray(declared) ? declared.flat(1) : Object.values(declared)) {
    if (item instanceof IndexBuilder) config.indexes.push(item);
    else if (item instanceof CheckBuilder) config.checks.push(item);
    else if (item instanceof UniqueConstraintBuilder) config.uniqueConstraints.push(item);
    else if (item instanceof PrimaryKeyBuilder) config.primaryKeys.push(item);
    else if (item instanceof ForeignKeyBuilder) config.foreignKeys.push(item);
    else if (stubName(item) !== undefined) fail(`An index or constraint of the table '${info.name}' comes from the package '${stubName(item)}', which is not read`, info.at);
    else if (item !== undefined && item !== null && typeof item.on === "function")
      fail(`An index or unique constraint of the table '${info.name}' has no .on(…) with its columns`, info.at);
  }
  return config;
}

/** A default as drizzle-kit writes it behind DEFAULT; undefined where there is none. */
function defaultText(column, type) {
  const value = column.default;
  if (value === undefined) return undefined;
  if (value instanceof SQL) return sqlText(value, { casing: readCasing });
  const lower = type.toLowerCase();
  let text;
  if (typeof value === "string") text = quoteText(value);
  else if (lower === "json") text = quoteText(JSON.stringify(value));
  else if (value instanceof Date) {
    if (lower === "date") text = `'${value.toISOString().split("T")[0]}'`;
    else if (lower.startsWith("datetime") || lower.startsWith("timestamp")) text = `'${value.toISOString().replace("T", " ").slice(0, 23)}'`;
    else return undefined;
  } else if (stubName(value) !== undefined) {
    fail(`The default of the column '${column.name}' comes from the package '${stubName(value)}', which is not read`, column.config.at);
  } else text = String(value);
  return type === "blob" || type === "text" || type === "json" ? `(${text})` : text;
}

function readColumn(column) {
  const { config } = column;
  const type = String(column.getSQLType());
  const text = config.default === undefined ? undefined : defaultText(column, type);
  const { generated } = config;
  const as = generated && (typeof generated.as === "function" ? generated.as() : generated.as);
  return [
    casedName(column, readCasing), type, config.notNull === true, text, config.hasOnUpdateNow === true, config.autoIncrement === true,
    generated && (as instanceof SQL ? sqlText(as, { casing: readCasing }) : String(as)), generated?.mode === "stored", config.at,
  ];
}

function casedConstraintName(name, columns) {
  if (readCasing) for (const column of columns) name = name.replace(column.name, casedName(column, readCasing));
  return name;
}

const casedNames = (columns) => columns.map((column) => casedName(column, readCasing));

function readForeignKey(table, key) {
  const { name, columns, foreignColumns } = key.reference();
  const broken = [...(columns ?? []), ...(foreignColumns ?? [])].some((column) => !(column instanceof Column));
  if (broken || !foreignColumns?.length) fail(`A foreign key of the table '${table.name}' refers to something that is not a column of a table`, key.at ?? table.at);
  const target = foreignColumns[0].table[holderInfo];
  const plainNames = (list) => list.map((column) => column.name);
  const full = name ?? [table.name, ...plainNames(columns), target.name, ...plainNames(foreignColumns)].join("_") + "_fk";
  return [casedConstraintName(casedConstraintName(full, columns), foreignColumns), casedNames(columns), target.schema, target.name, casedNames(foreignColumns), key.actions.onDelete, key.actions.onUpdate, key.at];
}

function readIndex(table, { config, at }) {
  const parts = config.columns.map((part) => {
    if (part instanceof Column) return [false, casedName(part, readCasing)];
    if (part === undefined || typeof part?.getSQL !== "function") fail(`The index '${config.name}' of the table '${table.name}' names something that is not a column`, at);
    return [true, sqlText(part, { casing: readCasing, bare: true })];
  });
  const name = config.name ?? `${table.name}_${parts.map((part) => part[1]).join("_")}_index`;
  return [name, config.unique, parts, config.using, config.algorithm, config.lock, at];
}

function readTable(table) {
  const info = table[holderInfo];
  state.at = info.at;
  const config = tableConfig(table);
  const options = { casing: readCasing };
  const keys = config.columns.filter((column) => column.primary)
    .map((column) => [`${info.name}_${casedName(column, readCasing)}`, [casedName(column, readCasing)], column.config.at]);
  for (const key of config.primaryKeys) {
    const name = key.name ?? `${info.name}_${key.columns.map((column) => column.name).join("_")}_pk`;
    keys.push([casedConstraintName(name, key.columns), casedNames(key.columns), key.at]);
  }
  const uniques = config.columns.filter((column) => column.isUnique).map((column) => [column.uniqueName, [casedName(column, readCasing)], column.config.at]);
  for (const { name, columns, at } of config.uniqueConstraints)
    uniques.push([name ?? `${info.name}_${columns.map((column) => column.name).join("_")}_unique`, casedNames(columns), at]);
  return [
    info.name, info.schema, config.columns.map(readColumn), keys, uniques, config.indexes.map((index) => readIndex(info, index)),
    config.foreignKeys.map((key) => readForeignKey(info, key)), config.checks.map((check) => [check.name, sqlText(check.value, options), check.at]), info.at,
  ];
}

function readView(view) {
  const info = view[holderInfo];
  state.at = info.at;
  const columns = Object.values(info.fields ?? {}).filter((field) => field instanceof Column);
  return [
    info.name, info.schema, info.query && sqlText(info.query, { casing: readCasing }), info.algorithm, info.sqlSecurity, info.withCheckOption,
    columns.map(readColumn), info.isExisting === true, info.at,
  ];
}

function readSchema(values, casing) {
  readCasing = casing;
  const tables = new Set();
  const views = new Set();
  for (const value of values) {
    if (value instanceof MySqlTable && !value[holderInfo].isAlias) tables.add(value);
    else if (value instanceof MySqlView) views.add(value);
  }
  return [[...tables].map(readTable), [...views].map(readView)];
}

return { package: packageOf, state, held, take: (key) => held[key], keys: (name) => Object.keys(packages[name] ?? {}), readSchema, readSnapshot };
