namespace Migrations.Core.Sql.Ddl;

/// <summary><c>CREATE TABLE</c>, behind the word <c>TABLE</c>.</summary>
internal static class CreateTableGrammar
{
    public static CreateTableStatement Read(SqlCursor cursor, SqlSpan span, bool temporary, bool replace)
    {
        var condition = cursor.TakeIfNotExists();
        var statement = new CreateTableStatement
        {
            Source = cursor.Source,
            Span = span,
            IsTemporary = temporary,
            OrReplace = replace,
            Condition = condition,
            Table = cursor.ObjectName(),
        };
        if (cursor.TryWord("LIKE")) return statement with { Like = cursor.ObjectName() };
        if (cursor.IsSymbol('(') && cursor.IsWord("LIKE", 1))
        {
            cursor.Position += 2;
            return statement with { Like = cursor.ObjectName() };
        }
        if (cursor.IsSymbol('(') && !cursor.IsWord("SELECT", 1) && !cursor.IsWord("WITH", 1))
        {
            var open = cursor.Position;
            cursor.SkipOne();
            var close = cursor.Position - 1;
            statement = statement with
            {
                Body = cursor.SpanFrom(open),
                Elements = [.. cursor.Slice(open + 1, close).SplitAtCommas(close).Select(ElementGrammar.Read)],
            };
        }
        return Tail(cursor, statement);
    }

    private static CreateTableStatement Tail(SqlCursor cursor, CreateTableStatement statement)
    {
        var options = TableOptions.None;
        while (!cursor.AtEnd)
        {
            var start = cursor.Position;
            if (cursor.TryWords("PARTITION", "BY"))
            {
                while (!cursor.AtEnd && !AtQuery(cursor)) cursor.SkipOne();
                statement = statement with { Partitioning = cursor.SpanFrom(start) };
            }
            else if (AtQuery(cursor))
            {
                while (!cursor.AtEnd) cursor.Next();
                statement = statement with { Query = cursor.SpanFrom(start) };
            }
            else options = Option(cursor, options);
        }
        return statement with { Options = options };
    }

    private static bool AtQuery(SqlCursor cursor) =>
        cursor.IsAnyWord("AS", "SELECT", "IGNORE", "REPLACE", "VALUES") || (cursor.IsSymbol('(') && cursor.IsWord("SELECT", 1))
        || (cursor.IsWord("WITH") && !cursor.IsWord("SYSTEM", 1));

    /// <summary>Reads one table option, or passes over a token that is none.</summary>
    public static TableOptions Option(SqlCursor cursor, TableOptions options)
    {
        cursor.TryWord("DEFAULT");
        if (cursor.TryWord("ENGINE")) return options with { Engine = Value(cursor) };
        if (cursor.TryWord("COLLATE")) return options with { Collation = Value(cursor) };
        if (ColumnGrammar.CharacterSetWords(cursor)) return options with { CharacterSet = Value(cursor) };
        if (cursor.TryWord("COMMENT"))
        {
            cursor.TrySymbol('=');
            return options with { Comment = cursor.String() };
        }
        if (!cursor.AtEnd) cursor.SkipOne();
        return options;
    }

    private static string Value(SqlCursor cursor)
    {
        cursor.TrySymbol('=');
        return cursor.Name();
    }
}
