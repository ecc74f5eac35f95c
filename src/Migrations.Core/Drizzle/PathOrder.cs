namespace Migrations.Core.Drizzle;

/// <summary>The order in which drizzle-kit runs the files that a glob finds: that of <c>localeCompare</c> for English.</summary>
/// <remarks>
/// It tells which file of a circle of imports is run first, and so what a schema is whose files share something that they change. It is
/// written out here, for .NET's own comparison differs between its runtimes and between systems. For ASCII it is that of the Unicode
/// collation (CLDR, root): white space, punctuation, symbols, digits, letters; upper case counts only where nothing else differs.
/// What is not ASCII stands behind that by its number, which the collation does not say, but every system does alike.
/// </remarks>
internal sealed class PathOrder : IComparer<string>
{
    private const string Order = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz";

    public int Compare(string? x, string? y)
    {
        var (left, right) = ((x ?? "").Replace('\\', '/'), (y ?? "").Replace('\\', '/'));
        for (var i = 0; i < left.Length && i < right.Length; i++)
            if (Weight(left[i]).CompareTo(Weight(right[i])) is var byLetter && byLetter != 0) return byLetter;
        if (left.Length != right.Length) return left.Length.CompareTo(right.Length);
        for (var i = 0; i < left.Length; i++)
            if (char.IsUpper(left[i]).CompareTo(char.IsUpper(right[i])) is var byCase && byCase != 0) return byCase;
        return string.CompareOrdinal(x, y);
    }

    private static int Weight(char c)
    {
        var lower = char.ToLowerInvariant(c);
        return Order.IndexOf(lower) is var at && at >= 0 ? at : Order.Length + lower;
    }
}
