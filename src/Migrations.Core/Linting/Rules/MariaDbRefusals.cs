using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;

namespace Migrations.Core.Linting.Rules;

/// <summary>What MySQL has and MariaDB refuses.</summary>
internal static class MariaDbRefusals
{
    // MariaDB took MySQL's collations as names for its own in 11.4.5, and got vectors in 11.7 (MariaDB release notes).
    private static readonly Version Collations0900 = new(11, 4, 5);
    private static readonly Version Vectors = new(11, 7, 0);

    public static IEnumerable<Refusal> Of(LintedStatement statement, SqlCursor cursor, Version version)
    {
        // "11.4" is the newest 11.4.
        if (version.Build < 0) version = new Version(version.Major, version.Minor, int.MaxValue);
        foreach (var made in statement.Indexes())
        {
            if (made.Index.Parts.Any(part => part.Expression is not null)) yield return new Refusal(made.Span, "indexes on expressions (1064)", "Index a generated column.");
        }
        foreach (var made in statement.Columns())
        {
            if (version < Vectors && Storage.TypeOf(made.Element.Column).Name == "vector") yield return new Refusal(made.Element.Span, "the type vector (4161)", "Keep the vector as a blob.");
        }
        if (statement.Ddl is AlterTableStatement alter)
        {
            foreach (var clause in alter.Clauses)
            {
                if (clause is DropPartClause { Part: TablePart.Check }) yield return new Refusal(clause.Span, "DROP CHECK (1064)", "Write DROP CONSTRAINT.");
                if (clause is AlterEnforcementClause) yield return new Refusal(clause.Span, "[NOT] ENFORCED (1064)", "Drop the check, and add it again later.");
            }
        }
        var isDdl = statement.Ddl is not UnknownStatement;
        while (!cursor.AtEnd)
        {
            var here = new SqlSpan(cursor.Current.Start, cursor.Current.End);
            if (isDdl && statement.Ddl is not AlterTableStatement && cursor.IsWord("NOT") && cursor.IsWord("ENFORCED", 1)) yield return new Refusal(here, "NOT ENFORCED (1064)", "Leave the check out.");
            // Columns can be INVISIBLE there; indexes are IGNORED.
            else if (isDdl && cursor.IsWord("INVISIBLE") && statement.Indexes().Any(index => index.Index.IsInvisible && Holds(index.Span, here)))
                yield return new Refusal(here, "INVISIBLE indexes (1064)", "Write IGNORED.");
            else if (version < Collations0900 && cursor.Current.Kind != SqlTokenKind.String && cursor.TextOf(cursor.Current).IndexOf("_0900_", StringComparison.Ordinal) > 0 && cursor.Position > 0 && (cursor.IsWord("COLLATE", -1) || cursor.IsSymbol('=', -1)))
                yield return new Refusal(here, "this collation (1273)", "Write utf8mb4_unicode_ci, which both servers know.");
            else if (cursor.IsSymbol('-') && cursor.IsSymbol('>', 1) && cursor.Peek(1).Start == cursor.Current.End && (cursor.Peek(2).Kind == SqlTokenKind.String || (cursor.IsSymbol('>', 2) && cursor.Peek(3).Kind == SqlTokenKind.String)))
                yield return new Refusal(new SqlSpan(here.Start, cursor.Peek(1).End), "the operators -> and ->> (1064)", "Write JSON_EXTRACT(…) and JSON_UNQUOTE(JSON_EXTRACT(…)).");
            cursor.Next();
        }
    }

    private static bool Holds(SqlSpan outer, SqlSpan inner) => inner.Start >= outer.Start && inner.End <= outer.End;
}
