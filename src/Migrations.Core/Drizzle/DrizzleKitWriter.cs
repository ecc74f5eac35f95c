using Migrations.Core.Sql;
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
/// Like drizzle-kit it leaves out the tables and the names of other databases (<c>mysqlSchema</c>) and an index's <c>using</c>, <c>algorithm</c> and
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
            key => new DrizzleKitStatement(DrizzleKitStatementKind.ForeignKey, table.Name, key.Name ?? "", SqlWriter.AddForeignKey(table, key with { ReferencedDatabase = null })))));
        statements.AddRange(tables.SelectMany(table => table.Indexes.Select(Exported).Where(index => !SqlWriter.IsTableLine(index)).Select(
            index => new DrizzleKitStatement(DrizzleKitStatementKind.Index, table.Name, index.Name ?? "", SqlWriter.CreateIndex(table, index)))));
        statements.AddRange(schema.Views.Where(view => !view.IsExisting && view.Definition is not null).Select(
            view => new DrizzleKitStatement(DrizzleKitStatementKind.View, view.Name, view.Name, CreateView(view))));
        return statements;
    }

    /// <summary>The <c>CREATE TABLE</c> of a table: with its primary key, unique constraints, unique indexes and checks.</summary>
    public static string CreateTable(Table table)
    {
        if (table is null) throw new ArgumentNullException(nameof(table));
        return SqlWriter.CreateTable(table with { Indexes = [.. table.Indexes.Select(Exported)] }, ifNotExists: false);
    }

    /// <summary>The statement that makes a view.</summary>
    public static string CreateView(SchemaView view)
    {
        if (view is null) throw new ArgumentNullException(nameof(view));
        var check = view.CheckOption is null ? "" : $"\nWITH {view.CheckOption} CHECK OPTION";
        return $"CREATE ALGORITHM = {view.Algorithm ?? "undefined"}\nSQL SECURITY {view.SqlSecurity ?? "definer"}\nVIEW {SqlName.Quote(view.Name)} AS ({view.Definition}){check};";
    }

    // What drizzle-kit's export keeps of an index.
    private static TableIndex Exported(TableIndex index) => index with { Using = null, Algorithm = null, Lock = null };
}
