using System.Globalization;
using Migrations.Core.Sources;
using Migrations.Core.Sql;

namespace Migrations.Core.Schemas;

/// <summary>Reads an expression into the form that is compared.</summary>
/// <remarks>Precedence: the MySQL manual's "Operator Precedence" and its grammar's <c>expr</c>, <c>bool_pri</c>, <c>predicate</c>, <c>bit_expr</c>.</remarks>
internal sealed class SqlExpressionParser
{
    private static readonly char[] HexDigits = "0123456789ABCDEF".ToCharArray();
    private readonly SqlCursor _cursor;

    private SqlExpressionParser(SqlCursor cursor) => _cursor = cursor;

    /// <summary>Reads a whole expression.</summary>
    /// <returns>The expression; null for one that this grammar does not know.</returns>
    public static SqlExpression? TryParse(string sql)
    {
        try
        {
            var parser = new SqlExpressionParser(new SqlCursor(new SourceText("", sql), 0, sql.Length, SqlModes.None));
            var expression = parser.Or();
            return parser._cursor.AtEnd ? expression : null;
        }
        catch (SqlMismatchException)
        {
            return null;
        }
        catch (Model.MigrationException)
        {
            return null; // an unterminated string: compared as text
        }
    }

    private SqlExpression Or()
    {
        var left = Xor();
        while (_cursor.TryWord("OR") || TryOperator("||")) left = SqlExpression.Of("or", left, Xor());
        return left;
    }

    private SqlExpression Xor()
    {
        var left = And();
        while (_cursor.TryWord("XOR")) left = SqlExpression.Of("xor", left, And());
        return left;
    }

    private SqlExpression And()
    {
        var left = Not();
        while (_cursor.TryWord("AND") || TryOperator("&&")) left = SqlExpression.Of("and", left, Not());
        return left;
    }

    private SqlExpression Not() => _cursor.TryWord("NOT") ? SqlExpression.Of("not", Not()) : Comparison();

    private SqlExpression Comparison()
    {
        var left = Predicate();
        while (true)
        {
            if (_cursor.TryWord("IS"))
            {
                var not = _cursor.TryWord("NOT");
                SqlExpression test;
                if (_cursor.TryWord("NULL") || _cursor.TryWord("UNKNOWN")) test = SqlExpression.Of("is null", left);
                else if (_cursor.TryWord("TRUE")) test = SqlExpression.Of("is true", SqlExpression.Truth(left));
                else if (_cursor.TryWord("FALSE")) test = SqlExpression.Of("is false", SqlExpression.Truth(left));
                else throw new SqlMismatchException();
                left = not ? SqlExpression.Of("not", test) : test;
            }
            else if (ComparisonOperator() is { } op) left = SqlExpression.Of(op, left, Predicate());
            else return left;
        }
    }

    private string? ComparisonOperator()
    {
        if (TryOperator("<=>")) return "<=>";
        if (TryOperator("<>") || TryOperator("!=")) return "<>";
        if (TryOperator("<=")) return "<=";
        if (TryOperator(">=")) return ">=";
        if (TryOperator("=")) return "=";
        if (TryOperator("<")) return "<";
        return TryOperator(">") ? ">" : null;
    }

    private SqlExpression Predicate()
    {
        var left = Bits(0);
        var not = _cursor.IsWord("NOT") && (_cursor.IsWord("IN", 1) || _cursor.IsWord("BETWEEN", 1) || _cursor.IsWord("LIKE", 1)
            || _cursor.IsWord("REGEXP", 1) || _cursor.IsWord("RLIKE", 1)) && _cursor.TryWord("NOT");
        SqlExpression? test = null;
        // POSITION(x IN a) has no parenthesis there.
        if (_cursor.TryWord("IN")) test = _cursor.IsSymbol('(') ? SqlExpression.Of("in", [left, .. List()]) : SqlExpression.Of("position in", left, Bits(0));
        else if (_cursor.TryWord("BETWEEN"))
        {
            var low = Bits(0);
            _cursor.ExpectWord("AND");
            test = SqlExpression.Of("between", left, low, Predicate());
        }
        else if (_cursor.TryWord("LIKE"))
        {
            var pattern = Simple();
            test = _cursor.TryWord("ESCAPE") ? SqlExpression.Of("like", left, pattern, Simple()) : SqlExpression.Of("like", left, pattern);
        }
        else if (_cursor.TryWord("REGEXP") || _cursor.TryWord("RLIKE")) test = SqlExpression.Of("regexp_like", left, Bits(0));
        else if (_cursor.TryWords("MEMBER", "OF")) test = SqlExpression.Of("member of", [left, .. List()]);
        if (test is null) return left;
        return not ? SqlExpression.Of("not", test) : test;
    }

    private List<SqlExpression> List()
    {
        _cursor.Expect('(');
        var items = new List<SqlExpression>();
        do items.Add(Or());
        while (_cursor.TrySymbol(','));
        _cursor.Expect(')');
        return items;
    }

    // | & << >> + - * / DIV MOD % ^, each level binding tighter.
    private SqlExpression Bits(int level)
    {
        if (level == 6) return Simple();
        var left = Bits(level + 1);
        while (BitOperator(level) is { } op) left = SqlExpression.Of(op, left, Bits(level + 1));
        return left;
    }

    private string? BitOperator(int level) => level switch
    {
        0 => !AtOperator("||") && TryOperator("|") ? "|" : null,
        1 => !AtOperator("&&") && TryOperator("&") ? "&" : null,
        2 => TryOperator("<<") ? "<<" : TryOperator(">>") ? ">>" : null,
        3 => TryOperator("+") ? "+" : !AtOperator("->") && TryOperator("-") ? "-" : null,
        4 => TryOperator("*") ? "*" : TryOperator("/") ? "/" : TryOperator("%") || _cursor.TryWord("MOD") ? "%" : _cursor.TryWord("DIV") ? "div" : null,
        _ => TryOperator("^") ? "^" : null,
    };

    private SqlExpression Simple()
    {
        if (TryOperator("-")) return SqlExpression.Of("neg", Simple());
        if (TryOperator("+")) return Simple();
        if (TryOperator("~")) return SqlExpression.Of("~", Simple());
        if (!AtOperator("!=") && TryOperator("!")) return SqlExpression.Of("not", Simple());
        if (_cursor.IsWord("BINARY") && !_cursor.IsSymbol('(', 1) && _cursor.TryWord("BINARY")) return SqlExpression.Of("cast binary", Simple());
        var value = Primary();
        while (true)
        {
            if (_cursor.TryWord("COLLATE")) value = SqlExpression.Of("collate " + _cursor.Name().ToLowerInvariant(), value);
            else if (TryOperator("->>")) value = SqlExpression.Of("json_unquote", SqlExpression.Of("json_extract", value, Primary()));
            else if (TryOperator("->")) value = SqlExpression.Of("json_extract", value, Primary());
            else return value;
        }
    }

    private SqlExpression Primary()
    {
        var token = _cursor.Current;
        switch (token.Kind)
        {
            case SqlTokenKind.Number:
                return Number(_cursor.TextOf(_cursor.Next()));
            case SqlTokenKind.String:
                return SqlExpression.Text(_cursor.String());
            case SqlTokenKind.Variable:
                return SqlExpression.Name(_cursor.TextOf(_cursor.Next()));
            case SqlTokenKind.QuotedIdentifier:
                return NameOrCall();
            case SqlTokenKind.Word:
                return Word();
            case SqlTokenKind.Symbol when _cursor.IsSymbol('('):
                var items = List();
                return items.Count == 1 ? items[0] : SqlExpression.Of("row", [.. items]);
            case SqlTokenKind.Symbol when _cursor.IsSymbol('.') && _cursor.Peek(1).Kind == SqlTokenKind.Number:
                _cursor.Next();
                return Number("0." + _cursor.TextOf(_cursor.Next()));
            case SqlTokenKind.Symbol when _cursor.TrySymbol('*'):
                return SqlExpression.Name("*");
            default:
                throw new SqlMismatchException();
        }
    }

    private SqlExpression Word()
    {
        var word = _cursor.TextOf(_cursor.Current).ToLowerInvariant();
        if (_cursor.Peek(1).Kind == SqlTokenKind.String)
        {
            _cursor.Next();
            if (word[0] == '_' || word == "n") return Primary() is { IsText: true } text ? text : throw new SqlMismatchException();
            if (word == "x") return SqlExpression.Binary(Hex(_cursor.String()));
            if (word == "b") return SqlExpression.Binary(HexOfBits(_cursor.String()));
            if (word is "date" or "time" or "timestamp") return SqlExpression.Of(word + " literal", SqlExpression.Text(_cursor.String()));
            _cursor.Position--;
        }
        // _utf8mb4 x'41', _binary 0x41
        if (word[0] == '_' && _cursor.Peek(1).Kind == SqlTokenKind.Number) _cursor.Next();
        switch (word)
        {
            case "null": _cursor.Next(); return SqlExpression.Null;
            case "true": _cursor.Next(); return SqlExpression.Number("1");
            case "false": _cursor.Next(); return SqlExpression.Number("0");
            case "case": _cursor.Next(); return Case();
            case "interval" when !_cursor.IsSymbol('(', 1): _cursor.Next(); return Interval();
            case "select" or "exists": throw new SqlMismatchException();
            default: return NameOrCall();
        }
    }

    private SqlExpression Interval()
    {
        var amount = Or();
        return SqlExpression.Of("interval " + _cursor.Identifier().ToLowerInvariant(), amount);
    }

    private SqlExpression Case()
    {
        var parts = new List<SqlExpression>();
        var simple = !_cursor.IsWord("WHEN");
        if (simple) parts.Add(Or());
        while (_cursor.TryWord("WHEN"))
        {
            var condition = Or();
            parts.Add(simple ? condition : SqlExpression.Truth(condition));
            _cursor.ExpectWord("THEN");
            parts.Add(Or());
        }
        if (_cursor.TryWord("ELSE")) parts.Add(SqlExpression.Of("else", Or()));
        _cursor.ExpectWord("END");
        return SqlExpression.Of(simple ? "case of" : "case", [.. parts]);
    }

    private SqlExpression NameOrCall()
    {
        var quoted = _cursor.Current.Kind == SqlTokenKind.QuotedIdentifier;
        var name = _cursor.Identifier();
        while (_cursor.IsSymbol('.'))
        {
            // A table before the column says nothing in a table's own expression, and servers leave it out.
            _cursor.Next();
            quoted |= _cursor.Current.Kind == SqlTokenKind.QuotedIdentifier;
            name = _cursor.Identifier();
        }
        if (_cursor.IsSymbol('(')) return SqlFunctions.Call(name.ToLowerInvariant(), Arguments(name));
        return !quoted && SqlFunctions.IsNiladic(name.ToLowerInvariant()) ? SqlFunctions.Call(name.ToLowerInvariant(), []) : SqlExpression.Name(name);
    }

    private List<SqlExpression> Arguments(string function)
    {
        var arguments = new List<SqlExpression>();
        _cursor.Expect('(');
        if (_cursor.TrySymbol(')')) return arguments;
        var isCast = function.Equals("cast", StringComparison.OrdinalIgnoreCase);
        while (true)
        {
            arguments.Add(Or());
            if (isCast && _cursor.TryWord("AS")) arguments.Add(CastType());
            if (function.Equals("convert", StringComparison.OrdinalIgnoreCase) && _cursor.TrySymbol(',')) arguments.Add(CastType());
            if (_cursor.TrySymbol(')')) return arguments;
            // Without a comma a keyword comes in between: EXTRACT(year FROM a), TRIM(BOTH 'x' FROM a), CHAR(65 USING utf8mb4).
            if (!_cursor.TrySymbol(',') && (_cursor.IsWord("FROM") || _cursor.IsWord("FOR")) && function.StartsWith("SUB", StringComparison.OrdinalIgnoreCase))
                _cursor.Next();
            if (_cursor.AtEnd) throw new SqlMismatchException();
        }
    }

    // As MySQL prints it: without the words that say nothing, with the digits that are implied.
    private SqlExpression CastType()
    {
        var words = new List<string>();
        while (!_cursor.AtEnd && !_cursor.IsSymbol(')'))
        {
            var start = _cursor.Position;
            _cursor.SkipOne();
            var text = _cursor.TextFrom(start).Replace(" ", "").ToLowerInvariant();
            if (text[0] == '(' && words.Count > 0) words[words.Count - 1] += text;
            else words.Add(text);
        }
        words.RemoveAll(word => word is "integer" or "int");
        var set = words.FindIndex(word => word is "charset" or "set");
        var isBinary = set >= 0 && set + 1 < words.Count && words[set + 1] == "binary";
        var type = words.Count == 0 ? "signed" : words[0];
        if (isBinary) type = type.Replace("char", "binary");
        if (type == "decimal") type = "decimal(10,0)";
        if (type.StartsWith("decimal(", StringComparison.Ordinal) && type.IndexOf(',') < 0) type = type.Replace(")", ",0)");
        return SqlExpression.Name(words.Contains("array") ? type + " array" : type);
    }

    private static SqlExpression Number(string text)
    {
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) return SqlExpression.Binary(text.Substring(2).ToUpperInvariant());
        if (text.StartsWith("0b", StringComparison.OrdinalIgnoreCase)) return SqlExpression.Binary(HexOfBits(text.Substring(2)));
        return SqlExpression.Number(CanonicalNumber.Of(text) ?? text.ToLowerInvariant());
    }

    private static string Hex(string digits) => (digits.Length % 2 == 0 ? digits : "0" + digits).ToUpperInvariant();

    private static string HexOfBits(string bits)
    {
        var padded = bits.PadLeft((bits.Length + 7) / 8 * 8, '0');
        var hex = new char[padded.Length / 4];
        for (var i = 0; i < hex.Length; i++) hex[i] = HexDigits[Convert.ToInt32(padded.Substring(i * 4, 4), 2)];
        return new string(hex);
    }

    private bool TryOperator(string op)
    {
        if (!AtOperator(op)) return false;
        _cursor.Position += op.Length;
        return true;
    }

    // The lexer gives single symbols; those of one operator touch.
    private bool AtOperator(string op)
    {
        for (var i = 0; i < op.Length; i++)
        {
            if (!_cursor.IsSymbol(op[i], i) || (i > 0 && _cursor.Peek(i).Start != _cursor.Peek(i - 1).End)) return false;
        }
        return true;
    }
}

/// <summary>Numbers of equal value in one form.</summary>
internal static class CanonicalNumber
{
    /// <summary>Without exponent and needless zeros where a decimal holds it; null for what is no number.</summary>
    public static string? Of(string text)
    {
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact))
        {
            var digits = exact.ToString(CultureInfo.InvariantCulture);
            if (digits.IndexOf('.') >= 0) digits = digits.TrimEnd('0').TrimEnd('.');
            return digits is "-0" or "" ? "0" : digits;
        }
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value.ToString("R", CultureInfo.InvariantCulture) : null;
    }
}
