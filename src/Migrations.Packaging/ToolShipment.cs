using NuGet.Packaging;

namespace Migrations.Packaging;

/// <summary>The console as a .NET tool, as <c>dotnet pack</c> made it, opened to be signed and listed, and closed again.</summary>
internal sealed class ToolShipment(string package, string folder)
{
    private const string ModuleFolder = "Migrations/";

    /// <summary>Unpacks it and adds the notices.</summary>
    public void Open(string assets, string licence)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        var id = PackageFile.Unpack(package, folder).Id!;
        File.Copy(licence, Path.Combine(folder, "LICENSE"), overwrite: true);
        File.WriteAllText(Path.Combine(folder, ThirdPartyNotices.FileName), ThirdPartyNotices.Write(id, Parts(assets)));
    }

    /// <summary>Adds the bill of materials and writes the package again, in the place of the one that was opened.</summary>
    public void Close(string assets, ModuleManifest manifest)
    {
        ManifestMetadata metadata;
        using (var reader = new PackageArchiveReader(package))
        using (var nuspec = reader.GetNuspec())
            metadata = Manifest.ReadFrom(nuspec, validateSchema: false).Metadata;
        File.WriteAllText(Path.Combine(folder, BillOfMaterials.FileName), BillOfMaterials.Write(metadata.Id!, manifest, folder, Parts(assets)));
        PackageFile.Write(metadata, folder, package);
    }

    // The module in it has notices and a bill of its own. A package that only names those of each system has no assemblies.
    private IReadOnlyList<Shipment> Parts(string assets) =>
        [.. Directory.GetDirectories(Path.Combine(folder, "tools")).SelectMany(Directory.GetDirectories).Order(StringComparer.Ordinal)
            .Where(part => Directory.EnumerateFiles(part, "*.dll").Any())
            .Select(part => Shipment.Of(Path.GetRelativePath(folder, part).Replace('\\', '/'), part, Restored(assets, part), IsOwn))];

    private static bool IsOwn(string file) =>
        file.StartsWith(ModuleFolder, StringComparison.Ordinal) || file is "Migrations.Host.dll" or "Migrations.Host.exe";

    // tools/net10.0/any or tools/net10.0/linux-x64.
    private static IReadOnlyList<RestoredPackage> Restored(string assets, string part)
    {
        var target = Path.GetFileName(Path.GetDirectoryName(part))!;
        var runtime = Path.GetFileName(part);
        return RestoredPackages.Of(assets, runtime == "any" ? target : $"{target}/{runtime}");
    }
}
