using System.Text.Json;

namespace Migrations.Core.Scripts;

/// <summary>The import aliases of a <c>tsconfig.json</c>: <c>compilerOptions.paths</c> and <c>baseUrl</c>.</summary>
internal sealed class TsConfigPaths
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly List<(string Prefix, string Suffix, List<string> Targets)> _patterns = [];
    private string? _baseUrl;

    /// <summary>Reads the file that is nearest above a folder.</summary>
    public static TsConfigPaths Nearest(string folder, ScriptFiles files)
    {
        var paths = new TsConfigPaths();
        for (string? at = folder; at is not null && files.IsInside(Path.Combine(at, "x")); at = Path.GetDirectoryName(at))
        {
            foreach (var name in (string[])["tsconfig.json", "jsconfig.json"])
            {
                var file = Path.Combine(at, name);
                if (!files.Contains(file)) continue;
                paths.Load(file, files, depth: 0);
                return paths;
            }
        }

        return paths;
    }

    /// <summary>The paths, without extensions, that a specifier may stand for.</summary>
    public IEnumerable<string> Candidates(string specifier)
    {
        // The pattern with the longest prefix wins, as in TypeScript.
        foreach (var (prefix, suffix, targets) in _patterns.OrderByDescending(pattern => pattern.Prefix.Length))
        {
            if (specifier.Length < prefix.Length + suffix.Length
                || !specifier.StartsWith(prefix, StringComparison.Ordinal) || !specifier.EndsWith(suffix, StringComparison.Ordinal)) continue;
            var star = specifier.Substring(prefix.Length, specifier.Length - prefix.Length - suffix.Length);
            foreach (var target in targets) yield return target.Replace("*", star);
        }

        if (_baseUrl is not null) yield return Path.Combine(_baseUrl, specifier);
    }

    private void Load(string file, ScriptFiles files, int depth)
    {
        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(files.Read(file), Lenient);
            root = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // The compiler's settings are not ours to check; without them the import is not found, and that error is clear.
            return;
        }

        if (root.ValueKind != JsonValueKind.Object) return;
        var folder = Path.GetDirectoryName(file)!;
        if (depth < 10 && root.TryGetProperty("extends", out var extends))
        {
            var parents = extends.ValueKind == JsonValueKind.Array ? extends.EnumerateArray().ToList() : [extends];
            foreach (var parent in parents)
            {
                if (parent.ValueKind != JsonValueKind.String || !parent.GetString()!.StartsWith(".", StringComparison.Ordinal)) continue;
                var path = Path.GetFullPath(Path.Combine(folder, parent.GetString()!));
                if (!path.EndsWith(".json", StringComparison.Ordinal)) path += ".json";
                if (files.Contains(path)) Load(path, files, depth + 1);
            }
        }

        if (!root.TryGetProperty("compilerOptions", out var options) || options.ValueKind != JsonValueKind.Object) return;
        if (options.TryGetProperty("baseUrl", out var baseUrl) && baseUrl.ValueKind == JsonValueKind.String)
            _baseUrl = Path.GetFullPath(Path.Combine(folder, baseUrl.GetString()!));
        if (!options.TryGetProperty("paths", out var paths) || paths.ValueKind != JsonValueKind.Object) return;
        _patterns.Clear();
        foreach (var entry in paths.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.Array) continue;
            var star = entry.Name.IndexOf('*');
            var targets = entry.Value.EnumerateArray()
                .Where(target => target.ValueKind == JsonValueKind.String)
                .Select(target => Path.GetFullPath(Path.Combine(_baseUrl ?? folder, target.GetString()!)))
                .ToList();
            _patterns.Add(star < 0 ? (entry.Name, "", targets) : (entry.Name.Substring(0, star), entry.Name.Substring(star + 1), targets));
        }
    }
}
