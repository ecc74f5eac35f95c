using Migrations.Core.Schemas;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>What a statement takes away from tables that were there before the run.</summary>
internal static class Destruction
{
    /// <summary>What it takes away, for a person; null where nothing.</summary>
    /// <param name="effect">What will be sent.</param>
    /// <param name="catalog">The tables before it.</param>
    /// <param name="isFree">Whether a table that is there belongs to an installation that is under way: nobody uses it yet.</param>
    public static string? Of(DdlStatement effect, Catalog catalog, Func<ObjectName, bool> isFree)
    {
        bool WasThere(ObjectName name) => catalog.WasThere(name) && !isFree(name);
        return Of(effect, catalog, (Predicate<ObjectName>)WasThere);
    }

    private static string? Of(DdlStatement effect, Catalog catalog, Predicate<ObjectName> wasThere) => effect switch
    {
        DropStatement { Kind: DroppedKind.Table, IsTemporary: false } drop => drop.Names.FirstOrDefault(name => wasThere(name)) is { } table ? $"drops the table {table}" : null,
        DropStatement { Kind: DroppedKind.Database } drop => $"drops the database {drop.Names[0]}",
        DropStatement { Kind: DroppedKind.Index, OnTable: { } table } drop when wasThere(table) => $"drops the index {drop.Names[0]} of {table}",
        TruncateStatement truncate when wasThere(truncate.Table) => $"empties the table {truncate.Table}",
        RenameTableStatement rename => rename.Renames.FirstOrDefault(pair => wasThere(pair.From)) is { } pair ? $"renames the table {pair.From} to {pair.To}" : null,
        AlterTableStatement { IsIgnore: true } alter when wasThere(alter.Table) && alter.Clauses.Any(MakesUnique) => $"deletes rows of {alter.Table} that are double (IGNORE)",
        AlterTableStatement alter when wasThere(alter.Table) => alter.Clauses.Select(clause => Of(alter, clause, catalog.Find(alter.Table))).FirstOrDefault(what => what is not null),
        CreateTableStatement { OrReplace: true, IsTemporary: false } create when wasThere(create.Table) => $"replaces the table {create.Table}",
        _ => null,
    };

    private static string? Of(AlterTableStatement alter, AlterClause clause, Table? table)
    {
        switch (clause)
        {
            case DropPartClause { Part: TablePart.PrimaryKey }:
                return $"drops the primary key of {alter.Table}";
            case DropPartClause drop:
                return $"drops the {PartName(drop.Part)} {drop.Name} of {alter.Table}";
            case RenameToClause rename:
                return $"renames the table {alter.Table} to {rename.To}";
            case RenameColumnClause rename:
                return $"renames the column {rename.From} of {alter.Table}";
            case ChangeColumnClause change when !Is(change.OldName, change.Column.Column.Name):
                return $"renames the column {change.OldName} of {alter.Table}";
            case ChangeColumnClause change:
                return Narrowed(alter, change.Column.Column, table);
            case ModifyColumnClause modify:
                return Narrowed(alter, modify.Column.Column, table);
            case ConvertToClause convert when table is not null:
                return table.Columns.Select(column => Narrowed(alter, column with { CharacterSet = convert.CharacterSet, Collation = convert.Collation }, table)).FirstOrDefault(what => what is not null);
            case PartitionClause or UnknownClause when clause.Span.TextIn(alter.Source.Text).TrimStart() is var text:
                return Losses.Where(loss => text.StartsWith(loss.Word, StringComparison.OrdinalIgnoreCase)).Select(loss => $"{loss.What} {alter.Table}").FirstOrDefault();
            default:
                return null;
        }
    }

    private static readonly (string Word, string What)[] Losses =
    [
        ("DROP PARTITION", "drops partitions of"), ("TRUNCATE PARTITION", "empties partitions of"), ("EXCHANGE PARTITION", "exchanges rows of"),
        ("DISCARD", "throws away the rows of"), ("CONVERT PARTITION", "takes a partition out of"),
    ];

    private static bool MakesUnique(AlterClause clause) => clause is AddPrimaryKeyClause or AddIndexClause { Index.Kind: IndexKind.Unique }
        || (clause is AddColumnsClause add && add.Columns.Any(column => column.IsUnique || column.IsPrimaryKey));

    private static string? Narrowed(AlterTableStatement alter, Column now, Table? table) =>
        table?.Columns.FirstOrDefault(column => Is(column.Name, now.Name)) is { } old && TypeNarrowing.Loss(old, now) is not null
            ? $"narrows {alter.Table}.{now.Name} from {Shown(old, now)} to {Shown(now, old)}" : null;

    // Where only the character sets differ, these.
    private static string Shown(Column column, Column other) => column.Type == other.Type && column.CharacterSet is { } set ? $"{column.Type} CHARACTER SET {set}" : column.Type;

    private static string PartName(TablePart part) => part == TablePart.ForeignKey ? "foreign key" : part.ToString().ToLowerInvariant();

    private static bool Is(string? name, string? other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
