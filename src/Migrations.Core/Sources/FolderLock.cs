using System.Security.Cryptography;
using System.Text;
using Migrations.Model;

namespace Migrations.Core.Sources;

/// <summary>
/// Keeps two processes of one machine from editing the same folder's artifacts at once. A named mutex, because a lock file would
/// be litter in the user's repository after a kill, and would have to be ignored by it.
/// </summary>
public sealed class FolderLock : IDisposable
{
    private readonly Mutex _mutex;

    private FolderLock(Mutex mutex) => _mutex = mutex;

    /// <summary>Waits for the folder.</summary>
    /// <param name="folder">The folder; it need not exist.</param>
    /// <param name="wait">How long to wait at most.</param>
    /// <exception cref="MigrationException"><c>FolderBusy</c>: another process held it all the time, or another user's has it open.</exception>
    public static FolderLock Take(string folder, TimeSpan wait)
    {
        var mutex = Open(folder);
        try
        {
            if (!mutex.WaitOne(wait))
            {
                mutex.Dispose();
                throw new MigrationException(
                    ErrorIds.FolderBusy, $"Another process has been editing '{folder}' for {wait.TotalSeconds:0} seconds.",
                    "Let it finish, then try again.", target: folder);
            }
        }
        catch (AbandonedMutexException)
        {
            // Its owner died; files are replaced whole, so nothing is half written and the lock is ours.
        }
        return new FolderLock(mutex);
    }

    private static Mutex Open(string folder)
    {
        try
        {
            return new Mutex(initiallyOwned: false, NameOf(folder));
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException or WaitHandleCannotBeOpenedException)
        {
            // A mutex that exists belongs to the user who made it, and exists only while that user's process has it open.
            throw new MigrationException(
                ErrorIds.FolderBusy, $"The lock of '{folder}' cannot be opened: {refused.Message}",
                "Another user's process may be editing the folder: let it finish, then try again.", target: folder, inner: refused);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _mutex.ReleaseMutex();
        _mutex.Dispose();
    }

    private static string NameOf(string folder)
    {
        var path = Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        // Windows paths differ in case only when they are the same folder.
        if (Path.DirectorySeparatorChar == '\\') path = path.ToUpperInvariant();
        using var sha = SHA256.Create();
        var hash = sha.ComputeHash(Encoding.UTF8.GetBytes(path));
        return @"Global\Migrations-" + BitConverter.ToString(hash, 0, 16).Replace("-", "");
    }
}
