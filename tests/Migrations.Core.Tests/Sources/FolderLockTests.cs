using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Tests.Sources;

public sealed class FolderLockTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);
    private readonly TemporaryProject _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_thread_at_a_time_is_inside()
    {
        int inside = 0, most = 0;
        Concurrently.Run(Enumerable.Repeat(() =>
        {
            using var held = FolderLock.Take(_folder.Root, Long);
            most = Math.Max(most, Interlocked.Increment(ref inside));
            Thread.Sleep(5);
            Interlocked.Decrement(ref inside);
        }, 8));
        Assert.Equal(1, most);
    }

    [Fact]
    public void Other_folders_are_not_held_up()
    {
        using var held = FolderLock.Take(_folder.Root, Long);
        Concurrently.Run(() => FolderLock.Take(_folder.Migrations, Short).Dispose());
    }

    [Theory]
    [InlineData("drizzle/")]
    [InlineData("drizzle/meta/..")]
    [InlineData("./drizzle")]
    public void One_folder_is_one_lock_however_it_is_written(string path)
    {
        using var held = FolderLock.Take(_folder.Migrations, Long);
        Concurrently.Run(() => Assert.Equal("FolderBusy", Assert.Throws<MigrationException>(() => FolderLock.Take(_folder.PathTo(path), TimeSpan.Zero)).ErrorId));
    }

    [Fact]
    public async Task Another_process_holds_it_until_it_ends_even_by_a_kill()
    {
        // A mutex belongs to a thread, and a test that awaits may change its thread.
        using var holder = WorkerProcess.Start("hold", _folder.Root);
        Assert.Equal("held", await holder.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        Concurrently.Run(() =>
        {
            var error = Assert.Throws<MigrationException>(() => FolderLock.Take(_folder.Root, Short));
            Assert.Equal(("FolderBusy", MigrationErrorKind.Timeout), (error.ErrorId, error.Kind));
            Assert.Contains(_folder.Root, error.Message);
        });
        holder.Kill();
        await holder.WaitForExitAsync(TestContext.Current.CancellationToken);
        Concurrently.Run(() => FolderLock.Take(_folder.Root, Long).Dispose());
    }

    [Fact]
    public void It_leaves_no_file_in_the_folder()
    {
        using var held = FolderLock.Take(_folder.Root, Long);
        Assert.Empty(_folder.Files());
    }
}
