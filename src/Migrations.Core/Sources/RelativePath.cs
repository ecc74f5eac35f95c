namespace Migrations.Core.Sources;

/// <summary>Paths as reports write them.</summary>
internal static class RelativePath
{
    /// <summary>A file's path relative to a folder, with slashes; null where it is not below the folder.</summary>
    public static string? Of(string folder, string file)
    {
        // Relative to what, nobody here knows: the process's own folder is not PowerShell's location.
        if (!Path.IsPathRooted(file)) return null;
        var root = Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar) + Path.DirectorySeparatorChar;
        var full = Path.GetFullPath(file);
        var comparison = Path.DirectorySeparatorChar == '\\' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return full.StartsWith(root, comparison) ? full.Substring(root.Length).Replace(Path.DirectorySeparatorChar, '/') : null;
    }
}
