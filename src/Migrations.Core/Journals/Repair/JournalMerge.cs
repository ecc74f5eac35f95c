using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Journals.Repair;

/// <summary>The entries of all sides of a journal: the base branch's first, each once.</summary>
internal sealed class JournalMerge
{
    private JournalMerge(Journal first, IReadOnlyList<RepairEntry> entries, IReadOnlyList<RepairEntry> duplicates, bool hadConflicts)
    {
        First = first;
        Entries = entries;
        Duplicates = duplicates;
        HadConflicts = hadConflicts;
    }

    /// <summary>The base branch's journal, whose bytes are kept.</summary>
    public Journal First { get; }

    /// <summary>The entries in the order of application.</summary>
    public IReadOnlyList<RepairEntry> Entries { get; }

    /// <summary>Entries of the base branch that stand there a second time and say the same.</summary>
    public IReadOnlyList<RepairEntry> Duplicates { get; }

    /// <summary>Whether there were conflict markers.</summary>
    public bool HadConflicts { get; }

    /// <summary>Reads a journal, with or without conflict markers.</summary>
    /// <exception cref="MigrationException">
    /// <c>ConflictMarkersBroken</c>; what reading a journal throws; <c>JournalEntryConflict</c>, <c>JournalFrameConflict</c>, <c>JournalTagCase</c>: the sides contradict each other.
    /// </exception>
    public static JournalMerge Read(string path, byte[] bytes, JournalBase first)
    {
        var text = ConflictedText.Parse(path, bytes);
        var sides = text.Sides(first);
        var journals = sides.Select(side => ReadSide(path, side)).ToArray();
        foreach (var other in journals.Skip(1)) CheckFrame(journals[0], other);

        var entries = new List<RepairEntry>();
        var duplicates = new List<RepairEntry>();
        var seen = new Dictionary<string, RepairEntry>(StringComparer.OrdinalIgnoreCase);
        for (var number = 0; number < journals.Length; number++)
        {
            for (var place = 0; place < journals[number].Entries.Count; place++)
            {
                var before = journals[number].Entries[place];
                var entry = new RepairEntry
                {
                    Origin = journals[number],
                    Place = place,
                    Side = number,
                    Label = sides[number].Label,
                    OldTag = before.Tag,
                    Tag = before.Tag,
                    Idx = before.Idx,
                    When = before.When,
                };
                if (!seen.TryGetValue(entry.Tag, out var there))
                {
                    seen.Add(entry.Tag, entry);
                    entries.Add(entry);
                    continue;
                }
                CheckSame(there, entry);
                // Times are raised by repairs, and never lowered: of two branches' times for one migration the larger is the later repair's.
                if (entry.When > there.When) seen[entry.Tag] = entries[entries.IndexOf(there)] = there with { When = entry.When };
                if (number == 0) duplicates.Add(entry);
            }
        }
        return new JournalMerge(journals[0], entries, duplicates, text.HasConflicts);
    }

    private static Journal ReadSide(string path, ConflictSide side)
    {
        try
        {
            var journal = JournalReader.Read(path, side.Bytes, takesDuplicates: true);
            // Positions are those of the file with its markers.
            return new Journal(path, side.Bytes, [.. journal.Entries.Select(entry => entry with { Location = side.InFile(entry.Location!) })], journal.Layout);
        }
        catch (MigrationException error) when (error.Location is not null)
        {
            var what = side.Label.Length == 0 ? error.What : $"{error.What} (Read as the side '{side.Label}'.)";
            throw new MigrationException(error.Id, what, error.Advice, side.InFile(error.Location), error.ErrorTarget, error);
        }
    }

    // What one side alone says outside the entries would be lost.
    private static void CheckFrame(Journal first, Journal other)
    {
        var (a, b) = (Frame(first), Frame(other));
        var different = a.Select(pair => pair.Key).Union(b.Select(pair => pair.Key))
            .FirstOrDefault(name => !a.TryGetPropertyValue(name, out var mine) || !b.TryGetPropertyValue(name, out var yours) || !JsonNode.DeepEquals(mine, yours));
        if (different is null) return;
        throw new MigrationException(
            ErrorIds.JournalFrameConflict, $"The two sides of the merge have different values of \"{different}\".",
            "Nothing was changed. Make the two sides agree about it by hand; the conflict of the entries can stay.", new SourceLocation(first.Path, 1, 1), first.Path);
    }

    private static void CheckSame(RepairEntry there, RepairEntry entry)
    {
        if (there.Tag != entry.Tag)
        {
            throw new MigrationException(
                ErrorIds.JournalTagCase, $"\"{entry.Tag}\" and \"{there.Tag}\" in line {there.Before!.Location!.Line} are one file on Windows and macOS.",
                "Nothing was changed. Rename one of the files and its entry.", entry.Before!.Location, entry.Tag);
        }
        var (mine, yours) = (Fields(there), Fields(entry));
        // The number is given anew anyway.
        mine.Remove("idx");
        yours.Remove("idx");
        if (there.Side != entry.Side)
        {
            mine.Remove("when");
            yours.Remove("when");
        }
        if (JsonNode.DeepEquals(mine, yours)) return;
        throw new MigrationException(
            ErrorIds.JournalEntryConflict, $"The entry \"{entry.Tag}\" stands in line {there.Before!.Location!.Line} too, and says something else there.",
            "Nothing was changed. It is one file, so only one of them can be true: remove the other.", entry.Before!.Location, entry.Tag);
    }

    private static JsonObject Fields(RepairEntry entry)
    {
        var layout = entry.Origin!.Layout.Entries[entry.Place];
        return Object(entry.Origin.Bytes, layout.Start, layout.End);
    }

    private static JsonObject Frame(Journal journal)
    {
        var start = SourceText.HasUtf8Bom(journal.Bytes) ? 3 : 0;
        var frame = Object(journal.Bytes, start, journal.Bytes.Length);
        frame.Remove("entries");
        return frame;
    }

    // Of a name that stands twice the last counts, as for JSON.parse; JsonNode would refuse it.
    private static JsonObject Object(byte[] bytes, int start, int end)
    {
        var fields = new JsonObject();
        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(bytes, start, end - start));
        foreach (var property in json.RootElement.EnumerateObject()) fields[property.Name] = JsonNode.Parse(property.Value.GetRawText());
        return fields;
    }
}
