using System.Management.Automation.Language;
using System.Text;

namespace Migrations.Packaging;

/// <summary>What a package says of itself, read from the module manifest; nothing in the manifest is run.</summary>
internal sealed class ModuleManifest
{
    private readonly HashtableAst _table;

    private ModuleManifest(string path, HashtableAst table)
    {
        Path = path;
        _table = table;
    }

    /// <summary>The manifest's file.</summary>
    public string Path { get; }

    /// <summary>The module's name: that of the file.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string Version => Text("ModuleVersion");

    public string Author => Text("Author");

    public string Company => Text("CompanyName");

    public string Copyright => Text("Copyright");

    public string Description => Text("Description");

    public IReadOnlyList<string> Cmdlets => Texts(Find(_table, "CmdletsToExport"));

    public IReadOnlyList<string> Tags => Texts(Find(Data, "Tags"));

    public string LicenseUri => Texts(Find(Data, "LicenseUri")).Single();

    /// <summary>Null where the manifest names none.</summary>
    public string? ProjectUri => Texts(Find(Data, "ProjectUri")).SingleOrDefault();

    public string ReleaseNotes => Texts(Find(Data, "ReleaseNotes")).Single();

    private HashtableAst Data => (HashtableAst)Find((HashtableAst)Find(_table, "PrivateData")!, "PSData")!;

    /// <exception cref="PackagingException">The file is no manifest.</exception>
    public static ModuleManifest Read(string path)
    {
        var script = Parser.ParseFile(path, out _, out var errors);
        return errors.Length == 0 && script.Find(ast => ast is HashtableAst, searchNestedScriptBlocks: false) is HashtableAst table
            ? new ModuleManifest(path, table)
            : throw new PackagingException($"{path} is not a module manifest: {errors.FirstOrDefault()?.Message}");
    }

    /// <summary>Replaces, or adds, a text in <c>PrivateData.PSData</c>; every other character stays as it was.</summary>
    public ModuleManifest WithData(string key, string value)
    {
        var file = File.ReadAllText(Path);
        var quoted = "'" + CodeGeneration.EscapeSingleQuotedStringContent(value) + "'";
        if (Find(Data, key) is { } present)
        {
            file = file[..present.Extent.StartOffset] + quoted + file[present.Extent.EndOffset..];
        }
        else
        {
            var first = Data.KeyValuePairs[0].Item1.Extent;
            file = file.Insert(first.StartOffset, $"{key} = {quoted}\n{new string(' ', first.StartColumnNumber - 1)}");
        }
        // Without a mark Windows PowerShell 5.1 reads a file in the machine's own code page.
        File.WriteAllText(Path, file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: !Ascii.IsValid(file)));
        return Read(Path);
    }

    private string Text(string key) => Texts(Find(_table, key)).Single();

    private static Ast? Find(HashtableAst table, string key)
    {
        var value = table.KeyValuePairs.FirstOrDefault(pair => string.Equals(pair.Item1.SafeGetValue() as string, key, StringComparison.OrdinalIgnoreCase))?.Item2;
        return value is PipelineAst { PipelineElements: [CommandExpressionAst expression] } ? expression.Expression : value;
    }

    private static IReadOnlyList<string> Texts(Ast? value) => value?.SafeGetValue() switch
    {
        null => [],
        object[] many => [.. many.Cast<string>()],
        var one => [(string)one],
    };
}
