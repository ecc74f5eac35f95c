using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Schemas;

/// <summary>What a <c>CREATE TABLE</c> makes and what a clause makes of a table. Names of columns, indexes and constraints have no case.</summary>
internal static class TableFold
{
    public static Table Create(CreateTableStatement create)
    {
        var table = new Table
        {
            Database = create.Table.Database,
            Name = create.Table.Name,
            Columns = [],
            Engine = create.Options.Engine,
            CharacterSet = create.Options.CharacterSet,
            Collation = create.Options.Collation,
            Comment = create.Options.Comment,
            Location = create.Location,
        };
        foreach (var element in create.Elements) table = Add(table, element, position: null);
        return table;
    }

    public static Table Alter(Table table, AlterClause clause) => clause switch
    {
        AddColumnsClause add => add.Others.Aggregate(
            add.Columns.Aggregate(table, (before, column) => Add(before, column, add.Position)), (before, other) => Add(before, other, position: null)),
        AddIndexClause add => AddIndex(table, add.Index, replace: false),
        AddPrimaryKeyClause add => table with { PrimaryKey = table.PrimaryKey ?? add.PrimaryKey },
        AddForeignKeyClause add => AddForeignKey(table, add.ForeignKey),
        AddCheckClause add => AddCheck(table, add.Check),
        ModifyColumnClause modify => Replace(table, modify.Column.Column.Name, modify.Column, modify.Position),
        ChangeColumnClause change => Replace(RenameColumn(table, change.OldName, change.Column.Column.Name), change.Column.Column.Name, change.Column, change.Position),
        AlterDefaultClause alter => ChangeColumn(table, alter.Column, column => column with { Default = alter.Default }),
        RenameColumnClause rename => RenameColumn(table, rename.From, rename.To),
        RenameIndexClause rename => ChangeIndex(table, rename.From, index => index with { Name = rename.To }),
        AlterIndexVisibilityClause alter => ChangeIndex(table, alter.Index, index => index with { IsInvisible = alter.IsInvisible }),
        AlterEnforcementClause alter => table with
        {
            Checks = [.. table.Checks.Select(check => Is(check.Name, alter.Name) ? check with { IsEnforced = alter.IsEnforced } : check)],
        },
        TableOptionsClause options => table with
        {
            Engine = options.Options.Engine ?? table.Engine,
            CharacterSet = options.Options.CharacterSet ?? table.CharacterSet,
            Collation = options.Options.Collation ?? table.Collation,
            Comment = options.Options.Comment ?? table.Comment,
        },
        // It converts the columns too: from here on they have the table's.
        ConvertToClause convert => table with
        {
            CharacterSet = convert.CharacterSet,
            Collation = convert.Collation,
            Columns = [.. table.Columns.Select(column => column with { CharacterSet = null, Collation = null })],
        },
        DropPartClause drop => Drop(table, drop),
        _ => table,
    };

    public static Table AddIndex(Table table, TableIndex index, bool replace)
    {
        if (index.Name is not { } name || !table.Indexes.Any(existing => Is(existing.Name, name))) return table with { Indexes = [.. table.Indexes, index] };
        return replace ? ChangeIndex(table, name, _ => index) : table;
    }

    public static Table DropIndex(Table table, string name) =>
        Is(name, "PRIMARY") ? table with { PrimaryKey = null } : table with { Indexes = [.. table.Indexes.Where(index => !Is(index.Name, name))] };

    public static IReadOnlyList<string> Renamed(IReadOnlyList<string> columns, string from, string to) =>
        [.. columns.Select(column => Is(column, from) ? to : column)];

    private static Table Add(Table table, TableElement element, ColumnPosition? position)
    {
        switch (element)
        {
            case ColumnElement column:
                if (IndexOf(table, column.Column.Name) >= 0) return table;
                var columns = table.Columns.ToList();
                columns.Insert(Place(columns, position), column.Column);
                return AddKeys(table with { Columns = columns }, column);
            case PrimaryKeyElement key: return table with { PrimaryKey = table.PrimaryKey ?? key.PrimaryKey };
            case IndexElement index: return AddIndex(table, index.Index, replace: false);
            case ForeignKeyElement foreignKey: return AddForeignKey(table, foreignKey.ForeignKey);
            case CheckElement check: return AddCheck(table, check.Check);
            default: return table;
        }
    }

    // What a column's definition says about the table's keys and constraints.
    private static Table AddKeys(Table table, ColumnElement column)
    {
        IReadOnlyList<IndexPart> parts = [new IndexPart { Column = column.Column.Name }];
        if (column.IsPrimaryKey && table.PrimaryKey is null)
            table = table with { PrimaryKey = new PrimaryKey { Parts = parts, Location = column.Column.Location } };
        if (column.IsUnique)
            table = AddIndex(table, new TableIndex { Kind = IndexKind.Unique, Parts = parts, Location = column.Column.Location }, replace: false);
        if (column.References is { } foreignKey) table = AddForeignKey(table, foreignKey);
        return column.Checks.Aggregate(table, AddCheck);
    }

    private static Table AddForeignKey(Table table, ForeignKey foreignKey) =>
        foreignKey.Name is { } name && table.ForeignKeys.Any(existing => Is(existing.Name, name))
            ? table
            : table with { ForeignKeys = [.. table.ForeignKeys, foreignKey] };

    private static Table AddCheck(Table table, CheckConstraint check) =>
        check.Name is { } name && table.Checks.Any(existing => Is(existing.Name, name)) ? table : table with { Checks = [.. table.Checks, check] };

    private static int Place(List<Column> columns, ColumnPosition? position)
    {
        if (position is null) return columns.Count;
        if (position.After is not { } after) return 0;
        var before = columns.FindIndex(column => Is(column.Name, after));
        return before < 0 ? columns.Count : before + 1;
    }

    private static Table Replace(Table table, string name, ColumnElement column, ColumnPosition? position)
    {
        var number = IndexOf(table, name);
        if (number < 0) return table;
        var columns = table.Columns.ToList();
        columns.RemoveAt(number);
        columns.Insert(position is null ? number : Place(columns, position), column.Column);
        return AddKeys(table with { Columns = columns }, column);
    }

    private static Table ChangeColumn(Table table, string name, Func<Column, Column> change) =>
        table with { Columns = [.. table.Columns.Select(column => Is(column.Name, name) ? change(column) : column)] };

    private static Table ChangeIndex(Table table, string name, Func<TableIndex, TableIndex> change) =>
        table with { Indexes = [.. table.Indexes.Select(index => Is(index.Name, name) ? change(index) : index)] };

    private static Table RenameColumn(Table table, string from, string to)
    {
        if (IndexOf(table, from) < 0) return table;
        IReadOnlyList<IndexPart> Parts(IReadOnlyList<IndexPart> parts) => [.. parts.Select(part => Is(part.Column, from) ? part with { Column = to } : part)];
        return ChangeColumn(table, from, column => column with { Name = to }) with
        {
            PrimaryKey = table.PrimaryKey is { } key ? key with { Parts = Parts(key.Parts) } : null,
            Indexes = [.. table.Indexes.Select(index => index with { Parts = Parts(index.Parts) })],
            ForeignKeys = [.. table.ForeignKeys.Select(foreignKey => foreignKey with { Columns = Renamed(foreignKey.Columns, from, to) })],
        };
    }

    private static Table Drop(Table table, DropPartClause drop)
    {
        switch (drop.Part)
        {
            case TablePart.PrimaryKey: return table with { PrimaryKey = null };
            case TablePart.Column: return DropColumn(table, drop.Name!);
            case TablePart.Index: return DropIndex(table, drop.Name!);
            case TablePart.ForeignKey: return table with { ForeignKeys = [.. table.ForeignKeys.Where(key => !Is(key.Name, drop.Name))] };
            case TablePart.Check: return table with { Checks = [.. table.Checks.Where(check => !Is(check.Name, drop.Name))] };
            default:
                // The kinds in the servers' own order of search.
                if (table.ForeignKeys.Any(key => Is(key.Name, drop.Name))) goto case TablePart.ForeignKey;
                if (table.Checks.Any(check => Is(check.Name, drop.Name))) goto case TablePart.Check;
                return DropIndex(table, drop.Name!);
        }
    }

    // A dropped column leaves its indexes, and an index without columns is gone (MySQL manual, "ALTER TABLE Statement").
    private static Table DropColumn(Table table, string name)
    {
        IReadOnlyList<IndexPart> Without(IReadOnlyList<IndexPart> parts) => [.. parts.Where(part => !Is(part.Column, name))];
        var key = table.PrimaryKey is { } primary ? primary with { Parts = Without(primary.Parts) } : null;
        return table with
        {
            Columns = [.. table.Columns.Where(column => !Is(column.Name, name))],
            PrimaryKey = key is { Parts.Count: 0 } ? null : key,
            Indexes = [.. table.Indexes.Select(index => index with { Parts = Without(index.Parts) }).Where(index => index.Parts.Count > 0)],
        };
    }

    private static int IndexOf(Table table, string name)
    {
        for (var i = 0; i < table.Columns.Count; i++)
        {
            if (Is(table.Columns[i].Name, name)) return i;
        }
        return -1;
    }

    private static bool Is(string? name, string? other) => name is not null && string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
