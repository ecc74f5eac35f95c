using System.Globalization;
using System.Text;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Schemas;

/// <summary>Expressions, defaults and queries as texts that are equal where their meaning is.</summary>
internal static class CanonicalText
{
    /// <summary>
    /// Whether two texts are equal as far as the actual one can tell: servers keep what they show in <c>utf8mb3</c>, where a character outside the basic plane
    /// (an emoji) is one question mark, or one for each of its bytes.
    /// </summary>
    public static bool Same(string? expected, string? actual)
    {
        if (expected == actual) return true;
        return expected is not null && actual is not null && expected.Any(char.IsSurrogate) && !actual.Any(char.IsSurrogate) && Lossy(expected) == Lossy(actual);
    }

    private static string Lossy(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsSurrogate(c) && c != '?') kept.Append(c);
            else if (kept.Length == 0 || kept[kept.Length - 1] != '?') kept.Append('?');
        }
        return kept.ToString();
    }

    /// <summary>A condition (a check): only its truth counts.</summary>
    public static string Condition(string sql) => SqlExpressionParser.TryParse(sql) is { } expression ? SqlExpression.Truth(expression).ToString() : Tokens(sql);

    /// <summary>An expression whose value counts.</summary>
    public static string Expression(string sql) => SqlExpressionParser.TryParse(sql)?.ToString() ?? Tokens(sql);

    /// <summary>A query: its tokens, without blanks, comments, quotes of names, the case of words, and parentheses around the whole (drizzle-kit writes one).</summary>
    public static string Query(string sql)
    {
        var text = Tokens(sql);
        while (IsParenthesised(text)) text = text.Substring(2, text.Length - 4);
        return text;
    }

    private static bool IsParenthesised(string tokens)
    {
        if (!tokens.StartsWith("( ", StringComparison.Ordinal)) return false;
        var depth = 0;
        var isInText = false;
        for (var i = 0; i < tokens.Length; i++)
        {
            if (tokens[i] == '\'') isInText = !isInText;
            if (isInText) continue;
            if (tokens[i] == '(') depth++;
            else if (tokens[i] == ')' && --depth == 0) return i == tokens.Length - 1;
        }
        return false;
    }

    /// <summary>
    /// The function of an <c>ON UPDATE</c>. A missing precision is the column's: MySQL demands that they are equal, and drizzle never writes one.
    /// </summary>
    public static string? OnUpdate(string? sql, CanonicalType type) =>
        sql is null ? null : SqlExpressionParser.TryParse(sql) is { } expression ? Timestamp(expression, type).ToString() : Tokens(sql);

    /// <summary>A default; null for none, and for <c>NULL</c>, which is the same.</summary>
    public static string? Default(ColumnDefault? value, CanonicalType type)
    {
        if (value is null) return null;
        if (SqlExpressionParser.TryParse(value.Sql) is not { } expression) return Tokens(value.Sql);
        if (expression.Head == "null") return null;
        return expression.IsLiteral ? Literal(expression, type) : Timestamp(expression, type).ToString();
    }

    private static SqlExpression Timestamp(SqlExpression expression, CanonicalType type)
    {
        if (expression.Head != "current_timestamp" || type.FractionalDigits == 0 || expression.Arguments.Count > 0) return expression;
        return SqlExpression.Of("current_timestamp", SqlExpression.Number(type.FractionalDigits.ToString(CultureInfo.InvariantCulture)));
    }

    // A literal as the server keeps it in a column of this type.
    private static string Literal(SqlExpression literal, CanonicalType type)
    {
        if (type.IsNumeric) return "number " + NumberIn(literal, type);
        if (type.IsTemporal && (literal.IsText || literal.IsNumber)) return "text " + TemporalIn(literal.Value, type);
        if (type.IsBinary) return "bytes " + BytesOf(literal, type.Name == "binary");
        if (literal.IsBinary) return "text " + Encoding.UTF8.GetString(Bytes(literal.Value));
        return "text " + literal.Value;
    }

    private static string NumberIn(SqlExpression literal, CanonicalType type)
    {
        var value = literal.IsBinary ? Bytes(literal.Value).Aggregate(0m, (sum, digit) => sum * 256 + digit).ToString(CultureInfo.InvariantCulture) : literal.Value;
        var scale = type.IsInteger ? 0 : type.Name is "decimal" or "float" or "double" && type.Numbers.Count == 2 ? type.Numbers[1] : -1;
        if (scale >= 0 && decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact))
            value = Math.Round(exact, scale, MidpointRounding.AwayFromZero).ToString(CultureInfo.InvariantCulture);
        // FLOAT is shown with six digits (1234567.5 becomes 1234570 on both servers).
        else if (type.Name == "float" && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var single))
            value = single.ToString("E5", CultureInfo.InvariantCulture);
        return CanonicalNumber.Of(value) ?? value;
    }

    private static string TemporalIn(string value, CanonicalType type)
    {
        value = value.Trim();
        if (value.Length > 10 && value[10] == 'T') value = value.Substring(0, 10) + " " + value.Substring(11).TrimEnd('Z');
        var halves = value.Split(' ');
        if (type.Name is not "time" && halves[0].Split('-') is { Length: 3 } date && date.All(part => part.Length > 0 && part.All(char.IsDigit)))
            value = string.Join(" ", [string.Join("-", date.Select((part, index) => part.PadLeft(index == 0 ? 4 : 2, '0'))), .. halves.Skip(1)]);
        if (type.Name is "datetime" or "timestamp" && value.Length == 10 && value[4] == '-') value += " 00:00:00";
        var dot = value.IndexOf('.');
        if (dot < 0) return value;
        if (value.Length - dot - 1 > type.FractionalDigits) value = Rounded(value, type.FractionalDigits);
        dot = value.IndexOf('.');
        if (dot < 0) return value;
        var digits = value.Substring(dot + 1).TrimEnd('0');
        return digits.Length == 0 ? value.Substring(0, dot) : value.Substring(0, dot + 1) + digits;
    }

    // A server rounds to the digits that the column keeps (MySQL manual, "Fractional Seconds in Time Values").
    private static string Rounded(string value, int digits)
    {
        if (!DateTime.TryParseExact(value, "yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) return value;
        var step = TimeSpan.TicksPerSecond;
        for (var i = 0; i < digits; i++) step /= 10;
        var rounded = new DateTime((time.Ticks + step / 2) / step * step);
        return rounded.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
    }

    // BINARY(n) is padded with zero bytes, and MySQL shows it without them (0x6162), MariaDB with ('ab\0\0').
    private static string BytesOf(SqlExpression literal, bool isPadded)
    {
        var bytes = literal.IsBinary ? Bytes(literal.Value) : Encoding.UTF8.GetBytes(literal.Value);
        var hex = BitConverter.ToString(bytes);
        while (isPadded && hex.EndsWith("-00", StringComparison.Ordinal)) hex = hex.Substring(0, hex.Length - 3);
        return hex;
    }

    private static byte[] Bytes(string hex)
    {
        if (hex.Length % 2 == 1) hex = "0" + hex;
        var bytes = new byte[hex.Length / 2];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = Convert.ToByte(hex.Substring(i * 2, 2), 16);
        return bytes;
    }

    private static string Tokens(string sql)
    {
        var text = new StringBuilder();
        try
        {
            var cursor = new SqlCursor(new SourceText("", sql), 0, sql.Length, SqlModes.None);
            while (!cursor.AtEnd)
            {
                var token = cursor.Next();
                var isIntroducer = token.Kind == SqlTokenKind.Word && sql[token.Start] == '_' && cursor.Current.Kind == SqlTokenKind.String;
                if (isIntroducer) continue;
                if (text.Length > 0) text.Append(' ');
                text.Append(token.Kind switch
                {
                    SqlTokenKind.Word or SqlTokenKind.QuotedIdentifier => SqlName.Unquote(token.TextIn(sql)).ToLowerInvariant(),
                    SqlTokenKind.String => "'" + SqlLiteral.String(token.TextIn(sql)) + "'",
                    _ => token.TextIn(sql),
                });
            }
        }
        catch (MigrationException)
        {
            return sql; // an unterminated string: only its own text is equal to it
        }
        return text.ToString();
    }
}
