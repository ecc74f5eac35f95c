using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Linting.Rules;

/// <summary>Tables that nothing makes.</summary>
internal sealed class UnknownTableRule() : LintRule(new MigrationRule(
    "unknown-table", FindingSeverity.Error, "A table that no earlier migration and no baseline makes."))
{
    private const string Fix = "Correct the name, or make the table in a migration before this one (and in schema.ts).";

    public override IEnumerable<Spot> Check(LintedStatement statement)
    {
        foreach (var name in Needed(statement))
        {
            if (!IsThere(statement, name)) yield return new Spot(name.Span, $"There is no table {Wording.Quoted(name)} here: no earlier migration and no baseline makes it (1146).", Fix);
        }
        // Without checks a server takes a reference to a table that comes later; on an empty database they are off for the baseline.
        if (statement.ForeignKeyChecksOff || statement.Migration.IsBaseline) yield break;
        foreach (var made in statement.ForeignKeys())
        {
            var name = new ObjectName(made.ForeignKey.ReferencedDatabase, made.ForeignKey.ReferencedTable, made.Span);
            if (!IsThere(statement, name) && !(made.Table is { } own && SchemaState.Same(own.Name, name.Name)))
                yield return new Spot(made.Span, $"The foreign key references {Wording.Quoted(name)}, which no earlier migration and no baseline makes (MySQL 1824, MariaDB 1005).", Fix);
        }
    }

    private static bool IsThere(LintedStatement statement, ObjectName name) =>
        statement.Before.MayHave(name) || SchemaState.Same(name.Name, statement.Context.Project.Project.HistoryTable);

    private static IEnumerable<ObjectName> Needed(LintedStatement statement) => statement.Ddl switch
    {
        AlterTableStatement { Condition: null } alter => [alter.Table],
        CreateIndexStatement create => [create.Table],
        CreateTableStatement { Like: { } like } => [like],
        DropStatement { Kind: DroppedKind.Table, Condition: null, IsTemporary: false } drop => drop.Names,
        DropStatement { Kind: DroppedKind.Index, OnTable: { } table } => [table],
        TruncateStatement truncate => [truncate.Table],
        RenameTableStatement { Condition: null } rename => rename.Renames.Where((pair, i) => !rename.Renames.Take(i).Any(earlier => SchemaState.Same(earlier.To.Name, pair.From.Name))).Select(pair => pair.From),
        UnknownStatement when DataStatement.TargetOf(statement) is { } table => [table],
        _ => [],
    };
}
