using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Journals;

/// <summary>Appends a migration to a project's journal on disk.</summary>
public static class JournalAppender
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);

    /// <summary>Appends an entry for a tag. The journal is read anew under the project's lock, so two processes that append at once both succeed.</summary>
    /// <param name="project">The project.</param>
    /// <param name="tag">The migration's tag.</param>
    /// <param name="now">The present time; the entry's <c>when</c> is this, or one more than the largest of the journal.</param>
    /// <param name="preview">Whether to leave the file as it is.</param>
    /// <returns>The entry, with its place in the new text.</returns>
    /// <exception cref="MigrationException">What <see cref="Journal.Read"/> throws; <c>JournalTagExists</c>, <c>TagInvalid</c>, <c>MigrationFileMissing</c> (never in a preview), <c>FolderBusy</c>, <c>FileUnwritable</c>.</exception>
    public static JournalEntry Append(MigrationProject project, string tag, DateTimeOffset now, bool preview)
    {
        if (MigrationTag.WhyUnsafe(tag) is { } reason)
        {
            throw new MigrationException(
                ErrorIds.TagInvalid, $"The tag \"{tag}\" {reason}.", "Give the file's name without folder and without .sql.", target: tag);
        }
        var file = Path.Combine(project.MigrationsFolder, tag + ".sql");
        if (!preview && !File.Exists(file))
        {
            throw new MigrationException(
                ErrorIds.MigrationFileMissing, $"There is no file '{file}'.", "Make it first (New-Migration), or correct the tag.", target: tag);
        }
        if (preview) return Next(Journal.ReadOrNew(project.JournalPath), tag, now) with { Outcome = WriteOutcome.Planned };

        using var held = FolderLock.Take(project.MigrationsFolder, Wait);
        var journal = Journal.ReadOrNew(project.JournalPath);
        var entry = Next(journal, tag, now);
        SourceFile.Replace(project.JournalPath, JournalWriter.Append(journal, [entry]));
        return Journal.Read(project.JournalPath).Find(tag)! with { Outcome = WriteOutcome.Written };
    }

    /// <summary>The entry for a file that is not there yet, and the journal's bytes with it; for those who write several files at once, under the project's lock.</summary>
    internal static (JournalEntry Entry, byte[] Bytes) Prepare(MigrationProject project, string tag, DateTimeOffset now)
    {
        var journal = Journal.ReadOrNew(project.JournalPath);
        var bytes = JournalWriter.Append(journal, [Next(journal, tag, now)]);
        return (JournalReader.Read(project.JournalPath, bytes).Find(tag)!, bytes);
    }

    private static JournalEntry Next(Journal journal, string tag, DateTimeOffset now)
    {
        if (journal.Find(tag) is { } there)
        {
            throw new MigrationException(
                ErrorIds.JournalTagExists, $"The journal has \"{tag}\" already.", "Nothing is to be done; see Get-Migration.", there.Location, tag);
        }
        var last = journal.Entries.Count > 0 ? journal.Entries[journal.Entries.Count - 1] : null;
        // drizzle-orm skips an entry whose "when" is not larger than the newest applied one, so it must be the largest of all.
        var newest = journal.Entries.Count > 0 ? journal.Entries.Max(entry => entry.When) : long.MinValue;
        return new JournalEntry
        {
            Idx = journal.Entries.Count > 0 ? journal.Entries.Max(entry => entry.Idx) + 1 : 0,
            Version = last?.Version ?? "5",
            When = Math.Max(now.ToUnixTimeMilliseconds(), newest == long.MinValue ? long.MinValue : newest + 1),
            Tag = tag,
            Breakpoints = last?.Breakpoints ?? true,
        };
    }
}
