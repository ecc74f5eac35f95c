namespace Migrations.Packaging;

/// <summary>The staged module, with what only a package has: icon, changelog, notices, release notes.</summary>
internal sealed class ModuleShipment
{
    private static readonly string[] Targets = ["net8.0", "netstandard2.0"];

    private readonly string _folder;
    private readonly IReadOnlyList<Shipment> _parts;

    /// <param name="folder">A staged module.</param>
    /// <param name="assets">The <c>project.assets.json</c> of the cmdlets' project.</param>
    public ModuleShipment(string folder, string assets)
    {
        _folder = folder;
        Manifest = ModuleManifest.Read(Path.Combine(folder, "Migrations.psd1"));
        _parts = [.. Targets.Select(target => Shipment.Of($"bin/{target}", Path.Combine(folder, "bin", target), RestoredPackages.Of(assets, target), IsOwn))];
    }

    public ModuleManifest Manifest { get; private set; }

    /// <summary>Whether a file of the module is this repository's own.</summary>
    public static bool IsOwn(string file) => Path.GetFileName(file) is "Migrations.dll" or "Migrations.Model.dll" or "Migrations.Core.dll";

    /// <summary>Adds what the build does not: to be done before anything is signed.</summary>
    /// <param name="projectUri">The project's address, where the manifest names none; may be null.</param>
    public void Complete(string changelog, string icon, string? projectUri)
    {
        Manifest = Manifest.WithData("ReleaseNotes", ReleaseNotes.Of(changelog, Manifest.Version));
        if (projectUri is not null) Manifest = Manifest.WithData("ProjectUri", projectUri);
        File.Copy(changelog, Path.Combine(_folder, Path.GetFileName(changelog)), overwrite: true);
        File.Copy(icon, Path.Combine(_folder, GalleryPackage.Icon), overwrite: true);
        File.WriteAllText(Path.Combine(_folder, ThirdPartyNotices.FileName), ThirdPartyNotices.Write(Manifest.Name, _parts));
    }

    /// <summary>Adds the bill of materials of all files as they are now.</summary>
    public void List() => File.WriteAllText(Path.Combine(_folder, BillOfMaterials.FileName), BillOfMaterials.Write(Manifest.Name, Manifest, _folder, _parts));

    /// <summary>Writes the package.</summary>
    /// <returns>Its path.</returns>
    public string Pack(string output)
    {
        Directory.CreateDirectory(output);
        var path = Path.Combine(output, $"{Manifest.Name}.{Manifest.Version}.nupkg");
        PackageFile.Write(GalleryPackage.Describe(Manifest), _folder, path);
        return path;
    }
}
