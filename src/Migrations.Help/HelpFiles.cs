using System.Text;

namespace Migrations.Help;

/// <summary>The help files that the pages of a folder make.</summary>
/// <param name="Files">Their bytes by name.</param>
internal sealed record HelpFiles(IReadOnlyDictionary<string, byte[]> Files)
{
    /// <summary>The cmdlets' help: named after the assembly, which is where PowerShell looks for it.</summary>
    public const string CmdletFile = "Migrations.dll-Help.xml";

    /// <summary>Reads a folder's pages: <c>Verb-Noun.md</c>, <c>about_*.md</c>; others (<c>README.md</c>, <c>_shared.md</c>) are no help.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="InvalidDataException">A page cannot be read; the message begins with its path.</exception>
    public static HelpFiles Of(string folder)
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        files[CmdletFile] = MamlWriter.Write([.. CmdletPages(folder).Select(file => Read(file, PageReader.Read))]);
        foreach (var file in TopicPages(folder))
            files[Path.GetFileNameWithoutExtension(file) + ".help.txt"] = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true).GetPreamble().Concat(Encoding.UTF8.GetBytes(Read(file, TopicWriter.Write))).ToArray();
        return new HelpFiles(files);
    }

    /// <summary>The cmdlets' pages, by name.</summary>
    public static IReadOnlyList<string> CmdletPages(string folder) => [.. Pages(folder).Where(file => Path.GetFileName(file).Contains('-', StringComparison.Ordinal))];

    /// <summary>The topics' pages, by name.</summary>
    public static IReadOnlyList<string> TopicPages(string folder) => [.. Pages(folder).Where(file => Path.GetFileName(file).StartsWith("about_", StringComparison.Ordinal))];

    private static IEnumerable<string> Pages(string folder) => Directory.EnumerateFiles(folder, "*.md").Order(StringComparer.Ordinal);

    private static T Read<T>(string file, Func<string, T> read)
    {
        try
        {
            return read(File.ReadAllText(file));
        }
        catch (Exception wrong) when (wrong is InvalidDataException or NotSupportedException or InvalidOperationException)
        {
            throw new InvalidDataException($"{file}(1): error HELP: {wrong.Message}", wrong);
        }
    }
}
