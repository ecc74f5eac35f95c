using Migrations.Model;

namespace Migrations.Core.Journals;

/// <summary>A journal as read: its entries, and the bytes they were read from.</summary>
public sealed class Journal
{
    internal Journal(string path, byte[] bytes, IReadOnlyList<JournalEntry> entries, JournalLayout layout)
    {
        Path = path;
        Bytes = bytes;
        Entries = entries;
        Layout = layout;
    }

    /// <summary>The journal's path.</summary>
    public string Path { get; }

    /// <summary>The entries in the order of the file, which is the order of application.</summary>
    public IReadOnlyList<JournalEntry> Entries { get; }

    /// <summary>The file's content.</summary>
    internal byte[] Bytes { get; }

    internal JournalLayout Layout { get; }

    /// <summary>The entry of a tag; null where there is none.</summary>
    public JournalEntry? Find(string tag) => Entries.FirstOrDefault(entry => entry.Tag == tag);

    /// <summary>Reads a project's journal.</summary>
    /// <exception cref="MigrationException">
    /// <c>JournalNotFound</c>; <c>JournalInvalidJson</c>, <c>JournalInvalid</c>, <c>JournalDuplicateTag</c>, <c>JournalDuplicateIdx</c>, <c>JournalUnsafeTag</c>, with the position.
    /// </exception>
    public static Journal Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new MigrationException(
                ErrorIds.JournalNotFound, $"There is no journal at '{path}'.",
                "Run this in a project that has one (drizzle-kit writes it), or add the first entry with Add-JournalEntry.", target: path);
        }
        return JournalReader.Read(path, Sources.SourceFile.ReadAllBytes(path));
    }

    /// <summary>Reads a project's journal, or makes an empty one in mind where there is no file yet.</summary>
    public static Journal ReadOrNew(string path) =>
        File.Exists(path) ? Read(path) : JournalReader.Read(path, JournalWriter.EmptyJournal);
}
