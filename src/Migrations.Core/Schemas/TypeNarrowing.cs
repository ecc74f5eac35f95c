using Migrations.Model;

namespace Migrations.Core.Schemas;

/// <summary>Whether a column holds less after a change of its type than before.</summary>
internal static class TypeNarrowing
{
    private static readonly string[] Integers = ["tinyint", "smallint", "mediumint", "int", "bigint"];
    private static readonly string[] Sizes = ["tiny", "", "medium", "long"];

    private const string Refused = "with one value that does not fit, a server in strict mode refuses the statement (1264, 1265), any other cuts the value";
    private const string Silent = "servers round or cut the values without a word";

    /// <summary>What a change of type can cost, for a person; null where every value fits.</summary>
    /// <param name="old">The column before.</param>
    /// <param name="now">The column after.</param>
    public static string? Loss(Column old, Column now) => Loss(TypeOf(old), TypeOf(now)) ?? (TypeOf(old).IsText && TypeOf(now).IsText && Holds(old.CharacterSet, now.CharacterSet) == false ? Refused : null);

    // Whether one character set has all the characters of another, as far as that is certain; null where nothing is said.
    private static bool? Holds(string? old, string? now)
    {
        if (old is null || now is null || string.Equals(old, now, StringComparison.OrdinalIgnoreCase)) return null;
        var order = new[] { "ascii", "latin1", "utf8mb3", "utf8mb4" };
        var (before, after) = (Array.IndexOf(order, Normal(old)), Array.IndexOf(order, Normal(now)));
        return before < 0 || after < 0 ? null : after >= before;
    }

    private static string Normal(string set) => set.ToLowerInvariant() is "utf8" ? "utf8mb3" : set.ToLowerInvariant();

    private static CanonicalType TypeOf(Column column) => CanonicalType.Of(column.Type, string.Equals(column.CharacterSet, "binary", StringComparison.OrdinalIgnoreCase));

    private static string? Loss(CanonicalType old, CanonicalType now)
    {
        if (old.IsInteger && now.IsInteger) return Holds(now, old) ? null : Refused;
        if (old.Name == "decimal" && now.Name == "decimal")
            return now.Numbers[0] - now.Numbers[1] < old.Numbers[0] - old.Numbers[1] ? Refused : now.Numbers[1] < old.Numbers[1] ? Silent : null;
        if (old.Name is "double" or "float" && (now.IsInteger || now.Name == "decimal")) return Silent;
        if (old.Name == "decimal" && now.IsInteger) return old.Numbers[1] > 0 ? Silent : Digits(now) <= old.Numbers[0] ? Refused : null;
        if (old.IsInteger && now.Name == "decimal") return now.Numbers[0] - now.Numbers[1] < Digits(old) ? Refused : null;
        if (old.Name is "decimal" or "bigint" && now.Name is "double" or "float" || old.Name == "int" && now.Name == "float") return Silent;
        // The number of the value, or its bits, instead of the value.
        if (old.Values is not null && (now.IsInteger || now.Name is "decimal" or "double" or "float" || now.IsTemporal)) return Silent;
        if (old.Values is { Count: > 0 } names && now.Values is null && now.Name is "char" or "varchar" && now.Numbers.Count > 0)
            return now.Numbers[0] < (old.Name == "set" ? names.Sum(name => name.Length + 1) - 1 : names.Max(name => name.Length)) ? Refused : null;
        if (old.IsTemporal && now.Name is "char" or "varchar") return now.Numbers.Count > 0 && now.Numbers[0] < Shown(old) ? Refused : null;
        if (old.Name == "bit" && now.Name == "bit") return Bits(now) < Bits(old) ? Refused : null;
        if (old.IsInteger && now.Name is "bit" or "year") return Refused;
        if (old.Values is null && old.IsText && now.Values is not null) return Refused;
        if (old.IsInteger && now.Name is "char" or "varchar") return now.Numbers.Count > 0 && now.Numbers[0] < Digits(old) + (old.IsUnsigned ? 0 : 1) ? Refused : null;
        if (old.Name == "json" && now.IsText) return Capacity(now) is { } room && room < uint.MaxValue ? Refused : null;
        if (old.IsTemporal && !now.IsTemporal && (now.IsInteger || now.Name == "year")) return Silent;
        if (old.Name is "datetime" or "timestamp" && now.Name == "time") return Silent;
        if (old.Name == "double" && now.Name == "float") return Silent;
        if (old.IsTemporal && now.IsTemporal)
        {
            if (old.Name is "datetime" or "timestamp" && now.Name == "date") return Silent;
            if (old.Name == "datetime" && now.Name == "timestamp") return "a timestamp ends in 2038 and begins in 1970, and a server in strict mode refuses what lies outside";
            return old.Name == now.Name && now.FractionalDigits < old.FractionalDigits ? Silent : null;
        }
        if (old.Values is { } values && now.Values is { } kept && old.Name == now.Name)
        {
            var gone = values.Where(value => !kept.Contains(value, StringComparer.OrdinalIgnoreCase)).ToList();
            return gone.Count == 0 ? null : $"'{gone[0]}' is no value any more, and {Refused}";
        }
        if (old.IsText && old.Values is null && (now.IsInteger || now.Name is "decimal" or "double" or "float" || now.IsTemporal))
            return "with one text that is no such value, a server in strict mode refuses the statement, any other makes it zero";
        return Capacity(old) is { } before && Capacity(now) is { } after && Binary(old) == Binary(now) && after < before ? Refused : null;
    }

    // The characters that a server shows a point in time with; a time may have a sign and three digits of hours.
    private static int Shown(CanonicalType type) => type.Name switch
    {
        "year" => 4,
        "date" => 10,
        "time" => 10,
        _ => 19,
    } + (type.FractionalDigits > 0 ? type.FractionalDigits + 1 : 0);

    // The digits of the largest value, its sign left out.
    private static int Digits(CanonicalType type) => type.Name switch
    {
        "tinyint" => 3,
        "smallint" => 5,
        "mediumint" => type.IsUnsigned ? 8 : 7,
        "int" => 10,
        _ => type.IsUnsigned ? 20 : 19,
    };

    private static int Bits(CanonicalType type) => type.Numbers.Count > 0 ? type.Numbers[0] : 1;

    private static bool Holds(CanonicalType now, CanonicalType old)
    {
        var (size, before) = (Array.IndexOf(Integers, now.Name), Array.IndexOf(Integers, old.Name));
        return now.IsUnsigned == old.IsUnsigned ? size >= before : old.IsUnsigned && size > before;
    }

    private static bool Binary(CanonicalType type) => type.IsBinary;

    // In characters for CHAR and VARCHAR, in bytes for the long types: a text of so many bytes has at most as many characters.
    private static long? Capacity(CanonicalType type)
    {
        if (type.Name is "char" or "varchar" or "binary" or "varbinary") return type.Numbers.Count > 0 ? type.Numbers[0] : null;
        var size = type.Name.EndsWith("text", StringComparison.Ordinal) || type.Name.EndsWith("blob", StringComparison.Ordinal)
            ? Array.IndexOf(Sizes, type.Name.Substring(0, type.Name.Length - 4)) : -1;
        return size < 0 ? null : (1L << (8 * (size + 1))) - 1;
    }
}
