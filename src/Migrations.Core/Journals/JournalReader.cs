using System.Text;
using System.Text.Json;
using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Journals;

/// <summary>Where in the file the parts are that an append must know, as byte offsets.</summary>
/// <param name="ArrayStart">The offset of the <c>[</c> of <c>entries</c>.</param>
/// <param name="ArrayEnd">The offset of its <c>]</c>.</param>
/// <param name="KeyStart">The offset of the <c>"entries"</c> key.</param>
/// <param name="LastEntryStart">The offset of the last entry's <c>{</c>; -1 where the array is empty.</param>
/// <param name="LastEntryEnd">The offset behind the last entry's <c>}</c>.</param>
/// <param name="Entries">The entries in order.</param>
internal sealed record JournalLayout(int ArrayStart, int ArrayEnd, int KeyStart, int LastEntryStart, int LastEntryEnd, IReadOnlyList<EntryLayout> Entries);

/// <summary>Where an entry stands in the file, as byte offsets.</summary>
/// <param name="Start">The offset of its <c>{</c>.</param>
/// <param name="End">The offset behind its <c>}</c>.</param>
/// <param name="Idx">The value of <c>idx</c>.</param>
/// <param name="When">The value of <c>when</c>.</param>
/// <param name="Tag">The value of <c>tag</c>, with its quotes.</param>
internal sealed record EntryLayout(int Start, int End, (int Start, int End) Idx, (int Start, int End) When, (int Start, int End) Tag);

/// <summary>Reads drizzle's journal strictly (as its JSON.parse does) and keeps the positions of what it reads.</summary>
internal ref struct JournalReader
{
    private readonly string _path;
    private readonly byte[] _bytes;
    private readonly int _start;
    private readonly List<JournalEntry> _entries = [];
    private readonly List<EntryLayout> _layouts = [];
    private readonly bool _takesDuplicates;
    private readonly Dictionary<string, JournalEntry> _byTag = new(StringComparer.Ordinal);
    private readonly Dictionary<int, JournalEntry> _byIdx = [];
    private Utf8JsonReader _json;
    private int _arrayStart = -1;
    private int _arrayEnd;
    private int _keyStart;
    private int _lastStart = -1;
    private int _lastEnd;
    private int _line = 1;
    private int _column = 1;
    private int _counted;

    private JournalReader(string path, byte[] bytes, bool takesDuplicates)
    {
        _path = path;
        _takesDuplicates = takesDuplicates;
        _bytes = bytes;
        _start = SourceText.HasUtf8Bom(bytes) ? 3 : 0;
        _json = new Utf8JsonReader(bytes.AsSpan(_start));
    }

    /// <summary>Reads a journal.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="bytes">Its content.</param>
    /// <param name="takesDuplicates">Whether tags and numbers may stand twice, as after a merge: for the repair.</param>
    public static Journal Read(string path, byte[] bytes, bool takesDuplicates = false)
    {
        try
        {
            return new JournalReader(path, bytes, takesDuplicates).ReadJournal();
        }
        catch (JsonException broken)
        {
            throw new MigrationException(
                ErrorIds.JournalInvalidJson, "The journal is not valid JSON: " + FirstSentence(broken.Message),
                HasConflictMarkers(bytes)
                    ? "It holds the conflict markers of a git merge: Repair-Journal keeps the entries of both sides."
                    : "Mend it there; version control has the last good text.",
                PlaceOf(path, bytes, broken), path, broken);
        }
    }

    private Journal ReadJournal()
    {
        _json.Read();
        Expect(JsonTokenType.StartObject, "The journal is not a JSON object.");
        while (_json.Read() && _json.TokenType != JsonTokenType.EndObject)
        {
            var isEntries = _json.ValueTextEquals("entries");
            var isDialect = _json.ValueTextEquals("dialect");
            if (isEntries) _keyStart = Here;
            _json.Read();
            if (isEntries) ReadEntries();
            else if (isDialect) RefuseOthers();
            else _json.Skip();
        }
        _json.Read(); // whatever follows the object is an error of its own
        if (_arrayStart < 0) throw Invalid(ErrorIds.JournalInvalid, "The journal has no \"entries\".", _start);
        return new Journal(_path, _bytes, _entries, new JournalLayout(_arrayStart, _arrayEnd, _keyStart, _lastStart, _lastEnd, _layouts));
    }

    // What drizzle-kit calls the databases that it also knows; of MySQL it once wrote "mysql2".
    private void RefuseOthers()
    {
        if (_json.TokenType != JsonTokenType.String || _json.GetString() is not { } dialect || dialect.StartsWith("mysql", StringComparison.OrdinalIgnoreCase)) return;
        if (dialect is not ("postgresql" or "pg" or "sqlite" or "turso" or "singlestore" or "gel")) return;
        throw new MigrationException(
            ErrorIds.JournalDialect, $"The journal is of the dialect \"{dialect}\".", "Only MySQL and MariaDB are supported: give -Path the project that keeps their migrations.", PlaceOf(_path, _bytes, Here), _path);
    }

    private void ReadEntries()
    {
        Expect(JsonTokenType.StartArray, "\"entries\" is not a list.");
        if (_arrayStart >= 0) throw Invalid(ErrorIds.JournalInvalid, "The journal has \"entries\" twice.", _keyStart);
        _arrayStart = Here;
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            Expect(JsonTokenType.StartObject, "An entry is not a JSON object.");
            _lastStart = Here;
            ReadEntry();
            _lastEnd = _start + (int)_json.BytesConsumed;
        }
        _arrayEnd = Here;
    }

    private void ReadEntry()
    {
        int? idx = null;
        long? when = null;
        string? tag = null, version = null;
        bool? breakpoints = null;
        int idxAt = 0, tagAt = 0;
        (int, int) idxSpan = default, whenSpan = default, tagSpan = default;
        while (_json.Read() && _json.TokenType != JsonTokenType.EndObject)
        {
            var name = Text();
            _json.Read();
            switch (name)
            {
                case "idx":
                    idxAt = Here;
                    idxSpan = (Here, End);
                    idx = _json.TokenType == JsonTokenType.Number && _json.TryGetInt32(out var number) && number >= 0
                        ? number : throw Invalid(ErrorIds.JournalInvalid, "\"idx\" is not a whole number from 0.", idxAt);
                    break;
                case "when":
                    whenSpan = (Here, End);
                    when = _json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out var time)
                        ? time : throw Invalid(ErrorIds.JournalInvalid, "\"when\" is not a whole number of milliseconds.", Here);
                    break;
                case "tag":
                    tagAt = Here;
                    tagSpan = (Here, End);
                    tag = _json.TokenType == JsonTokenType.String
                        ? Text() : throw Invalid(ErrorIds.JournalInvalid, "\"tag\" is not a string.", tagAt);
                    break;
                case "version":
                    version = _json.TokenType switch
                    {
                        JsonTokenType.String => Text(),
                        JsonTokenType.Number => Encoding.UTF8.GetString(_bytes, Here, (int)(_json.BytesConsumed + _start) - Here),
                        _ => throw Invalid(ErrorIds.JournalInvalid, "\"version\" is neither a string nor a number.", Here),
                    };
                    break;
                case "breakpoints":
                    breakpoints = _json.TokenType is JsonTokenType.True or JsonTokenType.False
                        ? _json.GetBoolean() : throw Invalid(ErrorIds.JournalInvalid, "\"breakpoints\" is neither true nor false.", Here);
                    break;
                default:
                    _json.Skip();
                    break;
            }
        }
        var entry = new JournalEntry
        {
            Idx = idx ?? throw Invalid(ErrorIds.JournalInvalid, "The entry has no \"idx\".", _lastStart),
            When = when ?? throw Invalid(ErrorIds.JournalInvalid, "The entry has no \"when\".", _lastStart),
            Tag = tag ?? throw Invalid(ErrorIds.JournalInvalid, "The entry has no \"tag\".", _lastStart),
            Version = version ?? "5",
            Breakpoints = breakpoints ?? true,
            Location = PlaceOfEntry(),
        };
        if (MigrationTag.WhyUnsafe(entry.Tag) is { } unsafeBecause)
            throw Invalid(ErrorIds.JournalUnsafeTag, $"The tag \"{entry.Tag}\" {unsafeBecause}.", tagAt);
        _layouts.Add(new EntryLayout(_lastStart, End, idxSpan, whenSpan, tagSpan));
        if (_takesDuplicates)
        {
            _entries.Add(entry);
            return;
        }
        if (_byTag.TryGetValue(entry.Tag, out var sameTag))
            throw Invalid(ErrorIds.JournalDuplicateTag, $"The tag \"{entry.Tag}\" stands in line {sameTag.Location!.Line} already.", tagAt);
        if (_byIdx.TryGetValue(entry.Idx, out var sameIdx))
            throw Invalid(ErrorIds.JournalDuplicateIdx, $"The idx {entry.Idx} is that of \"{sameIdx.Tag}\" in line {sameIdx.Location!.Line} already.", idxAt);
        _byTag.Add(entry.Tag, entry);
        _byIdx.Add(entry.Idx, entry);
        _entries.Add(entry);
    }

    private readonly int Here => _start + (int)_json.TokenStartIndex;

    private readonly int End => _start + (int)_json.BytesConsumed;

    // The reader looks at a string's characters only when they are asked for.
    private readonly string Text()
    {
        try
        {
            return _json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Invalid(ErrorIds.JournalInvalidJson, "The text is not valid UTF-8, or an escape in it is half a character.", Here);
        }
    }

    private readonly void Expect(JsonTokenType type, string otherwise)
    {
        if (_json.TokenType != type) throw Invalid(ErrorIds.JournalInvalid, otherwise, Here);
    }

    private readonly MigrationException Invalid(ErrorId id, string what, int at) => new(
        id, what, "Nothing was changed. Mend the journal there; version control has the last good text.", PlaceOf(_path, _bytes, at), _path);

    // Entries come in order, so lines and columns are counted once over the whole file, be it one line of a megabyte.
    private SourceLocation PlaceOfEntry()
    {
        for (_counted = Math.Max(_counted, _start); _counted < _lastStart; _counted++)
        {
            var b = _bytes[_counted];
            if (b == (byte)'\n')
            {
                _line++;
                _column = 1;
            }
            else if ((b & 0xC0) != 0x80) // not a byte inside a character
            {
                _column += b >= 0xF0 ? 2 : 1; // four bytes of UTF-8 are two units of UTF-16
            }
        }
        return new SourceLocation(_path, _line, _column);
    }

    private static SourceLocation PlaceOf(string path, byte[] bytes, int at)
    {
        var start = SourceText.HasUtf8Bom(bytes) ? 3 : 0;
        var line = 1;
        var lineStart = start;
        for (var i = start; i < at; i++)
        {
            if (bytes[i] != (byte)'\n') continue;
            line++;
            lineStart = i + 1;
        }
        return new SourceLocation(path, line, Encoding.UTF8.GetCharCount(bytes, lineStart, Math.Max(0, at - lineStart)) + 1);
    }

    private static SourceLocation PlaceOf(string path, byte[] bytes, JsonException broken)
    {
        var start = SourceText.HasUtf8Bom(bytes) ? 3 : 0;
        var lineStart = start;
        for (long line = broken.LineNumber ?? 0; line > 0; line--) lineStart = Array.IndexOf(bytes, (byte)'\n', lineStart) + 1;
        return PlaceOf(path, bytes, Math.Min(bytes.Length, lineStart + (int)(broken.BytePositionInLine ?? 0)));
    }

    // The reader's messages end with "LineNumber: … | BytePositionInLine: ….", which the position says better.
    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? message : message.Substring(0, end);
    }

    private static bool HasConflictMarkers(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        return text.Contains("<<<<<<< ") && text.Contains(">>>>>>> ");
    }
}
