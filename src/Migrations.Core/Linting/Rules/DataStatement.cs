using Migrations.Core.Sql;
using Migrations.Core.Sql.Ddl;

namespace Migrations.Core.Linting.Rules;

/// <summary>What can be said about statements that change rows.</summary>
internal static class DataStatement
{
    /// <summary>Whether it changes rows.</summary>
    public static bool Is(LintedStatement statement) => statement.Script.LeadingWords(1) is "INSERT" or "REPLACE" or "UPDATE" or "DELETE";

    /// <summary>The one table that it changes; null where there are several, or another statement stands here.</summary>
    public static ObjectName? TargetOf(LintedStatement statement)
    {
        var cursor = statement.Cursor();
        try
        {
            if (cursor.TryWord("INSERT") || cursor.TryWord("REPLACE"))
            {
                SkipModifiers(cursor);
                cursor.TryWord("INTO");
                return cursor.ObjectName();
            }
            if (cursor.TryWord("UPDATE"))
            {
                SkipModifiers(cursor);
                var table = cursor.ObjectName();
                if (!cursor.IsWord("SET") && !cursor.TryWord("AS") && cursor.AtIdentifier && cursor.IsWord("SET", 1)) cursor.Next();
                else if (cursor.AtIdentifier && cursor.IsWord("SET", 1)) cursor.Next();
                return cursor.IsWord("SET") ? table : null;
            }
            if (cursor.TryWord("DELETE"))
            {
                SkipModifiers(cursor);
                if (!cursor.TryWord("FROM")) return null;
                var table = cursor.ObjectName();
                return cursor.IsSymbol(',') || cursor.IsSymbol('.') || cursor.IsWord("USING") ? null : table;
            }
        }
        catch (SqlMismatchException)
        {
            // No statement that a server takes either.
        }
        return null;
    }

    /// <summary>Whether an <c>UPDATE</c> gives a column a value.</summary>
    public static bool Assigns(LintedStatement statement, string column)
    {
        var cursor = statement.Cursor();
        if (!cursor.TryWord("UPDATE")) return false;
        while (!cursor.AtEnd && !cursor.IsWord("SET")) cursor.SkipOne();
        while (!cursor.AtEnd && !cursor.IsWord("WHERE"))
        {
            if (cursor.AtIdentifier && cursor.IsSymbol('=', 1) && SchemaState.Same(SqlName.Unquote(cursor.TextOf(cursor.Current)), column)) return true;
            cursor.SkipOne();
        }
        return false;
    }

    private static void SkipModifiers(SqlCursor cursor)
    {
        while (cursor.IsAnyWord("LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "QUICK", "IGNORE")) cursor.Next();
    }
}
