using System.Management.Automation;
using System.Reflection;

namespace Migrations;

/// <summary>
/// Keeps the engine and its packages apart from whatever else the session has loaded. On PowerShell 7 they live in a load context
/// of the module's own; on Windows PowerShell 5.1, which has no such contexts, an assembly resolver finds them.
/// </summary>
/// <remarks>
/// Only this assembly and <c>Migrations.Model</c> stand where PowerShell looks; all others are in <c>engine/</c>. So the first use of
/// an engine type raises the resolving event that is handled here. No cmdlet may have an engine type as base class or interface:
/// PowerShell reads those before this initializer runs.
/// </remarks>
public sealed class ModuleAssemblies : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(typeof(ModuleAssemblies).Assembly.Location)!, "engine");

#if NET
    private static readonly EngineLoadContext Context = new(Folder);

    /// <inheritdoc/>
    public void OnImport() => System.Runtime.Loader.AssemblyLoadContext.Default.Resolving += Resolve;

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => System.Runtime.Loader.AssemblyLoadContext.Default.Resolving -= Resolve;

    // The default context asks for the engine alone, by this assembly's reference; the engine's own references are resolved in its context.
    private static Assembly? Resolve(System.Runtime.Loader.AssemblyLoadContext asking, AssemblyName name) =>
        name.Name == "Migrations.Core" ? Context.LoadFromAssemblyName(name) : null;

    private sealed class EngineLoadContext(string folder) : System.Runtime.Loader.AssemblyLoadContext("Migrations")
    {
        protected override Assembly? Load(AssemblyName name)
        {
            // Not in the folder (the framework, Migrations.Model): the default context has it, so that the types are everyone's.
            var path = Path.Combine(folder, name.Name + ".dll");
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
    }
#else
    /// <inheritdoc/>
    public void OnImport() => AppDomain.CurrentDomain.AssemblyResolve += Resolve;

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => AppDomain.CurrentDomain.AssemblyResolve -= Resolve;

    // .NET Framework asks here after it found no assembly of that exact version, so it also bridges the versions that packages
    // name and those that are shipped. Only requests that come from the engine itself are answered.
    private static Assembly? Resolve(object? sender, ResolveEventArgs asked)
    {
        var name = new AssemblyName(asked.Name);
        var isOurs = name.Name == "Migrations.Core" || (asked.RequestingAssembly is { IsDynamic: false } asking
            && asking.Location.StartsWith(Folder, StringComparison.OrdinalIgnoreCase));
        var path = Path.Combine(Folder, name.Name + ".dll");
        return isOurs && File.Exists(path) ? Load(path) : null;
    }

    // Not LoadFrom: that gives what another module loaded under the same name and version, and all MySqlConnector 2.x have one
    // version, 2.0.0.0. What is loaded by LoadFile stands alone, and asks here for each thing that it needs.
    private static Assembly Load(string path) =>
        Array.Find(AppDomain.CurrentDomain.GetAssemblies(), loaded => !loaded.IsDynamic && string.Equals(loaded.Location, path, StringComparison.OrdinalIgnoreCase))
            ?? Assembly.LoadFile(path);
#endif
}
