using Migrations.Core.Schemas;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>Which parts of tables a statement leaves as only the server knows: names it invents, indexes it makes for foreign keys, expressions it rewrites.</summary>
internal static class Unsettled
{
    /// <summary>The parts that are to be read anew once a statement was executed.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="find">The tables as they were before it.</param>
    public static IEnumerable<(ObjectName Table, TableParts Parts)> By(DdlStatement statement, Func<ObjectName, Table?> find)
    {
        switch (statement)
        {
            case CreateTableStatement { IsTemporary: true }:
                break;
            // The columns of a query, the indexes of a copy: only the server has them. An existing table may have stopped the statement.
            case CreateTableStatement create:
                var parts = create.Like is not null || create.Query is not null || create.Elements.Any(element => element is UnknownElement)
                    ? TableParts.All : create.Elements.Aggregate(TableParts.None, (before, element) => before | Of(element));
                if (parts != TableParts.None) yield return (create.Table, parts);
                break;
            case AlterTableStatement alter:
                var left = alter.Clauses.Aggregate(TableParts.None, (before, clause) => before | Of(clause, find(alter.Table)));
                if (left == TableParts.None) break;
                yield return (alter.Table, left);
                foreach (var rename in alter.Clauses.OfType<RenameToClause>()) yield return (rename.To, left);
                break;
            // An index that serves a foreign key takes the place of the one that the server had made for it.
            case CreateIndexStatement create when find(create.Table) is { ForeignKeys.Count: > 0 }:
                yield return (create.Table, TableParts.Indexes);
                break;
            case DropStatement { Kind: DroppedKind.Other or DroppedKind.Database }:
                break;
            case RenameTableStatement rename:
                foreach (var pair in rename.Renames)
                {
                    yield return (pair.From, TableParts.All);
                    yield return (pair.To, TableParts.All);
                }
                break;
        }
    }

    private static TableParts Of(TableElement element) => element switch
    {
        ColumnElement column => Of(column),
        IndexElement { Index.Name: null } => TableParts.Indexes,
        ForeignKeyElement { ForeignKey.Name: null } => TableParts.Indexes | TableParts.Constraints,
        ForeignKeyElement => TableParts.Indexes,
        CheckElement { Check.Name: null } => TableParts.Constraints,
        UnknownElement => TableParts.All,
        _ => TableParts.None,
    };

    private static TableParts Of(ColumnElement column) =>
        (column.IsUnique || CanonicalType.Of(column.Column.Type).IsSerial ? TableParts.Indexes : TableParts.None)
        | (column.References is null ? TableParts.None : TableParts.Indexes | TableParts.Constraints)
        | (column.Checks.Count > 0 ? TableParts.Constraints : TableParts.None);

    private static TableParts Of(AlterClause clause, Table? table) => clause switch
    {
        AddColumnsClause add => add.Columns.Aggregate(TableParts.None, (before, column) => before | Of(column))
            | add.Others.Aggregate(TableParts.None, (before, other) => before | Of(other)),
        AddIndexClause { Index.Name: null } => TableParts.Indexes,
        AddIndexClause or AddPrimaryKeyClause => table is { ForeignKeys.Count: > 0 } ? TableParts.Indexes : TableParts.None,
        AddForeignKeyClause { ForeignKey.Name: null } => TableParts.Indexes | TableParts.Constraints,
        AddForeignKeyClause => TableParts.Indexes,
        AddCheckClause { Check.Name: null } => TableParts.Constraints,
        AddCheckClause => TableParts.None,
        ModifyColumnClause modify => Of(modify.Column),
        // Servers rewrite the expressions that name a renamed column.
        ChangeColumnClause or RenameColumnClause or ConvertToClause => TableParts.All,
        // A dropped column takes its checks and, on some servers, its foreign keys along.
        DropPartClause { Part: TablePart.Column } => TableParts.Indexes | TableParts.Constraints,
        DropPartClause => TableParts.None,
        AlterDefaultClause or AlterIndexVisibilityClause or AlterEnforcementClause or RenameIndexClause => TableParts.None,
        TableOptionsClause or ExecutionClause or OrderByClause => TableParts.None,
        _ => TableParts.All,
    };
}
