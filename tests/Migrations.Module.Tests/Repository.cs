using System.Runtime.CompilerServices;

namespace Migrations.Module.Tests;

/// <summary>Where the built things are.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(ThisFolder(), "..", ".."));

    public static string Manifest => Path.Combine(Root, "out", "Migrations", "Migrations.psd1");

    /// <summary>The sources of what ships beside the assemblies.</summary>
    public static string ModuleFolder => Path.Combine(Root, "module");

    // The configuration that this assembly was built in: bin/<Configuration>/net10.0.
    private static string Configuration => Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)))!;

    public static string Host => Path.Combine(Root, "src", "Migrations.Host", "bin", Configuration, "net10.0", "Migrations.Host.dll");

    public static string RivalModule => Path.Combine(Root, "tests", "RivalModule", "bin", Configuration, "net8.0", "RivalModule.dll");

    private static string ThisFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
