using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Tests.Sources;

public sealed class FileBatchTests : IDisposable
{
    private readonly TemporaryProject _project = new();

    [Fact]
    public void Files_are_made_replaced_and_removed()
    {
        _project.Write("a", "old");
        _project.Write("b", "b");
        var batch = new FileBatch();
        batch.Write(_project.PathTo("a"), "new"u8.ToArray());
        batch.Write(_project.PathTo("x/y/z"), "made"u8.ToArray());
        batch.Delete(_project.PathTo("b"));
        batch.Delete(_project.PathTo("never there"));

        batch.Commit();

        Assert.Equal(["a", "x/y/z"], _project.Files());
        Assert.Equal("new", File.ReadAllText(_project.PathTo("a")));
    }

    [Fact]
    public void A_failure_in_the_middle_takes_back_what_was_done()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Even root cannot write to Linux's /proc.");
        _project.Write("b", "old");
        _project.Write("c", "to go");
        File.CreateSymbolicLink(_project.PathTo("a"), "/proc/version");
        var before = _project.Files().ToList();
        var batch = new FileBatch();
        batch.Write(_project.PathTo("made/in/folder"), [1]);
        batch.Write(_project.PathTo("drizzle/made"), [1]);
        batch.Write(_project.PathTo("b"), [2]); // replaced before "a", which fails
        batch.Write(_project.PathTo("a"), [3]);
        batch.Delete(_project.PathTo("c"));

        Assert.Equal("FileUnwritable", Assert.Throws<MigrationException>(batch.Commit).ErrorId);

        Assert.Equal(before, _project.Files());
        Assert.Equal("old", File.ReadAllText(_project.PathTo("b")));
        Assert.False(Directory.Exists(_project.PathTo("made")));
        Assert.True(Directory.Exists(_project.Migrations));
    }

    [Fact]
    public void What_could_not_be_taken_back_is_named()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Even root cannot write to Linux's /proc.");
        // A name so long that the temporary file beside it, by which it would be written again, could not be made.
        var gone = new string('a', 240);
        _project.Write(gone, "to go");
        Directory.CreateSymbolicLink(_project.PathTo("z"), "/proc");
        var batch = new FileBatch();
        batch.Delete(_project.PathTo(gone));
        batch.Delete(_project.PathTo("z/version"));

        var error = Assert.Throws<MigrationException>(batch.Commit);

        Assert.Equal(("RollbackIncomplete", MigrationErrorKind.FileWrite), (error.ErrorId, error.Kind));
        Assert.Equal([_project.PathTo(gone)], Assert.IsType<IReadOnlyList<string>>(error.ErrorTarget, exactMatch: false));
        Assert.Contains("version control", error.Advice);
        Assert.Contains("z/version", error.What);
    }

    public void Dispose() => _project.Dispose();
}
