using System.Globalization;

namespace Migrations.Core.Journals;

/// <summary>The rules of a migration's name.</summary>
public static class MigrationTag
{
    // What Windows refuses in a file name; a journal must mean the same files on every machine.
    private const string Forbidden = "<>:\"/\\|?*";

    /// <summary>Why a tag could reach outside the migrations folder or be no file name; null where it is fine.</summary>
    public static string? WhyUnsafe(string tag)
    {
        if (tag.Length == 0) return "is empty";
        if (tag is "." or "..") return "is no file name";
        foreach (var c in tag)
        {
            if (c is '/' or '\\') return "has a path in it";
            if (Forbidden.IndexOf(c) >= 0 || char.IsControl(c)) return $"has a character in it that no file name may have (U+{(int)c:X4})";
        }
        return null;
    }

    /// <summary>The number at a tag's beginning; null where it has none.</summary>
    public static long? NumberOf(string tag)
    {
        var digits = 0;
        while (digits < tag.Length && tag[digits] is >= '0' and <= '9') digits++;
        if (digits == 0 || digits > 18 || (digits < tag.Length && tag[digits] != '_')) return null;
        return long.Parse(tag.Substring(0, digits), CultureInfo.InvariantCulture);
    }
}
