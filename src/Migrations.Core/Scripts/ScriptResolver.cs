namespace Migrations.Core.Scripts;

/// <summary>Finds the file that an import names.</summary>
internal sealed class ScriptResolver(ScriptFiles files)
{
    private static readonly string[] Extensions = [".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".json"];

    private const string PackageFolderName = "/node_modules/";

    private readonly Dictionary<string, TsConfigPaths> _aliases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PackageFolder?> _owners = new(StringComparer.Ordinal);
    private Workspace? _workspace;

    /// <summary>The package that a specifier names, if it names one: a path into <c>node_modules</c> is that package, installed or not.</summary>
    public static string PackageOf(string specifier)
    {
        var at = specifier.LastIndexOf(PackageFolderName, StringComparison.Ordinal);
        return at < 0 ? specifier : specifier.Substring(at + PackageFolderName.Length);
    }

    /// <summary>The file of a specifier.</summary>
    /// <returns>The full path; null for a package that is not of the project itself, which is not read.</returns>
    /// <exception cref="FileNotFoundException">The specifier is a path, and there is no such file.</exception>
    public string? Resolve(string specifier, string fromFile)
    {
        if (PackageOf(specifier) is var package && package.Length < specifier.Length) return Other(package);
        var folder = Path.GetDirectoryName(fromFile)!;
        if (specifier.StartsWith("./", StringComparison.Ordinal) || specifier.StartsWith("../", StringComparison.Ordinal)
            || specifier is "." or ".." || Path.IsPathRooted(specifier))
            return Find(Path.GetFullPath(Path.Combine(folder, specifier))) ?? throw new FileNotFoundException(specifier);
        if (specifier.StartsWith("node:", StringComparison.Ordinal)) return null;
        if (!_aliases.TryGetValue(folder, out var aliases)) _aliases[folder] = aliases = TsConfigPaths.Nearest(folder, files);
        foreach (var candidate in aliases.Candidates(specifier))
            if (Find(candidate) is { } found) return found;
        if (specifier.StartsWith("#", StringComparison.Ordinal)) return Own(specifier, fromFile);
        return Other(specifier);
    }

    // No package of a project's own is called so, and nearly every file asks for it.
    private static bool IsDrizzle(string specifier) => specifier.StartsWith("drizzle-", StringComparison.Ordinal);

    // A "#name" of the package that the file is in.
    private string? Own(string specifier, string fromFile)
    {
        var folder = Path.GetDirectoryName(fromFile)!;
        if (!_owners.TryGetValue(folder, out var owner))
        {
            for (string? at = folder; owner is null && at is not null && files.IsInside(Path.Combine(at, "x")); at = Path.GetDirectoryName(at)) owner = PackageFolder.Read(at, files);
            _owners[folder] = owner;
        }
        foreach (var target in owner?.Imports(specifier) ?? [])
        {
            var found = target.StartsWith(".", StringComparison.Ordinal) ? Find(Path.GetFullPath(Path.Combine(owner!.Path, target))) : Other(target);
            if (found is not null) return found;
        }
        return null;
    }

    // Another package of the same workspace.
    private string? Other(string specifier)
    {
        if (IsDrizzle(specifier)) return null;
        _workspace ??= Workspace.Around(files.Root, files);
        return _workspace.Find(specifier) is var (package, subpath) ? package.Exports(subpath).Select(Find).FirstOrDefault(found => found is not null) : null;
    }

    private string? Find(string path)
    {
        // TypeScript writes the extension of the output: "./users.js" is "./users.ts" in the source.
        var written = Path.GetExtension(path);
        var typed = written switch { ".js" => ".ts", ".mjs" => ".mts", ".cjs" => ".cts", ".jsx" => ".tsx", _ => null };
        if (typed is not null)
        {
            var source = Path.ChangeExtension(path, typed);
            if (files.Contains(source)) return source;
            if (written == ".js" && files.Contains(Path.ChangeExtension(path, ".tsx"))) return Path.ChangeExtension(path, ".tsx");
        }

        if (files.Contains(path)) return path;
        foreach (var extension in Extensions)
            if (files.Contains(path + extension)) return path + extension;
        foreach (var extension in Extensions)
        {
            var index = Path.Combine(path, "index" + extension);
            if (files.Contains(index)) return index;
        }

        return null;
    }
}
