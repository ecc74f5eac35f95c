using NuGet.Frameworks;
using NuGet.Packaging;
using NuGet.Versioning;

namespace Migrations.Packaging;

/// <summary>A module's package as <c>Publish-Module</c> and <c>Publish-PSResource</c> make it: the module's files at the root, and what the manifest says as metadata and tags.</summary>
internal static class GalleryPackage
{
    /// <summary>The module's icon: the gallery shows only one with an address, other feeds this one.</summary>
    public const string Icon = "icon.png";

    public static ManifestMetadata Describe(ModuleManifest manifest)
    {
        var metadata = new ManifestMetadata
        {
            Id = manifest.Name,
            Version = NuGetVersion.Parse(manifest.Version),
            Authors = [manifest.Author],
            Owners = [manifest.Company],
            Description = manifest.Description,
            ReleaseNotes = manifest.ReleaseNotes,
            Copyright = manifest.Copyright,
            Icon = Icon,
            Tags = string.Join(' ', TagsOf(manifest)),
            DependencyGroups = [new PackageDependencyGroup(NuGetFramework.AnyFramework, [])],
        };
        metadata.SetLicenseUrl(manifest.LicenseUri);
        if (manifest.ProjectUri is { } project) metadata.SetProjectUrl(project);
        return metadata;
    }

    // The gallery and its clients find a module's commands by these words (PSModuleNameAndCommands of PowerShellGet).
    private static IEnumerable<string> TagsOf(ModuleManifest manifest) =>
    [
        "PSModule", .. manifest.Tags, "PSIncludes_Cmdlet",
        .. manifest.Cmdlets.Select(cmdlet => "PSCmdlet_" + cmdlet), .. manifest.Cmdlets.Select(cmdlet => "PSCommand_" + cmdlet),
    ];
}
