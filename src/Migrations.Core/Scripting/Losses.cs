using Migrations.Core.Sql.Ddl;

namespace Migrations.Core.Scripting;

/// <summary>What statements take away, as far as it can be told without a database: from tables that none of the script's earlier statements makes.</summary>
internal sealed class Losses
{
    private readonly HashSet<string> _made = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What a statement takes away, for a person; null where nothing. Statements are to be asked in their order.</summary>
    public string? Of(DdlStatement statement)
    {
        switch (statement)
        {
            case CreateTableStatement { OrReplace: true, IsTemporary: false } create when !_made.Contains(create.Table.Name):
                return $"replaces the table {create.Table} where it is there";
            case CreateTableStatement { IsTemporary: false, Condition: null } create:
                _made.Add(create.Table.Name);
                return null;
            case DropStatement { Kind: DroppedKind.Table, IsTemporary: false } drop:
                return drop.Names.FirstOrDefault(name => !_made.Contains(name.Name)) is { } dropped ? $"drops the table {dropped}" : null;
            case DropStatement { Kind: DroppedKind.Database } drop:
                return $"drops the database {drop.Names[0]}";
            case DropStatement { Kind: DroppedKind.Index, OnTable: { } table } drop when !_made.Contains(table.Name):
                return $"drops the index {drop.Names[0]} of {table}";
            case TruncateStatement truncate when !_made.Contains(truncate.Table.Name):
                return $"empties the table {truncate.Table}";
            case RenameTableStatement rename:
                var from = rename.Renames.FirstOrDefault(pair => !_made.Contains(pair.From.Name));
                foreach (var pair in rename.Renames.Where(pair => _made.Contains(pair.From.Name))) _made.Add(pair.To.Name);
                return from is null ? null : $"renames the table {from.From} to {from.To}";
            case AlterTableStatement alter when !_made.Contains(alter.Table.Name):
                return alter.Clauses.Select(clause => Of(alter, clause)).FirstOrDefault(what => what is not null);
            default:
                return null;
        }
    }

    private static string? Of(AlterTableStatement alter, AlterClause clause) => clause switch
    {
        DropPartClause { Part: TablePart.PrimaryKey } => $"drops the primary key of {alter.Table}",
        DropPartClause { Part: TablePart.ForeignKey } drop => $"drops the foreign key {drop.Name} of {alter.Table}",
        DropPartClause drop => $"drops the {drop.Part.ToString().ToLowerInvariant()} {drop.Name} of {alter.Table}",
        RenameToClause rename => $"renames the table {alter.Table} to {rename.To}",
        RenameColumnClause rename => $"renames the column {rename.From} of {alter.Table}",
        ChangeColumnClause change when !string.Equals(change.OldName, change.Column.Column.Name, StringComparison.OrdinalIgnoreCase) => $"renames the column {change.OldName} of {alter.Table}",
        ModifyColumnClause modify => $"changes the type of {alter.Table}.{modify.Column.Column.Name}: check that no value is cut off",
        ChangeColumnClause change => $"changes the type of {alter.Table}.{change.OldName}: check that no value is cut off",
        PartitionClause when alter.TextOf(clause).TrimStart() is var text
            && (text.StartsWith("DROP", StringComparison.OrdinalIgnoreCase) || text.StartsWith("TRUNCATE", StringComparison.OrdinalIgnoreCase)) => $"drops or empties partitions of {alter.Table}",
        _ => null,
    };
}
