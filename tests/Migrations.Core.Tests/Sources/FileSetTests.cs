using System.Text;
using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Tests.Sources;

public sealed class FileSetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("migrations-files-").FullName;

    [Fact]
    public void All_files_are_written()
    {
        File.WriteAllText(At("old"), "before");
        var files = new FileSet();
        files.Replace(At("old"), Bytes("after"));
        files.Create(At("folder/new"), Bytes("new"));
        files.Replace(At("made"), Bytes("made"));

        files.Write();

        Assert.Equal(["after", "new", "made"], new[] { "old", "folder/new", "made" }.Select(name => File.ReadAllText(At(name))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Where_one_cannot_be_written_the_others_are_as_they_were(int position)
    {
        File.WriteAllText(At("old"), "before");
        File.WriteAllText(At("there"), "there");
        var add = new Action<FileSet>[]
        {
            files => files.Replace(At("old"), Bytes("after")),
            files => files.Create(At("folder/new"), Bytes("new")),
            files => files.Replace(At("made"), Bytes("made")),
        }.ToList();
        add.Insert(position, files => files.Create(At("there"), Bytes("x")));
        var files = new FileSet();
        foreach (var one in add) one(files);

        Assert.Equal("FileExists", Assert.Throws<MigrationException>(files.Write).ErrorId);

        Assert.Equal(["old", "there"], Directory.EnumerateFileSystemEntries(_folder, "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path)).Order());
        Assert.Equal(("before", "there"), (File.ReadAllText(At("old")), File.ReadAllText(At("there"))));
    }

    private string At(string name) => Path.Combine(_folder, name);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
