using System.Text;
using Migrations.Model;

namespace Migrations.Core.Sql;

/// <summary>Writes parts of a schema as SQL, in drizzle-kit's own form.</summary>
/// <remarks>The form is that of drizzle-kit 0.31's <c>export</c>: tabs, backticks, no blank behind <c>PRIMARY KEY</c>, actions of foreign keys in lower case.</remarks>
public static class SqlWriter
{
    /// <summary>A table's name, with its database where it has one.</summary>
    public static string TableName(Table table) => table.Database is null ? SqlName.Quote(table.Name) : $"{SqlName.Quote(table.Database)}.{SqlName.Quote(table.Name)}";

    /// <summary>A string literal that is read the same with and without <c>NO_BACKSLASH_ESCAPES</c>, as long as it holds no backslash.</summary>
    public static string Literal(string value) => "'" + value.Replace("\\", "\\\\").Replace("'", "''") + "'";

    /// <summary>A column's definition, its name included: one line of a <c>CREATE TABLE</c>.</summary>
    public static string Column(Column column) => $"{SqlName.Quote(column.Name)} {ColumnBody(column)}";

    /// <summary>What stands behind a column's name.</summary>
    public static string ColumnBody(Column column)
    {
        var text = new StringBuilder(column.Type);
        if (column.CharacterSet is { } set) text.Append(" CHARACTER SET ").Append(set);
        if (column.Collation is { } collation) text.Append(" COLLATE ").Append(collation);
        if (column.IsAutoIncrement) text.Append(" AUTO_INCREMENT");
        if (column.Generated is { } generated) text.Append(" GENERATED ALWAYS AS (").Append(generated.Expression).Append(generated.IsStored ? ") STORED" : ") VIRTUAL");
        if (!column.IsNullable) text.Append(" NOT NULL");
        if (column.Default is { } value) text.Append(" DEFAULT ").Append(value.Sql);
        if (column.OnUpdate is { } onUpdate) text.Append(" ON UPDATE ").Append(onUpdate);
        if (column.Comment is { } comment) text.Append(" COMMENT ").Append(Literal(comment));
        return text.ToString();
    }

    /// <summary><c>CONSTRAINT `t_id` PRIMARY KEY(`id`)</c>.</summary>
    public static string PrimaryKey(Table table, PrimaryKey key)
    {
        var name = key.Name ?? string.Join("_", [table.Name, .. key.Parts.Select(part => part.Column)]);
        return $"CONSTRAINT {SqlName.Quote(name)} PRIMARY KEY{Parts(key.Parts)}";
    }

    /// <summary><c>CONSTRAINT `name` UNIQUE(`a`,`b`)</c>.</summary>
    public static string Unique(TableIndex index) =>
        (index.Name is { } name ? $"CONSTRAINT {SqlName.Quote(name)} " : "") + "UNIQUE" + Parts(index.Parts);

    /// <summary><c>CONSTRAINT `name` CHECK(a &gt; 1)</c>.</summary>
    public static string Check(CheckConstraint check) =>
        (check.Name is { } name ? $"CONSTRAINT {SqlName.Quote(name)} " : "") + $"CHECK({check.Expression})" + (check.IsEnforced ? "" : " NOT ENFORCED");

    /// <summary><c>CONSTRAINT `name` FOREIGN KEY (`a`) REFERENCES `t`(`id`) ON DELETE no action ON UPDATE no action</c>.</summary>
    public static string ForeignKey(ForeignKey key)
    {
        var name = key.Name is null ? "" : $"CONSTRAINT {SqlName.Quote(key.Name)} ";
        var table = key.ReferencedDatabase is null ? SqlName.Quote(key.ReferencedTable) : $"{SqlName.Quote(key.ReferencedDatabase)}.{SqlName.Quote(key.ReferencedTable)}";
        return $"{name}FOREIGN KEY ({Names(key.Columns)}) REFERENCES {table}({Names(key.ReferencedColumns)})"
            + $" ON DELETE {key.OnDelete ?? "no action"} ON UPDATE {key.OnUpdate ?? "no action"}";
    }

    /// <summary>An index as a clause: <c>UNIQUE INDEX `i` (`a`)</c>.</summary>
    public static string Index(TableIndex index) => $"{Kind(index.Kind)}INDEX {(index.Name is { } name ? SqlName.Quote(name) + " " : "")}{Parts(index.Parts)}{IndexOptions(index)}";

    /// <summary><c>CREATE INDEX `i` ON `t` (`a`,`b`);</c></summary>
    /// <param name="table">The table.</param>
    /// <param name="index">The index; it must have a name.</param>
    /// <param name="ifNotExists">Whether the words <c>IF NOT EXISTS</c> are written.</param>
    public static string CreateIndex(Table table, TableIndex index, bool ifNotExists = false)
    {
        var condition = ifNotExists ? "IF NOT EXISTS " : "";
        var execution = (index.Algorithm is { } algorithm ? $" ALGORITHM={algorithm.ToUpperInvariant()}" : "") + (index.Lock is { } wait ? $" LOCK={wait.ToUpperInvariant()}" : "");
        return $"CREATE {Kind(index.Kind)}INDEX {condition}{SqlName.Quote(index.Name!)} ON {TableName(table)} {Parts(index.Parts)}{IndexOptions(index)}{execution};";
    }

    /// <summary><c>ALTER TABLE `t` ADD CONSTRAINT … FOREIGN KEY …;</c></summary>
    public static string AddForeignKey(Table table, ForeignKey key) => $"ALTER TABLE {TableName(table)} ADD {ForeignKey(key)};";

    /// <summary>The lines of a table's definition, in drizzle-kit's order: columns, primary key, unique constraints, checks.</summary>
    public static IReadOnlyList<string> TableLines(Table table) =>
    [
        .. table.Columns.Select(Column),
        .. table.PrimaryKey is { } key ? new[] { PrimaryKey(table, key) } : [],
        .. table.Indexes.Where(IsTableLine).Select(Unique),
        .. table.Checks.Select(Check),
    ];

    /// <summary>Whether an index is a line of its table's definition, as drizzle-kit writes every unique one, and no statement of its own.</summary>
    public static bool IsTableLine(TableIndex index) => index.Kind == IndexKind.Unique && index.Using is null or "btree" && !index.IsInvisible;

    /// <summary>A table's statement, without foreign keys and without the indexes that have statements of their own.</summary>
    public static string CreateTable(Table table, bool ifNotExists, string newLine = "\n")
    {
        var condition = ifNotExists ? "IF NOT EXISTS " : "";
        var lines = string.Join("," + newLine, TableLines(table).Select(line => "\t" + line));
        return $"CREATE TABLE {condition}{TableName(table)} ({newLine}{lines}{newLine});";
    }

    /// <summary><c>CREATE OR REPLACE … VIEW `v` AS (…);</c></summary>
    public static string CreateView(SchemaView view)
    {
        var name = view.Database is null ? SqlName.Quote(view.Name) : $"{SqlName.Quote(view.Database)}.{SqlName.Quote(view.Name)}";
        var algorithm = view.Algorithm is null ? "" : $"ALGORITHM = {view.Algorithm} ";
        var security = view.SqlSecurity is null ? "" : $"SQL SECURITY {view.SqlSecurity} ";
        var query = view.Definition!.StartsWith("(", StringComparison.Ordinal) ? view.Definition : $"({view.Definition})";
        return $"CREATE OR REPLACE {algorithm}{security}VIEW {name} AS {query}{(view.CheckOption is null ? "" : $" WITH {view.CheckOption} CHECK OPTION")};";
    }

    /// <summary><c>(`a`,`b`(10) desc,(expression))</c>.</summary>
    public static string Parts(IEnumerable<IndexPart> parts) => "(" + string.Join(",", parts.Select(Part)) + ")";

    private static string Part(IndexPart part) =>
        (part.Column is { } column ? SqlName.Quote(column) + (part.Length is { } length ? $"({length})" : "") : $"({part.Expression})") + (part.IsDescending ? " desc" : "");

    private static string Names(IEnumerable<string> names) => string.Join(",", names.Select(SqlName.Quote));

    private static string Kind(IndexKind kind) => kind switch
    {
        IndexKind.Unique => "UNIQUE ",
        IndexKind.FullText => "FULLTEXT ",
        IndexKind.Spatial => "SPATIAL ",
        _ => "",
    };

    private static string IndexOptions(TableIndex index) =>
        (index.Using is { } method ? $" USING {method}" : "")
        + (index.Comment is { } comment ? $" COMMENT {Literal(comment)}" : "") + (index.IsInvisible ? " INVISIBLE" : "");
}
