using Migrations.Model;

namespace Migrations.Core.Linting.Rules;

/// <summary>Enum values that drizzle-kit does not write as they are.</summary>
/// <remarks>Seen on drizzle-kit 0.31: <c>mysqlEnum('e', ['ok', 'a,b', 'no'])</c> is written as <c>enum('ok','','','no')</c>, <c>'c(d'</c> swallows what follows, <c>'a\b'</c> is not escaped. Quotes are written well.</remarks>
internal sealed class EnumValueRule() : LintRule(new MigrationRule(
    "enum-value", FindingSeverity.Warning, "An enum value with a comma, an opening parenthesis or a backslash, which drizzle-kit writes wrongly, or what came of one."))
{
    private static readonly char[] Mistaken = [',', '(', '\\'];

    public override IEnumerable<Spot> Check(LintedStatement statement)
    {
        foreach (var made in statement.Columns())
        {
            var type = Storage.TypeOf(made.Element.Column);
            if (type is not { Name: "enum", Values: { } values }) continue;
            var name = Wording.Quoted(made.Element.Column.Name);
            if (values.GroupBy(value => value, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            {
                yield return new Spot(
                    made.Element.Span, $"The enum {name} has the value '{twice.Key}' twice, which servers in strict mode refuse (1291). drizzle-kit writes so what has a comma in it.",
                    "Write the values here as schema.ts has them.");
            }
            else if (values.FirstOrDefault(value => value.IndexOfAny(Mistaken) >= 0) is { } mistaken)
            {
                yield return new Spot(
                    made.Element.Span, $"The enum {name} has the value '{mistaken}': drizzle-kit (0.31) cuts values at commas and parentheses and does not escape backslashes, so the next migration that it writes for this column is wrong.",
                    "Choose values without commas, opening parentheses and backslashes, or write this column's migrations by hand.");
            }
        }
    }
}
