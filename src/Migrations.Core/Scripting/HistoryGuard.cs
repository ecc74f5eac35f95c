using System.Globalization;
using Migrations.Core.Journals;
using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Scripting;

/// <summary>Asks the history, as SQL conditions, whether migrations are applied: the rules of a run's match.</summary>
internal sealed class HistoryGuard
{
    private readonly string _table;
    private readonly IReadOnlyList<(JournalEntry Entry, IReadOnlyList<string> Hashes)> _entries;

    /// <summary>Takes a project's journal and its files.</summary>
    public HistoryGuard(JournaledProject project)
    {
        _table = SqlName.Quote(project.Project.HistoryTable);
        _entries = [.. project.Journal.Entries.Select(entry => (entry, project.ContentOf(entry.Tag)?.Hashes.All ?? []))];
    }

    /// <summary>Whether a migration is not applied.</summary>
    public string IsPending(JournalEntry entry)
    {
        var own = _entries.First(candidate => candidate.Entry == entry);
        var equals = _entries.Where(candidate => candidate.Hashes.Intersect(own.Hashes).Any()).ToList();
        if (equals.Count == 1) return $"NOT EXISTS (SELECT 1 FROM {_table} WHERE {Means(own.Hashes)})";
        // Entries of equal text need a row each: first the one with their own time, then what is left over, in the journal's order.
        var hashes = equals.SelectMany(equal => equal.Hashes).Distinct().ToList();
        string Exact((JournalEntry Entry, IReadOnlyList<string> Hashes) one) => $"EXISTS (SELECT 1 FROM {_table} WHERE {Means(one.Hashes)} AND `created_at` = {Number(one.Entry.When)})";
        var exact = string.Join(" + ", equals.Select(Exact));
        var before = equals.TakeWhile(equal => equal.Entry != entry).Select(equal => "NOT " + Exact(equal)).ToList();
        return $"(NOT {Exact(own)} AND (SELECT COUNT(*) FROM {_table} WHERE {Means(hashes)}) - ({exact}) <= {(before.Count == 0 ? "0" : string.Join(" + ", before.Select(one => $"({one})")))})";
    }

    /// <summary>Whether a migration was applied and its file changed since.</summary>
    public string IsModified(JournalEntry entry)
    {
        var known = _entries.Where(candidate => candidate.Entry.When == entry.When).SelectMany(candidate => candidate.Hashes).Distinct().ToList();
        return $"EXISTS (SELECT 1 FROM {_table} WHERE `created_at` = {Number(entry.When)} AND NOT {Means(known)})";
    }

    private static string Means(IReadOnlyList<string> hashes) => $"`hash` IN ({string.Join(", ", hashes.Select(hash => $"'{hash}'"))})";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
