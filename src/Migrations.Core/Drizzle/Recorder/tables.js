// Tables with their indexes and constraints, and views.

const holderInfo = Symbol("migrations.holder");
const tableSymbols = {
  Name: Symbol.for("drizzle:Name"),
  Schema: Symbol.for("drizzle:Schema"),
  OriginalName: Symbol.for("drizzle:OriginalName"),
  BaseName: Symbol.for("drizzle:BaseName"),
  Columns: Symbol.for("drizzle:Columns"),
  ExtraConfigBuilder: Symbol.for("drizzle:ExtraConfigBuilder"),
  IsAlias: Symbol.for("drizzle:IsAlias"),
};

class Table {
  static [entityKind] = "Table";
  static Symbol = tableSymbols;
  constructor(info) {
    this[holderInfo] = info;
    this[tableSymbols.Name] = info.name;
    this[tableSymbols.OriginalName] = info.originalName ?? info.name;
    this[tableSymbols.BaseName] = info.baseName ?? info.name;
    this[tableSymbols.Schema] = info.schema;
    this[Symbol.for("drizzle:IsDrizzleTable")] = true;
  }
  getSQL() { return new SQL([this]); }
}
class MySqlTable extends Table {
  static [entityKind] = "MySqlTable";
}

function makeTable(name, columns, extra, schema, baseName, at) {
  if (stubName(name) !== undefined) fail(`The name of a table comes from the package '${stubName(name)}', which is not read`, at);
  const table = new MySqlTable({ name, schema, baseName, at });
  const given = typeof columns === "function" && stubName(columns) === undefined ? columns(columnBuilders) : columns;
  const built = {};
  const foreignKeys = [];
  for (const [key, builder] of Object.entries(given)) {
    if (!(builder instanceof ColumnBuilder)) {
      const origin = stubName(builder) ? `comes from the package '${stubName(builder)}', which is not read` : "is not a column of drizzle-orm/mysql-core";
      fail(`The column '${key}' of the table '${name}' ${origin}`, at);
    }
    builder.setName(key);
    const column = new MySqlColumn(table, builder.config);
    builder.isBuilt = true;
    built[key] = column;
    for (const { reference, actions, at } of builder.foreignKeys ?? [])
      foreignKeys.push(new ForeignKeyBuilder(() => ({ columns: [column], foreignColumns: [reference()] }), actions, at));
  }
  Object.assign(table, built);
  table[tableSymbols.Columns] = built;
  table[tableSymbols.ExtraConfigBuilder] = extra;
  table[holderInfo].foreignKeys = foreignKeys;
  return table;
}

const mysqlTable = (name, columns, extra) => makeTable(name, columns, extra, undefined, name, host.here());
const mysqlTableCreator = (customize) => (name, columns, extra) => makeTable(customize(name), columns, extra, undefined, name, host.here());

class MySqlSchema {
  static [entityKind] = "MySqlSchema";
  constructor(name) {
    this.schemaName = name;
    this.table = (table, columns, extra) => makeTable(table, columns, extra, name, table, host.here());
    this.view = (view, columns) => makeViewBuilder(view, columns, name, host.here());
  }
}
const mysqlSchema = (name) => new MySqlSchema(name);

/** The same columns under another table name; such a table is not itself part of the schema. */
function alias(table, name) {
  const info = table[holderInfo];
  const aliased = new MySqlTable({ ...info, name, originalName: info.name, isAlias: true });
  const columns = {};
  for (const [key, column] of Object.entries(table[tableSymbols.Columns])) columns[key] = columnUnder(column, aliased);
  Object.assign(aliased, columns);
  aliased[tableSymbols.Columns] = columns;
  aliased[tableSymbols.IsAlias] = true;
  return aliased;
}

function columnUnder(column, table) {
  return Object.assign(Object.create(Object.getPrototypeOf(column)), { name: column.name, table, config: column.config });
}

/** The fields of a view or subquery as its users see them: columns under its name, expressions by their aliases. */
function fieldsUnder(fields, name) {
  const holder = { [holderInfo]: { name, isAlias: true } };
  const visible = {};
  for (const [key, field] of Object.entries(fields ?? {})) {
    if (field instanceof Column) visible[key] = columnUnder(field, holder);
    else if (field instanceof Aliased) visible[key] = new Aliased(field.sql, field.fieldAlias, true);
    else if (field !== null && typeof field === "object" && !(field instanceof SQL)) visible[key] = fieldsUnder(field instanceof Table ? field[tableSymbols.Columns] : field, name);
    else visible[key] = field;
  }
  return visible;
}

class IndexBuilder {
  static [entityKind] = "MySqlIndexBuilder";
  constructor(name, columns, unique, at) { this.config = { name, columns, unique }; this.at = at; }
  using(using) { this.config.using = using; return this; }
  algorithm(algorithm) { this.config.algorithm = algorithm; return this; }
  lock(lock) { this.config.lock = lock; return this; }
}
const indexOn = (unique) => (name) => {
  const at = host.here();
  return { on: (...columns) => new IndexBuilder(name, columns, unique, at) };
};

class UniqueConstraintBuilder {
  static [entityKind] = "MySqlUniqueConstraintBuilder";
  constructor(name, columns, at) { Object.assign(this, { name, columns, at }); }
}
const unique = (name) => {
  const at = host.here();
  return { on: (...columns) => new UniqueConstraintBuilder(name, columns, at) };
};

class PrimaryKeyBuilder {
  static [entityKind] = "MySqlPrimaryKeyBuilder";
  constructor(columns, name, at) { Object.assign(this, { columns, name, at }); }
}
const primaryKey = (...config) =>
  config[0].columns ? new PrimaryKeyBuilder(config[0].columns, config[0].name, host.here()) : new PrimaryKeyBuilder(config, undefined, host.here());

class ForeignKeyBuilder {
  static [entityKind] = "MySqlForeignKeyBuilder";
  constructor(reference, actions, at) {
    this.reference = reference;
    this.actions = { ...actions };
    this.at = at;
  }
  onUpdate(action) { this.actions.onUpdate = action; return this; }
  onDelete(action) { this.actions.onDelete = action; return this; }
}
const foreignKey = (config) => new ForeignKeyBuilder(() => config, {}, host.here());

class CheckBuilder {
  static [entityKind] = "MySqlCheckBuilder";
  constructor(name, value, at) { Object.assign(this, { name, value, at }); }
}
const check = (name, value) => new CheckBuilder(name, value, host.here());

class View {
  static [entityKind] = "View";
  constructor(info) { this[holderInfo] = info; Object.assign(this, fieldsUnder(info.fields, info.name)); }
  getSQL() { return new SQL([this]); }
}
class MySqlView extends View {
  static [entityKind] = "MySqlView";
}

class ViewBuilder {
  static [entityKind] = "MySqlViewBuilder";
  constructor(name, schema, columns, at) {
    this.name = name;
    this.config = {};
    this.columns = columns;
    this.base = { name, schema, at };
  }
  algorithm(algorithm) { this.config.algorithm = algorithm; return this; }
  sqlSecurity(security) { this.config.sqlSecurity = security; return this; }
  withCheckOption(option) { this.config.withCheckOption = option ?? "cascaded"; return this; }
  existing() { return new MySqlView({ ...this.base, fields: this.columns, isExisting: true }); }
  as(query) {
    if (typeof query === "function" && stubName(query) === undefined) query = query(new QueryBuilder());
    const fields = this.columns ?? query.getSelectedFields?.() ?? {};
    return new MySqlView({ ...this.base, ...this.config, fields, query: query.getSQL() });
  }
}

// host.here() is asked for in the function that the schema calls: a tail call would take that function's frame away.
function makeViewBuilder(name, columns, schema, at) {
  return new ViewBuilder(name, schema, columns && makeTable(name, columns, undefined, schema, name, at)[tableSymbols.Columns], at);
}
const mysqlView = (name, columns) => makeViewBuilder(name, columns, undefined, host.here());
