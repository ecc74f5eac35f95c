using Migrations.Model;

namespace Migrations.Core.Linting.Rules;

/// <summary><c>UPDATE</c> and <c>DELETE</c> of every row.</summary>
internal sealed class WithoutWhereRule() : LintRule(new MigrationRule(
    "without-where", FindingSeverity.Warning, "An UPDATE or DELETE without WHERE, which touches every row."))
{
    public override IEnumerable<Spot> Check(LintedStatement statement)
    {
        var verb = statement.Script.LeadingWords(1);
        if (verb is not ("UPDATE" or "DELETE") || DataStatement.TargetOf(statement) is not { } table || statement.IsNew(table)) yield break;
        var cursor = statement.Cursor();
        while (!cursor.AtEnd)
        {
            // JOIN and USING restrict the rows too.
            if (cursor.IsAnyWord("WHERE", "LIMIT", "JOIN", "USING")) yield break;
            cursor.SkipOne();
        }
        yield return new Spot(
            statement.Span, $"{verb} without WHERE {(verb == "UPDATE" ? "changes" : "deletes")} every row of {Wording.Quoted(table)}, also those that later releases wrote, and locks them meanwhile.",
            "Say with WHERE which rows are meant, for example those that do not have the value yet: then a second run changes nothing.");
    }
}
