using System.Text;
using Migrations.Model;

namespace Migrations.Core.Drizzle;

/// <summary>What a statement of a schema makes.</summary>
public enum DrizzleKitStatementKind
{
    /// <summary><c>CREATE TABLE</c>.</summary>
    Table,

    /// <summary><c>ALTER TABLE … ADD CONSTRAINT … FOREIGN KEY</c>.</summary>
    ForeignKey,

    /// <summary><c>CREATE INDEX</c>.</summary>
    Index,

    /// <summary><c>CREATE VIEW</c>.</summary>
    View,
}

/// <summary>A statement as drizzle-kit writes it.</summary>
/// <param name="Kind">What it makes.</param>
/// <param name="Owner">The table it belongs to, or the view.</param>
/// <param name="Name">The name of what it makes.</param>
/// <param name="Text">The statement, with its semicolon.</param>
public sealed record DrizzleKitStatement(DrizzleKitStatementKind Kind, string Owner, string Name, string Text);

/// <summary>Writes a schema as <c>drizzle-kit export</c> does, byte for byte wherever what that writes is SQL at all.</summary>
/// <remarks>
/// Like drizzle-kit it leaves out the tables of a named database (<c>mysqlSchema</c>) and an index's <c>using</c>, <c>algorithm</c> and
/// <c>lock</c>, and writes a unique index as a constraint of its table. Unlike drizzle-kit it puts an indexed expression in the brackets
/// that MySQL wants, and does not take an expression apart at its commas.
/// </remarks>
public static class DrizzleKitWriter
{
    /// <summary>The statements of a schema: tables first, then foreign keys, then indexes, then views.</summary>
    public static IReadOnlyList<DrizzleKitStatement> Write(DatabaseSchema schema)
    {
        if (schema is null) throw new ArgumentNullException(nameof(schema));
        var tables = schema.Tables.Where(table => table.Database is null).ToList();
        var statements = new List<DrizzleKitStatement>();
        statements.AddRange(tables.Select(table => new DrizzleKitStatement(DrizzleKitStatementKind.Table, table.Name, table.Name, CreateTable(table))));
        statements.AddRange(tables.SelectMany(table => table.ForeignKeys.Select(
            key => new DrizzleKitStatement(DrizzleKitStatementKind.ForeignKey, table.Name, key.Name ?? "", AddForeignKey(table, key)))));
        statements.AddRange(tables.SelectMany(table => table.Indexes.Where(index => !IsInTable(index)).Select(
            index => new DrizzleKitStatement(DrizzleKitStatementKind.Index, table.Name, index.Name ?? "", CreateIndex(table, index)))));
        statements.AddRange(schema.Views.Where(view => !view.IsExisting && view.Definition is not null).Select(
            view => new DrizzleKitStatement(DrizzleKitStatementKind.View, view.Name, view.Name, CreateView(view))));
        return statements;
    }

    /// <summary>The <c>CREATE TABLE</c> of a table: with its primary key, unique constraints, unique indexes and checks.</summary>
    public static string CreateTable(Table table)
    {
        if (table is null) throw new ArgumentNullException(nameof(table));
        var lines = table.Columns.Select(ColumnDefinition).ToList();
        if (table.PrimaryKey is { } key)
            lines.Add($"CONSTRAINT {Quote(key.Name ?? "PRIMARY")} PRIMARY KEY({List(key.Parts)})");
        lines.AddRange(table.Indexes.Where(IsInTable).Select(index => $"CONSTRAINT {Quote(index.Name ?? "")} UNIQUE({List(index.Parts)})"));
        lines.AddRange(table.Checks.Select(check => $"CONSTRAINT {Quote(check.Name ?? "")} CHECK({check.Expression})"));
        return $"CREATE TABLE {Quote(table.Name)} (\n\t{string.Join(",\n\t", lines)}\n);";
    }

    /// <summary>A column as it stands in a table or behind <c>ADD COLUMN</c>.</summary>
    public static string ColumnDefinition(Column column)
    {
        if (column is null) throw new ArgumentNullException(nameof(column));
        var text = new StringBuilder(Quote(column.Name)).Append(' ').Append(column.Type);
        if (column.IsAutoIncrement) text.Append(" AUTO_INCREMENT");
        if (column.Generated is { } generated) text.Append(" GENERATED ALWAYS AS (").Append(generated.Expression).Append(") ").Append(generated.IsStored ? "STORED" : "VIRTUAL");
        if (!column.IsNullable) text.Append(" NOT NULL");
        if (column.Default is { } value) text.Append(" DEFAULT ").Append(value.Sql);
        if (column.OnUpdate is { } onUpdate) text.Append(" ON UPDATE ").Append(onUpdate);
        return text.ToString();
    }

    /// <summary>The statement that adds a foreign key; actions that the schema leaves out are <c>no action</c>.</summary>
    public static string AddForeignKey(Table table, ForeignKey key)
    {
        if (table is null) throw new ArgumentNullException(nameof(table));
        if (key is null) throw new ArgumentNullException(nameof(key));
        return $"ALTER TABLE {Quote(table.Name)} ADD CONSTRAINT {Quote(key.Name ?? "")} FOREIGN KEY ({Names(key.Columns)}) REFERENCES {Quote(key.ReferencedTable)}({Names(key.ReferencedColumns)})"
            + $" ON DELETE {key.OnDelete ?? "no action"} ON UPDATE {key.OnUpdate ?? "no action"};";
    }

    /// <summary>The statement that makes an index.</summary>
    public static string CreateIndex(Table table, TableIndex index)
    {
        if (table is null) throw new ArgumentNullException(nameof(table));
        if (index is null) throw new ArgumentNullException(nameof(index));
        var kind = index.Kind switch { IndexKind.Unique => "UNIQUE INDEX", IndexKind.FullText => "FULLTEXT INDEX", IndexKind.Spatial => "SPATIAL INDEX", _ => "INDEX" };
        return $"CREATE {kind} {Quote(index.Name ?? "")} ON {Quote(table.Name)} ({List(index.Parts)});";
    }

    /// <summary>The statement that makes a view.</summary>
    public static string CreateView(SchemaView view)
    {
        if (view is null) throw new ArgumentNullException(nameof(view));
        var check = view.CheckOption is null ? "" : $"\nWITH {view.CheckOption} CHECK OPTION";
        return $"CREATE ALGORITHM = {view.Algorithm ?? "undefined"}\nSQL SECURITY {view.SqlSecurity ?? "definer"}\nVIEW {Quote(view.Name)} AS ({view.Definition}){check};";
    }

    private static bool IsInTable(TableIndex index) => index.Kind == IndexKind.Unique;

    private static string List(IReadOnlyList<IndexPart> parts) => string.Join(",", parts.Select(Part));

    private static string Part(IndexPart part)
    {
        var text = part.Column is { } column ? Quote(column) : $"({part.Expression})";
        if (part.Length is { } length) text += $"({length})";
        return part.IsDescending ? text + " desc" : text;
    }

    private static string Names(IReadOnlyList<string> names) => string.Join(",", names.Select(Quote));

    private static string Quote(string name) => "`" + name.Replace("`", "``") + "`";
}
