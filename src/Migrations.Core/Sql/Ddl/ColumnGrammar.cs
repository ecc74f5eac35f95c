using Migrations.Model;

namespace Migrations.Core.Sql.Ddl;

/// <summary>A column's definition: name, type, attributes.</summary>
internal static class ColumnGrammar
{
    /// <summary>Reads a definition to the cursor's end; words that are not known are passed over.</summary>
    /// <param name="cursor">At the column's name.</param>
    /// <param name="position"><c>FIRST</c> or <c>AFTER</c> at its end.</param>
    public static ColumnElement Read(SqlCursor cursor, out ColumnPosition? position)
    {
        position = null;
        var start = cursor.Position;
        var location = cursor.Source.LocationAt(cursor.Current.Start);
        var name = cursor.Identifier();
        var nameSpan = cursor.SpanFrom(start);
        var state = new State { Column = new Column { Name = name, Type = Type(cursor), Location = location } };
        if (string.Equals(state.Column.Type, "serial", StringComparison.OrdinalIgnoreCase))
        {
            // SERIAL is BIGINT UNSIGNED NOT NULL AUTO_INCREMENT UNIQUE (MySQL manual, "Numeric Data Type Syntax").
            state.Column = state.Column with { IsNullable = false, IsAutoIncrement = true };
        }
        while (!cursor.AtEnd)
        {
            var at = cursor.Position;
            if (cursor.TryWord("FIRST")) position = new ColumnPosition(null) { Span = cursor.SpanFrom(at) };
            else if (cursor.TryWord("AFTER")) position = new ColumnPosition(cursor.Identifier()) { Span = cursor.SpanFrom(at) };
            else Attribute(cursor, state);
        }
        return new ColumnElement
        {
            Span = cursor.SpanFrom(start),
            Column = state.Column,
            NameSpan = nameSpan,
            IsPrimaryKey = state.IsPrimaryKey,
            IsUnique = state.IsUnique,
            References = state.References,
            Checks = state.Checks,
        };
    }

    private static void Attribute(SqlCursor cursor, State state)
    {
        var column = state.Column;
        if (cursor.TryWords("NOT", "NULL")) column = column with { IsNullable = false };
        else if (cursor.TryWord("NULL")) column = column with { IsNullable = true };
        else if (cursor.TryWord("DEFAULT")) column = column with { Default = Default(cursor) };
        else if (cursor.TryWords("ON", "UPDATE")) column = column with { OnUpdate = Function(cursor) };
        else if (cursor.TryWord("AUTO_INCREMENT")) column = column with { IsAutoIncrement = true };
        else if (cursor.TryWord("COMMENT")) column = column with { Comment = cursor.String() };
        else if (cursor.TryWord("COLLATE")) column = column with { Collation = cursor.Name() };
        else if (CharacterSetWords(cursor)) column = column with { CharacterSet = cursor.Name() };
        else if (cursor.TryWord("ASCII")) column = column with { CharacterSet = "latin1" };
        else if (cursor.TryWord("UNICODE")) column = column with { CharacterSet = "ucs2" };
        else if (cursor.TryWords("GENERATED", "ALWAYS", "AS") || cursor.TryWord("AS"))
        {
            if (cursor.IsSymbol('(')) column = column with { Generated = new GeneratedColumn(cursor.Parenthesised(), column.Generated?.IsStored ?? false) };
        }
        else if (column.Generated is { } generated && cursor.IsAnyWord("STORED", "PERSISTENT", "VIRTUAL"))
            column = column with { Generated = generated with { IsStored = !cursor.TextOf(cursor.Next()).Equals("VIRTUAL", StringComparison.OrdinalIgnoreCase) } };
        else if (cursor.TryWord("UNIQUE"))
        {
            cursor.TryWord("KEY");
            state.IsUnique = true;
        }
        else if (cursor.TryWords("PRIMARY", "KEY") || cursor.TryWord("PRIMARY") || cursor.TryWord("KEY"))
        {
            state.IsPrimaryKey = true;
            column = column with { IsNullable = false };
        }
        else if (cursor.TryWords("SERIAL", "DEFAULT", "VALUE"))
        {
            state.IsUnique = true;
            column = column with { IsNullable = false, IsAutoIncrement = true };
        }
        else if (cursor.TryWord("REFERENCES"))
        {
            var at = cursor.Source.LocationAt(cursor.Current.Start);
            state.References = IndexGrammar.References(cursor, name: null, [column.Name], at);
        }
        else if (cursor.IsWord("CHECK") || cursor.IsWord("CONSTRAINT"))
        {
            var at = cursor.Source.LocationAt(cursor.Current.Start);
            string? name = null;
            if (cursor.TryWord("CONSTRAINT") && !cursor.IsWord("CHECK")) name = cursor.Identifier();
            cursor.ExpectWord("CHECK");
            state.Checks.Add(IndexGrammar.Check(cursor, name, at));
        }
        else cursor.SkipOne(); // COLUMN_FORMAT, STORAGE, SRID, VISIBLE, COMPRESSED, …
        state.Column = column;
    }

    public static bool CharacterSetWords(SqlCursor cursor) =>
        cursor.TryWords("CHARACTER", "SET") || cursor.TryWord("CHARSET") || cursor.TryWords("CHAR", "SET");

    // The type as written: words, parentheses, and the attributes that belong to it.
    private static string Type(SqlCursor cursor)
    {
        var start = cursor.Position;
        if (!cursor.AtIdentifier) throw new SqlMismatchException();
        if (cursor.TryWord("NATIONAL"))
        {
            if (!cursor.TryWord("CHAR") && !cursor.TryWord("CHARACTER")) cursor.ExpectWord("VARCHAR");
            cursor.TryWord("VARYING");
        }
        else if (cursor.TryWord("LONG"))
        {
            if (!cursor.TryWord("VARCHAR") && !cursor.TryWord("VARBINARY") && cursor.TryWord("CHAR")) cursor.TryWord("VARYING");
        }
        else if (cursor.IsAnyWord("CHAR", "CHARACTER", "NCHAR"))
        {
            cursor.Next();
            cursor.TryWord("VARYING");
        }
        else
        {
            cursor.Next();
            cursor.TryWord("PRECISION"); // DOUBLE PRECISION
        }
        if (cursor.IsSymbol('(')) cursor.SkipOne();
        while (cursor.IsAnyWord("UNSIGNED", "SIGNED", "ZEROFILL")) cursor.Next();
        return cursor.TextFrom(start);
    }

    /// <summary>A default as written, and whether the server computes it.</summary>
    public static ColumnDefault Default(SqlCursor cursor)
    {
        var start = cursor.Position;
        if (cursor.IsSymbol('('))
        {
            cursor.SkipOne();
            return new ColumnDefault(cursor.TextFrom(start), IsExpression: true);
        }
        var first = cursor.Current;
        if (first.Kind is SqlTokenKind.Symbol && (cursor.TrySymbol('-') || cursor.TrySymbol('+')))
        {
            cursor.TrySymbol('.');
            cursor.Next();
        }
        else if (cursor.TrySymbol('.')) cursor.Next();
        else if (first.Kind == SqlTokenKind.String)
        {
            while (cursor.Current.Kind == SqlTokenKind.String) cursor.Next();
        }
        else if (first.Kind == SqlTokenKind.Word)
        {
            cursor.Next();
            if (cursor.Current.Kind == SqlTokenKind.String) // b'1', x'41', _utf8mb4'x', DATE '2020-01-01'
            {
                cursor.Next();
                return new ColumnDefault(cursor.TextFrom(start), IsExpression: false);
            }
            if (first.Is(cursor.Text, "NULL") || first.Is(cursor.Text, "TRUE") || first.Is(cursor.Text, "FALSE"))
                return new ColumnDefault(cursor.TextFrom(start), IsExpression: false);
            if (first.Is(cursor.Text, "NEXT") && cursor.TryWords("VALUE", "FOR")) cursor.ObjectName();
            else if (cursor.IsSymbol('(')) cursor.SkipOne();
            return new ColumnDefault(cursor.TextFrom(start), IsExpression: true);
        }
        else cursor.Next();
        return new ColumnDefault(cursor.TextFrom(start), IsExpression: false);
    }

    // CURRENT_TIMESTAMP, NOW(), CURRENT_TIMESTAMP(3)
    private static string Function(SqlCursor cursor)
    {
        var start = cursor.Position;
        if (cursor.IsSymbol('('))
        {
            cursor.SkipOne();
        }
        else
        {
            cursor.Identifier();
            if (cursor.IsSymbol('(')) cursor.SkipOne();
        }
        return cursor.TextFrom(start);
    }

    private sealed class State
    {
        public required Column Column { get; set; }

        public bool IsPrimaryKey { get; set; }

        public bool IsUnique { get; set; }

        public ForeignKey? References { get; set; }

        public List<CheckConstraint> Checks { get; } = [];
    }
}
