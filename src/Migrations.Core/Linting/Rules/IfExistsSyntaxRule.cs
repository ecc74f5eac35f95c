using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Linting.Rules;

/// <summary><c>IF [NOT] EXISTS</c> where MySQL does not know it.</summary>
internal sealed class IfExistsSyntaxRule() : LintRule(new MigrationRule(
    "if-exists-syntax", FindingSeverity.Warning, "IF [NOT] EXISTS on columns, indexes and constraints, which MySQL refuses and only Invoke-Migration makes work there.", RuleNeed.Server))
{
    public override IEnumerable<Spot> Check(LintedStatement statement)
    {
        if (statement.Context.Server is not { HasConditionalAlter: false } server) return [];
        IEnumerable<SqlSpan?> conditions = statement.Ddl switch
        {
            AlterTableStatement alter => [alter.Condition, .. alter.Clauses.Select(clause => clause.Condition)],
            CreateIndexStatement create => [create.Condition],
            DropStatement { Kind: DroppedKind.Index } drop => [drop.Condition],
            RenameTableStatement rename => [rename.Condition],
            _ => [],
        };
        return conditions.OfType<SqlSpan>().Select(span => new Spot(
            span, $"{server} refuses {span.TextIn(statement.Script.Source.Text)} here (1064). Invoke-Migration asks the catalog and sends the rest; every other runner, drizzle's own among them, fails.",
            "Nothing need be done where only Invoke-Migration runs it; else leave the words out and make sure that it runs once."));
    }
}
