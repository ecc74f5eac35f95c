namespace Migrations.Packaging;

/// <summary>A part of a package with the assemblies of one target: where it is, and which packages its files are from.</summary>
/// <param name="Name">How the notices name it.</param>
/// <param name="Folder">The folder of the assemblies.</param>
/// <param name="Packages">Those of the target that brought at least one of the files.</param>
internal sealed record Shipment(string Name, string Folder, IReadOnlyList<ShippedPackage> Packages)
{
    private static readonly string[] Binaries = [".dll", ".exe", ".so", ".dylib"];

    /// <param name="restored">All packages of the target.</param>
    /// <param name="own">Whether a file, by its name, is this repository's own.</param>
    /// <exception cref="PackagingException">A file is neither our own nor from a package: nobody could say under which licence it is.</exception>
    public static Shipment Of(string name, string folder, IReadOnlyList<RestoredPackage> restored, Func<string, bool> own)
    {
        var shipped = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Binaries.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Where(file => !own(file))
            .Order(StringComparer.Ordinal)
            .ToLookup(file => restored.FirstOrDefault(package => package.Files.Contains(Path.GetFileName(file)))
                ?? throw new PackagingException($"{Path.Combine(folder, file)} is from no package of {name}."));
        return new Shipment(name, folder, [.. shipped.Select(files => new ShippedPackage(files.Key, [.. files])).OrderBy(package => package.Package.Id, StringComparer.OrdinalIgnoreCase)]);
    }
}

/// <summary>A package and those of its files that are shipped, relative to the shipment's folder.</summary>
internal sealed record ShippedPackage(RestoredPackage Package, IReadOnlyList<string> Files);
