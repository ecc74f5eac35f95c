namespace Migrations.Help;

/// <summary>Breaks text into lines.</summary>
internal static class Wrapping
{
    /// <summary>The lines of a text, none longer than a width unless one word is. Later lines of a list's item stand under its first.</summary>
    /// <param name="text">The text; its own line ends stay.</param>
    /// <param name="width">The most characters of a line.</param>
    public static IEnumerable<string> Lines(string text, int width)
    {
        foreach (var line in text.Split('\n'))
        {
            // Code keeps its form.
            if (line.StartsWith("    ", StringComparison.Ordinal) || line.Length <= width)
            {
                yield return line;
                continue;
            }
            var indent = line.StartsWith("- ", StringComparison.Ordinal) ? "  " : char.IsAsciiDigit(line[0]) && line.Contains(". ", StringComparison.Ordinal) ? "   " : "";
            var current = "";
            foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (current.Trim().Length > 0 && current.Length + 1 + word.Length > width)
                {
                    yield return current;
                    current = indent + word;
                }
                else
                {
                    current = current.Length == 0 ? word : $"{current} {word}";
                }
            }
            yield return current;
        }
    }
}
