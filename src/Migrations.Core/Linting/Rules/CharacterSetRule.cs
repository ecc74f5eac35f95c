using Migrations.Model;

namespace Migrations.Core.Linting.Rules;

/// <summary>Columns in another character set or collation than their table.</summary>
internal sealed class CharacterSetRule() : LintRule(new MigrationRule(
    "character-set", FindingSeverity.Warning, "A column in another character set or collation than its table."))
{
    public override IEnumerable<Spot> Check(LintedStatement statement)
    {
        foreach (var made in statement.Columns())
        {
            var column = made.Element.Column;
            if (column.CharacterSet is null && column.Collation is null) continue;
            if (Storage.CharacterSetOf(made.Table) is not { } tableSet || !Storage.TypeOf(column).IsText) continue;
            var set = Storage.CharacterSetOf(made.Table, column);
            var difference = set is not null && set != tableSet ? $"is in {set}, its table in {tableSet}"
                : column.Collation is { } collation && made.Table.Collation is { } tableCollation && !SchemaState.Same(collation, tableCollation)
                    ? $"has the collation {collation}, its table {tableCollation}" : null;
            if (difference is null) continue;
            yield return new Spot(
                made.Element.Span, $"The column {Wording.Quoted(column.Name)} {difference}: compared with the table's other columns, values are converted, indexes are passed by, or the server refuses the comparison (1267).",
                "Leave character set and collation out, so that the column has the table's, unless it is meant so.");
        }
    }
}
