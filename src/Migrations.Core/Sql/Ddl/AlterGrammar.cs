namespace Migrations.Core.Sql.Ddl;

/// <summary><c>ALTER TABLE</c>: cut into clauses first, so that a clause that is not known costs no other.</summary>
internal static class AlterGrammar
{
    public static AlterTableStatement? Read(SqlCursor cursor, SqlSpan span)
    {
        cursor.ExpectWord("ALTER");
        cursor.TryWord("ONLINE");
        var ignore = cursor.TryWord("IGNORE");
        if (!cursor.TryWord("TABLE")) return null;
        var condition = cursor.TakeIfExists();
        var table = cursor.ObjectName();
        if (cursor.TryWord("WAIT")) cursor.Number();
        else cursor.TryWord("NOWAIT");
        return new AlterTableStatement
        {
            Source = cursor.Source,
            Span = span,
            Table = table,
            Condition = condition,
            IsIgnore = ignore,
            Clauses = [.. Pieces(cursor).Select(AlterClauseGrammar.Read)],
        };
    }

    private static List<SqlCursor> Pieces(SqlCursor cursor)
    {
        var pieces = new List<SqlCursor>();
        var start = cursor.Position;
        while (!cursor.AtEnd)
        {
            if (cursor.IsSymbol(',') && !InList(cursor, start))
            {
                if (cursor.Position > start) pieces.Add(cursor.Slice(start, cursor.Position));
                start = ++cursor.Position;
            }
            else if (cursor.Position > start && AtPartitioning(cursor))
            {
                // It follows the other clauses without a comma.
                pieces.Add(cursor.Slice(start, cursor.Position));
                start = cursor.Position;
                cursor.Position += 2;
            }
            else cursor.SkipOne();
        }
        if (cursor.Position > start) pieces.Add(cursor.Slice(start, cursor.Position));
        return pieces;
    }

    private static bool AtPartitioning(SqlCursor cursor) =>
        (cursor.IsWord("PARTITION") && cursor.IsWord("BY", 1)) || (cursor.IsWord("REMOVE") && cursor.IsWord("PARTITIONING", 1));

    // "ORDER BY a, b" and "DROP PARTITION p0, p1" have commas of their own: what follows is a bare name, not a clause.
    private static bool InList(SqlCursor cursor, int start)
    {
        var first = cursor.Slice(start, cursor.Position);
        var isList = first.IsWord("ORDER") || (first.IsWord("PARTITION", 1) && !first.IsWord("ADD")) || first.IsWord("PARTITION");
        if (!isList || cursor.IsWord("FORCE", 1) || cursor.Peek(1).Kind is not (SqlTokenKind.Word or SqlTokenKind.QuotedIdentifier)) return false;
        var next = cursor.Peek(2);
        return next.Kind == SqlTokenKind.End || next.Is(cursor.Text, ',')
            || next.Is(cursor.Text, "ASC") || next.Is(cursor.Text, "DESC") || next.Is(cursor.Text, "INTO");
    }
}
