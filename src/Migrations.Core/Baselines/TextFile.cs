using System.Text;
using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Baselines;

/// <summary>A text file whose bytes can be written back with changes: its encoding, byte order mark and newline style are kept.</summary>
public sealed class TextFile
{
    private readonly Encoding _encoding;
    private readonly byte[] _mark;

    private TextFile(SourceText source, Encoding encoding, byte[] mark)
    {
        Source = source;
        _encoding = encoding;
        _mark = mark;
        // The file's first line end tells its style.
        var lineEnd = source.Text.IndexOf('\n');
        NewLine = lineEnd > 0 && source.Text[lineEnd - 1] == '\r' ? "\r\n" : "\n";
    }

    /// <summary>The text.</summary>
    public SourceText Source { get; }

    /// <summary>The file's path, as shown in positions.</summary>
    public string Path => Source.Path;

    /// <summary>How its lines end.</summary>
    public string NewLine { get; }

    /// <summary>Decodes a file's bytes: UTF-8, with or without byte order mark, or UTF-16 with one.</summary>
    /// <exception cref="MigrationException"><c>FileNotUtf8</c>.</exception>
    public static TextFile Decode(string path, byte[] bytes)
    {
        var source = SourceText.Decode(path, bytes);
        if (SourceText.HasUtf8Bom(bytes)) return new TextFile(source, new UTF8Encoding(false), [0xEF, 0xBB, 0xBF]);
        if (bytes.Length >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE) return new TextFile(source, new UnicodeEncoding(false, false), [0xFF, 0xFE]);
        if (bytes.Length >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF) return new TextFile(source, new UnicodeEncoding(true, false), [0xFE, 0xFF]);
        return new TextFile(source, new UTF8Encoding(false), []);
    }

    /// <summary>A file that is not there yet.</summary>
    public static TextFile Empty(string path) => Decode(path, []);

    /// <summary>The bytes of a text in this file's encoding.</summary>
    public byte[] Encode(string text) => [.. _mark, .. _encoding.GetBytes(text)];

    /// <summary>The line of an offset, from 1.</summary>
    public int LineAt(int offset) => Source.LocationAt(offset).Line;
}

/// <summary>A file's new content and the changes that lead to it. Nothing is written by it.</summary>
/// <typeparam name="TChange">The kind of change.</typeparam>
/// <param name="File">The file as it was.</param>
/// <param name="Text">The text as it is to be.</param>
/// <param name="Changes">The changes, in the file's order, with the outcome <see cref="WriteOutcome.Planned"/>; what is only reported has <see cref="WriteOutcome.None"/>.</param>
public sealed record FileUpdate<TChange>(TextFile File, string Text, IReadOnlyList<TChange> Changes)
{
    /// <summary>Whether there is anything to write.</summary>
    public bool IsChanged => !string.Equals(File.Source.Text, Text, StringComparison.Ordinal);

    /// <summary>The bytes to write: those of the file where nothing changed.</summary>
    public byte[] ToBytes() => File.Encode(Text);
}
