using System.Text.Json;

namespace Migrations.Packaging;

/// <summary>The packages that a project was restored with, from its <c>project.assets.json</c>.</summary>
internal static class RestoredPackages
{
    /// <param name="assets">The file that the restore wrote.</param>
    /// <param name="target">A target framework as the project names it; one with a runtime identifier is <c>net10.0/linux-x64</c>.</param>
    /// <exception cref="PackagingException">The project was not restored for the target.</exception>
    public static IReadOnlyList<RestoredPackage> Of(string assets, string target)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(assets));
        var root = file.RootElement;
        if (!root.GetProperty("targets").TryGetProperty(target, out var libraries))
            throw new PackagingException($"{assets} has no target {target}.");
        var folders = root.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToList();
        return [.. libraries.EnumerateObject()
            .Where(library => library.Value.GetProperty("type").GetString() == "package")
            .Select(library => Read(library, root.GetProperty("libraries").GetProperty(library.Name).GetProperty("path").GetString()!, folders))
            .OrderBy(package => package.Id, StringComparer.OrdinalIgnoreCase)];
    }

    private static RestoredPackage Read(JsonProperty library, string path, IReadOnlyList<string> folders)
    {
        var name = library.Name.Split('/');
        var files = Names(library.Value, "runtime").Concat(Names(library.Value, "runtimeTargets")).Concat(Names(library.Value, "native"))
            .Select(file => file[(file.LastIndexOf('/') + 1)..])
            .Where(file => file != "_._");
        var folder = folders.Select(root => Path.Combine(root, path)).FirstOrDefault(Directory.Exists)
            ?? throw new PackagingException($"{library.Name} is not in {string.Join(", ", folders)}.");
        return new RestoredPackage(name[0], name[1], folder, [.. Names(library.Value, "dependencies")], files.ToHashSet(StringComparer.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> Names(JsonElement library, string group) =>
        library.TryGetProperty(group, out var entries) ? entries.EnumerateObject().Select(entry => entry.Name) : [];
}
