using Migrations.Model;

namespace Migrations.Core.Sources;

/// <summary>Writes several files so that either all are as wanted or, after a failure, all are as they were.</summary>
/// <remarks>
/// New files come first, then replaced ones, files that go last: a process that is killed in between leaves a file too many, never one too few.
/// Replacements go in falling order of their paths, for renumbered files move upwards: what one overwrites stands in the next already.
/// </remarks>
public sealed class FileBatch
{
    private readonly Dictionary<string, byte[]?> _wanted = new(StringComparer.Ordinal);
    private readonly HashSet<string> _new = new(StringComparer.Ordinal);

    /// <summary>The paths that change, in order of their names.</summary>
    public IReadOnlyList<string> Paths => [.. _wanted.Keys.OrderBy(path => path, StringComparer.Ordinal)];

    /// <summary>Wants a file to have a content, whether or not it is there.</summary>
    public void Write(string path, byte[] content) => _wanted[path] = content;

    /// <summary>Wants a file that must not be there yet.</summary>
    public void Create(string path, byte[] content)
    {
        _wanted[path] = content;
        _new.Add(path);
    }

    /// <summary>Wants a file to go.</summary>
    public void Delete(string path) => _wanted[path] = null;

    /// <summary>Does it all.</summary>
    /// <exception cref="MigrationException"><c>FileUnwritable</c>, <c>FileExists</c> or <c>FileUnreadable</c>: everything is as it was, or the message says what is not.</exception>
    public void Commit()
    {
        var creations = new List<string>();
        var replacements = new List<(string Path, byte[] Before)>();
        var deletions = new List<(string Path, byte[] Before)>();
        foreach (var path in Paths)
        {
            // One that must not be there is made: if it is there after all, that is the error.
            var isThere = File.Exists(path) && !_new.Contains(path);
            if (_wanted[path] is null && isThere) deletions.Add((path, SourceFile.ReadAllBytes(path)));
            else if (_wanted[path] is not null && isThere) replacements.Add((path, SourceFile.ReadAllBytes(path)));
            else if (_wanted[path] is not null) creations.Add(path);
        }
        replacements.Reverse();
        var undo = new Stack<(string Path, Action Step)>();
        try
        {
            foreach (var path in creations)
            {
                var made = MissingFolderAbove(path);
                SourceFile.CreateNew(path, _wanted[path]!);
                undo.Push((path, () => Remove(path, made)));
            }
            foreach (var (path, before) in replacements)
            {
                SourceFile.Replace(path, _wanted[path]!);
                undo.Push((path, () => SourceFile.Replace(path, before)));
            }
            foreach (var (path, before) in deletions)
            {
                Delete(path, undo, before);
            }
        }
        catch (Exception failure)
        {
            var left = Undo(undo);
            if (left.Count == 0) throw;
            throw new MigrationException(
                ErrorIds.RollbackIncomplete, $"{failure.Message} Taking back what was done before failed too, for {string.Join(", ", left.Select(path => $"'{path}'"))}.",
                "Restore these files from version control.", target: left, inner: failure);
        }
    }

    private static void Delete(string path, Stack<(string Path, Action Step)> undo, byte[] before)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new MigrationException(
                ErrorIds.FileUnwritable, $"The file '{path}' cannot be removed: {refused.Message} Everything is as it was.",
                "Check that it is not open elsewhere and that you may write there.", target: path, inner: refused);
        }
        undo.Push((path, () => SourceFile.CreateNew(path, before)));
    }

    private static List<string> Undo(Stack<(string Path, Action Step)> undo)
    {
        var left = new List<string>();
        foreach (var (path, step) in undo)
        {
            try
            {
                step();
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or MigrationException)
            {
                left.Add(path); // the rest can still be taken back
            }
        }
        return left;
    }

    // The topmost folder that creating the file makes.
    private static string? MissingFolderAbove(string path)
    {
        string? missing = null;
        for (var folder = Path.GetDirectoryName(path); folder is not null && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder)) missing = folder;
        return missing;
    }

    private static void Remove(string path, string? madeFolder)
    {
        File.Delete(path);
        if (madeFolder is null) return;
        for (var folder = Path.GetDirectoryName(path); folder is not null && folder.Length >= madeFolder.Length; folder = Path.GetDirectoryName(folder))
        {
            if (Directory.EnumerateFileSystemEntries(folder).Any()) return;
            Directory.Delete(folder);
        }
    }
}
