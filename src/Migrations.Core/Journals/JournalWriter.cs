using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
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
            var style = EntryStyle.Of(journal.Bytes, layout);
            var addition = string.Concat(entries.Select(entry => "," + style.Lead + style.Format(entry)));
            return Splice(journal.Bytes, layout.LastEntryEnd, layout.LastEntryEnd, addition);
        }
        var fresh = EntryStyle.OfKey(journal.Bytes, layout.KeyStart);
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

    /// <summary>The blanks around an entry and inside it.</summary>
    private sealed record EntryStyle(string Lead, string AfterOpen, string AfterColon, string AfterComma, string BeforeClose, string BeforeArrayEnd, bool VersionIsNumber = false)
    {
        /// <summary>The style of the last entry.</summary>
        public static EntryStyle Of(byte[] bytes, JournalLayout layout)
        {
            var entry = bytes.AsSpan(layout.LastEntryStart, layout.LastEntryEnd - layout.LastEntryStart);
            var lead = BlanksBefore(bytes, layout.LastEntryStart);
            var afterOpen = BlanksAfter(bytes, layout.LastEntryStart + 1);
            string? afterColon = null, afterComma = null;
            var json = new Utf8JsonReader(entry);
            json.Read();
            var properties = 0;
            var versionIsNumber = false;
            while (json.Read() && json.TokenType != JsonTokenType.EndObject)
            {
                var key = layout.LastEntryStart + (int)json.TokenStartIndex;
                if (properties++ == 1) afterComma = BlanksBefore(bytes, key);
                var isVersion = json.ValueTextEquals("version");
                json.Read();
                if (isVersion) versionIsNumber = json.TokenType == JsonTokenType.Number;
                afterColon ??= BlanksBefore(bytes, layout.LastEntryStart + (int)json.TokenStartIndex);
                json.Skip();
            }
            return new EntryStyle(lead, afterOpen, afterColon ?? " ", afterComma ?? afterOpen, BlanksBefore(bytes, layout.LastEntryEnd - 1), "", versionIsNumber);
        }

        /// <summary>The style of an empty journal, from how its <c>"entries"</c> key is set.</summary>
        public static EntryStyle OfKey(byte[] bytes, int keyStart)
        {
            var key = BlanksBefore(bytes, keyStart);
            var lineEnd = key.LastIndexOf('\n');
            if (lineEnd < 0) return new EntryStyle("", "", key, key, "", "");
            var newline = key.Contains("\r\n") ? "\r\n" : "\n";
            var indent = key.Substring(lineEnd + 1);
            return new EntryStyle(newline + indent + indent, newline + indent + indent + indent, " ", newline + indent + indent + indent, newline + indent + indent, newline + indent);
        }

        public string Format(JournalEntry entry)
        {
            var text = new StringBuilder("{").Append(AfterOpen);
            Property("idx", entry.Idx.ToString(System.Globalization.CultureInfo.InvariantCulture), first: true);
            Property("version", VersionIsNumber ? entry.Version : Quote(entry.Version));
            Property("when", entry.When.ToString(System.Globalization.CultureInfo.InvariantCulture));
            Property("tag", Quote(entry.Tag));
            Property("breakpoints", entry.Breakpoints ? "true" : "false");
            return text.Append(BeforeClose).Append('}').ToString();

            void Property(string name, string value, bool first = false)
            {
                if (!first) text.Append(',').Append(AfterComma);
                text.Append('"').Append(name).Append("\":").Append(AfterColon).Append(value);
            }
        }

        private static string Quote(string value) => "\"" + JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value) + "\"";

        private static string BlanksBefore(byte[] bytes, int end)
        {
            var start = end;
            while (start > 0 && IsBlank(bytes[start - 1])) start--;
            return Encoding.UTF8.GetString(bytes, start, end - start);
        }

        private static string BlanksAfter(byte[] bytes, int start)
        {
            var end = start;
            while (end < bytes.Length && IsBlank(bytes[end])) end++;
            return Encoding.UTF8.GetString(bytes, start, end - start);
        }

        private static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
    }
}
