using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;

namespace Migrations.Core.Linting;

/// <summary>A comment that says that a finding is meant to be: <c>-- migrations:ignore RULE reason</c>, for the next statement, or <c>-- migrations:ignore-file RULE reason</c>.</summary>
/// <param name="Span">The comment.</param>
/// <param name="Rules">The rules, as written.</param>
/// <param name="Reason">Why; empty where none is given.</param>
/// <param name="IsForFile">Whether it is for the whole file.</param>
/// <param name="Statement">The statement that follows; null behind the last one.</param>
internal sealed record Suppression(SqlSpan Span, IReadOnlyList<string> Rules, string Reason, bool IsForFile, int? Statement)
{
    private const string Mark = "migrations:ignore";
    private const string FileMark = "migrations:ignore-file";

    /// <summary>Finds a migration's suppressions: line comments that stand before a statement, or behind the last.</summary>
    public static IReadOnlyList<Suppression> In(LintedMigration migration)
    {
        if (migration.Text.Script is not { } script) return [];
        var found = new List<Suppression>();
        foreach (var statement in script.Statements) Read(script, statement.FullStart, statement.Start, statement.Ordinal, found);
        Read(script, script.TailStart, script.Source.Text.Length, null, found);
        return found;
    }

    private static void Read(SqlScript script, int start, int end, int? statement, List<Suppression> found)
    {
        var text = script.Source.Text;
        if (text.IndexOf(Mark, start, end - start, StringComparison.Ordinal) < 0) return;
        var lexer = new SqlLexer(script.Source, start, end);
        for (var token = lexer.Next(); token.Kind != SqlTokenKind.End; token = lexer.Next())
        {
            if (token.Kind != SqlTokenKind.LineComment) continue;
            var words = token.TextIn(text).TrimStart('-', '#').Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || words[0] is not (Mark or FileMark)) continue;
            IReadOnlyList<string> rules = words.Length > 1 ? words[1].Split([','], StringSplitOptions.RemoveEmptyEntries) : [];
            found.Add(new Suppression(new SqlSpan(token.Start, token.End), rules, string.Join(" ", words.Skip(2)), words[0] == FileMark, statement));
        }
    }
}
