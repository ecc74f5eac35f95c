using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Tests.Sources;

public sealed class SourceFileTests : IDisposable
{
    private readonly TemporaryProject _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_replaced_whole()
    {
        var path = _folder.Write("a.json", "old and longer");
        SourceFile.Replace(path, "new"u8.ToArray());
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(["a.json"], _folder.Files());
    }

    [Fact]
    public void Replacing_what_is_not_there_makes_it_and_its_folder()
    {
        SourceFile.Replace(_folder.PathTo("x/y/a.json"), "new"u8.ToArray());
        Assert.Equal("new", File.ReadAllText(_folder.PathTo("x/y/a.json")));
    }

    [Fact]
    public void A_folder_that_is_none_has_no_files_or_an_error()
    {
        var file = _folder.Write("a.sql", "a");
        _folder.Write("b.txt", "b");
        Assert.Equal([file], SourceFile.FilesIn(_folder.Root, "*.sql"));
        Assert.Empty(SourceFile.FilesIn(_folder.PathTo("nope"), "*.sql"));
        if (OperatingSystem.IsWindows()) Assert.Skip("Links need a privilege on Windows.");
        // No user can go into a link to itself, root neither.
        var circle = _folder.PathTo("circle");
        Directory.CreateSymbolicLink(circle, circle);
        var error = Assert.Throws<MigrationException>(() => SourceFile.FilesIn(circle, "*.sql"));
        Assert.Equal(("FileUnreadable", MigrationErrorKind.FileRead, circle), (error.ErrorId, error.Kind, error.ErrorTarget));
    }

    [Fact]
    public void A_failure_keeps_the_old_file()
    {
        // So long a name leaves no room for the temporary file's, on any file system: the write fails for every user, root too.
        var path = _folder.Write(new string('a', 240), "old");
        var error = Assert.Throws<MigrationException>(() => SourceFile.Replace(path, "new"u8.ToArray()));
        Assert.Equal(("FileUnwritable", MigrationErrorKind.FileWrite), (error.ErrorId, error.Kind));
        Assert.Contains(path, error.Message);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(_folder.Files());
    }

    [Fact]
    public void A_failure_at_the_last_step_leaves_nothing_behind()
    {
        _folder.Write("a.json/in the way", "old");
        Assert.Equal("FileUnwritable", Assert.Throws<MigrationException>(() => SourceFile.Replace(_folder.PathTo("a.json"), [1])).ErrorId);
        Assert.Equal(["a.json/in the way"], _folder.Files());
    }

    [Fact]
    public void Readers_see_the_old_or_the_new_and_nothing_between()
    {
        var path = _folder.Write("a.json", new byte[100_000]);
        var done = false;
        var torn = 0;
        var reads = 0;
        Concurrently.Run(
            () =>
            {
                while (!Volatile.Read(ref done))
                {
                    var bytes = SourceFile.ReadAllBytes(path);
                    reads++;
                    if (bytes.Length != 100_000 || bytes.AsSpan().ContainsAnyExcept(bytes[0])) torn++;
                }
            },
            () =>
            {
                try
                {
                    for (byte i = 1; i < 40; i++)
                    {
                        var content = new byte[100_000];
                        Array.Fill(content, i);
                        SourceFile.Replace(path, content);
                    }
                }
                finally
                {
                    Volatile.Write(ref done, true);
                }
            });
        Assert.True(reads > 0);
        Assert.Equal(0, torn);
    }

    [Fact]
    public void A_file_keeps_who_may_write_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There File.Replace keeps the access list.");
        if (OperatingSystem.IsWindows()) return;
        var path = _folder.Write("a.json", "old");
        const UnixFileMode shared = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
        File.SetUnixFileMode(path, shared);
        SourceFile.Replace(path, "new"u8.ToArray());
        Assert.Equal(shared, File.GetUnixFileMode(path));
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making a link needs a privilege there.");
        var path = _folder.Write("real/a.json", "old");
        File.CreateSymbolicLink(_folder.PathTo("a.json"), path);
        SourceFile.Replace(_folder.PathTo("a.json"), "new"u8.ToArray());
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(path, new FileInfo(_folder.PathTo("a.json")).LinkTarget);
    }

    [Fact]
    public void A_new_file_never_overwrites()
    {
        var path = _folder.PathTo("a.sql");
        SourceFile.CreateNew(path, "first"u8.ToArray());
        Assert.Equal("FileExists", Assert.Throws<MigrationException>(() => SourceFile.CreateNew(path, "second"u8.ToArray())).ErrorId);
        Assert.Equal("first", File.ReadAllText(path));
        Assert.Equal(["a.sql"], _folder.Files());
    }

    [Fact]
    public void What_cannot_be_read_is_said_with_its_path()
    {
        Assert.Equal("FileNotFound", Assert.Throws<MigrationException>(() => SourceFile.ReadAllBytes(_folder.PathTo("no"))).ErrorId);
        Assert.Equal("FileNotFound", Assert.Throws<MigrationException>(() => SourceFile.ReadAllBytes(_folder.PathTo("no/no"))).ErrorId);
        var error = Assert.Throws<MigrationException>(() => SourceFile.ReadAllBytes(_folder.Migrations)); // a folder
        Assert.Equal("FileUnreadable", error.ErrorId);
        Assert.Contains(_folder.Migrations, error.Message);
    }
}
