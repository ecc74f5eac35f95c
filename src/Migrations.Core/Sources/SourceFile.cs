using Migrations.Model;

namespace Migrations.Core.Sources;

/// <summary>Reading and replacing files so that a failure has one clear error and never leaves half a file.</summary>
public static class SourceFile
{
    /// <summary>Reads a whole file.</summary>
    /// <exception cref="MigrationException"><c>FileNotFound</c> or <c>FileUnreadable</c>.</exception>
    public static byte[] ReadAllBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MigrationException(
                ErrorIds.FileNotFound, $"The file '{path}' does not exist.", "Check the path.", target: path, inner: missing);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new MigrationException(
                ErrorIds.FileUnreadable, $"The file '{path}' cannot be read: {unreadable.Message}",
                "Check that it is not open elsewhere and that you may read it.", target: path, inner: unreadable);
        }
    }

    /// <summary>The files of a folder, by their whole paths, in no order; none where there is no such folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="pattern">Their names: <c>*.sql</c>.</param>
    /// <exception cref="MigrationException"><c>FileUnreadable</c>.</exception>
    public static IReadOnlyList<string> FilesIn(string folder, string pattern)
    {
        try
        {
            return Directory.GetFiles(folder, pattern);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new MigrationException(
                ErrorIds.FileUnreadable, $"The folder '{folder}' cannot be read: {unreadable.Message}",
                "Check that it is a folder and that you may read it.", target: folder, inner: unreadable);
        }
    }

    /// <summary>Writes a file that must not be there yet. Another process sees either no file or the whole one.</summary>
    /// <exception cref="MigrationException"><c>FileExists</c> or <c>FileUnwritable</c>.</exception>
    public static void CreateNew(string path, byte[] content) => Write(path, content, temporary =>
    {
        try
        {
            File.Move(temporary, path); // does not overwrite
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new MigrationException(
                ErrorIds.FileExists, $"The file '{path}' exists already.", "Choose another name, or remove the file first.", target: path);
        }
    });

    /// <summary>Replaces a file's content, or creates it. Another process sees either the old content or the new, never a part.</summary>
    /// <exception cref="MigrationException"><c>FileUnwritable</c>.</exception>
    public static void Replace(string path, byte[] content)
    {
        path = TargetOf(path);
        Write(path, content, temporary =>
        {
            if (!File.Exists(path))
            {
                File.Move(temporary, path);
                return;
            }
#if NET
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(temporary, File.GetUnixFileMode(path));
#endif
            // File.Replace keeps the access list of the file that it replaces, and is one step on NTFS; rename is on POSIX.
            File.Replace(temporary, path, destinationBackupFileName: null);
        });
    }

    // A link stays a link: what it points to is replaced.
    private static string TargetOf(string path)
    {
#if NET
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (IOException)
        {
            // There is no file, or its links go in a circle: the write will say what is wrong.
        }
#endif
        return path;
    }

    private static void Write(string path, byte[] content, Action<string> moveIntoPlace)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        // In the same folder, so that the last step is a rename inside one file system.
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            Directory.CreateDirectory(folder);
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                stream.Write(content, 0, content.Length);
                stream.Flush(flushToDisk: true);
            }
            moveIntoPlace(temporary);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MigrationException(
                ErrorIds.FileUnwritable, $"The file '{path}' cannot be written: {failure.Message} It is as it was.",
                "Check that it is not open elsewhere, that you may write there, and that the disk has room.", target: path, inner: failure);
        }
        finally
        {
            if (File.Exists(temporary)) File.Delete(temporary);
        }
    }
}
