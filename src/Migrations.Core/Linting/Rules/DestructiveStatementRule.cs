using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Linting.Rules;

/// <summary>Statements that take rows or values away for good.</summary>
internal sealed class DestructiveStatementRule() : LintRule(new MigrationRule(
    "destructive-statement", FindingSeverity.Error, "A statement that drops a table, a column or a partition, or empties a table, with all it holds."))
{
    private const string Fix =
        "Leave it where it is: old code may still use it. If it is to go, do it in a migration of its own after the release, with \"-- migrations:ignore destructive-statement WHY\" above it.";

    public override IEnumerable<Spot> Check(LintedStatement statement)
    {
        switch (statement.Ddl)
        {
            case DropStatement { Kind: DroppedKind.Table, IsTemporary: false } drop:
                return drop.Names.Where(name => !statement.IsNew(name)).Select(name => new Spot(name.Span, $"The table {Wording.Quoted(name)} is dropped with all its rows.", Fix));
            case DropStatement { Kind: DroppedKind.Database } drop:
                return [new Spot(drop.Names[0].Span, $"The database {Wording.Quoted(drop.Names[0])} is dropped with all its tables.", Fix)];
            case TruncateStatement truncate when !statement.IsNew(truncate.Table):
                return [new Spot(truncate.Table.Span, $"All rows of {Wording.Quoted(truncate.Table)} are deleted.", Fix)];
            case CreateTableStatement { OrReplace: true, IsTemporary: false } create when !statement.IsNew(create.Table):
                return [new Spot(create.Table.Span, $"CREATE OR REPLACE TABLE drops {Wording.Quoted(create.Table)}, where it is there, with all its rows.", Fix)];
            case AlterTableStatement alter when !statement.IsNew(alter.Table):
                return alter.Clauses.SelectMany(clause => Check(statement, alter, clause));
            default:
                return [];
        }
    }

    private static IEnumerable<Spot> Check(LintedStatement statement, AlterTableStatement alter, AlterClause clause)
    {
        if (clause is DropPartClause { Part: TablePart.Column, Name: { } column } && !IsNewColumn(statement, alter.Table, column))
            yield return new Spot(clause.Span, $"The column {Wording.Quoted(column)} of {Wording.Quoted(alter.Table)} is dropped with all its values.", Fix);
        if (clause is not PartitionClause) yield break;
        var cursor = new SqlCursor(alter.Source, clause.Span.Start, clause.Span.End, statement.Script.Modes);
        if (cursor.IsAnyWord("DROP", "TRUNCATE") && cursor.IsWord("PARTITION", 1))
            yield return new Spot(clause.Span, $"Partitions of {Wording.Quoted(alter.Table)} go with all their rows.", Fix);
    }

    // Made by this very migration: no one's values are in it.
    private static bool IsNewColumn(LintedStatement statement, ObjectName table, string column) =>
        statement.Migration.Before.Find(table) is { } before && !statement.Migration.Before.MayHaveColumn(before, column)
        && statement.Before.Find(table) is { } now && now.Columns.Any(candidate => SchemaState.Same(candidate.Name, column));
}
