using System.Globalization;

namespace Migrations.Core.Journals.Repair;

/// <summary>Gives entries in their order rising numbers and times, by the fewest changes that keep the order.</summary>
internal static class JournalNumbering
{
    // drizzle-kit's prefixes "unix" (ten digits) and "timestamp" (fourteen) are times: those of two branches interleave, and are no order.
    private const int TimeDigits = 10;

    /// <summary>Numbers the entries.</summary>
    /// <param name="entries">The entries in the order of application; files that no side names are at the end.</param>
    /// <param name="baseline">The tag of the baseline; null where there is none. It may have any number of its own, for it is often made long after the first migrations.</param>
    /// <param name="now">The present time, for files that no side names.</param>
    public static IReadOnlyList<RepairEntry> Number(IReadOnlyList<RepairEntry> entries, string? baseline, DateTimeOffset now)
    {
        var numbered = new List<RepairEntry>();
        var used = new HashSet<long>();
        var number = -1L;
        var idx = -1;
        var when = long.MinValue;
        foreach (var entry in entries)
        {
            var tag = entry.OldTag;
            if (MigrationTag.NumberOf(tag) is { } own)
            {
                var digits = entry.OldPrefix.Length;
                var isOrdered = digits < TimeDigits && tag != baseline;
                var given = isOrdered && own <= number ? number + 1 : own;
                while (!used.Add(given)) given++;
                if (isOrdered) number = given;
                if (given != own) tag = given.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0') + tag.Substring(digits);
            }
            // The base branch's numbers may have gaps of old; what comes behind needs none.
            idx = entry.Side == 0 && entry.Before is { } before && before.Idx > idx ? before.Idx : idx + 1;
            var wanted = entry.Before is null ? now.ToUnixTimeMilliseconds() : entry.When;
            // drizzle-orm skips an entry whose "when" is not larger than the newest applied one. It is raised, never lowered.
            when = wanted > when ? wanted : when + 1;
            numbered.Add(entry with { Tag = tag, Idx = idx, When = when });
        }
        return numbered;
    }
}
