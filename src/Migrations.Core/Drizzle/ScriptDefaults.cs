using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Migrations.Model;

namespace Migrations.Core.Drizzle;

/// <summary>Defaults as drizzle's <c>.default(…)</c>, <c>.defaultNow()</c> and <c>.onUpdateNow()</c>.</summary>
/// <param name="imports">Takes what is used.</param>
internal sealed class ScriptDefaults(ScriptImports imports)
{
    private const double LargestExactInteger = 9007199254740991; // Number.MAX_SAFE_INTEGER

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The calls for a column's default and its <c>ON UPDATE</c>; empty where it has neither.</summary>
    /// <param name="column">The column.</param>
    /// <param name="type">Its type.</param>
    /// <param name="isBoolean">Whether the column is a <c>boolean</c> there.</param>
    /// <param name="lost">What drizzle cannot say; null where it says everything.</param>
    public string Calls(Column column, SqlTypeText type, bool isBoolean, out string? lost)
    {
        lost = null;
        var value = column.Default is { } given && !given.Sql.Trim().Equals("NULL", StringComparison.OrdinalIgnoreCase) ? given : null;
        if (column.OnUpdate is null) return value is null ? "" : Default(value, type, isBoolean);
        if (type is { Name: "timestamp", FractionalDigits: 0, HasMore: false }) return (value is null ? "" : Default(value, type, isBoolean)) + ".onUpdateNow()";
        // Only timestamp has .onUpdateNow(), and that without digits; behind a default it is as good.
        var first = value is null ? "NULL" : Now(value.Sql, type) ?? value.Sql;
        if (first.IndexOfAny(['\'', '"']) < 0) return $".default({imports.Sql(ScriptExpression.Template($"{first} ON UPDATE {Now(column.OnUpdate, type) ?? column.OnUpdate}"))})";
        lost = $"ON UPDATE {column.OnUpdate} beside DEFAULT {first}";
        return Default(value!, type, isBoolean);
    }

    private string Default(ColumnDefault value, SqlTypeText type, bool isBoolean)
    {
        if (Now(value.Sql, type) is { } now) return type is { Name: "timestamp", FractionalDigits: 0, HasMore: false } ? ".defaultNow()" : $".default({imports.Sql(now)})";
        return $".default({Literal(value, type, isBoolean) ?? imports.Sql(ScriptExpression.Template(value.IsExpression ? ScriptExpression.InBrackets(value.Sql) : value.Sql))})";
    }

    // A value as the column's own JavaScript type; null where only SQL says it.
    private static string? Literal(ColumnDefault value, SqlTypeText type, bool isBoolean)
    {
        if (type.HasMore) return null;
        var text = ScriptExpression.StringValue(value.Sql);
        // What was written as an expression is kept as one, save where MySQL takes literals in brackets alone.
        var isLong = type.Name is "text" or "mediumtext" or "longtext" or "json";
        if (value.IsExpression && !(isLong && text is not null)) return null;
        switch (type.Name)
        {
            case "boolean" or "bool" or "tinyint" when isBoolean:
                return (text ?? value.Sql) switch { "0" or "false" => "false", "1" or "true" => "true", _ => null };
            case "tinyint" or "smallint" or "mediumint" or "int" or "bigint" or "float" or "double" or "real" or "year":
                return Number(text ?? value.Sql);
            case "decimal":
                return Number(text ?? value.Sql) is not null ? ScriptLiteral.String(text ?? value.Sql) : null;
            case "char" or "varchar" or "text" or "mediumtext" or "longtext" or "enum":
                return text is not null && IsPlain(text) ? ScriptLiteral.String(text) : null;
            case "time":
                return text is not null && IsPlain(text) ? ScriptLiteral.String(text) : null;
            case "json":
                return text is not null && IsPlain(text) ? Json(text) : null;
            default:
                return null;
        }
    }

    // drizzle-kit writes a text into its SQL without escapes: a backslash would be read as one, and a line break breaks its files.
    private static bool IsPlain(string text) => text.All(c => c != '\\' && !char.IsControl(c));

    private static string? Number(string text)
    {
        if (text.Length == 0 || text.Any(c => c is not ((>= '0' and <= '9') or '-' or '.' or 'e' or 'E' or '+')) || text[0] == '+') return null;
        var digits = text.TrimStart('-');
        // 007 is an octal number to JavaScript.
        if (digits.Length > 1 && digits[0] == '0' && digits[1] != '.') return null;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || double.IsInfinity(number)) return null;
        var isWhole = digits.All(char.IsDigit);
        return (isWhole ? Math.Abs(number) <= LargestExactInteger : digits.Length <= 16) ? text : null;
    }

    // JSON is JavaScript, and drizzle writes it compactly: only what is compact comes back as it was.
    private static string? Json(string text)
    {
        // drizzle-kit does not double the quotes of a JSON default.
        if (text.IndexOf('\'') >= 0 || text.Length == 0 || text[0] is not ('{' or '[') || text.Contains("__proto__")) return null;
        try
        {
            return JsonNode.Parse(text)!.ToJsonString(Compact) == text && !HasNumberKey(text) ? Spaced(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // JavaScript puts keys that are numbers first.
    private static bool HasNumberKey(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Has(document.RootElement);

        static bool Has(JsonElement element) => element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().Any(property => property.Name.All(char.IsDigit) || Has(property.Value)),
            JsonValueKind.Array => element.EnumerateArray().Any(Has),
            JsonValueKind.Number => Number(element.GetRawText()) is null || element.GetRawText().IndexOfAny(['e', 'E']) >= 0 || (element.GetRawText().Contains(".") && element.GetRawText().EndsWith("0", StringComparison.Ordinal)),
            _ => false,
        };
    }

    private static string Spaced(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Text(document.RootElement);

        static string Text(JsonElement element) => element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().Any() ? $"{{ {string.Join(", ", element.EnumerateObject().Select(property => $"{Key(property.Name)}: {Text(property.Value)}"))} }}" : "{}",
            JsonValueKind.Array => $"[{string.Join(", ", element.EnumerateArray().Select(Text))}]",
            JsonValueKind.String => ScriptLiteral.String(element.GetString()!),
            _ => element.GetRawText(),
        };

        static string Key(string name) => name.Length > 0 && name.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_') ? name : ScriptLiteral.String(name);
    }

    // The present time in the form that stands without brackets: servers take that only with as many digits as the column has.
    private static string? Now(string sql, SqlTypeText type)
    {
        if (type.Name is not ("timestamp" or "datetime")) return null;
        var text = ScriptExpression.WithoutBrackets(sql).ToLowerInvariant();
        var open = text.IndexOf('(');
        var digits = "";
        if (open >= 0)
        {
            if (text[text.Length - 1] != ')') return null;
            digits = text.Substring(open + 1, text.Length - open - 2).Trim();
            text = text.Substring(0, open).Trim();
        }
        if (text is not ("now" or "current_timestamp" or "localtimestamp" or "localtime") || !digits.All(char.IsDigit)) return null;
        if ((digits.Length == 0 ? "0" : digits) != type.FractionalDigits.ToString(CultureInfo.InvariantCulture)) return null;
        return digits is "" or "0" ? "CURRENT_TIMESTAMP" : $"CURRENT_TIMESTAMP({digits})";
    }
}
