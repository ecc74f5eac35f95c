namespace Migrations.Core.Sql.Ddl;

/// <summary>One clause of an <c>ALTER TABLE</c>, from its first token to its last.</summary>
internal static class AlterClauseGrammar
{
    public static AlterClause Read(SqlCursor piece)
    {
        var start = piece.Position;
        try
        {
            if (Known(piece) is { } clause)
            {
                // What the grammar did not take makes it a clause that is not known: half of it must not pass for the whole.
                if (piece.AtEnd) return clause with { Span = piece.SpanFrom(start) };
            }
        }
        catch (SqlMismatchException)
        {
            // Kept as it is written, below.
        }
        piece.Position = start;
        while (!piece.AtEnd) piece.Next();
        return new UnknownClause { Span = piece.SpanFrom(start) };
    }

    private static AlterClause? Known(SqlCursor piece)
    {
        if (piece.IsWord("PARTITION") || piece.IsWord("PARTITION", 1) || piece.IsWord("PARTITIONING", 1)) return Rest(piece, new PartitionClause { Span = default });
        if (piece.TryWord("ADD")) return Add(piece);
        if (piece.TryWord("DROP")) return Drop(piece);
        if (piece.TryWord("MODIFY"))
        {
            piece.TryWord("COLUMN");
            var condition = piece.TakeIfExists();
            var column = ColumnGrammar.Read(piece, out var position);
            return new ModifyColumnClause { Span = default, Condition = condition, Column = column, Position = position };
        }
        if (piece.TryWord("CHANGE"))
        {
            piece.TryWord("COLUMN");
            var condition = piece.TakeIfExists();
            var old = piece.Identifier();
            var column = ColumnGrammar.Read(piece, out var position);
            return new ChangeColumnClause { Span = default, Condition = condition, OldName = old, Column = column, Position = position };
        }
        if (piece.TryWord("ALTER")) return Alter(piece);
        if (piece.TryWord("RENAME")) return Rename(piece);
        if (piece.TryWords("CONVERT", "TO")) return ConvertTo(piece);
        if (piece.TryWords("ORDER", "BY")) return Rest(piece, new OrderByClause { Span = default });
        if (piece.TryWord("ALGORITHM"))
        {
            piece.TrySymbol('=');
            return new ExecutionClause { Span = default, Algorithm = piece.Identifier().ToLowerInvariant() };
        }
        if (piece.TryWord("LOCK"))
        {
            piece.TrySymbol('=');
            return new ExecutionClause { Span = default, Lock = piece.Identifier().ToLowerInvariant() };
        }
        return Options(piece);
    }

    private static AlterClause Rest(SqlCursor piece, AlterClause clause)
    {
        while (!piece.AtEnd) piece.Next();
        return clause;
    }

    private static AlterClause? Add(SqlCursor piece)
    {
        if (piece.IsWord("SYSTEM") && piece.IsWord("VERSIONING", 1)) return null;
        if (!piece.IsWord("COLUMN") && ElementGrammar.Constraint(piece, out var constraintCondition) is { } element)
            return Added(element, constraintCondition);
        piece.TryWord("COLUMN");
        var condition = piece.TakeIfNotExists();
        if (!piece.IsSymbol('('))
        {
            var column = ColumnGrammar.Read(piece, out var position);
            return new AddColumnsClause { Span = default, Condition = condition, Columns = [column], Position = position };
        }
        var open = piece.Position;
        piece.SkipOne();
        var close = piece.Position - 1;
        List<TableElement> elements = [.. piece.Slice(open + 1, close).SplitAtCommas(close).Select(ElementGrammar.Read)];
        return new AddColumnsClause
        {
            Span = default,
            Condition = condition,
            IsList = true,
            Columns = [.. elements.OfType<ColumnElement>()],
            Others = [.. elements.Where(other => other is not ColumnElement)],
        };
    }

    private static AlterClause? Added(TableElement element, SqlSpan? condition) => element switch
    {
        IndexElement index => new AddIndexClause { Span = default, Condition = condition, Index = index.Index },
        PrimaryKeyElement key => new AddPrimaryKeyClause { Span = default, Condition = condition, PrimaryKey = key.PrimaryKey },
        ForeignKeyElement foreignKey => new AddForeignKeyClause { Span = default, Condition = condition, ForeignKey = foreignKey.ForeignKey },
        CheckElement check => new AddCheckClause { Span = default, Condition = condition, Check = check.Check },
        _ => null,
    };

    private static AlterClause? Drop(SqlCursor piece)
    {
        if (piece.IsWord("SYSTEM") && piece.IsWord("VERSIONING", 1)) return null;
        if (piece.TryWords("PRIMARY", "KEY")) return new DropPartClause { Span = default, Part = TablePart.PrimaryKey };
        TablePart part;
        if (piece.TryWord("COLUMN")) part = TablePart.Column;
        else if (piece.TryWord("INDEX") || piece.TryWord("KEY")) part = TablePart.Index;
        else if (piece.TryWords("FOREIGN", "KEY")) part = TablePart.ForeignKey;
        else if (piece.TryWord("CONSTRAINT")) part = TablePart.Constraint;
        else if (piece.TryWord("CHECK")) part = TablePart.Check;
        else part = TablePart.Column; // DROP c
        var condition = piece.TakeIfExists();
        var name = piece.Identifier();
        if (!piece.TryWord("RESTRICT")) piece.TryWord("CASCADE"); // accepted and ignored by both servers
        return new DropPartClause { Span = default, Condition = condition, Part = part, Name = name };
    }

    private static AlterClause? Alter(SqlCursor piece)
    {
        if (piece.TryWord("INDEX") || piece.TryWord("KEY"))
        {
            var condition = piece.TakeIfExists();
            var index = piece.Identifier();
            var invisible = piece.TryWord("INVISIBLE") || piece.TryWord("IGNORED");
            if (!invisible && !piece.TryWord("VISIBLE") && !piece.TryWords("NOT", "IGNORED")) return null;
            return new AlterIndexVisibilityClause { Span = default, Condition = condition, Index = index, IsInvisible = invisible };
        }
        if (piece.TryWord("CHECK") || piece.TryWord("CONSTRAINT"))
        {
            var name = piece.Identifier();
            var enforced = !piece.TryWord("NOT");
            piece.ExpectWord("ENFORCED");
            return new AlterEnforcementClause { Span = default, Name = name, IsEnforced = enforced };
        }
        piece.TryWord("COLUMN");
        var columnCondition = piece.TakeIfExists();
        var column = piece.Identifier();
        if (piece.TryWords("DROP", "DEFAULT")) return new AlterDefaultClause { Span = default, Condition = columnCondition, Column = column };
        if (!piece.TryWords("SET", "DEFAULT")) return null;
        return new AlterDefaultClause { Span = default, Condition = columnCondition, Column = column, Default = ColumnGrammar.Default(piece) };
    }

    private static AlterClause Rename(SqlCursor piece)
    {
        if (piece.TryWord("COLUMN"))
        {
            var condition = piece.TakeIfExists();
            var from = piece.Identifier();
            piece.ExpectWord("TO");
            return new RenameColumnClause { Span = default, Condition = condition, From = from, To = piece.Identifier() };
        }
        if (piece.TryWord("INDEX") || piece.TryWord("KEY"))
        {
            var condition = piece.TakeIfExists();
            var from = piece.Identifier();
            piece.ExpectWord("TO");
            return new RenameIndexClause { Span = default, Condition = condition, From = from, To = piece.Identifier() };
        }
        if (!piece.TryWord("TO") && !piece.TryWord("AS")) piece.TrySymbol('=');
        return new RenameToClause { Span = default, To = piece.ObjectName() };
    }

    private static ConvertToClause? ConvertTo(SqlCursor piece)
    {
        if (!ColumnGrammar.CharacterSetWords(piece)) return null;
        var set = piece.Name();
        return new ConvertToClause { Span = default, CharacterSet = set, Collation = piece.TryWord("COLLATE") ? piece.Name() : null };
    }

    private static TableOptionsClause? Options(SqlCursor piece)
    {
        if (!piece.IsAnyWord(
            "DEFAULT", "ENGINE", "COLLATE", "CHARACTER", "CHARSET", "COMMENT", "AUTO_INCREMENT", "ROW_FORMAT", "KEY_BLOCK_SIZE", "MAX_ROWS",
            "MIN_ROWS", "AVG_ROW_LENGTH", "CHECKSUM", "COMPRESSION", "CONNECTION", "DELAY_KEY_WRITE", "ENCRYPTION", "INSERT_METHOD", "PACK_KEYS",
            "STATS_AUTO_RECALC", "STATS_PERSISTENT", "STATS_SAMPLE_PAGES", "TABLESPACE", "AUTOEXTEND_SIZE", "PAGE_COMPRESSED")) return null;
        var options = TableOptions.None;
        while (!piece.AtEnd) options = CreateTableGrammar.Option(piece, options);
        return new TableOptionsClause { Span = default, Options = options };
    }
}
