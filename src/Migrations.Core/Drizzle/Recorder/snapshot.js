// drizzle-kit's snapshot of a schema (its version 5), key for key as drizzle-kit 0.31 writes it: what it does wrong it must find here again,
// or it would take the difference for a change of the schema.

/** A template's text where drizzle-kit sends values beside it. */
const templateText = (value) => sqlText(value, { casing: readCasing, values: "?" });

/** drizzle-orm doubles no quotes in an enum's values. */
const ormType = (column) =>
  column.config.isEnum ? `enum(${column.config.enumValues.map((value) => `'${value}'`).join(",")})` : String(column.getSQLType());

/** drizzle-kit takes an enum apart at its first parenthesis and at every comma. */
function snapshotType(column) {
  const type = ormType(column);
  if (!type.startsWith("enum")) return type;
  const list = type.split("(")[1] ?? "";
  return `enum(${list.slice(0, -1).split(",").map((value) => quoteText(value.slice(1, -1))).join(",")})`;
}

function snapshotDefault(column, type, doublesQuotes) {
  const value = column.default;
  if (value instanceof SQL) return sqlText(value, { casing: readCasing });
  const lower = type.toLowerCase();
  let result;
  if (typeof value === "string") result = doublesQuotes ? quoteText(value) : `'${value}'`;
  else if (lower === "json") result = `'${JSON.stringify(value)}'`;
  else if (value instanceof Date) {
    if (lower === "date") result = `'${value.toISOString().split("T")[0]}'`;
    else if (lower.startsWith("datetime") || lower.startsWith("timestamp")) result = `'${value.toISOString().replace("T", " ").slice(0, 23)}'`;
  } else result = typeof value === "bigint" ? String(value) : value;
  return type === "blob" || type === "text" || type === "json" ? `(${result})` : result;
}

function snapshotColumn(column, name, type, doublesQuotes) {
  const { config } = column;
  const as = config.generated && (typeof config.generated.as === "function" ? config.generated.as() : config.generated.as);
  const result = {
    name, type, primaryKey: false, notNull: config.notNull === true, autoincrement: config.autoIncrement === true, onUpdate: config.hasOnUpdateNow,
    generated: config.generated && { as: as instanceof SQL ? templateText(as) : as, type: config.generated.mode ?? "stored" },
  };
  if (config.default !== undefined) result.default = snapshotDefault(column, String(column.getSQLType()), doublesQuotes);
  return result;
}

function snapshotTable(table, internal) {
  const info = table[holderInfo];
  const config = tableConfig(table);
  const result = { name: info.name, columns: {}, indexes: {}, foreignKeys: {}, compositePrimaryKeys: {}, uniqueConstraints: {}, checkConstraint: {} };
  for (const column of config.columns) {
    const name = casedName(column, readCasing);
    if (column.primary) result.compositePrimaryKeys[`${info.name}_${name}`] = { name: `${info.name}_${name}`, columns: [name] };
    if (column.isUnique) result.uniqueConstraints[column.uniqueName] = { name: column.uniqueName, columns: [name] };
    result.columns[name] = snapshotColumn(column, name, snapshotType(column), true);
  }
  for (const key of config.primaryKeys) {
    const name = casedConstraintName(key.name ?? `${info.name}_${key.columns.map((column) => column.name).join("_")}_pk`, key.columns);
    result.compositePrimaryKeys[name] = { name, columns: casedNames(key.columns) };
    for (const name of casedNames(key.columns)) result.columns[name].notNull = true;
  }
  for (const { name, columns } of config.uniqueConstraints) {
    const full = name ?? `${info.name}_${columns.map((column) => column.name).join("_")}_unique`;
    result.uniqueConstraints[full] = { name: full, columns: casedNames(columns) };
  }
  for (const key of config.foreignKeys) {
    const [name, columnsFrom, , tableTo, columnsTo, onDelete, onUpdate] = readForeignKey(info, key);
    result.foreignKeys[name] = { name, tableFrom: info.name, tableTo, columnsFrom, columnsTo, onDelete: onDelete ?? "no action", onUpdate: onUpdate ?? "no action" };
  }
  for (const { config: index } of config.indexes) {
    const columns = index.columns.map((part) => {
      if (!(part instanceof SQL)) return casedName(part, readCasing);
      const text = sqlText(part, { casing: readCasing, bare: true, values: "?" });
      (internal.indexes[index.name] ??= { columns: {} }).columns[text] = { isExpression: true };
      return text;
    });
    result.indexes[index.name] = { name: index.name, columns, isUnique: index.unique ?? false, using: index.using, algorithm: index.algorithm, lock: index.lock };
  }
  for (const { name, value } of config.checks) result.checkConstraint[name] = { name, value: templateText(value) };
  return result;
}

function snapshotView(view) {
  const info = view[holderInfo];
  const columns = {};
  for (const field of Object.values(info.fields ?? {}))
    if (field instanceof Column) columns[field.name] = snapshotColumn(field, field.name, ormType(field), false);
  return {
    columns, name: info.name, isExisting: info.isExisting === true, definition: info.isExisting ? undefined : sqlText(info.query, { casing: readCasing }),
    withCheckOption: info.withCheckOption, algorithm: info.algorithm ?? "undefined", sqlSecurity: info.sqlSecurity ?? "definer",
  };
}

/** The snapshot's text. */
function readSnapshot(values, casing, id, prevId) {
  readCasing = casing;
  const snapshot = { version: "5", dialect: "mysql", id, prevId, tables: {}, views: {}, _meta: { tables: {}, columns: {} }, internal: { tables: {}, indexes: {} } };
  for (const value of new Set(values)) {
    if (value instanceof MySqlTable && !value[holderInfo].isAlias) {
      state.at = value[holderInfo].at;
      if (value[holderInfo].schema === undefined) snapshot.tables[value[holderInfo].name] = snapshotTable(value, snapshot.internal);
    } else if (value instanceof MySqlView) {
      state.at = value[holderInfo].at;
      snapshot.views[value[holderInfo].name] = snapshotView(value);
    }
  }
  return JSON.stringify(snapshot, null, 2);
}
