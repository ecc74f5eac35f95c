namespace Migrations.Packaging;

/// <summary>What is new in a version, from the changelog.</summary>
internal static class ReleaseNotes
{
    /// <summary>The text of the changelog's section of a version, without its heading.</summary>
    /// <exception cref="PackagingException">The topmost section is another version's, or is empty.</exception>
    public static string Of(string changelog, string version)
    {
        var lines = File.ReadAllText(changelog).ReplaceLineEndings("\n").Split('\n');
        var heading = Array.FindIndex(lines, IsHeading);
        if (heading < 0 || lines[heading][3..].Trim() != version)
            throw new PackagingException($"{changelog} must begin with a section '## {version}', the manifest's version.");
        var text = string.Join('\n', lines.Skip(heading + 1).TakeWhile(line => !IsHeading(line))).Trim();
        return text.Length > 0 ? text : throw new PackagingException($"{changelog}: the section {version} is empty.");
    }

    private static bool IsHeading(string line) => line.StartsWith("## ", StringComparison.Ordinal);
}
