using Migrations.Model;

namespace Migrations.Core.Sql.Ddl;

/// <summary>Index parts, index options, references: the pieces that <c>CREATE TABLE</c>, <c>CREATE INDEX</c> and <c>ALTER TABLE</c> share.</summary>
internal static class IndexGrammar
{
    /// <summary><c>(a, b(10) DESC, (expression))</c>.</summary>
    public static List<IndexPart> Parts(SqlCursor cursor)
    {
        if (!cursor.IsSymbol('(')) throw new SqlMismatchException();
        var open = cursor.Position;
        cursor.SkipOne();
        var close = cursor.Position - 1;
        List<IndexPart> parts = [.. cursor.Slice(open + 1, close).SplitAtCommas(close).Select(Part)];
        return parts.Count > 0 ? parts : throw new SqlMismatchException();
    }

    private static IndexPart Part(SqlCursor piece)
    {
        var start = piece.Position;
        if (piece.AtIdentifier)
        {
            var column = piece.Identifier();
            int? length = null;
            if (piece.IsSymbol('(') && piece.Peek(1).Kind == SqlTokenKind.Number && piece.IsSymbol(')', 2))
            {
                piece.Next();
                length = piece.Number();
                piece.Next();
            }
            var descending = Descending(piece);
            if (piece.AtEnd) return new IndexPart { Column = column, Length = length, IsDescending = descending };
            piece.Position = start;
        }
        if (piece.IsSymbol('('))
        {
            var inner = piece.Parenthesised();
            var descending = Descending(piece);
            if (piece.AtEnd) return new IndexPart { Expression = inner, IsDescending = descending };
            piece.Position = start;
        }
        // An expression that its author forgot to put in parentheses: the server will refuse it, and this text shows it.
        while (!piece.AtEnd && !(piece.IsAnyWord("ASC", "DESC") && piece.Peek(1).Kind == SqlTokenKind.End)) piece.SkipOne();
        var expression = piece.TextFrom(start);
        return new IndexPart { Expression = expression, IsDescending = Descending(piece) };
    }

    private static bool Descending(SqlCursor cursor) => cursor.TryWord("DESC") || (cursor.TryWord("ASC") && false);

    /// <summary><c>USING</c>, <c>COMMENT</c>, <c>VISIBLE</c>, <c>ALGORITHM</c> and the rest, to the end.</summary>
    public static TableIndex Options(SqlCursor cursor, TableIndex index)
    {
        while (!cursor.AtEnd)
        {
            if (cursor.TryWord("USING") || cursor.TryWord("TYPE")) index = index with { Using = cursor.Identifier().ToLowerInvariant() };
            else if (cursor.TryWord("COMMENT"))
            {
                cursor.TrySymbol('=');
                index = index with { Comment = cursor.String() };
            }
            else if (cursor.TryWord("INVISIBLE") || cursor.TryWord("IGNORED")) index = index with { IsInvisible = true };
            else if (cursor.TryWord("ALGORITHM"))
            {
                cursor.TrySymbol('=');
                index = index with { Algorithm = cursor.Identifier().ToLowerInvariant() };
            }
            else if (cursor.TryWord("LOCK"))
            {
                cursor.TrySymbol('=');
                index = index with { Lock = cursor.Identifier().ToLowerInvariant() };
            }
            else if (!cursor.TryWords("NOT", "IGNORED")) cursor.SkipOne(); // KEY_BLOCK_SIZE, WITH PARSER, VISIBLE, …
        }
        return index;
    }

    /// <summary><c>FULLTEXT</c>, <c>SPATIAL</c>, <c>UNIQUE</c> or nothing, with <c>INDEX</c> or <c>KEY</c> behind it; null where no index begins.</summary>
    public static IndexKind? Kind(SqlCursor cursor)
    {
        IndexKind kind;
        if (cursor.TryWord("UNIQUE")) kind = IndexKind.Unique;
        else if (cursor.TryWord("FULLTEXT")) kind = IndexKind.FullText;
        else if (cursor.TryWord("SPATIAL")) kind = IndexKind.Spatial;
        else if (cursor.IsAnyWord("INDEX", "KEY")) kind = IndexKind.Plain;
        else return null;
        if (!cursor.TryWord("INDEX")) cursor.TryWord("KEY");
        return kind;
    }

    /// <summary><c>REFERENCES t (…) ON DELETE … ON UPDATE …</c>, the word <c>REFERENCES</c> already taken.</summary>
    public static ForeignKey References(SqlCursor cursor, string? name, IReadOnlyList<string> columns, SourceLocation location)
    {
        var table = cursor.ObjectName();
        var referenced = cursor.IsSymbol('(') ? Columns(cursor) : [];
        string? onDelete = null, onUpdate = null;
        while (true)
        {
            if (cursor.TryWords("ON", "DELETE")) onDelete = Action(cursor);
            else if (cursor.IsWord("ON") && cursor.IsWord("UPDATE", 1) && IsAction(cursor, 2))
            {
                cursor.Position += 2;
                onUpdate = Action(cursor);
            }
            else if (cursor.TryWord("MATCH")) cursor.Identifier();
            else break;
        }
        return new ForeignKey
        {
            Name = name,
            Columns = columns,
            ReferencedDatabase = table.Database,
            ReferencedTable = table.Name,
            ReferencedColumns = referenced,
            OnDelete = onDelete,
            OnUpdate = onUpdate,
            Location = location,
        };
    }

    /// <summary><c>(a, b)</c>; lengths are passed over.</summary>
    public static List<string> Columns(SqlCursor cursor)
    {
        cursor.Expect('(');
        var columns = new List<string>();
        do
        {
            columns.Add(cursor.Identifier());
            if (cursor.IsSymbol('(')) cursor.SkipOne();
            if (!cursor.TryWord("ASC")) cursor.TryWord("DESC");
        }
        while (cursor.TrySymbol(','));
        cursor.Expect(')');
        return columns;
    }

    private static bool IsAction(SqlCursor cursor, int ahead) =>
        cursor.IsWord("CASCADE", ahead) || cursor.IsWord("RESTRICT", ahead) || cursor.IsWord("SET", ahead) || cursor.IsWord("NO", ahead);

    private static string Action(SqlCursor cursor)
    {
        if (cursor.TryWord("CASCADE")) return "cascade";
        if (cursor.TryWord("RESTRICT")) return "restrict";
        if (cursor.TryWords("SET", "NULL")) return "set null";
        if (cursor.TryWords("SET", "DEFAULT")) return "set default";
        if (cursor.TryWords("NO", "ACTION")) return "no action";
        throw new SqlMismatchException();
    }

    /// <summary><c>CHECK (…) [[NOT] ENFORCED]</c>, the word <c>CHECK</c> already taken.</summary>
    public static CheckConstraint Check(SqlCursor cursor, string? name, SourceLocation location)
    {
        var expression = cursor.Parenthesised();
        var enforced = !cursor.TryWords("NOT", "ENFORCED");
        if (enforced) cursor.TryWord("ENFORCED");
        return new CheckConstraint { Name = name, Expression = expression, IsEnforced = enforced, Location = location };
    }
}
