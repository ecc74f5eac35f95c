using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;

namespace Migrations.Core.Linting;

/// <summary>What statements do to the schema that are no DDL themselves: DDL in strings (<c>SET @sql = IF(…, 'ALTER TABLE …', …)</c>), procedures, session settings.</summary>
internal static class DynamicSql
{
    private static readonly HashSet<string> DdlWords = new(StringComparer.OrdinalIgnoreCase) { "CREATE", "ALTER", "DROP", "RENAME" };

    /// <summary>What a statement does to the schema: itself where it is DDL, else the DDL in its strings.</summary>
    public static IEnumerable<DdlStatement> EffectsOf(ScriptStatement script, DdlStatement ddl) => ddl is UnknownStatement ? StatementsIn(script) : [ddl];

    /// <summary>The DDL in the strings of a <c>SET</c>, <c>SELECT</c> or <c>PREPARE</c>: what follows will run it, or found that it is not needed.</summary>
    public static IEnumerable<DdlStatement> StatementsIn(ScriptStatement statement) =>
        HoldsSql(statement) ? Strings(statement).Select(DdlParser.Parse).Where(ddl => ddl is not UnknownStatement) : [];

    /// <summary>Whether it can change the schema in a way that is not seen here: a call, another database, MariaDB's compound statements, or DDL that is put together of pieces.</summary>
    public static bool IsUnseen(ScriptStatement statement) =>
        statement.LeadingWords(1) is "CALL" or "USE" or "IF" or "FOR" or "LOOP" or "WHILE" || statement.LeadingWords(2) == "BEGIN NOT"
        || (HoldsSql(statement) && Strings(statement).Any(text => DdlWords.Contains(FirstWord(text)) && DdlParser.Parse(text) is UnknownStatement));

    /// <summary>Whether the session's foreign key checks are off behind a statement.</summary>
    public static bool ForeignKeyChecksOff(ScriptStatement statement, bool before)
    {
        if (statement.LeadingWords(1) != "SET") return before;
        var text = statement.Source.Text;
        var lexer = statement.Lex();
        for (var token = lexer.NextSignificant(); token.Kind != SqlTokenKind.End; token = lexer.NextSignificant())
        {
            if (!token.TextIn(text).TrimStart('@').EndsWith("foreign_key_checks", StringComparison.OrdinalIgnoreCase)) continue;
            var value = lexer.NextSignificant();
            if (value.Is(text, ':')) value = lexer.NextSignificant();
            if (!value.Is(text, '=')) continue;
            value = lexer.NextSignificant();
            return value.TextIn(text) is "0" || value.Is(text, "OFF") || value.Is(text, "FALSE");
        }
        return before;
    }

    /// <summary>Whether it is the first migration of <c>drizzle-kit pull</c>: the tables that were there already, in a comment.</summary>
    public static bool IsIntrospected(MigrationText migration) =>
        migration.Script is { Statements.Count: 0 } script && script.Tail.IndexOf("CREATE TABLE", StringComparison.OrdinalIgnoreCase) >= 0;

    private static bool HoldsSql(ScriptStatement statement) => statement.LeadingWords(1) is "SET" or "SELECT" or "PREPARE";

    private static IEnumerable<string> Strings(ScriptStatement statement)
    {
        var strings = new List<string>();
        var lexer = statement.Lex();
        for (var token = lexer.NextSignificant(); token.Kind != SqlTokenKind.End; token = lexer.NextSignificant())
        {
            if (token.Kind == SqlTokenKind.String) strings.Add(SqlLiteral.String(token.TextIn(statement.Source.Text), statement.Modes));
        }
        return strings;
    }

    private static string FirstWord(string text)
    {
        text = text.TrimStart();
        var end = 0;
        while (end < text.Length && char.IsLetter(text[end])) end++;
        return text.Substring(0, end);
    }
}
