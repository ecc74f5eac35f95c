using Acornima.Ast;
using Jint;

namespace Migrations.Core.Scripts;

/// <summary>How a module file is to be run.</summary>
internal enum ScriptModuleForm
{
    EcmaScript,
    CommonJs,
    Json,
}

/// <summary>A name that a module imports or exports again.</summary>
/// <param name="Specifier">The module, as it is written.</param>
/// <param name="Name">The name in the other module; <c>*</c> for its namespace.</param>
/// <param name="Node">Where it stands, to be blanked or pointed at.</param>
/// <param name="IsExport">Whether it is exported again (<c>export { a } from</c>).</param>
internal readonly record struct ScriptImport(string Specifier, string Name, Node Node, bool IsExport);

/// <summary>A module file, read and parsed.</summary>
internal sealed class ScriptModule
{
    private ScriptModule(string path, string text, ScriptModuleForm form)
    {
        Path = path;
        Text = text;
        Form = form;
    }

    public string Path { get; }

    /// <summary>The JavaScript, or the JSON.</summary>
    public string Text { get; private set; }

    public ScriptModuleForm Form { get; }

    public Prepared<Module> Prepared { get; private set; }

    public List<ScriptImport> Imports { get; } = [];

    /// <summary>The specifiers of all imports and exports, in order.</summary>
    public List<string> Specifiers { get; } = [];

    /// <summary>The names that the module itself exports.</summary>
    public HashSet<string> Exports { get; } = new(StringComparer.Ordinal);

    /// <summary>The specifiers behind <c>export *</c>.</summary>
    public List<string> Stars { get; } = [];

    /// <summary>What each specifier stands for: a file's path, or null for a package.</summary>
    public Dictionary<string, string?> Resolved { get; } = new(StringComparer.Ordinal);

    public bool IsTypeScript => ScriptModuleReader.IsTypeScript(Path);

    public static ScriptModule OfText(string path, string text, ScriptModuleForm form) => new(path, text, form);

    public static ScriptModule OfEcmaScript(string path, string text, Prepared<Module> prepared)
    {
        var module = new ScriptModule(path, text, ScriptModuleForm.EcmaScript) { Prepared = prepared };
        module.Scan();
        return module;
    }

    /// <summary>Blanks ranges of the JavaScript and parses it anew.</summary>
    public void Blank(IEnumerable<(int Start, int End)> ranges)
    {
        Text = Erasure.Apply(Text, ranges.Select(range => new ScriptEdit(range.Start, range.End)).ToList());
        Prepared = ScriptModuleReader.Prepare(Text, Path);
        Imports.Clear();
        Specifiers.Clear();
        Exports.Clear();
        Stars.Clear();
        Scan();
    }

    private void Scan()
    {
        foreach (var statement in Prepared.Program!.Body)
        {
            switch (statement)
            {
                case ImportDeclaration import:
                    AddImport(import);
                    break;
                case ExportAllDeclaration all:
                    Specifiers.Add(all.Source.Value);
                    if (all.Exported is null)
                    {
                        Stars.Add(all.Source.Value);
                        Imports.Add(new ScriptImport(all.Source.Value, "*", all, IsExport: true));
                    }
                    else
                    {
                        Exports.Add(NameOf(all.Exported));
                        Imports.Add(new ScriptImport(all.Source.Value, "*", all, IsExport: true));
                    }

                    break;
                case ExportDefaultDeclaration:
                    Exports.Add("default");
                    break;
                case ExportNamedDeclaration named:
                    AddExport(named);
                    break;
            }
        }
    }

    private void AddImport(ImportDeclaration import)
    {
        var specifier = import.Source.Value;
        Specifiers.Add(specifier);
        foreach (var item in import.Specifiers)
        {
            var name = item switch
            {
                ImportDefaultSpecifier => "default",
                ImportNamespaceSpecifier => "*",
                ImportSpecifier { Imported: var imported } => NameOf(imported),
                _ => "default",
            };
            Imports.Add(new ScriptImport(specifier, name, item, IsExport: false));
        }
    }

    private void AddExport(ExportNamedDeclaration named)
    {
        if (named.Source is not null)
        {
            Specifiers.Add(named.Source.Value);
            foreach (var item in named.Specifiers) Imports.Add(new ScriptImport(named.Source.Value, NameOf(item.Local), item, IsExport: true));
        }

        foreach (var item in named.Specifiers) Exports.Add(NameOf(item.Exported));
        switch (named.Declaration)
        {
            case VariableDeclaration variables:
                foreach (var declarator in variables.Declarations) AddBinding(declarator.Id);
                break;
            case FunctionDeclaration { Id: { } function }:
                Exports.Add(function.Name);
                break;
            case ClassDeclaration { Id: { } type }:
                Exports.Add(type.Name);
                break;
        }
    }

    private void AddBinding(Node? target)
    {
        switch (target)
        {
            case Identifier name:
                Exports.Add(name.Name);
                break;
            case ObjectPattern pattern:
                foreach (var property in pattern.Properties) AddBinding(property is Property { Value: var value } ? value : property);
                break;
            case ArrayPattern pattern:
                foreach (var element in pattern.Elements) AddBinding(element);
                break;
            case AssignmentPattern pattern:
                AddBinding(pattern.Left);
                break;
            case RestElement rest:
                AddBinding(rest.Argument);
                break;
        }
    }

    private static string NameOf(Node node) => node switch
    {
        Identifier name => name.Name,
        StringLiteral text => text.Value,
        _ => "",
    };
}
