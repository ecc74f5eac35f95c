using System.Globalization;
using Migrations.Core.Sources;
using Migrations.Core.Sql;

namespace Migrations.Core.Schemas;

/// <summary>A column's type in a form that is one for all the ways in which people and servers write it.</summary>
/// <remarks>Synonyms: the MySQL manual's "Using Data Types from Other Database Engines" and "Numeric Data Type Syntax"; the display widths are MariaDB's and older MySQLs'.</remarks>
internal sealed record CanonicalType
{
    /// <summary>The type's name in lower case, without synonyms.</summary>
    public required string Name { get; init; }

    /// <summary>Length, precision or fractional digits; display widths are left out, lengths that are implied are filled in.</summary>
    public IReadOnlyList<int> Numbers { get; init; } = [];

    /// <summary>The values of an <c>enum</c> or <c>set</c>; null for other types.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    public bool IsUnsigned { get; init; }

    public bool IsZerofill { get; init; }

    /// <summary>What is written behind the type in a form that this reader does not know.</summary>
    public string Rest { get; init; } = "";

    public bool IsSerial { get; init; }

    public bool IsInteger => Name is "tinyint" or "smallint" or "mediumint" or "int" or "bigint";

    public bool IsNumeric => IsInteger || Name is "decimal" or "float" or "double" or "bit" or "year";

    public bool IsTemporal => Name is "date" or "datetime" or "timestamp" or "time";

    public bool IsText => Name is "char" or "varchar" or "tinytext" or "text" or "mediumtext" or "longtext" or "enum" or "set";

    public bool IsBinary => Name is "binary" or "varbinary" or "tinyblob" or "blob" or "mediumblob" or "longblob";

    /// <summary>The digits behind the second of a temporal type.</summary>
    public int FractionalDigits => IsTemporal && Numbers.Count > 0 ? Numbers[0] : 0;

    /// <summary>The type without the values of an <c>enum</c> or <c>set</c>.</summary>
    public string Shape
    {
        get
        {
            var numbers = Numbers.Count == 0 ? "" : $"({string.Join(",", Numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)))})";
            return Name + numbers + (IsUnsigned ? " unsigned" : "") + (IsZerofill ? " zerofill" : "") + Rest;
        }
    }

    /// <summary>Reads a type.</summary>
    /// <param name="type">The type as its source has it.</param>
    /// <param name="isBinaryCharacterSet">Whether the column's character set is <c>binary</c>, which turns text types into binary ones.</param>
    public static CanonicalType Of(string type, bool isBinaryCharacterSet = false)
    {
        var cursor = new SqlCursor(new SourceText("", type), 0, type.Length, SqlModes.None);
        try
        {
            return Normal(Read(cursor, isBinaryCharacterSet));
        }
        catch (SqlMismatchException)
        {
            return new CanonicalType { Name = type.Trim().ToLowerInvariant() };
        }
    }

    private static CanonicalType Read(SqlCursor cursor, bool isBinaryCharacterSet)
    {
        var name = cursor.Identifier().ToLowerInvariant();
        while (cursor.Current.Kind == SqlTokenKind.Word && !cursor.IsAnyWord("UNSIGNED", "SIGNED", "ZEROFILL", "COMPRESSED", "SRID", "INVISIBLE"))
            name += " " + cursor.Identifier().ToLowerInvariant();
        name = Synonym(name);
        if (isBinaryCharacterSet) name = name switch { "char" => "binary", "varchar" => "varbinary", _ => name.EndsWith("text", StringComparison.Ordinal) ? name.Replace("text", "blob") : name };
        var numbers = new List<int>();
        List<string>? values = null;
        var rest = "";
        if (cursor.IsSymbol('('))
        {
            var start = cursor.Position;
            cursor.SkipOne();
            var pieces = cursor.Slice(start + 1, cursor.Position - 1).SplitAtCommas(cursor.Position - 1);
            // Servers take the blanks at the end of a value away ("The ENUM Type").
            if (name is "enum" or "set") values = [.. pieces.Select(piece => piece.String().TrimEnd(' '))];
            else if (pieces.All(piece => piece.Current.Kind == SqlTokenKind.Number)) numbers.AddRange(pieces.Select(piece => piece.Number()));
            else rest = cursor.TextFrom(start).Replace(" ", "").ToLowerInvariant();
        }
        bool unsigned = false, zerofill = false;
        while (!cursor.AtEnd)
        {
            if (cursor.TryWord("UNSIGNED")) unsigned = true;
            else if (cursor.TryWord("ZEROFILL")) zerofill = true;
            // What servers show elsewhere than in the type, and no comparison looks at: it is kept in the text of the column's definition.
            else if (cursor.TryWord("SRID")) cursor.Next();
            else if (!cursor.TryWord("SIGNED") && !cursor.TryWord("COMPRESSED") && !cursor.TryWord("INVISIBLE") && !cursor.TryWord("BINARY")) rest += " " + cursor.TextOf(cursor.Next()).ToLowerInvariant();
        }
        return new CanonicalType { Name = name, Numbers = numbers, Values = values, IsUnsigned = unsigned || zerofill, IsZerofill = zerofill, Rest = rest };
    }

    private static CanonicalType Normal(CanonicalType type) => type.Name switch
    {
        "serial" => type with { Name = "bigint", IsUnsigned = true, IsSerial = true },
        // A display width says how a client pads, not what is stored; MySQL 8.0.19 and later do not show it.
        "tinyint" or "smallint" or "mediumint" or "int" or "bigint" => type.IsZerofill ? type : type with { Numbers = [] },
        "year" => type with { Numbers = [] },
        "decimal" => type with { Numbers = type.Numbers.Count switch { 0 => [10, 0], 1 => [type.Numbers[0], 0], _ => type.Numbers } },
        // FLOAT(p) chooses a type and is not kept.
        "float" when type.Numbers.Count == 1 => type with { Name = type.Numbers[0] > 24 ? "double" : "float", Numbers = [] },
        // No server takes DOUBLE(p) or REAL(p); drizzle can write it, and without p is the nearest that one takes.
        "double" when type.Numbers.Count == 1 => type with { Numbers = [] },
        "char" or "binary" or "bit" when type.Numbers.Count == 0 => type with { Numbers = [1] },
        // MySQL 9: "The VECTOR Type".
        "vector" when type.Numbers.Count == 0 => type with { Numbers = [2048] },
        "datetime" or "timestamp" or "time" when type.Numbers is [0] => type with { Numbers = [] },
        // TEXT(n) and BLOB(n) choose the smallest type that holds n; with n characters of up to four bytes in TEXT.
        "text" when type.Numbers.Count == 1 => type with { Name = Size(4L * type.Numbers[0]) + "text", Numbers = [] },
        "blob" when type.Numbers.Count == 1 => type with { Name = Size(type.Numbers[0]) + "blob", Numbers = [] },
        _ => type,
    };

    private static string Size(long bytes) => bytes switch { < 1L << 8 => "tiny", < 1L << 16 => "", < 1L << 24 => "medium", _ => "long" };

    private static string Synonym(string name) => name switch
    {
        "integer" or "int4" => "int",
        "int1" or "bool" or "boolean" => "tinyint",
        "int2" => "smallint",
        "int3" or "middleint" => "mediumint",
        "int8" => "bigint",
        "numeric" or "dec" or "fixed" => "decimal",
        "real" or "double precision" or "float8" => "double",
        "float4" => "float",
        "character" or "nchar" or "national char" or "national character" => "char",
        "character varying" or "char varying" or "varcharacter" or "nvarchar" or "nchar varying" or "nchar varchar"
            or "national varchar" or "national char varying" or "national character varying" => "varchar",
        "long" or "long varchar" or "long char varying" or "long character varying" => "mediumtext",
        "long varbinary" => "mediumblob",
        "geomcollection" => "geometrycollection",
        _ => name,
    };
}
