using System.Globalization;
using System.Text;
using Migrations.Model;

namespace Migrations.Core.Journals.Repair;

/// <summary>Writes a repaired journal: the base branch's bytes, in which only what changes is changed. Entries of another side come as they are written there.</summary>
internal static class JournalRewriter
{
    /// <summary>The journal's bytes.</summary>
    /// <param name="first">The base branch's journal.</param>
    /// <param name="entries">The entries it is to have, those of the base branch in their order there.</param>
    public static byte[] Write(Journal first, IReadOnlyList<RepairEntry> entries)
    {
        var bytes = first.Bytes;
        var old = first.Layout.Entries;
        var style = old.Count > 0 ? JournalEntryStyle.Of(bytes, first.Layout) : JournalEntryStyle.OfKey(bytes, first.Layout.KeyStart);
        var text = new MemoryStream();
        if (entries.Count == 0)
        {
            Copy(bytes, 0, first.Layout.ArrayStart + 1);
            Copy(bytes, first.Layout.ArrayEnd, bytes.Length);
            return text.ToArray();
        }
        if (old.Count > 0) Copy(bytes, 0, old[0].Start);
        else Copy(bytes, 0, first.Layout.ArrayStart + 1);
        RepairEntry? last = null;
        JournalEntry? neighbour = null;
        foreach (var entry in entries)
        {
            if (last is { Origin: { } origin } && origin == first && entry.Origin == first && entry.Place == last.Place + 1) Copy(bytes, old[last.Place].End, old[entry.Place].Start);
            else if (last is not null) Add("," + style.Lead);
            else if (old.Count == 0) Add(style.Lead);
            Add(TextOf(entry, style, bytes, neighbour));
            neighbour = entry.Before ?? neighbour;
            last = entry;
        }
        if (old.Count == 0)
        {
            Add(style.BeforeArrayEnd);
            Copy(bytes, first.Layout.ArrayEnd, bytes.Length);
        }
        else
        {
            Copy(bytes, old[old.Count - 1].End, bytes.Length);
        }
        return text.ToArray();

        void Copy(byte[] from, int start, int end) => text.Write(from, start, end - start);

        void Add(string addition)
        {
            var added = Encoding.UTF8.GetBytes(addition);
            text.Write(added, 0, added.Length);
        }
    }

    private static string TextOf(RepairEntry entry, JournalEntryStyle style, byte[] target, JournalEntry? neighbour)
    {
        if (entry.Origin is not { } origin)
            return style.Format(new JournalEntry { Idx = entry.Idx, Version = neighbour?.Version ?? "5", When = entry.When, Tag = entry.Tag, Breakpoints = neighbour?.Breakpoints ?? true });
        var layout = origin.Layout.Entries[entry.Place];
        var edits = new List<(int Start, int End, string Text)>();
        var before = entry.Before!;
        if (before.Idx != entry.Idx) edits.Add((layout.Idx.Start, layout.Idx.End, entry.Idx.ToString(CultureInfo.InvariantCulture)));
        if (before.When != entry.When) edits.Add((layout.When.Start, layout.When.End, entry.When.ToString(CultureInfo.InvariantCulture)));
        if (before.Tag != entry.Tag) edits.Add((layout.Tag.Start, layout.Tag.End, JournalEntryStyle.Quote(entry.Tag)));
        var text = new StringBuilder();
        var at = layout.Start;
        foreach (var edit in edits.OrderBy(edit => edit.Start))
        {
            text.Append(Encoding.UTF8.GetString(origin.Bytes, at, edit.Start - at)).Append(edit.Text);
            at = edit.End;
        }
        text.Append(Encoding.UTF8.GetString(origin.Bytes, at, layout.End - at));
        if (entry.Side == 0) return text.ToString();
        // A newline in it is between two tokens: no JSON string holds one.
        var lines = text.Replace("\r\n", "\n").ToString();
        return Array.IndexOf(target, (byte)'\r') >= 0 ? lines.Replace("\n", "\r\n") : lines;
    }
}
