using System.Management.Automation.Language;
using YamlDotNet.RepresentationModel;

namespace Migrations.Module.Tests;

/// <summary>One of the examples' pipelines, as YAML.</summary>
internal sealed class PipelineFile
{
    public PipelineFile(string name)
    {
        using var reader = File.OpenText(Path.Combine(Repository.Root, "examples", name));
        var yaml = new YamlStream();
        yaml.Load(reader);
        Root = (YamlMappingNode)Assert.Single(yaml.Documents).RootNode;
    }

    public YamlMappingNode Root { get; }

    /// <summary>The scripts of all steps in their order: pwsh of Azure, run of GitHub.</summary>
    public IReadOnlyList<string> Scripts => [.. Mappings(Root).SelectMany(step => step.Children).Where(child => child.Key.ToString() is "pwsh" or "run" && child.Value is YamlScalarNode).Select(child => child.Value.ToString())];

    /// <summary>The scripts that do not install the module.</summary>
    public IReadOnlyList<string> Steps => [.. Scripts.Where(script => !script.StartsWith("Install-Module ", StringComparison.Ordinal))];

    /// <summary>All mappings with a key.</summary>
    public IReadOnlyList<YamlMappingNode> With(string key) => [.. Mappings(Root).Where(mapping => mapping.Children.ContainsKey(key))];

    public static string Text(YamlMappingNode mapping, string key) => mapping.Children[key].ToString();

    public static ScriptBlockAst Parse(string script)
    {
        var parsed = Parser.ParseInput(script, out _, out var errors);
        Assert.Empty(errors);
        return parsed;
    }

    public static IReadOnlyList<CommandAst> CommandsOf(Ast script) => [.. script.FindAll(node => node is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>()];

    private static IEnumerable<YamlMappingNode> Mappings(YamlNode node) => node switch
    {
        YamlMappingNode mapping => mapping.Children.Values.SelectMany(Mappings).Prepend(mapping),
        YamlSequenceNode sequence => sequence.SelectMany(Mappings),
        _ => [],
    };
}
