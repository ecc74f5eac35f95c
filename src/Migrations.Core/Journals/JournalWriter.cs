using System.Text;
using Migrations.Model;

namespace Migrations.Core.Journals;

/// <summary>Adds entries to a journal's bytes by the smallest edit: every other byte stays, and the new entries look like their neighbours.</summary>
internal static class JournalWriter
{
    /// <summary>The journal of a project without migrations, as drizzle-kit 0.31 writes it: two blanks, no final newline.</summary>
    public static readonly byte[] EmptyJournal = Encoding.UTF8.GetBytes("{\n  \"version\": \"7\",\n  \"dialect\": \"mysql\",\n  \"entries\": []\n}");

    /// <summary>The journal's bytes with entries added at the end.</summary>
    public static byte[] Append(Journal journal, IReadOnlyList<JournalEntry> entries)
    {
        if (entries.Count == 0) return journal.Bytes;
        var layout = journal.Layout;
        if (layout.LastEntryStart >= 0)
        {
            var style = JournalEntryStyle.Of(journal.Bytes, layout);
            var addition = string.Concat(entries.Select(entry => "," + style.Lead + style.Format(entry)));
            return Splice(journal.Bytes, layout.LastEntryEnd, layout.LastEntryEnd, addition);
        }
        var fresh = JournalEntryStyle.OfKey(journal.Bytes, layout.KeyStart);
        var content = string.Join(",", entries.Select(entry => fresh.Lead + fresh.Format(entry)));
        return Splice(journal.Bytes, layout.ArrayStart + 1, layout.ArrayEnd, content + fresh.BeforeArrayEnd);
    }

    private static byte[] Splice(byte[] bytes, int from, int to, string text)
    {
        var insert = Encoding.UTF8.GetBytes(text);
        var result = new byte[from + insert.Length + (bytes.Length - to)];
        Buffer.BlockCopy(bytes, 0, result, 0, from);
        Buffer.BlockCopy(insert, 0, result, from, insert.Length);
        Buffer.BlockCopy(bytes, to, result, from + insert.Length, bytes.Length - to);
        return result;
    }
}
