using System.Text;
using System.Text.RegularExpressions;
using Migrations.Core.Scripts;
using Migrations.Core.Sources;

namespace Migrations.Core.Drizzle;

/// <summary>Finds the files that a configuration's <c>schema</c> names.</summary>
internal static class SchemaFiles
{
    private static readonly char[] GlobCharacters = ['*', '?', '{', '['];

    /// <summary>The files in drizzle-kit's order: pattern by pattern, and by name within each.</summary>
    public static IReadOnlyList<string> Find(IReadOnlyList<string> patterns, ScriptFiles files)
    {
        var found = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pattern in patterns)
            foreach (var path in Expand(pattern, files.Root))
                if (IsScript(path) && seen.Add(path)) found.Add(path);
        return found;
    }

    private static IEnumerable<string> Expand(string pattern, string root)
    {
        if (pattern.IndexOfAny(GlobCharacters) < 0) return FilesOf(Path.GetFullPath(Path.Combine(root, pattern)));
        var segments = pattern.Replace('\\', '/').Split('/');
        var plain = segments.TakeWhile(segment => segment.IndexOfAny(GlobCharacters) < 0).ToArray();
        var folder = Path.GetFullPath(Path.Combine(root, string.Join("/", plain) + "/"));
        if (!Directory.Exists(folder)) return [];
        if (RegexOf(string.Join("/", segments.Skip(plain.Length))) is not { } regex) return [];
        var isDeep = segments.Length - plain.Length > 1 || pattern.Contains("**");
        return Entries(folder, isDeep)
            .Where(path => regex.IsMatch(path.Substring(folder.Length).TrimStart('/', '\\').Replace('\\', '/')))
            .OrderBy(path => path, new PathOrder())
            .SelectMany(FilesOf);
    }

    private static IEnumerable<string> FilesOf(string path)
    {
        // A folder that is named is listed by Node.js, which sorts by the characters' numbers.
        if (Directory.Exists(path)) return SourceFile.FilesIn(path, "*").OrderBy(file => file, StringComparer.Ordinal);
        return File.Exists(path) ? [path] : [];
    }

    private static IEnumerable<string> Entries(string folder, bool isDeep)
    {
        foreach (var file in SourceFile.FilesIn(folder, "*")) yield return file;
        foreach (var inner in Directory.EnumerateDirectories(folder))
        {
            var name = Path.GetFileName(inner);
            if (name == "node_modules" || name.StartsWith(".", StringComparison.Ordinal)) continue;
            yield return inner;
            if (!isDeep) continue;
            foreach (var file in Entries(inner, isDeep)) yield return file;
        }
    }

    private static bool IsScript(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is ".ts" or ".mts" or ".cts" or ".js" or ".mjs" or ".cjs" && !path.EndsWith(".d.ts", StringComparison.OrdinalIgnoreCase);

    // A range the wrong way round ([z-a]) has no characters: nothing matches.
    private static Regex? RegexOf(string glob)
    {
        try
        {
            return new Regex("^" + ToRegex(glob) + "$", RegexOptions.CultureInvariant);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string ToRegex(string glob)
    {
        var regex = new StringBuilder();
        var inBraces = 0;
        for (var i = 0; i < glob.Length; i++)
        {
            var c = glob[i];
            switch (c)
            {
                case '*' when i + 1 < glob.Length && glob[i + 1] == '*':
                    // "**/" also stands for no folder at all.
                    if (i + 2 < glob.Length && glob[i + 2] == '/')
                    {
                        regex.Append("(?:[^/]+/)*");
                        i += 2;
                    }
                    else
                    {
                        regex.Append(".*");
                        i++;
                    }

                    break;
                case '*':
                    regex.Append("[^/]*");
                    break;
                case '?':
                    regex.Append("[^/]");
                    break;
                case '{':
                    regex.Append("(?:");
                    inBraces++;
                    break;
                case '}' when inBraces > 0:
                    regex.Append(')');
                    inBraces--;
                    break;
                case ',' when inBraces > 0:
                    regex.Append('|');
                    break;
                case '[' when glob.IndexOf(']', i) is var end && end > i:
                    var set = glob.Substring(i + 1, end - i - 1);
                    regex.Append('[').Append(set.StartsWith("!", StringComparison.Ordinal) ? "^" + set.Substring(1) : set).Append(']');
                    i = end;
                    break;
                default:
                    regex.Append(Regex.Escape(c.ToString()));
                    break;
            }
        }

        return inBraces == 0 ? regex.ToString() : Regex.Escape(glob);
    }
}
