using Migrations.Model;

namespace Migrations.Core.Sql.Ddl;

/// <summary>The definitions of a table: columns, keys, constraints.</summary>
internal static class ElementGrammar
{
    /// <summary>Reads one definition to the cursor's end; one that is not known is kept as it is written.</summary>
    public static TableElement Read(SqlCursor piece)
    {
        var start = piece.Position;
        try
        {
            var element = Constraint(piece, out _) ?? (IsColumn(piece) ? ColumnGrammar.Read(piece, out _) : null);
            if (element is not null) return element;
        }
        catch (SqlMismatchException)
        {
            // Kept as it is written, below.
        }
        piece.Position = start;
        while (!piece.AtEnd) piece.Next();
        return new UnknownElement { Span = piece.SpanFrom(start) };
    }

    private static bool IsColumn(SqlCursor piece) => piece.AtIdentifier && !piece.IsWord("LIKE") && !(piece.IsWord("PERIOD") && piece.IsWord("FOR", 1));

    /// <summary>Reads a key or constraint; null where a column begins.</summary>
    /// <param name="piece">At its first word.</param>
    /// <param name="condition">MariaDB's <c>IF NOT EXISTS</c> in it.</param>
    public static TableElement? Constraint(SqlCursor piece, out SqlSpan? condition)
    {
        condition = null;
        var start = piece.Position;
        var location = piece.Source.LocationAt(piece.Current.Start);
        string? name = null;
        var isConstraint = piece.TryWord("CONSTRAINT");
        if (isConstraint)
        {
            condition = piece.TakeIfNotExists();
            if (!piece.IsAnyWord("PRIMARY", "UNIQUE", "FOREIGN", "CHECK")) name = piece.Identifier();
        }
        if (piece.TryWords("PRIMARY", "KEY"))
        {
            condition ??= piece.TakeIfNotExists();
            while (!piece.AtEnd && !piece.IsSymbol('(')) piece.Next(); // USING BTREE, a name that the server ignores
            var key = new PrimaryKey { Name = name, Parts = IndexGrammar.Parts(piece), Location = location };
            while (!piece.AtEnd) piece.SkipOne();
            return new PrimaryKeyElement { Span = piece.SpanFrom(start), PrimaryKey = key };
        }
        if (piece.TryWords("FOREIGN", "KEY"))
        {
            condition ??= piece.TakeIfNotExists();
            if (!piece.IsSymbol('('))
            {
                // The index name is the constraint's where that has none (MariaDB; MySQL before 8.0.16).
                var indexName = piece.Identifier();
                name ??= indexName;
            }
            var columns = IndexGrammar.Columns(piece);
            piece.ExpectWord("REFERENCES");
            var foreignKey = IndexGrammar.References(piece, name, columns, location);
            while (!piece.AtEnd) piece.SkipOne();
            return new ForeignKeyElement { Span = piece.SpanFrom(start), ForeignKey = foreignKey };
        }
        if (piece.TryWord("CHECK"))
        {
            var check = IndexGrammar.Check(piece, name, location);
            while (!piece.AtEnd) piece.SkipOne();
            return new CheckElement { Span = piece.SpanFrom(start), Check = check };
        }
        if (IndexGrammar.Kind(piece) is not { } kind)
        {
            piece.Position = start;
            return null;
        }
        condition ??= piece.TakeIfNotExists();
        if (piece.AtIdentifier && !(piece.IsWord("USING") && piece.Peek(1).Kind == SqlTokenKind.Word)) name = piece.Identifier();
        var index = new TableIndex { Name = name, Kind = kind, IsConstraint = isConstraint, Parts = [], Location = location };
        if (piece.TryWord("USING") || piece.TryWord("TYPE")) index = index with { Using = piece.Identifier().ToLowerInvariant() };
        index = index with { Parts = IndexGrammar.Parts(piece) };
        return new IndexElement { Index = IndexGrammar.Options(piece, index), Span = piece.SpanFrom(start) };
    }
}
