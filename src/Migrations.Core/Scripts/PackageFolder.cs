using System.Text.Json;

namespace Migrations.Core.Scripts;

/// <summary>A folder with a <c>package.json</c>: its name, and which of its files others get.</summary>
/// <remarks>Node's rules for <c>imports</c>, <c>exports</c> and <c>main</c> ("Modules: Packages"), with the conditions of a program that reads sources.</remarks>
internal sealed class PackageFolder
{
    private static readonly string[] Conditions = ["types", "source", "development", "import", "module-sync", "node", "require", "default"];
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly JsonElement _json;

    private PackageFolder(string path, JsonElement json)
    {
        Path = path;
        _json = json;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The package's name; null where it has none.</summary>
    public string? Name => Text("name");

    /// <summary>The globs of the folders that are packages of its workspace.</summary>
    public IReadOnlyList<string> Workspaces => !_json.TryGetProperty("workspaces", out var workspaces) ? []
        : workspaces.ValueKind == JsonValueKind.Array ? Texts(workspaces)
        : workspaces.ValueKind == JsonValueKind.Object && workspaces.TryGetProperty("packages", out var packages) && packages.ValueKind == JsonValueKind.Array ? Texts(packages) : [];

    /// <summary>Reads a folder's <c>package.json</c>; null where it has none, or one that cannot be understood.</summary>
    public static PackageFolder? Read(string folder, ScriptFiles files)
    {
        var file = System.IO.Path.Combine(folder, "package.json");
        if (!files.Contains(file)) return null;
        try
        {
            using var document = JsonDocument.Parse(files.Read(file), Lenient);
            return document.RootElement.ValueKind == JsonValueKind.Object ? new PackageFolder(folder, document.RootElement.Clone()) : null;
        }
        catch (JsonException)
        {
            // The package manager's file is not ours to check.
            return null;
        }
    }

    /// <summary>What a <c>#name</c> inside the package stands for: paths in it, or other packages' names.</summary>
    public IEnumerable<string> Imports(string specifier) => _json.TryGetProperty("imports", out var imports) ? Matches(imports, specifier) : [];

    /// <summary>The paths that may be what others get of it, the likeliest first; some are not there, and some are without extension.</summary>
    /// <param name="subpath"><c>.</c> for the package itself, <c>./name</c> for a part of it.</param>
    public IEnumerable<string> Exports(string subpath)
    {
        if (_json.TryGetProperty("exports", out var exports))
        {
            var isMap = exports.ValueKind == JsonValueKind.Object && exports.EnumerateObject().Any(entry => entry.Name.StartsWith(".", StringComparison.Ordinal));
            foreach (var target in isMap ? Matches(exports, subpath) : subpath == "." ? Targets(exports) : [])
                yield return Full(target);
        }
        if (subpath == ".")
        {
            foreach (var name in (string[])["source", "types", "module", "main"])
                if (Text(name) is { } target && !target.Contains(".d.")) yield return Full(target);
            yield return Full("src/index");
            yield return Full("index");
        }
        else
        {
            // What the exports name is made by a build that may not have been run: the source is called alike.
            yield return Full(subpath);
            yield return Full("src/" + subpath.Substring(2));
        }
    }

    private string Full(string target) => System.IO.Path.GetFullPath(System.IO.Path.Combine(Path, target));

    // No path has it, and no system takes it.
    private static bool IsPath(string text) => text.IndexOf('\0') < 0;

    private string? Text(string name) => _json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && IsPath(value.GetString()!) ? value.GetString() : null;

    private static List<string> Texts(JsonElement array) => [.. array.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!).Where(IsPath)];

    private static IEnumerable<string> Matches(JsonElement map, string name)
    {
        if (map.ValueKind != JsonValueKind.Object) yield break;
        // The exact name, then the pattern with the longest beginning.
        foreach (var entry in map.EnumerateObject().Where(entry => entry.Name == name))
            foreach (var target in Targets(entry.Value)) yield return target;
        foreach (var entry in map.EnumerateObject().Where(entry => entry.Name.Contains('*')).OrderByDescending(entry => entry.Name.IndexOf('*')))
        {
            var star = entry.Name.IndexOf('*');
            var (begin, end) = (entry.Name.Substring(0, star), entry.Name.Substring(star + 1));
            if (name.Length < begin.Length + end.Length || !name.StartsWith(begin, StringComparison.Ordinal) || !name.EndsWith(end, StringComparison.Ordinal)) continue;
            var part = name.Substring(begin.Length, name.Length - begin.Length - end.Length);
            foreach (var target in Targets(entry.Value)) yield return target.Replace("*", part);
        }
    }

    private static IEnumerable<string> Targets(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() is { } target && !target.Contains(".d.") && IsPath(target) ? [target] : [],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Targets),
        JsonValueKind.Object => Conditions.SelectMany(condition => value.TryGetProperty(condition, out var target) ? Targets(target) : []),
        _ => [],
    };
}
