using Migrations.Core.Schemas;
using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Linting.Rules;

/// <summary>Names past what servers take.</summary>
internal sealed class IdentifierTooLongRule() : LintRule(new MigrationRule(
    "identifier-too-long", FindingSeverity.Error, "A name of more than 64 characters, which servers refuse."))
{
    public override IEnumerable<Spot> Check(LintedStatement statement)
    {
        foreach (var (kind, name) in NamesMade(statement.Ddl).Where(made => LongNames.IsTooLong(made.Name)).Distinct())
        {
            yield return new Spot(
                PlaceOf(statement, name!), $"The name of the {kind} has {name!.Length} characters; servers take {LongNames.Limit} (1059).",
                $"Give it a shorter name in schema.ts and here, for example {Wording.Quoted(LongNames.Shorten(name))}.");
        }
    }

    private static SqlSpan PlaceOf(LintedStatement statement, string name)
    {
        var cursor = statement.Cursor();
        while (!cursor.AtEnd)
        {
            var token = cursor.Next();
            if (token.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedIdentifier && SqlName.Unquote(cursor.TextOf(token)) == name) return new SqlSpan(token.Start, token.End);
        }
        return statement.Span;
    }

    private static IEnumerable<(string Kind, string? Name)> NamesMade(DdlStatement ddl) => ddl switch
    {
        CreateTableStatement create => create.Elements.SelectMany(OfElement).Prepend(("table", create.Table.Name)),
        CreateIndexStatement create => [("index", create.Index.Name)],
        CreateViewStatement create => [("view", create.View.Name)],
        RenameTableStatement rename => rename.Renames.Select(pair => ("table", (string?)pair.To.Name)),
        AlterTableStatement alter => alter.Clauses.SelectMany(OfClause),
        _ => [],
    };

    private static IEnumerable<(string, string?)> OfClause(AlterClause clause) => clause switch
    {
        AddColumnsClause add => add.Columns.Concat(add.Others).SelectMany(OfElement),
        AddIndexClause add => [("index", add.Index.Name)],
        AddForeignKeyClause add => [("foreign key", add.ForeignKey.Name)],
        AddCheckClause add => [("check", add.Check.Name)],
        ChangeColumnClause change => [("column", change.Column.Column.Name)],
        RenameColumnClause rename => [("column", rename.To)],
        RenameIndexClause rename => [("index", rename.To)],
        RenameToClause rename => [("table", rename.To.Name)],
        _ => [],
    };

    private static IEnumerable<(string, string?)> OfElement(TableElement element) => element switch
    {
        ColumnElement column => [("column", column.Column.Name), .. column.Checks.Select(check => ("check", check.Name))],
        IndexElement index => [("index", index.Index.Name)],
        ForeignKeyElement key => [("foreign key", key.ForeignKey.Name)],
        CheckElement check => [("check", check.Check.Name)],
        _ => [],
    };
}
