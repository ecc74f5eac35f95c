using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Guarding;

/// <summary>A statement whose work does not stand in its text: <c>EXECUTE</c>, <c>CALL</c>, <c>CREATE TABLE … AS SELECT</c>.</summary>
/// <param name="Location">Where it stands.</param>
/// <param name="Words">Its first words, for a person.</param>
/// <param name="Text">The text in which the names of what it makes must stand: its file's, and for routines also where they are made.</param>
internal sealed record UnfollowedStatement(SourceLocation Location, string Words, string Text)
{
    /// <summary>Those of some files, the first of each file.</summary>
    public static IReadOnlyList<UnfollowedStatement> In(IReadOnlyList<SourceText> files)
    {
        var found = new List<(SourceText File, ScriptStatement Statement, string Words)>();
        var routines = new List<string>();
        foreach (var file in files)
        {
            var statements = SqlScript.Parse(file).Statements;
            foreach (var statement in statements)
            {
                var word = statement.LeadingWords(1);
                if (word is "EXECUTE" or "CALL") found.Add((file, statement, word));
                else if (word == "CREATE" && DdlParser.Parse(statement) is CreateTableStatement { Query: not null }) found.Add((file, statement, "CREATE TABLE … AS SELECT"));
                else if (word == "CREATE" && statement.LeadingWords(8).Split(' ').Contains("PROCEDURE")) routines.Add(statement.Text);
            }
        }
        return [.. found.Select(one => new UnfollowedStatement(one.Statement.Location, one.Words, one.Words == "CALL" ? one.File.Text + string.Join("\n", routines) : one.File.Text))];
    }

    /// <summary>Makes a Warning of what such a statement may have made, or changed: only a server can tell.</summary>
    /// <param name="differences">What is missing or different.</param>
    /// <param name="statements">The statements that cannot be followed.</param>
    public static IReadOnlyList<SchemaDifference> Soften(IReadOnlyList<SchemaDifference> differences, IReadOnlyList<UnfollowedStatement> statements) => statements.Count == 0
        ? differences : [.. differences.Select(difference => statements.FirstOrDefault(statement => statement.Names(difference)) is { } by ? difference with
        {
            Severity = DifferenceSeverity.Warning,
            Note = $"{(difference.Note is { } note ? note + " " : "")}{by.Location}: what this {by.Words} does cannot be read from its text, and may be this. -Replay lets a server tell.",
        } : difference)];

    private bool Names(SchemaDifference difference) =>
        Text.IndexOf(difference.Table, StringComparison.OrdinalIgnoreCase) >= 0
        && (difference.Name is null || Text.IndexOf(difference.Name, StringComparison.OrdinalIgnoreCase) >= 0 || Words.StartsWith("CREATE", StringComparison.Ordinal));
}
