using System.Text;
using Migrations.Model;

namespace Migrations.Core.Sources;

/// <summary>A text and where it came from, so that every offset in it can be named as file, line and column.</summary>
public sealed class SourceText
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private int[]? _lineStarts;

    /// <summary>Makes a source from a text at hand.</summary>
    /// <param name="path">The name shown in positions.</param>
    /// <param name="text">The text, without byte order mark.</param>
    public SourceText(string path, string text)
    {
        Path = path ?? throw new ArgumentNullException(nameof(path));
        Text = text ?? throw new ArgumentNullException(nameof(text));
    }

    /// <summary>The file's path, as shown in positions.</summary>
    public string Path { get; }

    /// <summary>The text, without byte order mark.</summary>
    public string Text { get; }

    /// <summary>Decodes a file's bytes: UTF-8, with or without byte order mark, or UTF-16 with one.</summary>
    /// <param name="path">The name shown in positions.</param>
    /// <param name="bytes">The file's bytes.</param>
    /// <exception cref="MigrationException"><c>FileNotUtf8</c>: the bytes are not UTF-8; the position of the first bad byte is given.</exception>
    public static SourceText Decode(string path, byte[] bytes)
    {
        if (bytes.Length >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE)
            return new SourceText(path, Encoding.Unicode.GetString(bytes, 2, bytes.Length - 2));
        if (bytes.Length >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF)
            return new SourceText(path, Encoding.BigEndianUnicode.GetString(bytes, 2, bytes.Length - 2));
        var start = HasUtf8Bom(bytes) ? 3 : 0;
        try
        {
            return new SourceText(path, StrictUtf8.GetString(bytes, start, bytes.Length - start));
        }
        catch (DecoderFallbackException bad)
        {
            var good = Math.Max(0, Math.Min(bad.Index, bytes.Length - start));
            var before = new SourceText(path, Encoding.UTF8.GetString(bytes, start, good));
            throw new MigrationException(
                ErrorIds.FileNotUtf8, "The file is not valid UTF-8.",
                "Save it as UTF-8 (in most editors: Save with encoding) and try again.",
                before.LocationAt(before.Text.Length), path, bad);
        }
    }

    /// <summary>Whether the bytes begin with UTF-8's byte order mark.</summary>
    public static bool HasUtf8Bom(byte[] bytes) => bytes.Length >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF;

    /// <summary>Reads and decodes a file.</summary>
    /// <exception cref="MigrationException"><c>FileUnreadable</c> or <c>FileNotUtf8</c>.</exception>
    public static SourceText Load(string path) => Decode(path, SourceFile.ReadAllBytes(path));

    /// <summary>The place of an offset.</summary>
    /// <param name="offset">0 to the text's length; larger and negative values are clamped.</param>
    public SourceLocation LocationAt(int offset)
    {
        offset = Math.Max(0, Math.Min(offset, Text.Length));
        var starts = _lineStarts ??= FindLineStarts(Text);
        var line = Array.BinarySearch(starts, offset);
        if (line < 0) line = ~line - 1;
        return new SourceLocation(Path, line + 1, offset - starts[line] + 1);
    }

    // "\r\n", "\n" and a lone "\r" each end one line.
    private static int[] FindLineStarts(string text)
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
                starts.Add(i + 1);
        }
        return [.. starts];
    }
}
