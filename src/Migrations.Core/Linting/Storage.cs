using Migrations.Core.Schemas;
using Migrations.Model;

namespace Migrations.Core.Linting;

/// <summary>What columns take up, and in which character set they are.</summary>
/// <remarks>Sources: the MySQL manual's "Data Type Storage Requirements" and "Limits on Table Column Count and Row Size"; the limits were seen on MySQL 9.7 and MariaDB 10.11.</remarks>
internal static class Storage
{
    /// <summary>The longest row, in bytes, long texts and blobs not counted.</summary>
    public const int RowLimit = 65_535;

    /// <summary>The longest key of InnoDB, in bytes.</summary>
    public const int KeyLimit = 3_072;

    /// <summary>A column's character set; null where neither it nor its table says one.</summary>
    public static string? CharacterSetOf(Table table, Column column) =>
        Normal(column.CharacterSet) ?? SetOf(column.Collation) ?? Normal(table.CharacterSet) ?? SetOf(table.Collation);

    /// <summary>A column's collation; null where it follows from a character set's default, which servers choose differently.</summary>
    public static string? CollationOf(Table table, Column column) =>
        (column.Collation ?? (column.CharacterSet is null ? table.Collation : null))?.ToLowerInvariant();

    /// <summary>The character set of a table; null where it says none.</summary>
    public static string? CharacterSetOf(Table table) => Normal(table.CharacterSet) ?? SetOf(table.Collation);

    /// <summary>A character set under its one name.</summary>
    public static string? Normal(string? set) => set?.ToLowerInvariant() switch { "utf8" => "utf8mb3", var other => other };

    /// <summary>The character set of a collation.</summary>
    public static string? SetOf(string? collation)
    {
        // MariaDB's uca1400_ai_ci alone stands for several character sets.
        if (collation is null || collation.StartsWith("uca1400", StringComparison.OrdinalIgnoreCase)) return null;
        return Normal(collation.Split('_')[0]);
    }

    /// <summary>The most bytes that a character takes; without a word about the character set it is the servers' default, utf8mb4.</summary>
    public static int BytesPerCharacter(string? set) => set switch
    {
        null or "utf8mb4" or "utf16" or "utf16le" or "utf32" or "gb18030" => 4,
        "utf8mb3" or "ujis" or "eucjpms" => 3,
        "ucs2" or "big5" or "gbk" or "gb2312" or "sjis" or "cp932" or "euckr" => 2,
        _ => 1,
    };

    /// <summary>What a column takes up of the row's limit, at least; 0 for a type that is not known.</summary>
    public static long RowBytes(Table table, Column column)
    {
        if (column.Generated is { IsStored: false }) return 0;
        var type = TypeOf(column);
        switch (type.Name)
        {
            case "varchar" or "varbinary":
                var bytes = (long)Length(type) * (type.Name == "varchar" ? BytesPerCharacter(CharacterSetOf(table, column)) : 1);
                return bytes + (bytes > 255 ? 2 : 1);
            // The length and a pointer.
            case "tinytext" or "tinyblob": return 9;
            case "text" or "blob": return 10;
            case "mediumtext" or "mediumblob": return 11;
            case "longtext" or "longblob": return 12;
            default: return KeyBytes(table, column, null) ?? 0;
        }
    }

    /// <summary>What a column takes up of a key; null for a type that is not known, and for long texts without a length.</summary>
    /// <param name="table">Its table.</param>
    /// <param name="column">The column.</param>
    /// <param name="length">How much of it is indexed; null for all.</param>
    public static long? KeyBytes(Table table, Column column, int? length)
    {
        var type = TypeOf(column);
        switch (type.Name)
        {
            case "char" or "varchar": return (long)Math.Min(length ?? int.MaxValue, Length(type)) * BytesPerCharacter(CharacterSetOf(table, column));
            case "binary" or "varbinary": return Math.Min(length ?? int.MaxValue, Length(type));
            case "tinytext" or "text" or "mediumtext" or "longtext": return length is { } characters ? (long)characters * BytesPerCharacter(CharacterSetOf(table, column)) : null;
            case "tinyblob" or "blob" or "mediumblob" or "longblob": return length;
            case "tinyint" or "year": return 1;
            case "smallint": return 2;
            case "mediumint" or "date": return 3;
            case "int" or "float": return 4;
            case "bigint" or "double": return 8;
            case "datetime": return 5 + Fraction(type);
            case "timestamp": return 4 + Fraction(type);
            case "time": return 3 + Fraction(type);
            case "enum": return type.Values is { Count: > 255 } ? 2 : 1;
            case "decimal": return Packed(type.Numbers[0] - type.Numbers[1]) + Packed(type.Numbers[1]);
            default: return null;
        }
    }

    /// <summary>
    /// Whether a <c>TIMESTAMP</c> without further words takes <c>NULL</c> and has no default, as any other type: <c>explicit_defaults_for_timestamp</c> is on by
    /// default since MySQL 8.0 and MariaDB 10.10.
    /// </summary>
    public static bool HasPlainTimestamps(ServerInfo? server) => server switch
    {
        null => false,
        { Flavor: ServerFlavor.MariaDb } => server.Version >= new Version(10, 10),
        { Flavor: ServerFlavor.MySql } => server.Version.Major >= 8,
        _ => true,
    };

    /// <summary>A column's type.</summary>
    public static CanonicalType TypeOf(Column column) =>
        CanonicalType.Of(column.Type, string.Equals(column.CharacterSet, "binary", StringComparison.OrdinalIgnoreCase));

    private static int Length(CanonicalType type) => type.Numbers.Count > 0 ? type.Numbers[0] : 0;

    private static int Fraction(CanonicalType type) => (type.FractionalDigits + 1) / 2;

    // Nine digits in four bytes; what is left over takes half a byte a digit, rounded up.
    private static int Packed(int digits) => digits / 9 * 4 + (digits % 9 + 1) / 2;
}
