using Migrations.Core.Journals;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>How new history rows are hashed: as the table's rows prove to be in use, else as was asked for.</summary>
/// <param name="Hash">With or without breakpoints.</param>
/// <param name="Newline">The line ends.</param>
public sealed record HashConvention(HistoryHash Hash, HashNewline Newline)
{
    /// <summary>Reads the convention off a history.</summary>
    /// <param name="match">The matched history; its newest row that tells the variants apart decides.</param>
    /// <param name="asked">What to do where no row tells.</param>
    public static HashConvention Of(HistoryMatch match, HistoryHash asked)
    {
        HistoryHash? hash = null;
        HashNewline? newline = null;
        foreach (var entry in match.Entries.Where(entry => entry.Status == MigrationStatus.Applied).OrderByDescending(entry => entry.Row!.Id))
        {
            if (hash is not null && newline is not null) break;
            var written = entry.Row!.Hash;
            var hashes = entry.Hashes!;
            if (hash is null && hashes.HasBreakpoints)
            {
                hash = Matches(hashes, HistoryHash.WithoutBreakpoints, written) ? HistoryHash.WithoutBreakpoints
                    : Matches(hashes, HistoryHash.Drizzle, written) ? HistoryHash.Drizzle : null;
            }
            if (newline is null && hashes.HasNewlines)
            {
                newline = Matches(hashes, HashNewline.CrLf, written) ? HashNewline.CrLf
                    : Matches(hashes, HashNewline.Lf, written) ? HashNewline.Lf : null;
            }
        }
        return new HashConvention(hash ?? asked, newline ?? HashNewline.Lf);
    }

    private static bool Matches(ContentHashes hashes, HistoryHash hash, string written) =>
        Same(hashes.In(hash, HashNewline.Lf), written) || Same(hashes.In(hash, HashNewline.CrLf), written);

    private static bool Matches(ContentHashes hashes, HashNewline newline, string written) =>
        Same(hashes.In(HistoryHash.Drizzle, newline), written) || Same(hashes.In(HistoryHash.WithoutBreakpoints, newline), written);

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
