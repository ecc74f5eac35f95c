using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Linting.Rules;

/// <summary>What the server that the migrations are for does not understand.</summary>
/// <remarks>Each was seen to be refused by MySQL 9.7 or MariaDB 10.11; TiDB's from its manual's "MySQL Compatibility".</remarks>
internal sealed class UnsupportedSyntaxRule() : LintRule(new MigrationRule(
    "unsupported-syntax", FindingSeverity.Error, "Syntax that the server which the migrations are for refuses.", RuleNeed.Server))
{
    public override IEnumerable<Spot> Check(LintedStatement statement)
    {
        if (statement.Context.Server is not { } server) return [];
        var cursor = statement.Cursor();
        // Comments such as /*!80000 … */ are for certain servers alone.
        var lexer = statement.Script.Lex();
        for (var token = lexer.Next(); token.Kind != SqlTokenKind.End; token = lexer.Next())
        {
            if (token.Kind == SqlTokenKind.ExecutableOpen) return [];
        }
        var refused = server.Flavor switch
        {
            ServerFlavor.MySql => MySqlRefusals.Of(statement, cursor),
            ServerFlavor.MariaDb => MariaDbRefusals.Of(statement, cursor, server.Version),
            _ => OfTiDb(statement),
        };
        return refused.Select(refusal => new Spot(refusal.Span, $"{server} does not know {refusal.What}.", refusal.Fix));
    }

    private static IEnumerable<Refusal> OfTiDb(LintedStatement statement)
    {
        var words = statement.Script.LeadingWords(4).Split(' ');
        var kind = words.FirstOrDefault(word => word is "TRIGGER" or "PROCEDURE" or "FUNCTION" or "EVENT");
        if (words[0] == "CREATE" && kind is not null) yield return new Refusal(statement.Span, $"CREATE {kind}", "Do it in the application.");
        foreach (var index in statement.Indexes().Where(index => index.Index.Kind == IndexKind.Spatial)) yield return new Refusal(index.Span, "SPATIAL indexes", "Leave the index out.");
    }
}

/// <summary>Something that a server refuses.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="What">What it is.</param>
/// <param name="Fix">What to write instead.</param>
internal sealed record Refusal(SqlSpan Span, string What, string Fix);
