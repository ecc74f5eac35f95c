using Migrations.Model;

namespace Migrations.Core.Sources;

/// <summary>Several files that are written together: all of them, or none.</summary>
public sealed class FileSet
{
    private readonly List<(string Path, byte[] Content, bool IsNew)> _files = [];

    /// <summary>Adds a file that must not be there yet.</summary>
    public void Create(string path, byte[] content) => _files.Add((path, content, true));

    /// <summary>Adds a file that is replaced, or made where there is none.</summary>
    public void Replace(string path, byte[] content) => _files.Add((path, content, false));

    /// <summary>Writes the files in order. Where one cannot be written, those before it are as they were.</summary>
    /// <exception cref="MigrationException">
    /// <c>FileExists</c>, <c>FileUnwritable</c>, <c>FileUnreadable</c>: nothing was changed; <c>FilesHalfWritten</c>: one could not be written, and another could not be taken back.
    /// </exception>
    /// <remarks>Each file is replaced in one step. Between the steps a kill of the process can leave some of them written; no file is ever half written.</remarks>
    public void Write()
    {
        // What the files hold is read first: what cannot be read could not be taken back.
        var before = _files.Select(file => file.IsNew || !File.Exists(file.Path) ? null : SourceFile.ReadAllBytes(file.Path)).ToList();
        var folders = _files.Select(file => Path.GetDirectoryName(Path.GetFullPath(file.Path))!).Where(folder => !Directory.Exists(folder)).Distinct().ToList();
        var written = 0;
        try
        {
            for (; written < _files.Count; written++)
            {
                var (path, content, isNew) = _files[written];
                if (isNew) SourceFile.CreateNew(path, content);
                else SourceFile.Replace(path, content);
            }
        }
        catch (MigrationException failure)
        {
            for (var i = written - 1; i >= 0; i--) TakeBack(_files[i].Path, before[i], failure);
            foreach (var folder in folders.Where(folder => Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())) Directory.Delete(folder);
            throw;
        }
    }

    private static void TakeBack(string path, byte[]? content, MigrationException failure)
    {
        try
        {
            if (content is null) File.Delete(path);
            else SourceFile.Replace(path, content);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or MigrationException)
        {
            throw new MigrationException(
                "FilesHalfWritten", MigrationErrorKind.FileSystem, $"{failure.What} And '{path}', which was written before it, could not be taken back: {error.Message}",
                "Take the files back from version control.", target: path, inner: failure);
        }
    }
}
