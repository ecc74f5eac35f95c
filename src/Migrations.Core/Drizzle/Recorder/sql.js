// SQL templates, and their text as MySQL has it.

const entityKind = Symbol.for("drizzle:entityKind");

class StringChunk {
  static [entityKind] = "StringChunk";
  constructor(value) { this.value = Array.isArray(value) ? value : [value]; }
  getSQL() { return new SQL([this]); }
}

class Name {
  static [entityKind] = "Name";
  constructor(value) { this.value = value; }
  getSQL() { return new SQL([this]); }
}

class Param {
  static [entityKind] = "Param";
  constructor(value, encoder) { this.value = value; this.encoder = encoder; }
  getSQL() { return new SQL([this]); }
}

class Placeholder {
  static [entityKind] = "Placeholder";
  constructor(name) { this.name = name; }
  getSQL() { return new SQL([this]); }
}

class SQL {
  static [entityKind] = "SQL";
  constructor(queryChunks) { this.queryChunks = queryChunks; }
  append(query) { this.queryChunks.push(...query.queryChunks); return this; }
  getSQL() { return this; }
  as(alias) { return alias === undefined ? this : new Aliased(this, alias); }
  mapWith() { return this; }
  inlineParams() { return this; }
  if(condition) { return condition ? this : undefined; }
  toQuery() { return { sql: sqlText(this, {}), params: [] }; }
}

class Aliased {
  static [entityKind] = "SQL.Aliased";
  constructor(sql, fieldAlias, isSelectionField = false) {
    this.sql = sql;
    this.fieldAlias = fieldAlias;
    this.isSelectionField = isSelectionField;
  }
  getSQL() { return this.sql; }
}
SQL.Aliased = Aliased;

class Subquery {
  static [entityKind] = "Subquery";
  constructor(sql, fields, alias, isWith = false) {
    this._ = { brand: "Subquery", sql, selectedFields: fields, alias, isWith, usedTables: [] };
    Object.assign(this, fieldsUnder(fields, alias));
  }
  getSQL() { return new SQL([this]); }
}
class WithSubquery extends Subquery {
  static [entityKind] = "WithSubquery";
}

function sql(strings, ...values) {
  const chunks = [];
  if (values.length > 0 || strings[0] !== "") chunks.push(new StringChunk(strings[0]));
  values.forEach((value, i) => chunks.push(value, new StringChunk(strings[i + 1])));
  return new SQL(chunks);
}
sql.empty = () => new SQL([]);
sql.fromList = (list) => new SQL(list);
sql.raw = (text) => new SQL([new StringChunk(text)]);
sql.identifier = (name) => new Name(name);
sql.placeholder = (name) => new Placeholder(name);
sql.param = (value, encoder) => new Param(value, encoder);
sql.join = (chunks, separator) => {
  const joined = [];
  chunks.forEach((chunk, i) => {
    if (i > 0 && separator !== undefined) joined.push(separator);
    joined.push(chunk);
  });
  return new SQL(joined);
};

const quoteName = (name) => "`" + String(name).replace(/`/g, "``") + "`";
const quoteText = (text) => "'" + String(text).replace(/'/g, "''") + "'";

/** A value as SQL. drizzle sends values beside the statement; in DDL there is no such thing, so they stand in it. */
function literal(value) {
  if (value === null) return "null";
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (value instanceof Date) return quoteText(value.toISOString().replace("T", " ").replace("Z", ""));
  if (typeof value === "object" && String(value) === "[object Object]") return quoteText(JSON.stringify(value));
  if (stubName(value) !== undefined) fail(`A value in an SQL template comes from the package '${stubName(value)}', which is not read`);
  return quoteText(value);
}

/**
 * The text of a template or of anything that may stand in one.
 * options.casing turns the names of columns that have none of their own; options.bare leaves their tables out; options.values stands in the place of values.
 */
function sqlText(chunk, options) {
  if (chunk === undefined) return "";
  if (chunk instanceof StringChunk) return chunk.value.join("");
  if (chunk instanceof SQL) return chunk.queryChunks.map((inner) => sqlText(inner, options)).join("");
  if (chunk instanceof Name) return quoteName(chunk.value);
  if (Array.isArray(chunk)) return "(" + chunk.map((inner) => sqlText(inner, options)).join(", ") + ")";
  if (chunk instanceof Column) {
    const name = quoteName(casedName(chunk, options.casing));
    return options.bare ? name : qualifiedName(chunk.table) + "." + name;
  }
  if (chunk instanceof Table || chunk instanceof View) return qualifiedName(chunk);
  if (chunk instanceof Param) {
    if (chunk.value instanceof Placeholder) return "?";
    if (options.values !== undefined && !(chunk.value instanceof SQL)) return options.values;
    const value = chunk.value === null ? null : chunk.encoder?.mapToDriverValue ? chunk.encoder.mapToDriverValue(chunk.value) : chunk.value;
    return value instanceof SQL ? sqlText(value, options) : literal(value);
  }
  if (chunk instanceof Placeholder) return "?";
  if (chunk instanceof Aliased) return chunk.isSelectionField || chunk.fieldAlias !== undefined ? quoteName(chunk.fieldAlias) : sqlText(chunk.sql, options);
  if (chunk instanceof Subquery) return chunk._.isWith ? quoteName(chunk._.alias) : "(" + sqlText(chunk._.sql, options) + ") " + quoteName(chunk._.alias);
  if (stubName(chunk) === undefined && chunk !== null && typeof chunk?.getSQL === "function") return "(" + sqlText(chunk.getSQL(), options) + ")";
  return options.values ?? literal(chunk);
}

function qualifiedName(holder) {
  const { name, schema, isAlias } = holder[holderInfo];
  return schema === undefined || isAlias ? quoteName(name) : quoteName(schema) + "." + quoteName(name);
}

/** A value that is compared with a column is written as the column would store it. */
function forColumn(value, column) {
  const isPlain = column instanceof Column && !(value instanceof Param || value instanceof Placeholder || value instanceof Table || value instanceof View)
    && typeof value?.getSQL !== "function";
  return isPlain ? new Param(value, column) : value;
}

const compare = (operator) => (left, right) => sql`${left} ${sql.raw(operator)} ${forColumn(right, left)}`;

function combine(word, conditions) {
  const given = conditions.filter((condition) => condition !== undefined);
  if (given.length === 0) return undefined;
  if (given.length === 1) return new SQL(given);
  return new SQL([new StringChunk("("), sql.join(given, new StringChunk(` ${word} `)), new StringChunk(")")]);
}

const among = (operator, empty) => (column, values) => {
  if (!Array.isArray(values)) return sql`${column} ${sql.raw(operator)} ${forColumn(values, column)}`;
  return values.length === 0 ? sql.raw(empty) : sql`${column} ${sql.raw(operator)} ${values.map((value) => forColumn(value, column))}`;
};

const operators = {
  eq: compare("="),
  ne: compare("<>"),
  gt: compare(">"),
  gte: compare(">="),
  lt: compare("<"),
  lte: compare("<="),
  and: (...conditions) => combine("and", conditions),
  or: (...conditions) => combine("or", conditions),
  not: (condition) => sql`not ${condition}`,
  isNull: (value) => sql`${value} is null`,
  isNotNull: (value) => sql`${value} is not null`,
  inArray: among("in", "false"),
  notInArray: among("not in", "true"),
  exists: (query) => sql`exists ${query}`,
  notExists: (query) => sql`not exists ${query}`,
  between: (column, low, high) => sql`${column} between ${forColumn(low, column)} and ${forColumn(high, column)}`,
  notBetween: (column, low, high) => sql`${column} not between ${forColumn(low, column)} and ${forColumn(high, column)}`,
  like: (column, value) => sql`${column} like ${value}`,
  notLike: (column, value) => sql`${column} not like ${value}`,
  ilike: (column, value) => sql`${column} ilike ${value}`,
  notIlike: (column, value) => sql`${column} not ilike ${value}`,
  asc: (column) => sql`${column} asc`,
  desc: (column) => sql`${column} desc`,
  count: (expression) => sql`count(${expression ?? sql.raw("*")})`,
  countDistinct: (expression) => sql`count(distinct ${expression})`,
  avg: (expression) => sql`avg(${expression})`,
  avgDistinct: (expression) => sql`avg(distinct ${expression})`,
  sum: (expression) => sql`sum(${expression})`,
  sumDistinct: (expression) => sql`sum(distinct ${expression})`,
  max: (expression) => sql`max(${expression})`,
  min: (expression) => sql`min(${expression})`,
};
