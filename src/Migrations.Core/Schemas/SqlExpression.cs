using System.Text;

namespace Migrations.Core.Schemas;

/// <summary>An expression in a form that is one for all the ways in which people and servers write it.</summary>
/// <remarks>
/// The rules come from the servers' own rewriting, seen on MySQL 9.7 and MariaDB 10.11: a condition that is no comparison becomes
/// <c>0 &lt;&gt; x</c> (MySQL) or <c>x &lt;&gt; 0</c> (MariaDB), <c>NOT (a &gt; b)</c> becomes <c>a &lt;= b</c>, <c>a IN (1)</c> becomes <c>a = 1</c>,
/// <c>date_add(a, …)</c> becomes <c>a + interval …</c>, strings get an introducer, and so on.
/// </remarks>
internal sealed class SqlExpression
{
    private SqlExpression(string head, IReadOnlyList<SqlExpression> arguments)
    {
        Head = head;
        Arguments = arguments;
    }

    /// <summary>The operator or function; of a leaf: its kind and text.</summary>
    public string Head { get; }

    public IReadOnlyList<SqlExpression> Arguments { get; }

    public static SqlExpression Text(string value) => new("s:" + value, []);

    public static SqlExpression Number(string value) => new("n:" + value, []);

    /// <summary>A hexadecimal or bit literal as a number of hexadecimal digits.</summary>
    public static SqlExpression Binary(string digits) => new("x:" + digits, []);

    public static SqlExpression Null { get; } = new("null", []);

    public static SqlExpression Name(string name) => new("i:" + name.ToLowerInvariant(), []);

    public bool IsLiteral => IsNumber || IsText || IsBinary || Head == "null";

    public bool IsNumber => Head.StartsWith("n:", StringComparison.Ordinal);

    public bool IsText => Head.StartsWith("s:", StringComparison.Ordinal);

    public bool IsBinary => Head.StartsWith("x:", StringComparison.Ordinal);

    /// <summary>The text of a leaf.</summary>
    public string Value => Head.Substring(2);

    private bool IsZero => Head == "n:0";

    public static SqlExpression Of(string head, params SqlExpression[] arguments)
    {
        switch (head)
        {
            case "and" or "or": return Chain(head, arguments);
            case "xor": return new SqlExpression(head, [.. arguments.Select(Truth)]);
            case "not": return Not(arguments[0]);
            case "=" or "<>" or "<" or ">" or "<=" or ">=" or "<=>": return Compare(head, arguments[0], arguments[1]);
            case "neg" when arguments[0].IsNumber: return Number(arguments[0].Value[0] == '-' ? arguments[0].Value.Substring(1) : arguments[0].IsZero ? "0" : "-" + arguments[0].Value);
            case "in" when arguments.Length == 2: return Compare("=", arguments[0], arguments[1]);
            case "if": return new SqlExpression(head, [Truth(arguments[0]), .. arguments.Skip(1)]);
            default: return new SqlExpression(head, arguments);
        }
    }

    /// <summary>The expression where only its truth counts.</summary>
    public static SqlExpression Truth(SqlExpression expression)
    {
        if (expression.Head != "<>") return expression;
        if (expression.Arguments[1].IsZero) return expression.Arguments[0];
        return expression.Arguments[0].IsZero ? expression.Arguments[1] : expression;
    }

    private static SqlExpression Chain(string head, IEnumerable<SqlExpression> arguments) =>
        new(head, [.. arguments.Select(Truth).SelectMany(argument => argument.Head == head ? argument.Arguments : [argument])]);

    private static SqlExpression Not(SqlExpression operand)
    {
        operand = Truth(operand);
        var opposite = operand.Head switch
        {
            "=" => "<>",
            "<>" => "=",
            "<" => ">=",
            ">" => "<=",
            "<=" => ">",
            ">=" => "<",
            _ => null,
        };
        if (opposite is not null) return Compare(opposite, operand.Arguments[0], operand.Arguments[1]);
        return operand.Head switch
        {
            "not" => operand.Arguments[0],
            "and" => Chain("or", operand.Arguments.Select(Not)),
            "or" => Chain("and", operand.Arguments.Select(Not)),
            _ => new SqlExpression("not", [operand]),
        };
    }

    private static SqlExpression Compare(string head, SqlExpression left, SqlExpression right)
    {
        if (left.IsLiteral && !right.IsLiteral)
        {
            (left, right) = (right, left);
            head = head switch { "<" => ">", ">" => "<", "<=" => ">=", ">=" => "<=", _ => head };
        }
        if (head == "=" && left.Head == "row" && right.Head == "row" && left.Arguments.Count == right.Arguments.Count)
            return Chain("and", left.Arguments.Zip(right.Arguments, (a, b) => Compare("=", a, b)));
        if (head == "=" && right.IsZero && !left.IsLiteral) return Not(left);
        return new SqlExpression(head, [left, right]);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text);
        return text.ToString();
    }

    private void Write(StringBuilder text)
    {
        // MariaDB turns x'41' into 'A' where it meets a text, MySQL into 0x41.
        text.Append(IsBinary && Printable(Value) is { } characters ? "s:" + characters : Head);
        if (Arguments.Count == 0) return;
        text.Append('(');
        for (var i = 0; i < Arguments.Count; i++)
        {
            if (i > 0) text.Append(',');
            Arguments[i].Write(text);
        }
        text.Append(')');
    }

    private static string? Printable(string hex)
    {
        if (hex.Length == 0 || hex.Length % 2 == 1) return null;
        var characters = new char[hex.Length / 2];
        for (var i = 0; i < characters.Length; i++)
        {
            characters[i] = (char)Convert.ToByte(hex.Substring(i * 2, 2), 16);
            if (characters[i] is < ' ' or > '~') return null;
        }
        return new string(characters);
    }
}
