using Migrations.Core.Sql.Ddl;

namespace Migrations.Core.Linting.Rules;

/// <summary>What the statements of a migration make and drop, by name.</summary>
internal static class MadeAndDropped
{
    /// <summary>What a migration both makes and drops: at a second run it is as it was at the first.</summary>
    public static HashSet<string> Both(LintedMigration migration)
    {
        var made = new HashSet<string>(migration.Statements.SelectMany(statement => Made(statement.Ddl)), StringComparer.OrdinalIgnoreCase);
        made.IntersectWith(migration.Statements.SelectMany(statement => Dropped(statement.Ddl)));
        return made;
    }

    /// <summary>The things that a statement makes.</summary>
    public static IEnumerable<string> Made(DdlStatement statement) => statement switch
    {
        CreateTableStatement create => [Key("", create.Table.Name)],
        CreateViewStatement create => [Key("", create.View.Name)],
        CreateIndexStatement create => [Key(create.Table.Name, create.Index.Name)],
        AlterTableStatement alter => alter.Clauses.SelectMany(clause => Made(alter.Table, clause)),
        _ => [],
    };

    /// <summary>The things that a statement drops.</summary>
    public static IEnumerable<string> Dropped(DdlStatement statement) => statement switch
    {
        DropStatement { Kind: DroppedKind.Index, OnTable: { } table } drop => [Key(table.Name, drop.Names[0].Name)],
        DropStatement drop => drop.Names.Select(name => Key("", name.Name)),
        AlterTableStatement alter => alter.Clauses.SelectMany(clause => Dropped(alter.Table, clause)),
        _ => [],
    };

    /// <summary>The things that a clause makes.</summary>
    public static IEnumerable<string> Made(ObjectName table, AlterClause clause) => clause switch
    {
        AddColumnsClause add => add.Columns.Select(column => Key(table.Name, column.Column.Name)),
        AddIndexClause add => [Key(table.Name, add.Index.Name)],
        AddForeignKeyClause add => [Key(table.Name, add.ForeignKey.Name)],
        AddCheckClause add => [Key(table.Name, add.Check.Name)],
        RenameColumnClause rename => [Key(table.Name, rename.To)],
        _ => [],
    };

    /// <summary>The things that a clause drops.</summary>
    public static IEnumerable<string> Dropped(ObjectName table, AlterClause clause) => clause switch
    {
        DropPartClause { Name: { } name } => [Key(table.Name, name)],
        RenameColumnClause rename => [Key(table.Name, rename.From)],
        _ => [],
    };

    private static string Key(string table, string? name) => table + "\0" + name;
}
