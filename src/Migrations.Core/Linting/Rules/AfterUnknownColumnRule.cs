using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Linting.Rules;

/// <summary>Places behind columns that are not there.</summary>
internal sealed class AfterUnknownColumnRule() : LintRule(new MigrationRule(
    "after-unknown-column", FindingSeverity.Error, "AFTER a column that the table does not have."))
{
    public override IEnumerable<Spot> Check(LintedStatement statement)
    {
        foreach (var (clause, table) in statement.Clauses())
        {
            var position = clause switch
            {
                AddColumnsClause add => add.Position,
                ModifyColumnClause modify => modify.Position,
                ChangeColumnClause change => change.Position,
                _ => null,
            };
            if (table is null || position?.After is not { } after || statement.Before.MayHaveColumn(table, after)) continue;
            yield return new Spot(
                clause.Span, $"The table {Wording.Quoted(table.Name)} has no column {Wording.Quoted(after)} here: no earlier migration and no baseline makes it (1054).",
                "Name a column that is there, or leave AFTER out: the order of columns changes no result.");
        }
    }
}
