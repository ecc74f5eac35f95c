using NuGet.Packaging;

namespace Migrations.Packaging;

/// <summary>A NuGet package as it lies in the packages folder.</summary>
/// <param name="Id">As the package itself spells it.</param>
/// <param name="Folder">Where it was unpacked.</param>
/// <param name="Dependencies">The ids of the packages it needs, in this target.</param>
/// <param name="Files">The names, without folder, of what it brings at run time.</param>
internal sealed record RestoredPackage(string Id, string Version, string Folder, IReadOnlyList<string> Dependencies, IReadOnlySet<string> Files)
{
    private NuspecReader? _nuspec;

    /// <summary>The package URL, as in https://github.com/package-url/purl-spec.</summary>
    public string Url => $"pkg:nuget/{Id}@{Version}";

    public string Authors => Nuspec.GetAuthors() ?? "";

    public string Copyright => Nuspec.GetCopyright() ?? "";

    public string ProjectUrl => Nuspec.GetProjectUrl() ?? "";

    public string Repository => Nuspec.GetRepositoryMetadata()?.Url ?? "";

    /// <summary>The SPDX id of its licence, or null where the package has only a file or an address.</summary>
    public string? Licence => Nuspec.GetLicenseMetadata() is { Type: LicenseType.Expression } expression ? expression.License : null;

    /// <summary>Where its licence can be read, for a package without an SPDX id.</summary>
    public string LicenceUrl => Nuspec.GetLicenseUrl() ?? "";

    /// <summary>The SHA-512 of the .nupkg, in hexadecimal: what the client has checked the download with.</summary>
    public string Hash => Convert.ToHexStringLower(Convert.FromBase64String(File.ReadAllText(Directory.GetFiles(Folder, "*.nupkg.sha512").Single()).Trim()));

    private NuspecReader Nuspec => _nuspec ??= new NuspecReader(Directory.GetFiles(Folder, "*.nuspec").Single());

    /// <summary>A text that the package has at its root, under one of the names; null where it has none.</summary>
    public string? Text(params string[] names) => Directory.GetFiles(Folder)
        .FirstOrDefault(file => names.Contains(Path.GetFileName(file), StringComparer.OrdinalIgnoreCase)) is { } found
            ? File.ReadAllText(found).ReplaceLineEndings("\n").Trim()
            : null;
}
