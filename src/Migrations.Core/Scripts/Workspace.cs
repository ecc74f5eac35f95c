namespace Migrations.Core.Scripts;

/// <summary>The packages of a monorepo, by name: those that <c>workspaces</c> in a <c>package.json</c> or <c>packages</c> in a <c>pnpm-workspace.yaml</c> names.</summary>
internal sealed class Workspace
{
    // A workspace's globs have one level, or one "**"; deeper ones would make a reading walk through everything.
    private const int MaxDepth = 4;

    private readonly Dictionary<string, PackageFolder> _packages = new(StringComparer.Ordinal);

    private Workspace()
    {
    }

    /// <summary>Reads the workspaces that a folder belongs to.</summary>
    public static Workspace Around(string folder, ScriptFiles files)
    {
        var workspace = new Workspace();
        for (string? at = folder; at is not null && files.IsInside(Path.Combine(at, "x")); at = Path.GetDirectoryName(at))
        {
            var globs = (PackageFolder.Read(at, files)?.Workspaces ?? []).Concat(PnpmGlobs(at)).Where(glob => !glob.StartsWith("!", StringComparison.Ordinal));
            foreach (var glob in globs) workspace.Add(at, glob, files);
        }
        return workspace;
    }

    /// <summary>The package of a specifier, and which part of it is asked for; null where it is none of the workspace's.</summary>
    public (PackageFolder Package, string Subpath)? Find(string specifier)
    {
        var parts = specifier.Split('/');
        var length = specifier.StartsWith("@", StringComparison.Ordinal) ? 2 : 1;
        if (parts.Length < length || !_packages.TryGetValue(string.Join("/", parts.Take(length)), out var package)) return null;
        return (package, parts.Length == length ? "." : "./" + string.Join("/", parts.Skip(length)));
    }

    private void Add(string root, string glob, ScriptFiles files)
    {
        foreach (var folder in Folders(root, glob.Replace('\\', '/').Trim('/').Split('/').Where(part => part is not ("." or "")).ToArray(), 0, MaxDepth))
            if (PackageFolder.Read(folder, files) is { Name: { } name } package && !_packages.ContainsKey(name)) _packages.Add(name, package);
    }

    private static IEnumerable<string> Folders(string at, string[] parts, int index, int depth)
    {
        if (index == parts.Length) return [at];
        if (depth == 0 || !Directory.Exists(at)) return [];
        if (parts[index] == "**")
            return Folders(at, parts, index + 1, depth).Concat(Inner(at).SelectMany(inner => Folders(inner, parts, index, depth - 1)));
        return parts[index].Contains('*')
            ? Under(at, parts[index]).SelectMany(inner => Folders(inner, parts, index + 1, depth - 1))
            : Folders(Path.Combine(at, parts[index]), parts, index + 1, depth);
    }

    private static IEnumerable<string> Inner(string folder) => Under(folder, "*");

    // What may not be looked into is no package of ours.
    private static IEnumerable<string> Under(string folder, string pattern)
    {
        try
        {
            return [.. Directory.EnumerateDirectories(folder, pattern).Where(IsPart)];
        }
        catch (Exception closed) when (closed is UnauthorizedAccessException or IOException)
        {
            return [];
        }
    }

    private static bool IsPart(string folder) => Path.GetFileName(folder) is var name && name != "node_modules" && !name.StartsWith(".", StringComparison.Ordinal);

    // The file has one list that matters here; a YAML library for it would be the engine's largest dependency.
    private static IEnumerable<string> PnpmGlobs(string folder)
    {
        var file = Path.Combine(folder, "pnpm-workspace.yaml");
        if (!File.Exists(file)) yield break;
        var isIn = false;
        foreach (var line in File.ReadLines(file))
        {
            var text = line.Trim();
            if (text.Length == 0 || text[0] == '#') continue;
            if (!char.IsWhiteSpace(line[0]) && line[0] != '-')
            {
                isIn = text.StartsWith("packages:", StringComparison.Ordinal);
                // packages: ["a/*", b]
                var (open, close) = (text.IndexOf('['), text.IndexOf(']'));
                if (isIn && open >= 0 && close > open)
                    foreach (var item in text.Substring(open + 1, close - open - 1).Split(',')) yield return item.Trim().Trim('\'', '"');
            }
            else if (isIn && text[0] == '-') yield return text.Substring(1).Split('#')[0].Trim().Trim('\'', '"');
        }
    }
}
