using System.Diagnostics;
using System.IO.Compression;

namespace Migrations.Module.Tests;

/// <summary>The packages that <c>pack</c> makes, made once for all tests, of what was built; and what a machine has after installing them.</summary>
public sealed class PackedModule : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public PackedModule()
    {
        Folder = Directory.CreateTempSubdirectory("migrations-pack-").FullName;
        Module = Stage("Migrations");
        Package = Run("dotnet", Repository.Packaging, "pack", Module, Assets, Folder).Trim();
        Run("dotnet", "pack", Path.Combine(Repository.Root, "src", "Migrations.Host"), "--no-build", "-c", Repository.Configuration, "-p:PackagedModule=" + Module, "-o", Folder, "-v", "quiet", "--nologo");
        Tool = Directory.GetFiles(Folder, "Migrations.Host.*.nupkg").Single();
        var open = Path.Combine(Folder, "tool");
        Run("dotnet", Repository.Packaging, "open-tool", Tool, open, HostAssets, Path.Combine(Repository.Root, "LICENSE"));
        Run("dotnet", Repository.Packaging, "close-tool", Tool, open, HostAssets, Module);
    }

    /// <summary>A folder that is gone after the tests.</summary>
    public string Folder { get; }

    /// <summary>The module as it was packed.</summary>
    public string Module { get; }

    /// <summary>The gallery's package.</summary>
    public string Package { get; }

    /// <summary>The .NET tool's package.</summary>
    public string Tool { get; }

    private static string Assets => Path.Combine(Repository.Root, "src", "Migrations", "obj", "project.assets.json");

    private static string HostAssets => Path.Combine(Repository.Root, "src", "Migrations.Host", "obj", "project.assets.json");

    /// <summary>Copies the staged module and adds what a package has besides.</summary>
    public string Stage(string name)
    {
        var built = Path.GetDirectoryName(Repository.Manifest)!;
        var copy = Path.Combine(Folder, name);
        foreach (var file in Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        Run("dotnet", Repository.Packaging, "stage", copy, Assets, Path.Combine(Repository.Root, "CHANGELOG.md"), Path.Combine(Repository.Root, "src", "Migrations.Packaging", "icon.png"));
        return copy;
    }

    /// <summary>Packs a staged module once more.</summary>
    public string PackAgain(string module, string output) => Run("dotnet", Repository.Packaging, "pack", module, Assets, Path.Combine(Folder, output)).Trim();

    /// <summary>Unpacks the gallery's package as its clients do.</summary>
    /// <returns>A folder for <c>PSModulePath</c>.</returns>
    public string Install()
    {
        var modules = Path.Combine(Folder, "Modules");
        var module = Path.Combine(modules, "Migrations", Path.GetFileNameWithoutExtension(Package)["Migrations.".Length..]);
        ZipFile.ExtractToDirectory(Package, module);
        // What only the package has: PSResourceGet removes it after unpacking.
        Directory.Delete(Path.Combine(module, "_rels"), recursive: true);
        Directory.Delete(Path.Combine(module, "package"), recursive: true);
        File.Delete(Path.Combine(module, "[Content_Types].xml"));
        File.Delete(Path.Combine(module, "Migrations.nuspec"));
        return modules;
    }

    /// <summary>Installs the tool from the folder, with no other source to be had.</summary>
    /// <returns>The command's path.</returns>
    public string InstallTool()
    {
        var config = Path.Combine(Folder, "nuget.config");
        File.WriteAllText(config, $"""<configuration><packageSources><clear /><add key="local" value="{Folder}" /></packageSources></configuration>""");
        var tools = Path.Combine(Folder, "tools");
        Run("dotnet", "tool", "install", "Migrations.Host", "--tool-path", tools, "--configfile", config);
        return Path.Combine(tools, OperatingSystem.IsWindows() ? "migrations-host.exe" : "migrations-host");
    }

    /// <summary>Runs a program to its end, which must be a good one.</summary>
    public string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = Folder };
        start.Environment.Remove("MIGRATIONS_MODULE");
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end in {Patience}.");
        }
        return process.ExitCode == 0 ? output.Result : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {process.ExitCode}\n{output.Result}{error.Result}");
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
