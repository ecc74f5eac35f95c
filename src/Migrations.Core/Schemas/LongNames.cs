using System.Security.Cryptography;
using System.Text;

namespace Migrations.Core.Schemas;

/// <summary>Names that no server accepts, and the shorter ones that stand for them.</summary>
public static class LongNames
{
    /// <summary>How many characters the name of a table, column, index or constraint may have (MySQL manual, "Identifier Length Limits").</summary>
    public const int Limit = 64;

    // Eight hexadecimal digits: two long names of one table that begin alike collide once in some billions.
    private const int HashDigits = 8;

    /// <summary>Whether a name is too long.</summary>
    public static bool IsTooLong(string? name) => name is not null && Length(name) > Limit;

    /// <summary>
    /// The name itself where it is short enough; else its beginning, <c>_</c>, and the first eight digits of the SHA-256 of the whole name,
    /// together at most 64 characters. The same name always gives the same.
    /// </summary>
    public static string Shorten(string name)
    {
        if (!IsTooLong(name)) return name;
        using var sha = SHA256.Create();
        var hash = BitConverter.ToString(sha.ComputeHash(Encoding.UTF8.GetBytes(name)), 0, HashDigits / 2).Replace("-", "").ToLowerInvariant();
        var length = Limit - HashDigits - 1;
        if (char.IsHighSurrogate(name[length - 1])) length--;
        return name.Substring(0, length).TrimEnd('_') + "_" + hash;
    }

    // The server counts characters, not UTF-16 code units; outside the basic plane it accepts none in names.
    private static int Length(string name) => name.Length;
}
