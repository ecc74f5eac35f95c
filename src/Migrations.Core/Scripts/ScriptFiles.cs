using Migrations.Model;

namespace Migrations.Core.Scripts;

/// <summary>The script and JSON files of one project: all that a script may read, and nothing else.</summary>
/// <remarks>
/// The limit is the outermost folder above the root that still belongs to the project: one with a <c>package.json</c>, a
/// <c>pnpm-workspace.yaml</c> or a <c>.git</c>, so that the parts of a monorepo may import each other.
/// </remarks>
public sealed class ScriptFiles
{
    private static readonly string[] Extensions = [".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".jsx", ".json"];
    private static readonly string[] Markers = ["package.json", "pnpm-workspace.yaml", ".git"];

    private readonly string _limit;

    /// <summary>Opens a project.</summary>
    /// <param name="root">The project's folder.</param>
    public ScriptFiles(string root)
    {
        if (root is null) throw new ArgumentNullException(nameof(root));
        Root = Path.GetFullPath(root);
        _limit = Root;
        for (var folder = Path.GetDirectoryName(Root); folder is not null; folder = Path.GetDirectoryName(folder))
            if (Array.Exists(Markers, marker => File.Exists(Path.Combine(folder, marker)) || Directory.Exists(Path.Combine(folder, marker)))) _limit = folder;
    }

    /// <summary>The project's folder.</summary>
    public string Root { get; }

    /// <summary>Whether there is such a file, of a kind that scripts may read, inside the project.</summary>
    public bool Contains(string path) =>
        Array.IndexOf(Extensions, Path.GetExtension(path).ToLowerInvariant()) >= 0 && IsInside(path) && File.Exists(path);

    /// <summary>Whether a path lies inside the project.</summary>
    public bool IsInside(string path)
    {
        var full = Path.GetFullPath(path);
        var limit = _limit.EndsWith(Path.DirectorySeparatorChar.ToString(), StringComparison.Ordinal) ? _limit : _limit + Path.DirectorySeparatorChar;
        var comparison = Path.DirectorySeparatorChar == '\\' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return full.StartsWith(limit, comparison);
    }

    /// <summary>The text of a file.</summary>
    /// <exception cref="MigrationException"><c>ScriptFileOutsideProject</c>, <c>FileNotFound</c> or <c>FileUnreadable</c>.</exception>
    public string Read(string path)
    {
        if (!IsInside(path))
            throw new MigrationException(
                ErrorIds.ScriptFileOutsideProject, $"The script '{path}' lies outside the project.",
                $"Scripts may only read files below '{_limit}'.", target: path);
        if (!Contains(path))
            throw new MigrationException(
                ErrorIds.FileNotFound, $"There is no script file '{path}'.", "Check the path.", target: path);
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MigrationException(
                ErrorIds.FileUnreadable, $"The script '{path}' cannot be read: {error.Message}", "Check the file's permissions.", target: path, inner: error);
        }
    }
}
