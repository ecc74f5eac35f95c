// Columns: their builders, which only note down what they are told, and the columns of a table that come of them.

/** drizzle's two spellings of a key; the words are found as drizzle-orm/casing documents it. */
const wordsOf = (text) => text.replace(/['\u2019]/g, "").match(/[\da-z]+|[A-Z]+(?![a-z])|[A-Z][\da-z]+/g) ?? [];
const toSnakeCase = (text) => wordsOf(text).map((word) => word.toLowerCase()).join("_");
const toCamelCase = (text) => wordsOf(text).map((word, i) => (i === 0 ? word.toLowerCase() : word[0].toUpperCase() + word.slice(1))).join("");

function casedName(column, casing) {
  if (!column.keyAsName || !casing) return column.name;
  return casing === "camelCase" ? toCamelCase(column.name) : toSnakeCase(column.name);
}

class Column {
  static [entityKind] = "Column";
  // The builder's notes are shared and not copied: a schema has thousands of columns, and most of them are never looked at.
  constructor(table, spec) {
    spec.uniqueName ||= `${table[holderInfo].name}_${spec.name}_unique`;
    this.name = spec.name;
    this.table = table;
    this.config = spec;
  }
  get keyAsName() { return this.config.keyAsName; }
  get notNull() { return this.config.notNull === true; }
  get default() { return this.config.default; }
  get hasDefault() { return this.config.hasDefault === true; }
  get defaultFn() { return this.config.defaultFn; }
  get onUpdateFn() { return this.config.onUpdateFn; }
  get primary() { return this.config.primary === true; }
  get isUnique() { return this.config.isUnique === true; }
  get uniqueName() { return this.config.uniqueName; }
  get generated() { return this.config.generated; }
  get autoIncrement() { return this.config.autoIncrement === true; }
  get hasOnUpdateNow() { return this.config.hasOnUpdateNow === true; }
  get dataType() { return this.config.dataType; }
  get enumValues() { return this.config.enumValues; }
  get length() { return this.config.length; }
  getSQLType() { return typeof this.config.type === "function" ? this.config.type() : this.config.type; }
  getSQL() { return new SQL([this]); }
  mapFromDriverValue(value) { return value; }
  mapToDriverValue(value) { return this.config.toDriver ? this.config.toDriver(value) : value; }
  shouldDisableInsert() { return this.generated !== undefined; }
}
class MySqlColumn extends Column {
  static [entityKind] = "MySqlColumn";
}

class ColumnBuilder {
  static [entityKind] = "ColumnBuilder";
  constructor(name, type, extra) {
    this.config = { ...extra, name, keyAsName: name === "", type, at: host.here() };
  }
  $type() { return this; }
  notNull() { this.own().notNull = true; return this; }
  default(value) { this.own().default = value; this.own().hasDefault = true; return this; }
  $defaultFn(fn) { this.own().defaultFn = fn; this.own().hasDefault = true; return this; }
  $default(fn) { return this.$defaultFn(fn); }
  $onUpdateFn(fn) { this.own().onUpdateFn = fn; this.own().hasDefault = true; return this; }
  $onUpdate(fn) { return this.$onUpdateFn(fn); }
  primaryKey() { this.own().primary = true; this.own().notNull = true; return this; }
  unique(name) { this.own().isUnique = true; this.own().uniqueName = name; return this; }
  references(reference, actions = {}) { (this.foreignKeys ??= []).push({ reference, actions, at: host.here() }); return this; }
  generatedAlwaysAs(as, options) { this.own().generated = { as, type: "always", mode: options?.mode ?? "virtual" }; return this; }
  setName(name) { if (this.config.name === "") this.own().name = name; }
  // A builder that several tables share may be changed for the next one: the columns that were made of it keep their notes.
  own() {
    if (this.isBuilt) {
      this.config = { ...this.config };
      this.isBuilt = false;
    }
    return this.config;
  }
}
class MySqlColumnBuilder extends ColumnBuilder {
  static [entityKind] = "MySqlColumnBuilder";
}
class AutoIncrementBuilder extends MySqlColumnBuilder {
  autoincrement() { this.own().autoIncrement = true; this.own().hasDefault = true; return this; }
}
class DateBuilder extends MySqlColumnBuilder {
  defaultNow() { return this.default(sql`(now())`); }
  onUpdateNow() { this.own().hasOnUpdateNow = true; this.own().hasDefault = true; return this; }
}

/** Every builder takes (name, options), (options) or nothing. */
function nameAndOptions(a, b) {
  const options = (typeof a === "object" ? a : b) ?? {};
  for (const value of [a, options, ...Object.values(options)])
    if (typeof value === "function" && stubName(value) !== undefined) fail(`The name or an option of a column comes from the package '${stubName(value)}', which is not read`, host.here());
  return [typeof a === "string" ? a : "", options];
}

const plain = (type, Builder = MySqlColumnBuilder, extra) => (name) => new Builder(name ?? "", type, extra);

const whole = (word) => (a, b) => {
  const [name, options] = nameAndOptions(a, b);
  const isBig = word === "bigint" && options.mode !== "number";
  return new AutoIncrementBuilder(name, options.unsigned ? word + " unsigned" : word, { dataType: isBig ? "bigint" : "number" });
};

const sized = (word) => (a, b) => {
  const [name, options] = nameAndOptions(a, b);
  return new MySqlColumnBuilder(name, options.length === undefined ? word : `${word}(${options.length})`, { length: options.length, enumValues: options.enum, dataType: "string" });
};

const written = (word) => (a, b) => {
  const [name, options] = nameAndOptions(a, b);
  return new MySqlColumnBuilder(name, word, { enumValues: options.enum, dataType: "string" });
};

const fractional = (word, separator, hasUnsigned) => (a, b) => {
  const [name, { precision, scale, unsigned, mode }] = nameAndOptions(a, b);
  let type = word;
  if (precision !== undefined) type += scale === undefined ? `(${precision})` : `(${precision}${separator}${scale})`;
  // decimal's own default precision is left out
  if (type === "decimal(10,0)" || type === "decimal(10)") type = "decimal";
  if (hasUnsigned && unsigned) type += " unsigned";
  return new AutoIncrementBuilder(name, type, { dataType: mode ?? "number", toDriver: word === "decimal" ? String : undefined });
};

const isoTime = (value) => (value instanceof Date ? value.toISOString().replace("T", " ").replace("Z", "") : value);

const timed = (word, Builder = MySqlColumnBuilder) => (a, b) => {
  const [name, options] = nameAndOptions(a, b);
  const type = options.fsp === undefined ? word : `${word}(${options.fsp})`;
  return new Builder(name, type, { dataType: options.mode ?? "date", toDriver: isoTime });
};

function mysqlEnum(a, b) {
  const name = typeof a === "string" ? a : "";
  const given = typeof a === "string" ? b : a;
  if (stubName(given) !== undefined) fail(`The values of the enum '${name}' come from the package '${stubName(given)}', which is not read`);
  const values = Array.isArray(given) ? [...given] : Object.values(given ?? {});
  if (values.length === 0) fail(`The enum '${name}' has no values`);
  for (const value of values)
    if (stubName(value) !== undefined) fail(`A value of the enum '${name}' comes from the package '${stubName(value)}', which is not read`);
  return new MySqlColumnBuilder(name, `enum(${values.map(quoteText).join(",")})`, { enumValues: values, dataType: "string", isEnum: true });
}

const customType = (params) => (a, b) => {
  const [name] = nameAndOptions(a, b);
  const options = typeof a === "object" ? a : b;
  return new MySqlColumnBuilder(name, () => params.dataType(options), { dataType: "custom", toDriver: params.toDriver });
};

const columnBuilders = {
  bigint: whole("bigint"),
  int: whole("int"),
  mediumint: whole("mediumint"),
  smallint: whole("smallint"),
  tinyint: whole("tinyint"),
  serial: plain("serial", AutoIncrementBuilder, { hasDefault: true, autoIncrement: true, dataType: "number" }),
  boolean: plain("boolean", MySqlColumnBuilder, { dataType: "boolean" }),
  year: plain("year", MySqlColumnBuilder, { dataType: "number" }),
  json: plain("json", MySqlColumnBuilder, { dataType: "json", toDriver: (value) => JSON.stringify(value) }),
  binary: sized("binary"),
  varbinary: sized("varbinary"),
  char: sized("char"),
  varchar: sized("varchar"),
  text: written("text"),
  tinytext: written("tinytext"),
  mediumtext: written("mediumtext"),
  longtext: written("longtext"),
  decimal: fractional("decimal", ",", true),
  double: fractional("double", ",", true),
  float: fractional("float", ",", true),
  real: fractional("real", ", ", false),
  date: (a, b) => {
    const [name, options] = nameAndOptions(a, b);
    return new MySqlColumnBuilder(name, "date", { dataType: options.mode ?? "date", toDriver: isoTime });
  },
  datetime: timed("datetime"),
  time: timed("time"),
  timestamp: timed("timestamp", DateBuilder),
  mysqlEnum,
  customType,
};
