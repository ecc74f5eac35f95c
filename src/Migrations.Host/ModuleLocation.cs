namespace Migrations.Host;

/// <summary>Where the staged module is.</summary>
internal static class ModuleLocation
{
    /// <summary>The environment variable that overrides the search: a manifest, or the folder that holds one.</summary>
    public const string Variable = "MIGRATIONS_MODULE";

    private const string ManifestName = "Migrations.psd1";

    /// <summary>The manifest's full path.</summary>
    /// <exception cref="ModuleMissingException">There is none; the message says where it was looked for.</exception>
    public static string Find(string? configured, string baseDirectory)
    {
        if (!string.IsNullOrEmpty(configured))
        {
            var named = Path.GetFullPath(Directory.Exists(configured) ? Path.Combine(configured, ManifestName) : configured);
            return File.Exists(named)
                ? named
                : throw new ModuleMissingException($"{Variable} is '{configured}', and there is no module manifest at {named}.");
        }

        var beside = Path.Combine(baseDirectory, "Migrations", ManifestName);
        if (File.Exists(beside))
            return beside;
        for (var folder = new DirectoryInfo(baseDirectory); folder is not null; folder = folder.Parent)
        {
            var staged = Path.Combine(folder.FullName, "out", "Migrations", ManifestName);
            if (File.Exists(staged))
                return staged;
        }
        throw new ModuleMissingException(
            $"The Migrations module was not found: neither at {beside} nor at out/Migrations/{ManifestName} in a folder above it. "
            + $"Build it (dotnet build), set {Variable} to its manifest, or start with -NoModule.");
    }
}

/// <summary>No module manifest is where it should be; the message says where that is.</summary>
internal sealed class ModuleMissingException(string message) : Exception(message);
