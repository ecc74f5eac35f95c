using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Migrations.Model;

namespace Migrations.Core.Journals;

/// <summary>The blanks around an entry and inside it.</summary>
internal sealed record JournalEntryStyle(string Lead, string AfterOpen, string AfterColon, string AfterComma, string BeforeClose, string BeforeArrayEnd, bool VersionIsNumber = false)
{
    /// <summary>The style of the last entry.</summary>
    public static JournalEntryStyle Of(byte[] bytes, JournalLayout layout)
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
        return new JournalEntryStyle(lead, afterOpen, afterColon ?? " ", afterComma ?? afterOpen, BlanksBefore(bytes, layout.LastEntryEnd - 1), "", versionIsNumber);
    }

    /// <summary>The style of an empty journal, from how its <c>"entries"</c> key is set.</summary>
    public static JournalEntryStyle OfKey(byte[] bytes, int keyStart)
    {
        var key = BlanksBefore(bytes, keyStart);
        var lineEnd = key.LastIndexOf('\n');
        if (lineEnd < 0) return new JournalEntryStyle("", "", key, key, "", "");
        var newline = key.Contains("\r\n") ? "\r\n" : "\n";
        var indent = key.Substring(lineEnd + 1);
        return new JournalEntryStyle(newline + indent + indent, newline + indent + indent + indent, " ", newline + indent + indent + indent, newline + indent + indent, newline + indent);
    }

    /// <summary>An entry in this style.</summary>
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

    /// <summary>A value as a JSON string.</summary>
    public static string Quote(string value) => "\"" + JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value) + "\"";

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
