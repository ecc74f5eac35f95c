using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Migrations.Core.Sources;

namespace Migrations.Core.Journals.Repair;

/// <summary>Puts the changes of two branches into one snapshot of drizzle-kit, property by property.</summary>
internal static class SnapshotMerge
{
    private static readonly string[] Own = ["id", "prevId"];

    // As JSON.stringify(snapshot, null, 2) writes it.
    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The snapshot with what the new parent has beyond the old one; null where both changed one thing differently.</summary>
    /// <param name="oldParent">The snapshot that it was made from.</param>
    /// <param name="newParent">The snapshot that it follows now.</param>
    /// <param name="snapshot">The snapshot.</param>
    public static byte[]? Merge(byte[] oldParent, byte[] newParent, byte[] snapshot)
    {
        var (from, to, own) = (Read(oldParent), Read(newParent), Read(snapshot));
        foreach (var name in Own)
        {
            from[name] = own[name]?.DeepClone();
            to[name] = own[name]?.DeepClone();
        }
        // The snapshot's own order of names comes first, so that little moves.
        if (!TryMerge(from, own, to, out var merged)) return null;
        if (JsonNode.DeepEquals(merged, own)) return snapshot;
        var text = Encoding.UTF8.GetBytes(merged!.ToJsonString(Written).Replace("\r\n", "\n"));
        return SourceText.HasUtf8Bom(snapshot) ? [0xEF, 0xBB, 0xBF, .. text] : text;
    }

    private static bool TryMerge(JsonNode? from, JsonNode? mine, JsonNode? yours, out JsonNode? merged)
    {
        merged = null;
        if (JsonNode.DeepEquals(mine, yours) || JsonNode.DeepEquals(from, yours))
        {
            merged = mine?.DeepClone();
            return true;
        }
        if (JsonNode.DeepEquals(from, mine))
        {
            merged = yours?.DeepClone();
            return true;
        }
        if (mine is not JsonObject left || yours is not JsonObject right || from is not (JsonObject or null)) return false;
        var start = from as JsonObject;
        var both = new JsonObject();
        foreach (var name in left.Select(pair => pair.Key).Union(right.Select(pair => pair.Key)).ToList())
        {
            var (inFrom, inLeft, inRight) = (start?.ContainsKey(name) == true, left.ContainsKey(name), right.ContainsKey(name));
            if (inLeft && inRight)
            {
                if (!TryMerge(inFrom ? start![name] : null, left[name], right[name], out var value)) return false;
                both[name] = value;
            }
            else
            {
                var kept = inLeft ? left[name] : right[name];
                if (!inFrom) both[name] = kept?.DeepClone(); // one side's addition
                else if (!JsonNode.DeepEquals(start![name], kept)) return false; // one changed what the other took out
            }
        }
        merged = both;
        return true;
    }

    private static JsonObject Read(byte[] bytes) => (JsonObject)JsonNode.Parse(bytes.AsSpan(SourceText.HasUtf8Bom(bytes) ? 3 : 0))!;
}
