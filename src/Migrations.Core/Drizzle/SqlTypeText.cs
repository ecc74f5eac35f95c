using Migrations.Core.Sources;
using Migrations.Core.Sql;

namespace Migrations.Core.Drizzle;

/// <summary>A column's type taken apart, without any change of its meaning.</summary>
/// <param name="Name">The type's name in lower case.</param>
/// <param name="Numbers">The numbers in parentheses.</param>
/// <param name="Values">The values of an <c>enum</c> or <c>set</c>.</param>
/// <param name="IsUnsigned">Whether it is <c>unsigned</c>.</param>
/// <param name="HasMore">Whether there is anything else: <c>zerofill</c>, a character set.</param>
internal sealed record SqlTypeText(string Name, IReadOnlyList<int> Numbers, IReadOnlyList<string> Values, bool IsUnsigned, bool HasMore)
{
    /// <summary>The digits behind the second of a temporal type.</summary>
    public int FractionalDigits => Name is "datetime" or "timestamp" or "time" && Numbers.Count > 0 ? Numbers[0] : 0;

    /// <summary>Reads a type.</summary>
    public static SqlTypeText Parse(string type)
    {
        try
        {
            return Read(new SqlCursor(new SourceText("", type), 0, type.Length, SqlModes.None));
        }
        catch (SqlMismatchException)
        {
            return new SqlTypeText(type, [], [], IsUnsigned: false, HasMore: true);
        }
    }

    private static SqlTypeText Read(SqlCursor cursor)
    {
        var name = cursor.Identifier().ToLowerInvariant();
        var numbers = new List<int>();
        var values = new List<string>();
        var hasMore = false;
        if (cursor.IsSymbol('('))
        {
            var start = cursor.Position;
            cursor.SkipOne();
            foreach (var piece in cursor.Slice(start + 1, cursor.Position - 1).SplitAtCommas(cursor.Position - 1))
            {
                if (name is "enum" or "set") values.Add(piece.String());
                else numbers.Add(piece.Number());
            }
        }
        var isUnsigned = cursor.TryWord("UNSIGNED");
        if (!cursor.AtEnd) hasMore = true;
        return new SqlTypeText(name, numbers, values, isUnsigned, hasMore);
    }
}
