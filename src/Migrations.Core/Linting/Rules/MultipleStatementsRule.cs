using Migrations.Model;

namespace Migrations.Core.Linting.Rules;

/// <summary>Segments that drizzle sends as one query although they are several.</summary>
internal sealed class MultipleStatementsRule() : LintRule(new MigrationRule(
    "multiple-statements", FindingSeverity.Warning, "Several statements between two breakpoints, which drizzle's own migrator sends as one query."))
{
    public override IEnumerable<Spot> Check(LintedMigration migration)
    {
        // drizzle does not know the bootstrap files.
        if (migration.IsBootstrap) yield break;
        foreach (var segment in migration.Statements.GroupBy(statement => statement.Script.Segment))
        {
            var statements = segment.ToList();
            if (statements.Count < 2) continue;
            yield return new Spot(
                statements[1].Span,
                $"This is the second of {statements.Count} statements without a breakpoint between them. drizzle's own migrator sends them as one query, which the server refuses (1064) unless the connection allows multipleStatements.",
                "Write \"--> statement-breakpoint\" behind every statement.");
        }
    }
}
