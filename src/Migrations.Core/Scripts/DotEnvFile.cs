using System.Text.RegularExpressions;
using Migrations.Core.Sources;

namespace Migrations.Core.Scripts;

/// <summary>Reads <c>.env</c> files as the dotenv package does: <c>NAME=value</c>, quotes, comments and <c>export</c>.</summary>
public static class DotEnvFile
{
    private static readonly Regex Line = new(
        @"^[ \t]*(?:export[ \t]+)?([\w.-]+)(?:[ \t]*=[ \t]*|:[ \t]+)('(?:\\'|[^'])*'|""(?:\\""|[^""])*""|`(?:\\`|[^`])*`|[^#\r\n]*)?[ \t]*(?:#.*)?$",
        RegexOptions.Multiline | RegexOptions.CultureInvariant);

    /// <summary>The values of a text.</summary>
    public static IReadOnlyDictionary<string, string> Parse(string text)
    {
        if (text is null) throw new ArgumentNullException(nameof(text));
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match match in Line.Matches(text.Replace("\r\n", "\n")))
        {
            var value = match.Groups[2].Value.Trim();
            var quote = value.Length > 1 && value[0] == value[value.Length - 1] && value[0] is '\'' or '"' or '`' ? value[0] : '\0';
            if (quote != '\0') value = value.Substring(1, value.Length - 2);
            // Only double quotes know escapes.
            if (quote == '"') value = value.Replace("\\n", "\n").Replace("\\r", "\r");
            values[match.Groups[1].Value] = value;
        }

        return values;
    }

    /// <summary>The values of a file; none where there is no such file.</summary>
    /// <exception cref="Model.MigrationException"><c>FileUnreadable</c>.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        if (!File.Exists(path)) return new Dictionary<string, string>();
        using var reader = new StreamReader(new MemoryStream(SourceFile.ReadAllBytes(path)));
        return Parse(reader.ReadToEnd());
    }
}
