namespace Migrations.Model;

/// <summary>The lists that emitted objects hold.</summary>
internal static class EmittedList
{
    /// <summary>
    /// The items as an array. PowerShell indexes by the public members of a value's own type; the read-only lists that the compiler makes of <c>[.. items]</c>
    /// have none, so that <c>$result.Statements[0]</c> would give the whole list. Every list property of the model goes through here.
    /// </summary>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> items) => items as T[] ?? items.ToArray();
}
