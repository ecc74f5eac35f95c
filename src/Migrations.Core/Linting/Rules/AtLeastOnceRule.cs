using Migrations.Model;

namespace Migrations.Core.Linting.Rules;

/// <summary>Statements that a run which takes up an interrupted one may do again.</summary>
internal sealed class AtLeastOnceRule() : LintRule(new MigrationRule(
    "at-least-once", FindingSeverity.Warning, "A statement of which nobody can know afterwards whether it was done: CALL, EXECUTE, transactions and locks of the migration's own."))
{
    private const string Fix = "Write it so that a second time changes nothing, or alone in a migration of its own.";

    public override IEnumerable<Spot> Check(LintedStatement statement)
    {
        var words = statement.Script.LeadingWords(3);
        var what = words.Split(' ')[0] switch
        {
            "CALL" => "What a procedure does is not seen",
            "EXECUTE" => "What a prepared statement does is not seen",
            "START" when words.StartsWith("START TRANSACTION", StringComparison.Ordinal) => "A transaction of the migration's own ends the runner's",
            "BEGIN" when words.StartsWith("BEGIN NOT", StringComparison.Ordinal) => "What a compound statement does is not seen",
            "BEGIN" or "XA" => "A transaction of the migration's own ends the runner's",
            "LOCK" when words.StartsWith("LOCK TABLE", StringComparison.Ordinal) => "LOCK TABLES ends the runner's transaction",
            "SET" when words == "SET AUTOCOMMIT" || words.EndsWith(" AUTOCOMMIT", StringComparison.Ordinal) => "SET autocommit takes the commits out of the runner's hands",
            _ => null,
        };
        if (what is not null)
            yield return new Spot(statement.Span, $"{what}: after an interruption this statement, or those behind it, may be run a second time.", Fix);
    }
}
