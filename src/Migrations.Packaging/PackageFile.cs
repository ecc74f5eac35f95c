using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using NuGet.Packaging;

namespace Migrations.Packaging;

/// <summary>Writes a .nupkg whose bytes depend on nothing but its contents.</summary>
internal static class PackageFile
{
    /// <summary>The time of every entry: the earliest that a zip file can say, unless <c>SOURCE_DATE_EPOCH</c> names another.</summary>
    private static readonly DateTimeOffset Earliest = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // -rw-r--r-- in the upper half, where Unix has its mode; without it, unzip would make files that nobody may read.
    private const int EveryoneReads = unchecked((int)0x81A4_0000);

    /// <param name="folder">Every file in it becomes one of the package; parts that only belong to the package format are left out.</param>
    public static void Write(ManifestMetadata metadata, string folder, string path)
    {
        var builder = new PackageBuilder(deterministic: true);
        builder.Populate(metadata);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var target = Path.GetRelativePath(folder, file);
            if (!IsFormat(target.Replace('\\', '/'))) builder.Files.Add(new PhysicalPackageFile { SourcePath = file, TargetPath = target });
        }
        using var draft = new MemoryStream();
        builder.Save(draft);
        draft.Position = 0;
        using var final = File.Create(path);
        Rewrite(draft, final);
    }

    /// <summary>Unpacks a package, without the parts that only belong to its format; its nuspec is read, not unpacked.</summary>
    public static ManifestMetadata Unpack(string path, string folder)
    {
        using var archive = new PackageArchiveReader(path);
        using var nuspec = archive.GetNuspec();
        var metadata = Manifest.ReadFrom(nuspec, validateSchema: false).Metadata;
        foreach (var name in archive.GetFiles().Where(name => !IsFormat(name)))
        {
            var file = Path.GetFullPath(Path.Combine(folder, Uri.UnescapeDataString(name)));
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            using var from = archive.GetStream(name);
            using var to = File.Create(file);
            from.CopyTo(to);
        }
        return metadata;
    }

    private static bool IsFormat(string name) =>
        name is "[Content_Types].xml" or "_rels/.rels" || name.StartsWith("package/services/", StringComparison.Ordinal) || (!name.Contains('/', StringComparison.Ordinal) && name.EndsWith(".nuspec", StringComparison.Ordinal));

    // NuGet's writer still says when, and on which system, it wrote.
    private static void Rewrite(Stream draft, Stream final)
    {
        using var from = new ZipArchive(draft, ZipArchiveMode.Read);
        using var to = new ZipArchive(final, ZipArchiveMode.Create);
        foreach (var entry in from.Entries.OrderBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            var copy = to.CreateEntry(entry.FullName, CompressionLevel.SmallestSize);
            copy.LastWriteTime = Time();
            copy.ExternalAttributes = EveryoneReads;
            using var source = entry.Open();
            using var target = copy.Open();
            if (entry.FullName.EndsWith(".psmdcp", StringComparison.Ordinal)) WriteProperties(source, target);
            else source.CopyTo(target);
        }
    }

    private static void WriteProperties(Stream source, Stream target)
    {
        var properties = XDocument.Load(source);
        properties.Root!.Elements().Where(element => element.Name.LocalName is "lastModifiedBy" or "created" or "modified").Remove();
        using var writer = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        writer.Write("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + properties.Root.ToString().ReplaceLineEndings("\n"));
    }

    private static DateTimeOffset Time() =>
        long.TryParse(Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH"), out var seconds) && DateTimeOffset.FromUnixTimeSeconds(seconds) is var named && named > Earliest ? named : Earliest;
}
