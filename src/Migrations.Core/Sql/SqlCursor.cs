using System.Globalization;
using Migrations.Core.Sources;
using Migrations.Core.Sql.Ddl;

namespace Migrations.Core.Sql;

/// <summary>Thrown and caught inside the parsers: what stands here is not what the grammar at hand expects.</summary>
internal sealed class SqlMismatchException : Exception;

/// <summary>A walk over the significant tokens of a range. The brackets of executed comments count as blanks: their content is read.</summary>
internal sealed class SqlCursor
{
    private readonly SqlToken[] _tokens;
    private readonly int _end;

    public SqlCursor(SourceText source, int start, int end, SqlModes modes)
        : this(source, modes, Read(source, start, end, modes), 0, -1)
    {
    }

    private SqlCursor(SourceText source, SqlModes modes, SqlToken[] tokens, int first, int end)
    {
        Source = source;
        Modes = modes;
        _tokens = tokens;
        Position = first;
        _end = end < 0 ? tokens.Length - 1 : end;
    }

    public SourceText Source { get; }

    public SqlModes Modes { get; }

    public string Text => Source.Text;

    /// <summary>The number of the next token.</summary>
    public int Position { get; set; }

    public bool AtEnd => Position >= _end;

    public SqlToken Current => Peek(0);

    /// <summary>The offset behind the token before the next one.</summary>
    public int EndOfLast => Position == 0 ? _tokens[0].Start : _tokens[Position - 1].End;

    public SqlToken Peek(int ahead) =>
        Position + ahead < _end ? _tokens[Position + ahead] : new SqlToken(SqlTokenKind.End, _tokens[_end].Start, _tokens[_end].Start);

    /// <summary>A walk over the next tokens up to a number that <see cref="Position"/> may have.</summary>
    public SqlCursor Slice(int first, int end) => new(Source, Modes, _tokens, first, end);

    public SqlToken Next()
    {
        var token = Current;
        if (!AtEnd) Position++;
        return token;
    }

    public string TextOf(SqlToken token) => token.TextIn(Text);

    public SqlSpan SpanFrom(int position) => Position > position ? new(_tokens[position].Start, EndOfLast) : throw new SqlMismatchException();

    public string TextFrom(int position) => SpanFrom(position).TextIn(Text);

    public bool IsWord(string word, int ahead = 0) => Peek(ahead).Is(Text, word);

    public bool IsAnyWord(params string[] words)
    {
        foreach (var word in words)
        {
            if (IsWord(word)) return true;
        }
        return false;
    }

    public bool IsSymbol(char symbol, int ahead = 0) => Peek(ahead).Is(Text, symbol);

    public bool TryWord(string word)
    {
        if (!IsWord(word)) return false;
        Position++;
        return true;
    }

    public bool TryWords(params string[] words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (!IsWord(words[i], i)) return false;
        }
        Position += words.Length;
        return true;
    }

    /// <summary>Takes words and tells where they stand.</summary>
    public SqlSpan? TakeWords(params string[] words)
    {
        var start = Position;
        return TryWords(words) ? SpanFrom(start) : null;
    }

    public SqlSpan? TakeIfExists() => TakeWords("IF", "EXISTS");

    public SqlSpan? TakeIfNotExists() => TakeWords("IF", "NOT", "EXISTS");

    public bool TrySymbol(char symbol)
    {
        if (!IsSymbol(symbol)) return false;
        Position++;
        return true;
    }

    public void Expect(char symbol)
    {
        if (!TrySymbol(symbol)) throw new SqlMismatchException();
    }

    public void ExpectWord(string word)
    {
        if (!TryWord(word)) throw new SqlMismatchException();
    }

    public bool AtIdentifier => Current.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedIdentifier;

    public string Identifier()
    {
        if (!AtIdentifier) throw new SqlMismatchException();
        return SqlName.Unquote(TextOf(Next()));
    }

    public ObjectName ObjectName()
    {
        var start = Position;
        var name = Identifier();
        if (!TrySymbol('.')) return new ObjectName(null, name, SpanFrom(start));
        return new ObjectName(name, Identifier(), SpanFrom(start));
    }

    /// <summary>A string's value; strings that follow each other are one. Introducers are passed over.</summary>
    public string String()
    {
        if (Current.Kind == SqlTokenKind.Word && Peek(1).Kind == SqlTokenKind.String) Next();
        if (Current.Kind != SqlTokenKind.String) throw new SqlMismatchException();
        var value = "";
        while (Current.Kind == SqlTokenKind.String) value += SqlLiteral.String(TextOf(Next()), Modes);
        return value;
    }

    /// <summary>The word, name or string that names a character set, an engine and the like.</summary>
    public string Name() => Current.Kind == SqlTokenKind.String ? String() : Identifier();

    public int Number()
    {
        if (Current.Kind != SqlTokenKind.Number
            || !int.TryParse(TextOf(Current), NumberStyles.None, CultureInfo.InvariantCulture, out var value)) throw new SqlMismatchException();
        Next();
        return value;
    }

    /// <summary>Passes a token, or a parenthesis with all it holds.</summary>
    public void SkipOne()
    {
        if (!TrySymbol('('))
        {
            Next();
            return;
        }
        var depth = 1;
        while (depth > 0)
        {
            if (AtEnd) throw new SqlMismatchException();
            if (IsSymbol('(')) depth++;
            else if (IsSymbol(')')) depth--;
            Next();
        }
    }

    /// <summary>Takes a parenthesis and returns what stands in it, as written.</summary>
    public string Parenthesised()
    {
        if (!IsSymbol('(')) throw new SqlMismatchException();
        var start = Position;
        SkipOne();
        // From behind the opening to before the closing parenthesis; comments at the edges are blanks.
        return Position - start <= 2 ? "" : new SqlSpan(_tokens[start + 1].Start, _tokens[Position - 2].End).TextIn(Text);
    }

    /// <summary>Cuts at the commas that stand in no parenthesis, up to an end. Empty pieces are left out.</summary>
    public List<SqlCursor> SplitAtCommas(int end)
    {
        var pieces = new List<SqlCursor>();
        var start = Position;
        while (Position < end)
        {
            if (!IsSymbol(','))
            {
                SkipOne();
                continue;
            }
            if (Position > start) pieces.Add(Slice(start, Position));
            start = ++Position;
        }
        if (Position > start) pieces.Add(Slice(start, Position));
        return pieces;
    }

    private static SqlToken[] Read(SourceText source, int start, int end, SqlModes modes)
    {
        var tokens = new List<SqlToken>();
        var lexer = new SqlLexer(source, start, end, modes);
        while (true)
        {
            var token = lexer.NextSignificant();
            if (token.Kind is SqlTokenKind.ExecutableOpen or SqlTokenKind.ExecutableClose or SqlTokenKind.Delimiter or SqlTokenKind.Breakpoint) continue;
            tokens.Add(token);
            if (token.Kind == SqlTokenKind.End) return [.. tokens];
        }
    }
}
