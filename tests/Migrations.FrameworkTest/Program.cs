using System.Reflection;
using Migrations.FrameworkTest;

// Windows PowerShell 5.1's part: loads the staged netstandard2.0 module as Import-Module does (by its path, its initializer
// called), with a rival's older packages loaded before or after, and has the engine do the main job on a real server.
//   Migrations.FrameworkTest MODULE RIVAL before|after|alone PROJECT DATABASE-URL CONNECTION-STRING
if (args.Length != 6)
{
    Console.Error.WriteLine("usage: Migrations.FrameworkTest MODULE RIVAL before|after|alone PROJECT DATABASE-URL CONNECTION-STRING");
    return 64;
}
var (module, rival, order, project, url, connectionString) = (args[0], args[1], args[2], args[3], args[4], args[5]);
Console.WriteLine($"{(Type.GetType("Mono.Runtime") is null ? ".NET Framework" : "Mono")} {Environment.Version}");

if (order == "before") UseRival();
var front = Assembly.LoadFrom(Path.Combine(module, "bin", "netstandard2.0", "Migrations.dll"));
var model = Assembly.LoadFrom(Path.Combine(module, "bin", "netstandard2.0", "Migrations.Model.dll"));
// PowerShell holds the module's own assemblies ready for whoever asks for them.
AppDomain.CurrentDomain.AssemblyResolve += (_, asked) => new AssemblyName(asked.Name).Name == "Migrations.Model" ? model : null;
var initializer = Activator.CreateInstance(front.GetType("Migrations.ModuleAssemblies", throwOnError: true)!)!;
initializer.GetType().GetMethod("OnImport")!.Invoke(initializer, []);
EngineWork.Run(project, url, Console.Out);
if (order == "after")
{
    UseRival();
    EngineWork.Run(project, url, Console.Out);
}

// Which of the packages are loaded, how often, and from where.
foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies().Where(a => !a.IsDynamic))
{
    var name = assembly.GetName();
    if (name.Name is "MySqlConnector" or "System.Text.Json" or "System.Runtime.CompilerServices.Unsafe" or "System.Memory" or "Migrations.Core")
        Console.WriteLine($"loaded {name.Name} {name.Version} {(assembly.Location.StartsWith(module, StringComparison.Ordinal) ? "ours" : assembly.Location.StartsWith(rival, StringComparison.Ordinal) ? "rival" : "runtime")}");
}
return 0;

// As such modules do: all that it brings is loaded at once, and what it asks for itself it gets from its own folder.
void UseRival()
{
    AppDomain.CurrentDomain.AssemblyResolve += (_, asked) =>
    {
        var path = Path.Combine(rival, new AssemblyName(asked.Name).Name + ".dll");
        return asked.RequestingAssembly?.Location.StartsWith(rival, StringComparison.Ordinal) == true && File.Exists(path) ? Assembly.LoadFrom(path) : null;
    };
    foreach (var file in Directory.GetFiles(rival, "*.dll")) Assembly.LoadFrom(file);
    var work = Assembly.LoadFrom(Path.Combine(rival, "RivalModule.dll")).GetType("RivalModule.RivalWork", throwOnError: true)!;
    Console.WriteLine("rival " + work.GetMethod("Query")!.Invoke(null, [connectionString]));
    Console.WriteLine("rival " + work.GetMethod("Json")!.Invoke(null, []));
}
