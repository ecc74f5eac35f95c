using Migrations.Core.Schemas;
using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Linting;

/// <summary>A column that a statement makes or makes anew, and its table as it will be.</summary>
/// <param name="Table">The table, as far as the statement has got; the column is in it.</param>
/// <param name="Element">The definition.</param>
/// <param name="Old">The column before; null for a new one.</param>
/// <param name="Clause">The clause of an <c>ALTER TABLE</c>; null in a <c>CREATE TABLE</c>.</param>
internal sealed record DefinedColumn(Table Table, ColumnElement Element, Column? Old, AlterClause? Clause);

/// <summary>An index or key that a statement makes.</summary>
/// <param name="Table">The table behind the whole statement.</param>
/// <param name="Index">The index; a primary key is a unique one with the name PRIMARY.</param>
/// <param name="Span">Where it is defined.</param>
internal sealed record DefinedIndex(Table Table, TableIndex Index, SqlSpan Span)
{
    /// <summary>Whether it is the primary key.</summary>
    public bool IsPrimary => Index.Name == "PRIMARY";
}

/// <summary>A foreign key that a statement makes.</summary>
/// <param name="Table">Its table, behind the whole statement; null where it is not known.</param>
/// <param name="ForeignKey">The foreign key.</param>
/// <param name="Span">Where it is defined.</param>
internal sealed record DefinedForeignKey(Table? Table, ForeignKey ForeignKey, SqlSpan Span);

/// <summary>A statement on its way through the rules, and the schema it meets.</summary>
internal sealed class LintedStatement(LintedMigration migration, ScriptStatement script, DdlStatement ddl, SchemaState before, SchemaState after)
{
    /// <summary>Its migration.</summary>
    public LintedMigration Migration { get; } = migration;

    /// <summary>The statement in its file.</summary>
    public ScriptStatement Script { get; } = script;

    /// <summary>The statement as far as it is DDL.</summary>
    public DdlStatement Ddl { get; } = ddl;

    /// <summary>The schema before it.</summary>
    public SchemaState Before { get; } = before;

    /// <summary>The schema behind it.</summary>
    public SchemaState After { get; } = after;

    /// <summary>What all rules may know.</summary>
    public LintContext Context => Migration.Context;

    /// <summary>Whether the session's foreign key checks are off here.</summary>
    public bool ForeignKeyChecksOff { get; init; }

    /// <summary>Where it stands.</summary>
    public SqlSpan Span => new(Script.Start, Script.End);

    /// <summary>Whether a table was made by this migration, before this statement: it holds no one's rows yet.</summary>
    public bool IsNew(ObjectName table) =>
        Before.Loose.Contains(table.Name.ToLowerInvariant()) && !Migration.Before.Loose.Contains(table.Name.ToLowerInvariant())
        || (Migration.Before.Find(table) is null && !Migration.Before.Ground.Names(table.Name) && Before.Find(table) is not null);

    /// <summary>Whether a <c>CREATE TABLE IF NOT EXISTS</c> does nothing, for the table is there.</summary>
    public bool DoesNothing => Ddl is CreateTableStatement { OrReplace: false } create && Before.Find(create.Table) is not null;

    /// <summary>A walk over the statement's tokens.</summary>
    public SqlCursor Cursor() => new(Script.Source, Script.Start, Script.End, Script.Modes);

    /// <summary>The clauses of an <c>ALTER TABLE</c>, each with its table as the clauses before it leave it (null where it is not known).</summary>
    public IEnumerable<(AlterClause Clause, Table? Table)> Clauses()
    {
        if (Ddl is not AlterTableStatement alter) yield break;
        var table = Before.Find(alter.Table);
        foreach (var clause in alter.Clauses)
        {
            yield return (clause, table);
            if (table is not null) table = TableFold.Alter(table, clause);
        }
    }

    /// <summary>The columns that it makes or makes anew, where their table is known.</summary>
    public IEnumerable<DefinedColumn> Columns()
    {
        if (Ddl is CreateTableStatement create && !DoesNothing)
        {
            var made = TableFold.Create(create);
            foreach (var element in create.Elements.OfType<ColumnElement>()) yield return new DefinedColumn(made, element, null, null);
        }
        foreach (var (clause, table) in Clauses())
        {
            if (table is null) continue;
            var behind = TableFold.Alter(table, clause);
            switch (clause)
            {
                case AddColumnsClause add:
                    foreach (var element in add.Columns)
                    {
                        if (Before.Column(table, element.Column.Name) is null) yield return new DefinedColumn(behind, element, null, clause);
                    }
                    break;
                case ModifyColumnClause modify when table.Columns.FirstOrDefault(column => SchemaState.Same(column.Name, modify.Column.Column.Name)) is { } old:
                    yield return new DefinedColumn(behind, modify.Column, old, clause);
                    break;
                case ChangeColumnClause change when table.Columns.FirstOrDefault(column => SchemaState.Same(column.Name, change.OldName)) is { } old:
                    yield return new DefinedColumn(behind, change.Column, old, clause);
                    break;
            }
        }
    }

    /// <summary>The indexes and keys that it makes, where their table is known.</summary>
    public IEnumerable<DefinedIndex> Indexes()
    {
        switch (Ddl)
        {
            case CreateTableStatement create when !DoesNothing:
                var made = TableFold.Create(create);
                foreach (var element in create.Elements)
                {
                    if (OfElement(made, element) is { } index) yield return index;
                }
                break;
            case CreateIndexStatement create when After.Find(create.Table) is { } table && !HasIndex(Before.Find(create.Table), create.Index.Name):
                yield return new DefinedIndex(table, create.Index, Span);
                break;
            case AlterTableStatement alter when After.Find(alter.Table) is { } table:
                foreach (var (clause, before) in Clauses())
                {
                    switch (clause)
                    {
                        case AddIndexClause add when !HasIndex(before, add.Index.Name):
                            yield return new DefinedIndex(table, add.Index, clause.Span);
                            break;
                        case AddPrimaryKeyClause add:
                            yield return Primary(table, add.PrimaryKey.Parts, clause.Span);
                            break;
                        case AddColumnsClause add:
                            foreach (var element in add.Columns.Where(column => before is null || Before.Column(before, column.Column.Name) is null))
                            {
                                if (OfElement(table, element) is { } index) yield return index;
                            }
                            break;
                    }
                }
                break;
        }
    }

    /// <summary>The foreign keys that it makes.</summary>
    public IEnumerable<DefinedForeignKey> ForeignKeys()
    {
        if (Ddl is CreateTableStatement create && !DoesNothing)
        {
            var made = TableFold.Create(create);
            foreach (var element in create.Elements)
            {
                if (element is ForeignKeyElement key) yield return new DefinedForeignKey(made, key.ForeignKey, key.Span);
                // MySQL has taken REFERENCES of a column only since 9.0 (MySQL manual, "FOREIGN KEY Constraints").
                if (element is ColumnElement { References: { } reference } && Context.Server is { } server && KeepsColumnReferences(server))
                    yield return new DefinedForeignKey(made, reference, element.Span);
            }
        }
        if (Ddl is not AlterTableStatement alter) yield break;
        foreach (var clause in alter.Clauses)
        {
            if (clause is AddForeignKeyClause add && !(Before.Find(alter.Table)?.ForeignKeys.Any(key => add.ForeignKey.Name is { } name && SchemaState.Same(key.Name, name)) ?? false))
                yield return new DefinedForeignKey(After.Find(alter.Table), add.ForeignKey, clause.Span);
        }
    }

    private static bool KeepsColumnReferences(ServerInfo server) =>
        server.Flavor == ServerFlavor.MariaDb || (server.Flavor == ServerFlavor.MySql && server.Version.Major >= 9);

    private static bool HasIndex(Table? table, string? name) => name is not null && table is not null && table.Indexes.Any(index => SchemaState.Same(index.Name, name));

    private static DefinedIndex? OfElement(Table table, TableElement element) => element switch
    {
        IndexElement index => new DefinedIndex(table, index.Index, index.Span),
        PrimaryKeyElement key => Primary(table, key.PrimaryKey.Parts, key.Span),
        ColumnElement { IsPrimaryKey: true } column => Primary(table, [new IndexPart { Column = column.Column.Name }], column.Span),
        ColumnElement { IsUnique: true } column =>
            new DefinedIndex(table, new TableIndex { Kind = IndexKind.Unique, Parts = [new IndexPart { Column = column.Column.Name }] }, column.Span),
        _ => null,
    };

    private static DefinedIndex Primary(Table table, IReadOnlyList<IndexPart> parts, SqlSpan span) =>
        new(table, new TableIndex { Name = "PRIMARY", Kind = IndexKind.Unique, Parts = parts }, span);
}
