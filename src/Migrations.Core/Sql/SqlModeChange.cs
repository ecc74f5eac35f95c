namespace Migrations.Core.Sql;

/// <summary>Follows <c>SET sql_mode = …</c> in a script, for two of the modes decide where the next string ends.</summary>
internal static class SqlModeChange
{
    /// <summary>The modes behind a statement.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="current">The modes before it.</param>
    /// <param name="initial">The modes at the script's beginning; an assignment of a variable (<c>SET sql_mode = @OLD_SQL_MODE</c>) goes back to them.</param>
    public static SqlModes After(ScriptStatement statement, SqlModes current, SqlModes initial)
    {
        if (statement.LeadingWords(1) != "SET") return current;
        var text = statement.Source.Text;
        var lexer = statement.Lex();
        for (var token = lexer.NextSignificant(); token.Kind != SqlTokenKind.End; token = lexer.NextSignificant())
        {
            if (!IsSqlMode(token.TextIn(text))) continue;
            var assignment = lexer.NextSignificant();
            if (assignment.Is(text, ':')) assignment = lexer.NextSignificant();
            if (assignment.Is(text, '=')) return Assigned(lexer, text, current, initial);
        }
        return current;
    }

    private static bool IsSqlMode(string name)
    {
        name = name.Trim('`');
        return name.Equals("sql_mode", StringComparison.OrdinalIgnoreCase)
            || (name.StartsWith("@@", StringComparison.Ordinal) && name.EndsWith("sql_mode", StringComparison.OrdinalIgnoreCase)
                && name.IndexOf("global", StringComparison.OrdinalIgnoreCase) < 0);
    }

    private static SqlModes Assigned(SqlLexer lexer, string text, SqlModes current, SqlModes initial)
    {
        var first = lexer.NextSignificant();
        if (first.Kind == SqlTokenKind.String) return Named(first.TextIn(text), SqlModes.None);
        if (first.Kind == SqlTokenKind.Variable) return initial;
        // CONCAT(@@sql_mode, ',ANSI_QUOTES') adds; REPLACE(@@sql_mode, 'ANSI_QUOTES', '') takes away.
        var removes = first.Is(text, "REPLACE");
        if (!removes && !first.Is(text, "CONCAT") && !first.Is(text, "CONCAT_WS")) return Named(first.TextIn(text), SqlModes.None);
        for (var token = lexer.NextSignificant(); token.Kind != SqlTokenKind.End; token = lexer.NextSignificant())
        {
            if (token.Kind != SqlTokenKind.String) continue;
            var named = Named(token.TextIn(text), SqlModes.None);
            current = removes ? current & ~named : current | named;
        }
        return current;
    }

    private static SqlModes Named(string list, SqlModes modes)
    {
        // ANSI, ORACLE, MSSQL, DB2, POSTGRESQL and MAXDB are combinations that hold ANSI_QUOTES.
        foreach (var name in list.Trim('\'', '"').Split(','))
        {
            modes |= name.Trim().ToUpperInvariant() switch
            {
                "ANSI_QUOTES" or "ANSI" or "ORACLE" or "MSSQL" or "DB2" or "POSTGRESQL" or "MAXDB" => SqlModes.AnsiQuotes,
                "NO_BACKSLASH_ESCAPES" => SqlModes.NoBackslashEscapes,
                _ => SqlModes.None,
            };
        }
        return modes;
    }
}
