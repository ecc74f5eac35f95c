// SELECT statements, as far as views need them.

function flatFields(fields) {
  return Object.values(fields).flatMap((field) => {
    if (field instanceof Column || field instanceof SQL || field instanceof Aliased || field instanceof Subquery) return [field];
    return flatFields(field instanceof Table ? field[tableSymbols.Columns] : field);
  });
}

const fieldsOf = (source) =>
  source instanceof Table ? source[tableSymbols.Columns]
    : source instanceof View ? fieldsUnder(source[holderInfo].fields, source[holderInfo].name)
      : source instanceof Subquery ? fieldsUnder(source._.selectedFields, source._.alias) : {};

const nameOf = (source) => (source instanceof Subquery ? source._.alias : source[holderInfo]?.name);

class Select {
  static [entityKind] = "MySqlSelect";
  constructor(fields, distinct, withList) {
    Object.assign(this, { fields, distinct, withList, joins: [], setOperations: [], hasOwnFields: fields !== undefined });
  }
  from(source) {
    this.source = source;
    this.fields ??= fieldsOf(source);
    return this;
  }
  #join(kind, source, on) {
    if (!this.hasOwnFields) {
      if (this.joins.length === 0) this.fields = { [nameOf(this.source)]: this.fields };
      this.fields[nameOf(source)] = fieldsOf(source);
    }
    if (typeof on === "function") on = on(this.fields);
    this.joins.push({ kind, source, on });
    return this;
  }
  leftJoin(source, on) { return this.#join("left", source, on); }
  rightJoin(source, on) { return this.#join("right", source, on); }
  innerJoin(source, on) { return this.#join("inner", source, on); }
  fullJoin(source, on) { return this.#join("full", source, on); }
  crossJoin(source) { return this.#join("cross", source, undefined); }
  where(condition) { this.condition = typeof condition === "function" && stubName(condition) === undefined ? condition(this.fields) : condition; return this; }
  having(condition) { this.havingCondition = typeof condition === "function" ? condition(this.fields) : condition; return this; }
  groupBy(...columns) { this.groups = typeof columns[0] === "function" ? [columns[0](this.fields)].flat() : columns; return this; }
  orderBy(...columns) { this.orders = typeof columns[0] === "function" ? [columns[0](this.fields)].flat() : columns; return this; }
  limit(count) { this.limitCount = count; return this; }
  offset(count) { this.offsetCount = count; return this; }
  $dynamic() { return this; }
  as(alias) { return new Subquery(this.getSQL(), this.fields, alias); }
  getSelectedFields() { return this.fields; }
  toSQL() { return { sql: sqlText(this.getSQL(), {}), params: [] }; }
  #combine(type, other) {
    const right = typeof other === "function" ? other({ union, unionAll, intersect, except }) : other;
    this.setOperations.push({ type, right });
    return this;
  }
  union(other) { return this.#combine("union", other); }
  unionAll(other) { return this.#combine("union all", other); }
  intersect(other) { return this.#combine("intersect", other); }
  intersectAll(other) { return this.#combine("intersect all", other); }
  except(other) { return this.#combine("except", other); }
  exceptAll(other) { return this.#combine("except all", other); }

  getSQL() {
    const isSingle = this.joins.length === 0;
    const list = (items) => sql.join(items, sql.raw(", "));
    const parts = [];
    if (this.withList?.length) {
      const queries = this.withList.map((query) => sql`${sql.identifier(query._.alias)} as (${query._.sql})`);
      parts.push(sql`with ${list(queries)} `);
    }
    parts.push(sql.raw(this.distinct ? "select distinct " : "select "), list(flatFields(this.fields).map((field) => selected(field, isSingle))), sql.raw(" from "), sourceSql(this.source));
    for (const { kind, source, on } of this.joins) parts.push(sql.raw(` ${kind} join `), sourceSql(source), on && sql` on ${on}`);
    const tail = [];
    if (this.setOperations.length === 0 && this.orders?.length) tail.push(sql` order by ${list(this.orders)}`);
    if (this.condition) parts.push(sql` where ${this.condition}`);
    if (this.groups?.length) parts.push(sql` group by ${list(this.groups)}`);
    if (this.havingCondition) parts.push(sql` having ${this.havingCondition}`);
    parts.push(...tail);
    if (this.setOperations.length === 0) {
      if (this.limitCount !== undefined) parts.push(sql` limit ${this.limitCount}`);
      if (this.offsetCount) parts.push(sql` offset ${this.offsetCount}`);
      return new SQL(parts);
    }
    let query = new SQL(parts);
    for (const { type, right } of this.setOperations) query = sql`(${query}) ${sql.raw(type)} (${right.getSQL()})`;
    if (this.orders?.length) query = sql`${query} order by ${list(this.orders.map((order) => bareColumns(order)))} `;
    if (this.limitCount !== undefined) query = sql`${query} limit ${this.limitCount}`;
    if (this.offsetCount) query = sql`${query} offset ${this.offsetCount}`;
    return query;
  }
}

/** Columns of an expression without their tables, as the only table of a query needs none. */
function bareColumns(expression) {
  const bare = (column) => new BareColumn(column);
  if (expression instanceof Column) return bare(expression);
  return expression instanceof SQL ? new SQL(expression.queryChunks.map((chunk) => (chunk instanceof Column ? bare(chunk) : chunk))) : expression;
}

class BareColumn extends SQL {
  constructor(column) {
    super([]);
    Object.defineProperty(this, "queryChunks", { get: () => [new Name(casedName(column, readCasing))] });
  }
}

function selected(field, isSingle) {
  if (field instanceof Column) return isSingle ? bareColumns(field) : field;
  if (field instanceof SQL) return isSingle ? bareColumns(field) : field;
  if (field instanceof Aliased) {
    if (field.isSelectionField) return sql.identifier(field.fieldAlias);
    return sql`${isSingle ? bareColumns(field.sql) : field.sql} as ${sql.identifier(field.fieldAlias)}`;
  }
  return field;
}

function sourceSql(source) {
  if (!(source instanceof Table) || !source[holderInfo].isAlias) return source;
  const { schema, originalName, name } = source[holderInfo];
  return sql`${schema === undefined ? undefined : sql`${sql.identifier(schema)}.`}${sql.identifier(originalName)} ${sql.identifier(name)}`;
}

class QueryBuilder {
  static [entityKind] = "MySqlQueryBuilder";
  select(fields) { return new Select(fields, false); }
  selectDistinct(fields) { return new Select(fields, true); }
  with(...queries) {
    return { select: (fields) => new Select(fields, false, queries), selectDistinct: (fields) => new Select(fields, true, queries) };
  }
  $with(alias, selection) {
    return {
      as: (query) => {
        if (typeof query === "function") query = query(this);
        return new WithSubquery(query.getSQL(), selection ?? query.getSelectedFields?.() ?? {}, alias, true);
      },
    };
  }
}

const setOperation = (name) => (left, ...rights) => rights.reduce((query, right) => query[name](right), left);
const union = setOperation("union");
const unionAll = setOperation("unionAll");
const intersect = setOperation("intersect");
const except = setOperation("except");
