using Migrations.Core.Schemas;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Linting.Rules;

/// <summary>Columns that afterwards hold less than before.</summary>
internal sealed class TypeNarrowingRule() : LintRule(new MigrationRule(
    "type-narrowing", FindingSeverity.Warning, "A column changes to a type that does not hold all its values."))
{
    public override IEnumerable<Spot> Check(LintedStatement statement)
    {
        if (statement.Ddl is not AlterTableStatement alter || statement.IsNew(alter.Table)) yield break;
        foreach (var changed in statement.Columns())
        {
            if (changed.Old is not { } old || old.Generated is not null) continue;
            if (TypeNarrowing.Loss(old, changed.Element.Column) is not { } loss) continue;
            yield return new Spot(
                changed.Element.Span, $"{Wording.Typed(changed.Table, old)} and becomes {changed.Element.Column.Type}: {loss}.",
                "Look for rows that do not fit and mend them in a migration before this one, or keep the wider type.");
        }
    }
}
