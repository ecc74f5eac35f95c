using System.Management.Automation;
using Migrations.Help;

namespace Migrations.Module.Tests.Help;

/// <summary>The pages of the repository.</summary>
internal static class HelpPages
{
    public static string Folder => Path.Combine(Repository.Root, "docs", "cmdlets");

    public static string Staged => Path.Combine(Path.GetDirectoryName(Repository.Manifest)!, "en-US");

    public static IReadOnlyList<string> Cmdlets => [.. HelpFiles.CmdletPages(Folder).Select(Path.GetFileNameWithoutExtension)!];

    public static IReadOnlyList<string> Topics => [.. HelpFiles.TopicPages(Folder).Select(Path.GetFileNameWithoutExtension)!];

    /// <summary>Pages that are no help and have examples as topics have them; Get-ExamplePage of tests/Examples has the same.</summary>
    public static IReadOnlyList<string> Guides => [.. GuidePaths.Select(Path.GetFileNameWithoutExtension)!];

    public static string PathOf(string name) => GuidePaths.FirstOrDefault(path => Path.GetFileNameWithoutExtension(path) == name) ?? Path.Combine(Folder, name + ".md");

    public static string Text(string name) => File.ReadAllText(PathOf(name)).ReplaceLineEndings("\n");

    public static CmdletPage Page(string name) => PageReader.Read(Text(name));

    public static IReadOnlyList<Example> Examples(string name) => Cmdlets.Contains(name) ? Page(name).Examples : PageReader.ReadTopicExamples(Text(name));

    public static TheoryData<string> CmdletNames => [.. Cmdlets];

    public static TheoryData<string> TopicNames => [.. Topics];

    public static TheoryData<string> AllNames => [.. Cmdlets, .. Topics, .. Guides];

    private static IReadOnlyList<string> GuidePaths =>
    [
        Path.Combine(Repository.Root, "README.md"),
        .. new[] { "guides", "images" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", folder), "*.md").Order(StringComparer.Ordinal)),
    ];

    public static CmdletInfo Cmdlet(ModuleSession session, string name) => (CmdletInfo)session.Run($"Get-Command {name} -Module Migrations").Only.BaseObject;
}
