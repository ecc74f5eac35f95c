namespace Migrations.Model;

/// <summary>How a server changes a table; the words are MySQL's.</summary>
public enum AlterAlgorithm
{
    /// <summary>Not known: not asked, not to be had from this server, or the statement would fail.</summary>
    Unknown,

    /// <summary>Only the table's description changes; it takes no time, whatever the table's size.</summary>
    Instant,

    /// <summary>The engine changes the table, or rebuilds it, in its place.</summary>
    Inplace,

    /// <summary>A new table is filled row by row; nobody writes meanwhile.</summary>
    Copy,
}

/// <summary>How a statement will change its table.</summary>
/// <param name="Algorithm">The algorithm.</param>
/// <param name="AllowsWrites">Whether others can write to the table meanwhile; null where the algorithm is not known.</param>
/// <param name="Reason">Why it is no faster algorithm, in the server's own words, or why it is not known; null where there is nothing to say.</param>
public sealed record AlterEstimate(AlterAlgorithm Algorithm, bool? AllowsWrites, string? Reason)
{
    /// <inheritdoc/>
    public override string ToString() => Algorithm.ToString().ToUpperInvariant() + (AllowsWrites == false ? ", no writes meanwhile" : "");
}
