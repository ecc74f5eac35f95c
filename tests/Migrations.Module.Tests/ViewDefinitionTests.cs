using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Migrations.Module.Tests;

/// <summary>The views, held against the types that the cmdlets emit.</summary>
public sealed partial class ViewDefinitionTests : IDisposable
{
    // In error records, as what the error is about.
    private static readonly string[] Targets = ["LockHolder", "BlockingSession", "MigrationProject", "MigrationRule"];

    private readonly ModuleSession _session = new();

    private IReadOnlyList<Type> Emitted
    {
        get
        {
            var cmdlets = ((Type)_session.Run("[Migrations.Commands.GetMigrationCommand]").Only.BaseObject).Assembly;
            var found = new HashSet<Type>();
            var waiting = new Queue<Type>(cmdlets.GetExportedTypes().SelectMany(type => type.GetCustomAttributes<OutputTypeAttribute>()).SelectMany(output => output.Type).Select(name => name.Type));
            var model = waiting.First(type => type.Namespace == "Migrations.Model").Assembly;
            foreach (var target in Targets) waiting.Enqueue(model.GetType("Migrations.Model." + target, throwOnError: true)!);
            while (waiting.TryDequeue(out var type))
            {
                if (type.IsGenericType) foreach (var argument in type.GetGenericArguments()) waiting.Enqueue(argument);
                if (type.Assembly != model || type.IsEnum || !found.Add(type)) continue;
                foreach (var property in type.GetProperties()) waiting.Enqueue(property.PropertyType);
            }
            return [.. found];
        }
    }

    private static IReadOnlyList<XElement> Views =>
        [.. Directory.GetFiles(Repository.ModuleFolder, "*.Format.ps1xml").SelectMany(file => XDocument.Load(file).Descendants("View"))];

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Every_type_that_is_emitted_has_a_table_and_a_list()
    {
        var emitted = Emitted;
        Assert.Contains(emitted, type => type.Name == "IndexPart");
        Assert.True(emitted.Count > 25);

        var missing = from type in emitted
                      from control in (string[])["TableControl", "ListControl"]
                      where !Views.Any(view => view.Element(control) is not null && view.Descendants("TypeName").Any(name => name.Value == type.FullName))
                      select $"{type.Name} {control}";

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_file_of_views_is_named_by_the_manifest()
    {
        var files = Directory.GetFiles(Repository.ModuleFolder, "*.ps1xml").Select(Path.GetFileName).Order().ToList();
        var module = (PSModuleInfo)_session.Run("Get-Module Migrations").Only.BaseObject;

        Assert.Equal(files, module.ExportedFormatFiles.Concat(module.ExportedTypeFiles).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Whatever_a_view_asks_for_is_a_member_of_its_type()
    {
        var types = Emitted.ToDictionary(type => type.FullName!, StringComparer.Ordinal);
        var added = XDocument.Load(Path.Combine(Repository.ModuleFolder, "Migrations.Types.ps1xml")).Descendants("Type")
            .ToDictionary(type => type.Element("Name")!.Value, type => type.Element("Members")!.Elements().Select(member => member.Element("Name")!.Value).ToHashSet(), StringComparer.Ordinal);
        var asked = 0;
        foreach (var view in Views)
        {
            // The one view of several types: what an authored migration consists of.
            if (view.Element("Name")!.Value == "CompletedArtifact") continue;
            var type = types[view.Descendants("TypeName").Single().Value];
            var names = view.Descendants("PropertyName").Select(name => name.Value)
                .Concat(view.Descendants("ScriptBlock").Where(script => !script.Value.Contains("-Object")).SelectMany(script => Asked().Matches(script.Value)).Select(match => match.Groups[1].Value));
            foreach (var name in names)
            {
                asked++;
                Assert.True(type.GetProperty(name) is not null || (added.TryGetValue(type.FullName!, out var more) && more.Contains(name)), $"{view.Element("Name")!.Value}: {type.Name} has no {name}.");
            }
        }
        Assert.True(asked > 200);

        foreach (var (name, members) in added)
        {
            var type = types[name];
            var named = XDocument.Load(Path.Combine(Repository.ModuleFolder, "Migrations.Types.ps1xml")).Descendants("Type").Single(candidate => candidate.Element("Name")!.Value == name)
                .Descendants("ReferencedProperties").Elements("Name").Select(element => element.Value);
            Assert.All(named, member => Assert.True(type.GetProperty(member) is not null || members.Contains(member), $"{name} has no {member}."));
        }
    }

    // Newer syntax than Windows PowerShell 5.1's, and escape sequences, which it would print.
    [Fact]
    public void The_scripts_of_views_are_for_Windows_PowerShell_too()
    {
        foreach (var script in Directory.GetFiles(Repository.ModuleFolder, "*.ps1xml").SelectMany(file => XDocument.Load(file).Descendants().Where(element => element.Name.LocalName.EndsWith("ScriptBlock", StringComparison.Ordinal) && !element.HasElements)))
        {
            Assert.DoesNotContain("?.", script.Value);
            Assert.DoesNotContain("??", script.Value);
            Assert.DoesNotContain("`e", script.Value);
            Assert.DoesNotContain("$PSStyle", script.Value);
            var ast = System.Management.Automation.Language.Parser.ParseInput(script.Value, out _, out var errors);
            Assert.Empty(errors);
            Assert.Empty(ast.FindAll(node => node is System.Management.Automation.Language.TernaryExpressionAst or System.Management.Automation.Language.PipelineChainAst, true));
            var commands = ast.FindAll(node => node is System.Management.Automation.Language.CommandAst, true).Cast<System.Management.Automation.Language.CommandAst>().Select(command => command.GetCommandName());
            Assert.All(commands, command => Assert.Contains(command, (string[])["ForEach-Object", "Where-Object"]));
        }
    }

    // PowerShell indexes by the public members of a value's own type.
    [Fact]
    public void Every_list_of_every_type_is_an_array()
    {
        var checkedLists = 0;
        foreach (var type in Emitted[0].Assembly.GetExportedTypes().Where(type => !type.IsSubclassOf(typeof(Exception))))
        {
            foreach (var property in type.GetProperties().Where(property => typeof(IEnumerable).IsAssignableFrom(property.PropertyType) && property.PropertyType != typeof(string)))
            {
                var item = property.PropertyType.GetGenericArguments().Single();
                Assert.True(property.CanWrite, $"{type.Name}.{property.Name} is made anew each time: what is it?");
                var list = Activator.CreateInstance(typeof(ReadOnlyCollection<>).MakeGenericType(item), Array.CreateInstance(item, 2));
                var made = System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);
                property.SetValue(made, list);
                Assert.True(property.GetValue(made) is Array { Length: 2 }, $"{type.Name}.{property.Name} must go through EmittedList.");
                checkedLists++;
            }
        }
        Assert.True(checkedLists >= 20);
    }

    [Fact]
    public void No_type_prints_as_its_members()
    {
        // The compiler's ToString of a record is "Name { A = 1, … }".
        Assert.All(Emitted, type =>
        {
            var printed = type.GetMethod("ToString", Type.EmptyTypes)!;
            Assert.True(printed.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is null, $"{type.Name}.ToString is the compiler's.");
        });
    }

    [GeneratedRegex(@"\$_\.(\w+)")]
    private static partial Regex Asked();
}
