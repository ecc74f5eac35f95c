using System.Globalization;
using System.Text;

namespace Migrations.Core.Drizzle;

/// <summary>Which function of drizzle makes a column of a type; for types that drizzle does not know, a function that the script makes itself.</summary>
/// <param name="imports">Takes what is used.</param>
/// <param name="names">The module's names.</param>
internal sealed class ScriptColumnTypes(ScriptImports imports, ScriptNames names)
{
    private readonly Dictionary<string, string> _custom = new(StringComparer.Ordinal);
    private readonly StringBuilder _declarations = new();

    /// <summary>The functions that the script makes itself.</summary>
    public string Declarations => _declarations.ToString();

    /// <summary>A column's function with its arguments: <c>varchar("name", { length: 20 })</c>.</summary>
    /// <param name="column">The column's name.</param>
    /// <param name="type">Its type as written.</param>
    /// <param name="parsed">The type taken apart.</param>
    /// <param name="isBoolean">Whether a <c>tinyint(1)</c> may be a <c>boolean</c>.</param>
    public string Call(string column, string type, SqlTypeText parsed, bool isBoolean)
    {
        var name = ScriptLiteral.String(column);
        var options = new List<string>();
        if (FunctionOf(parsed, isBoolean, options) is not { } function) return $"{Custom(type, parsed)}({name})";
        imports.Core(function);
        if (function == "mysqlEnum") return $"mysqlEnum({name}, {Values(parsed.Values)})";
        return options.Count == 0 ? $"{function}({name})" : $"{function}({name}, {{ {string.Join(", ", options)} }})";
    }

    /// <summary>Whether drizzle has a function for a type.</summary>
    public static bool IsKnown(SqlTypeText type) => FunctionOf(type, isBoolean: false, []) is not null;

    private static string? FunctionOf(SqlTypeText type, bool isBoolean, List<string> options)
    {
        if (type.HasMore) return null;
        var first = type.Numbers.Count > 0 ? type.Numbers[0] : -1;
        switch (type.Name)
        {
            case "boolean" or "bool":
                return "boolean";
            case "tinyint" when isBoolean && first == 1 && !type.IsUnsigned:
                return "boolean";
            case "tinyint" or "smallint" or "mediumint" or "int" or "integer" or "bigint":
                // drizzle demands a mode here: as numbers, which is what applications want of keys.
                if (type.Name == "bigint") options.Add("mode: \"number\"");
                if (type.IsUnsigned) options.Add("unsigned: true");
                return type.Name == "integer" ? "int" : type.Name;
            case "serial":
                return "serial";
            case "decimal" or "numeric" or "double" or "float":
                // Without a second number drizzle writes DOUBLE(p), which no server takes.
                if (type.Numbers.Count == 2 || (type.Name is "decimal" or "numeric" && first >= 0))
                {
                    var isDefault = type.Name is "decimal" or "numeric" && first == 10 && type.Numbers.ElementAtOrDefault(1) == 0;
                    if (!isDefault) options.Add("precision: " + Number(first));
                    if (!isDefault && type.Numbers.Count == 2 && (type.Name is "double" or "float" || type.Numbers[1] != 0)) options.Add("scale: " + Number(type.Numbers[1]));
                }
                if (type.IsUnsigned) options.Add("unsigned: true");
                return type.Name == "numeric" ? "decimal" : type.Name;
            case "real" when first < 0:
                return "real";
            case "char" or "binary":
                options.Add("length: " + Number(Math.Max(1, first)));
                return first == 0 ? null : type.Name;
            case "varchar" or "varbinary" when first >= 0:
                options.Add("length: " + Number(first));
                return type.Name;
            case "text" or "tinytext" or "mediumtext" or "longtext" or "json" or "date" or "year" when first < 0 || type.Name == "year":
                return type.Name;
            case "datetime" or "timestamp" or "time":
                if (first > 0) options.Add("fsp: " + Number(first));
                return type.Name;
            case "enum" when type.Values.Count > 0:
                return "mysqlEnum";
            default:
                return null;
        }
    }

    private string Custom(string type, SqlTypeText parsed)
    {
        if (_custom.TryGetValue(type, out var there)) return there;
        imports.Core("customType");
        // A set's values would make a long name.
        var name = names.Take(parsed.Values.Count > 0 ? parsed.Name : type, "Type");
        _custom.Add(type, name);
        var data = parsed.Name.EndsWith("blob", StringComparison.Ordinal) || parsed.Name is "binary" or "varbinary" or "bit" ? "Buffer" : parsed.HasMore && IsNumber(parsed.Name) ? "number" : "string";
        _declarations.Append($"const {name} = customType<{{ data: {data} }}>({{ dataType: () => {ScriptLiteral.String(type)} }});\n");
        return name;
    }

    private static bool IsNumber(string name) => name is "tinyint" or "smallint" or "mediumint" or "int" or "bigint" or "float" or "double";

    // drizzle writes the values into its SQL with their quotes doubled and their backslashes as they are.
    private static string Values(IReadOnlyList<string> values)
    {
        var written = values.Select(value => ScriptLiteral.String(value.Replace("\\", "\\\\"))).ToList();
        var line = $"[{string.Join(", ", written)}]";
        return line.Length <= 80 ? line : $"[\n{string.Concat(written.Select(value => $"    {value},\n"))}  ]";
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
