namespace Migrations.Model;

/// <summary>A whole schema, read from <c>schema.ts</c>, from a <c>.sql</c> file or from a live database.</summary>
public sealed record DatabaseSchema
{
    /// <summary>The tables, in the order of their source.</summary>
    public IReadOnlyList<Table> Tables { get; init => field = EmittedList.Of(value); } = [];

    /// <summary>The views, in the order of their source.</summary>
    public IReadOnlyList<SchemaView> Views { get; init => field = EmittedList.Of(value); } = [];

    /// <summary>What could not be read of its source although tables may be in it, for a person: a file that hands on what a package has which is not of the project.</summary>
    public IReadOnlyList<string> Unread { get; init => field = EmittedList.Of(value); } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{Tables.Count} tables, {Views.Count} views";
}

/// <summary>A table.</summary>
public sealed record Table
{
    /// <summary>The database it lives in where the source names one (<c>mysqlSchema('x').table(…)</c>, <c>`x`.`t`</c>); otherwise null.</summary>
    public string? Database { get; init; }

    /// <summary>The name, without quotes.</summary>
    public required string Name { get; init; }

    /// <summary>The columns in order.</summary>
    public required IReadOnlyList<Column> Columns { get; init => field = EmittedList.Of(value); }

    /// <summary>The primary key, whether declared on a column or on the table.</summary>
    public PrimaryKey? PrimaryKey { get; init; }

    /// <summary>Indexes and unique constraints, without the primary key.</summary>
    public IReadOnlyList<TableIndex> Indexes { get; init => field = EmittedList.Of(value); } = [];

    /// <summary>The foreign keys.</summary>
    public IReadOnlyList<ForeignKey> ForeignKeys { get; init => field = EmittedList.Of(value); } = [];

    /// <summary>The check constraints.</summary>
    public IReadOnlyList<CheckConstraint> Checks { get; init => field = EmittedList.Of(value); } = [];

    /// <summary>The storage engine, if the source says so.</summary>
    public string? Engine { get; init; }

    /// <summary>The default character set, if the source says so.</summary>
    public string? CharacterSet { get; init; }

    /// <summary>The default collation, if the source says so.</summary>
    public string? Collation { get; init; }

    /// <summary>The comment, if the source has one.</summary>
    public string? Comment { get; init; }

    /// <summary>Where it is declared; null for a live database.</summary>
    public SourceLocation? Location { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>A column.</summary>
public sealed record Column
{
    /// <summary>The name, without quotes.</summary>
    public required string Name { get; init; }

    /// <summary>The SQL type as its source has it, for example <c>varchar(255)</c>, <c>int unsigned</c>, <c>enum('a','b')</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Whether the column takes <c>NULL</c>.</summary>
    public bool IsNullable { get; init; } = true;

    /// <summary>The default; null where there is none.</summary>
    public ColumnDefault? Default { get; init; }

    /// <summary>The expression of <c>ON UPDATE</c>, for example <c>CURRENT_TIMESTAMP(3)</c>; null where there is none.</summary>
    public string? OnUpdate { get; init; }

    /// <summary>Whether the column is <c>AUTO_INCREMENT</c>.</summary>
    public bool IsAutoIncrement { get; init; }

    /// <summary>The expression of a generated column; null for an ordinary one.</summary>
    public GeneratedColumn? Generated { get; init; }

    /// <summary>The character set, if the source says so.</summary>
    public string? CharacterSet { get; init; }

    /// <summary>The collation, if the source says so.</summary>
    public string? Collation { get; init; }

    /// <summary>The comment, if the source has one.</summary>
    public string? Comment { get; init; }

    /// <summary>Where it is declared; null for a live database.</summary>
    public SourceLocation? Location { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Type}";
}

/// <summary>A column's default.</summary>
/// <param name="Sql">The text behind <c>DEFAULT</c>, for example <c>'draft'</c>, <c>0</c>, <c>(now())</c>, <c>CURRENT_TIMESTAMP(3)</c>, <c>NULL</c>.</param>
/// <param name="IsExpression">Whether the server computes it (anything but a literal).</param>
public sealed record ColumnDefault(string Sql, bool IsExpression)
{
    /// <inheritdoc/>
    public override string ToString() => Sql;
}

/// <summary>What makes a column a generated one.</summary>
/// <param name="Expression">The SQL expression, without the outer parentheses.</param>
/// <param name="IsStored">Whether it is <c>STORED</c> (also written <c>PERSISTENT</c>) and not <c>VIRTUAL</c>.</param>
public sealed record GeneratedColumn(string Expression, bool IsStored)
{
    /// <inheritdoc/>
    public override string ToString() => $"AS ({Expression}) {(IsStored ? "STORED" : "VIRTUAL")}";
}

/// <summary>A primary key.</summary>
public sealed record PrimaryKey
{
    /// <summary>The constraint name its source gives; MySQL always calls it <c>PRIMARY</c>.</summary>
    public string? Name { get; init; }

    /// <summary>The columns in order.</summary>
    public required IReadOnlyList<IndexPart> Parts { get; init => field = EmittedList.Of(value); }

    /// <summary>Where it is declared; null for a live database.</summary>
    public SourceLocation? Location { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"({string.Join(", ", Parts)})";
}

/// <summary>The kinds of index that MySQL and MariaDB have.</summary>
public enum IndexKind
{
    /// <summary>An ordinary index.</summary>
    Plain,

    /// <summary>A unique index or unique constraint: to the server they are one thing.</summary>
    Unique,

    /// <summary>A <c>FULLTEXT</c> index.</summary>
    FullText,

    /// <summary>A <c>SPATIAL</c> index.</summary>
    Spatial,
}

/// <summary>An index, or a unique constraint.</summary>
public sealed record TableIndex
{
    /// <summary>The name; null where the source leaves it to the server.</summary>
    public string? Name { get; init; }

    /// <summary>The kind.</summary>
    public IndexKind Kind { get; init; }

    /// <summary>Whether the source declares it as a constraint (<c>unique()</c>, <c>CONSTRAINT … UNIQUE</c>) and not as an index.</summary>
    public bool IsConstraint { get; init; }

    /// <summary>What it indexes, in order.</summary>
    public required IReadOnlyList<IndexPart> Parts { get; init => field = EmittedList.Of(value); }

    /// <summary><c>btree</c> or <c>hash</c> where the source says so.</summary>
    public string? Using { get; init; }

    /// <summary>The <c>ALGORITHM</c> of its creation (<c>default</c>, <c>inplace</c>, <c>copy</c>) where the source says so.</summary>
    public string? Algorithm { get; init; }

    /// <summary>The <c>LOCK</c> of its creation (<c>default</c>, <c>none</c>, <c>shared</c>, <c>exclusive</c>) where the source says so.</summary>
    public string? Lock { get; init; }

    /// <summary>Whether the optimizer may not use it (<c>INVISIBLE</c>, MariaDB <c>IGNORED</c>).</summary>
    public bool IsInvisible { get; init; }

    /// <summary>The comment, if the source has one.</summary>
    public string? Comment { get; init; }

    /// <summary>Where it is declared; null for a live database.</summary>
    public SourceLocation? Location { get; init; }

    /// <summary>The name and what it indexes: <c>users_email_idx (email, name(20) desc)</c>.</summary>
    public override string ToString() => $"{(Name is null ? "" : Name + " ")}({string.Join(", ", Parts)})";
}

/// <summary>One part of an index: a column, a column's prefix, or an expression.</summary>
public sealed record IndexPart
{
    /// <summary>The column; null for an expression.</summary>
    public string? Column { get; init; }

    /// <summary>The expression, without the outer parentheses; null for a column.</summary>
    public string? Expression { get; init; }

    /// <summary>How much of the column is indexed, in characters (bytes for binary types); null for all of it.</summary>
    public int? Length { get; init; }

    /// <summary>Whether it is in descending order.</summary>
    public bool IsDescending { get; init; }

    /// <summary>As DDL has it: <c>name(20) desc</c>, <c>(lower(name))</c>.</summary>
    public override string ToString() => $"{Column ?? $"({Expression})"}{(Length is { } length ? $"({length})" : "")}{(IsDescending ? " desc" : "")}";
}

/// <summary>A foreign key.</summary>
public sealed record ForeignKey
{
    /// <summary>The name; null where the source leaves it to the server.</summary>
    public string? Name { get; init; }

    /// <summary>The columns of this table, in order.</summary>
    public required IReadOnlyList<string> Columns { get; init => field = EmittedList.Of(value); }

    /// <summary>The database of the referenced table where the source names one.</summary>
    public string? ReferencedDatabase { get; init; }

    /// <summary>The referenced table.</summary>
    public required string ReferencedTable { get; init; }

    /// <summary>The referenced columns, in order.</summary>
    public required IReadOnlyList<string> ReferencedColumns { get; init => field = EmittedList.Of(value); }

    /// <summary>What a deletion does, in lower case (<c>cascade</c>, <c>set null</c>, …); null where the source does not say.</summary>
    public string? OnDelete { get; init; }

    /// <summary>What an update does, in lower case; null where the source does not say.</summary>
    public string? OnUpdate { get; init; }

    /// <summary>Where it is declared; null for a live database.</summary>
    public SourceLocation? Location { get; init; }

    /// <summary>The name and both ends: <c>posts_user_fk (user_id) -> users (id)</c>.</summary>
    public override string ToString() =>
        $"{(Name is null ? "" : Name + " ")}({string.Join(", ", Columns)}) -> {(ReferencedDatabase is null ? "" : ReferencedDatabase + ".")}{ReferencedTable} ({string.Join(", ", ReferencedColumns)})";
}

/// <summary>A check constraint.</summary>
public sealed record CheckConstraint
{
    /// <summary>The name; null where the source leaves it to the server.</summary>
    public string? Name { get; init; }

    /// <summary>The condition, without the outer parentheses.</summary>
    public required string Expression { get; init; }

    /// <summary>Whether the server enforces it.</summary>
    public bool IsEnforced { get; init; } = true;

    /// <summary>Where it is declared; null for a live database.</summary>
    public SourceLocation? Location { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{(Name is null ? "" : Name + " ")}({Expression})";
}

/// <summary>A view.</summary>
public sealed record SchemaView
{
    /// <summary>The database it lives in where the source names one.</summary>
    public string? Database { get; init; }

    /// <summary>The name, without quotes.</summary>
    public required string Name { get; init; }

    /// <summary>The <c>SELECT</c>; null where the source only refers to an existing view.</summary>
    public string? Definition { get; init; }

    /// <summary><c>undefined</c>, <c>merge</c> or <c>temptable</c>, where the source says so.</summary>
    public string? Algorithm { get; init; }

    /// <summary><c>definer</c> or <c>invoker</c>, where the source says so.</summary>
    public string? SqlSecurity { get; init; }

    /// <summary><c>cascaded</c> or <c>local</c>, where the source says so.</summary>
    public string? CheckOption { get; init; }

    /// <summary>The columns, where the source lists them.</summary>
    public IReadOnlyList<Column> Columns { get; init => field = EmittedList.Of(value); } = [];

    /// <summary>Whether the source says that the view exists already and is not to be made.</summary>
    public bool IsExisting { get; init; }

    /// <summary>Where it is declared; null for a live database.</summary>
    public SourceLocation? Location { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
