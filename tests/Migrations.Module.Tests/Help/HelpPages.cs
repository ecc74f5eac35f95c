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
    public static IReadOnlyList<string> Guides => ["README", .. Directory.EnumerateFiles(GuideFolder, "*.md").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!];

    public static string PathOf(string name) =>
        name == "README" ? Path.Combine(Repository.Root, "README.md") : Path.Combine(Guides.Contains(name) ? GuideFolder : Folder, name + ".md");

    public static string Text(string name) => File.ReadAllText(PathOf(name)).ReplaceLineEndings("\n");

    public static CmdletPage Page(string name) => PageReader.Read(Text(name));

    public static IReadOnlyList<Example> Examples(string name) => Cmdlets.Contains(name) ? Page(name).Examples : PageReader.ReadTopicExamples(Text(name));

    public static TheoryData<string> CmdletNames => [.. Cmdlets];

    public static TheoryData<string> TopicNames => [.. Topics];

    public static TheoryData<string> AllNames => [.. Cmdlets, .. Topics, .. Guides];

    private static string GuideFolder => Path.Combine(Repository.Root, "docs", "guides");

    public static CmdletInfo Cmdlet(ModuleSession session, string name) => (CmdletInfo)session.Run($"Get-Command {name} -Module Migrations").Only.BaseObject;
}
