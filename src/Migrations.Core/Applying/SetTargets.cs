using Migrations.Core.Sql;

namespace Migrations.Core.Applying;

/// <summary>What a <c>SET</c> statement gives values to.</summary>
/// <param name="Settings">The server's variables that it sets for the session, in lower case, without <c>@@</c> and scope.</param>
/// <param name="HasUnseen">Whether it sets something that is not named so: character sets (<c>NAMES</c>), transaction characteristics, roles.</param>
internal sealed record SetTargets(IReadOnlyList<string> Settings, bool HasUnseen)
{
    /// <summary>Whether it sets only variables of the user's own, or those of the whole server.</summary>
    public bool LeavesSession => Settings.Count == 0 && !HasUnseen;

    /// <summary>Reads a statement that begins with <c>SET</c>.</summary>
    public static SetTargets Of(ScriptStatement statement)
    {
        var text = statement.Source.Text;
        var lexer = statement.Lex();
        while (lexer.NextSignificant().Kind == SqlTokenKind.ExecutableOpen) { }
        var settings = new List<string>();
        var hasUnseen = false;
        var (isTarget, depth) = (true, 0);
        for (var token = lexer.NextSignificant(); token.Kind != SqlTokenKind.End; token = lexer.NextSignificant())
        {
            var word = token.TextIn(text);
            if (token.Kind == SqlTokenKind.Symbol)
            {
                depth += word == "(" ? 1 : word == ")" ? -1 : 0;
                isTarget |= word == "," && depth == 0;
                continue;
            }
            if (!isTarget || token.Kind is not (SqlTokenKind.Word or SqlTokenKind.Variable or SqlTokenKind.QuotedIdentifier)) continue;
            if (token.Kind == SqlTokenKind.Word && word.ToUpperInvariant() is "SESSION" or "LOCAL") continue;
            isTarget = false;
            var name = SqlName.Unquote(word).ToLowerInvariant();
            if (token.Kind == SqlTokenKind.Word && name is "global" or "persist" or "persist_only")
            {
                // The whole server's, and none of this session's.
                lexer.NextSignificant();
            }
            else if (token.Kind == SqlTokenKind.Word && name is "names" or "character" or "charset" or "transaction" or "role" or "statement" or "resource")
            {
                hasUnseen = true;
            }
            else if (token.Kind != SqlTokenKind.Variable)
            {
                settings.Add(name);
            }
            else if (name.StartsWith("@@", StringComparison.Ordinal))
            {
                var scope = name.IndexOf('.');
                if (scope < 0) settings.Add(name.Substring(2));
                else if (name.Substring(2, scope - 2) is "session" or "local") settings.Add(name.Substring(scope + 1));
            }
        }
        return new SetTargets(settings, hasUnseen);
    }
}
