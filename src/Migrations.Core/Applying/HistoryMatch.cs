using Migrations.Core.Journals;
using Migrations.Core.Servers;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>A journal entry, its file, and the history row that serves it.</summary>
public sealed record MatchedEntry
{
    /// <summary>The entry.</summary>
    public required JournalEntry Entry { get; init; }

    /// <summary>The file's path.</summary>
    public required string Path { get; init; }

    /// <summary>The file's bytes; null where there is no file.</summary>
    public byte[]? Bytes { get; init; }

    /// <summary>The file's hashes; null where there is no file.</summary>
    public ContentHashes? Hashes { get; init; }

    /// <summary>The row; null where there is none.</summary>
    public HistoryRow? Row { get; init; }

    /// <summary>The state.</summary>
    public required MigrationStatus Status { get; init; }

    /// <summary>Whether it is the baseline.</summary>
    public bool IsBaseline { get; init; }
}

/// <summary>
/// Which journal entries the history has. Each row serves one entry: matched by hash and <c>created_at</c>, then by hash alone, so
/// that two entries of equal text need two rows. An entry whose hash no row has, while a row that serves no other has its
/// <c>created_at</c>, was applied and then edited.
/// </summary>
public sealed class HistoryMatch
{
    private HistoryMatch(IReadOnlyList<MatchedEntry> entries, IReadOnlyList<HistoryRow> rows)
    {
        Entries = entries;
        Rows = rows;
    }

    /// <summary>The journal's entries in order.</summary>
    public IReadOnlyList<MatchedEntry> Entries { get; }

    /// <summary>The history's rows in the order they were written.</summary>
    public IReadOnlyList<HistoryRow> Rows { get; }

    /// <summary>Matches a project's journal with a history.</summary>
    /// <param name="project">The project.</param>
    /// <param name="rows">The history's rows; null where no database was asked, so that what has a file is <see cref="MigrationStatus.Unknown"/>.</param>
    /// <exception cref="MigrationException"><c>FileUnreadable</c>.</exception>
    public static HistoryMatch Of(JournaledProject project, IReadOnlyList<HistoryRow>? rows)
    {
        var entries = project.Journal.Entries;
        var files = entries.Select(entry => project.ContentOf(entry.Tag)).ToArray();
        var hashes = files.Select(file => file?.Hashes).ToArray();
        var served = Serve(entries, hashes, rows ?? [], out var unclaimed);
        var byTime = unclaimed.Where(row => row.CreatedAt is not null).ToLookup(row => row.CreatedAt!.Value);
        var taken = new HashSet<long>();
        var matched = new MatchedEntry[entries.Count];
        for (var i = 0; i < matched.Length; i++)
        {
            var isBaseline = entries[i].Tag == project.Project.BaselineTag;
            var edited = served[i] is null ? byTime[entries[i].When].FirstOrDefault(row => taken.Add(row.Id)) : null;
            matched[i] = new MatchedEntry
            {
                Entry = entries[i],
                Path = project.PathOf(entries[i].Tag),
                Bytes = files[i]?.Bytes,
                Hashes = hashes[i],
                Row = served[i] ?? edited,
                IsBaseline = isBaseline,
                Status =
                    files[i] is null ? MigrationStatus.FileMissing
                    : rows is null ? MigrationStatus.Unknown
                    : served[i] is not null ? MigrationStatus.Applied
                    // The baseline is edited by design, and is run again as it is.
                    : edited is not null && !isBaseline ? MigrationStatus.Modified
                    : MigrationStatus.Pending,
            };
        }
        return new HistoryMatch(matched, rows ?? []);
    }

    private static HistoryRow?[] Serve(
        IReadOnlyList<JournalEntry> entries, ContentHashes?[] hashes, IReadOnlyList<HistoryRow> rows, out IReadOnlyList<HistoryRow> unclaimed)
    {
        var free = new Dictionary<string, List<HistoryRow>>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in rows)
        {
            if (!free.TryGetValue(row.Hash, out var same)) free.Add(row.Hash, same = []);
            same.Add(row);
        }
        var served = new HistoryRow?[entries.Count];
        for (var i = 0; i < served.Length; i++)
        {
            var when = entries[i].When;
            served[i] = hashes[i] is { } own ? Claim(own, free, row => row.CreatedAt == when) : null;
        }
        for (var i = 0; i < served.Length; i++)
        {
            if (served[i] is null && hashes[i] is { } own) served[i] = Claim(own, free, _ => true);
        }
        unclaimed = [.. free.Values.SelectMany(same => same).OrderBy(row => row.Id)];
        return served;
    }

    private static HistoryRow? Claim(ContentHashes hashes, Dictionary<string, List<HistoryRow>> free, Predicate<HistoryRow> accepts)
    {
        // As it is now is by far the usual case; the other variants are computed only when it does not match.
        return ClaimHash(hashes.AsIs) ?? (free.Count == 0 ? null : hashes.All.Select(ClaimHash).FirstOrDefault(row => row is not null));

        HistoryRow? ClaimHash(string hash)
        {
            if (!free.TryGetValue(hash, out var same)) return null;
            var at = same.FindIndex(accepts);
            if (at < 0) return null;
            var row = same[at];
            same.RemoveAt(at);
            if (same.Count == 0) free.Remove(hash);
            return row;
        }
    }
}
