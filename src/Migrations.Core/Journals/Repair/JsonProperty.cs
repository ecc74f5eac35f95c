using System.Text;
using System.Text.Json;
using Migrations.Core.Sources;

namespace Migrations.Core.Journals.Repair;

/// <summary>One property of a JSON object at the top of a file, changed without touching any other byte.</summary>
internal static class JsonProperty
{
    /// <summary>A string property's value; null where there is none.</summary>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static string? Text(byte[] bytes, string name) => Find(bytes, name) is { } found ? found.Value : null;

    /// <summary>The bytes with another value of a string property; the same bytes where there is none.</summary>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static byte[] WithText(byte[] bytes, string name, string value)
    {
        if (Find(bytes, name) is not { } found) return bytes;
        return [.. bytes.AsSpan(0, found.Start).ToArray(), .. Encoding.UTF8.GetBytes(JournalEntryStyle.Quote(value)), .. bytes.AsSpan(found.End).ToArray()];
    }

    private static (int Start, int End, string Value)? Find(byte[] bytes, string name)
    {
        var offset = SourceText.HasUtf8Bom(bytes) ? 3 : 0;
        var json = new Utf8JsonReader(bytes.AsSpan(offset));
        (int, int, string)? found = null;
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject) return null;
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            var isIt = json.ValueTextEquals(name);
            json.Read();
            if (isIt && json.TokenType == JsonTokenType.String) found = (offset + (int)json.TokenStartIndex, offset + (int)json.BytesConsumed, json.GetString()!);
            json.Skip();
        }
        json.Read(); // whatever follows the object is an error
        return found;
    }
}
