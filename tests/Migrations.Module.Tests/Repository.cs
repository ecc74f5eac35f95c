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
    public static string Configuration => Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)))!;

    public static string Host => Path.Combine(Root, "src", "Migrations.Host", "bin", Configuration, "net10.0", "Migrations.Host.dll");

    public static string Packaging => Path.Combine(Root, "src", "Migrations.Packaging", "bin", Configuration, "net10.0", "Migrations.Packaging.dll");

    public static string RivalModule => BuiltTest("RivalModule", "netstandard2.0", "RivalModule.dll");

    public static string NewerRivalModule => BuiltTest("NewerRivalModule", "net10.0", "NewerRivalModule.dll");

    public static string FrameworkTest => BuiltTest("Migrations.FrameworkTest", "net472", "Migrations.FrameworkTest.exe");

    /// <summary>Copies the demo project, which has a baseline, three migrations and bootstrap files, to a folder that is there.</summary>
    public static void CopyDemo(string folder)
    {
        var demo = Path.Combine(Root, "examples", "bookings");
        foreach (var file in Directory.EnumerateFiles(demo, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder, Path.GetRelativePath(demo, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static string BuiltTest(string project, string target, string file) => Path.Combine(Root, "tests", project, "bin", Configuration, target, file);

    private static string ThisFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
