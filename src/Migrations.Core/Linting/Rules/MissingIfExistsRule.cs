using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Linting.Rules;

/// <summary>DDL that fails when it is run a second time although the words for that are there.</summary>
internal sealed class MissingIfExistsRule() : LintRule(new MigrationRule(
    "missing-if-exists", FindingSeverity.Warning, "DDL without IF [NOT] EXISTS, which fails when it is run a second time."))
{
    public override IEnumerable<Spot> Check(LintedMigration migration)
    {
        var both = MadeAndDropped.Both(migration);
        return migration.Statements.SelectMany(statement => Check(statement, both));
    }

    private static IEnumerable<Spot> Check(LintedStatement statement, HashSet<string> both)
    {
        if (statement.Ddl is not AlterTableStatement && (MadeAndDropped.Made(statement.Ddl).Any(both.Contains) || MadeAndDropped.Dropped(statement.Ddl).Any(both.Contains))) return [];
        // What MySQL does not know is no advice for it; Invoke-Migration asks its catalog instead.
        var knowsAll = statement.Context.Server?.HasConditionalAlter ?? true;
        switch (statement.Ddl)
        {
            case CreateTableStatement { Condition: null, OrReplace: false, IsTemporary: false } create:
                return [Made(create.Table.Span, $"the table {Wording.Quoted(create.Table)}", "CREATE TABLE IF NOT EXISTS")];
            case CreateViewStatement { Condition: null, OrReplace: false } create:
                return [Made(statement.Span, $"the view {Wording.Quoted(create.View.Name)}", "CREATE OR REPLACE VIEW")];
            case CreateIndexStatement { Condition: null, OrReplace: false } create when knowsAll:
                return [Made(statement.Span, $"the index {Wording.Quoted(create.Index.Name)}", "CREATE INDEX IF NOT EXISTS")];
            case DropStatement { Condition: null, IsTemporary: false, Kind: not DroppedKind.Other } drop when knowsAll || drop.Kind != DroppedKind.Index:
                return [Gone(drop.Names[0].Span, $"the {drop.Kind.ToString().ToLowerInvariant()} {Wording.Quoted(drop.Names[0])}", $"DROP {drop.Kind.ToString().ToUpperInvariant()} IF EXISTS")];
            case AlterTableStatement alter when knowsAll:
                return alter.Clauses.Where(clause => clause.Condition is null
                    && !MadeAndDropped.Made(alter.Table, clause).Any(both.Contains) && !MadeAndDropped.Dropped(alter.Table, clause).Any(both.Contains)).Select(Clause).OfType<Spot>();
            default:
                return [];
        }
    }

    private static Spot? Clause(AlterClause clause) => clause switch
    {
        AddColumnsClause { Columns: [var column, ..] } => Made(clause.Span, $"the column {Wording.Quoted(column.Column.Name)}", "ADD COLUMN IF NOT EXISTS"),
        AddIndexClause { Index.Name: { } name } => Made(clause.Span, $"the index {Wording.Quoted(name)}", "ADD INDEX IF NOT EXISTS"),
        AddForeignKeyClause { ForeignKey.Name: { } name } => Made(clause.Span, $"the foreign key {Wording.Quoted(name)}", "ADD CONSTRAINT … FOREIGN KEY IF NOT EXISTS"),
        AddCheckClause { Check.Name: { } name } => Made(clause.Span, $"the check {Wording.Quoted(name)}", "ADD CONSTRAINT IF NOT EXISTS … CHECK"),
        DropPartClause { Part: not (TablePart.PrimaryKey or TablePart.Check), Name: { } name } drop => Gone(clause.Span, $"{NameOf(drop.Part)} {Wording.Quoted(name)}", $"{WordsOf(drop.Part)} IF EXISTS"),
        RenameColumnClause rename => Gone(clause.Span, $"the column {Wording.Quoted(rename.From)}", "RENAME COLUMN IF EXISTS"),
        _ => null,
    };

    private static string NameOf(TablePart part) => part switch { TablePart.Column => "the column", TablePart.Index => "the index", TablePart.ForeignKey => "the foreign key", _ => "the constraint" };

    private static string WordsOf(TablePart part) => part switch { TablePart.Column => "DROP COLUMN", TablePart.Index => "DROP INDEX", TablePart.ForeignKey => "DROP FOREIGN KEY", _ => "DROP CONSTRAINT" };

    private static Spot Made(SqlSpan span, string what, string words) => new(span, $"A second run fails: {what} is there then.", FixOf(words));

    private static Spot Gone(SqlSpan span, string what, string words) => new(span, $"A second run fails: {what} is gone then.", FixOf(words));

    private static string FixOf(string words) => $"Write {words}. (Invoke-Migration counts what is so already as done; other runners stop there.)";
}
