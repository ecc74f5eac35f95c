using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Migrations.Server.Tests;

/// <summary>drizzle's own tools, as npm has them in tests/oracle.</summary>
internal static class DrizzleTools
{
    private static readonly Lazy<string> Folder = new(Install);

    /// <summary>A folder from where a project finds drizzle's packages; removed by the caller.</summary>
    public static string NewProjectFolder()
    {
        var folder = Path.Combine(Folder.Value, "obj", "interop-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        return folder;
    }

    /// <summary>drizzle-kit in a project's folder.</summary>
    public static string Kit(string folder, params string[] arguments) =>
        Run(folder, null, "node", [Path.Combine(Folder.Value, "node_modules", "drizzle-kit", "bin.cjs"), .. arguments]);

    /// <summary>drizzle-orm's migrate() over a migrations folder.</summary>
    public static void Migrate(string migrationsFolder, string url) => Run(Folder.Value, url, "node", ["migrate.mjs", migrationsFolder]);

    /// <summary>What drizzle-kit would generate after each of the snapshots in a folder, one process for all; see snapshots.mjs.</summary>
    public static string Snapshots(string folder) => Run(Folder.Value, null, "node", ["snapshots.mjs", folder]);

    private static string Install()
    {
        var folder = Path.GetFullPath(Path.Combine(ThisFolder(), "..", "oracle"));
        // Two test projects may come here at once.
        using var one = new Mutex(initiallyOwned: false, "migrations-oracle-npm");
        try
        {
            one.WaitOne();
        }
        catch (AbandonedMutexException)
        {
        }
        try
        {
            if (!Directory.Exists(Path.Combine(folder, "node_modules", "drizzle-kit"))) Run(folder, null, OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci"]);
        }
        finally
        {
            one.ReleaseMutex();
        }
        return folder;
    }

    private static string ThisFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    private static string Run(string folder, string? url, string command, string[] arguments)
    {
        var start = new ProcessStartInfo(command) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        if (url is not null) start.Environment["DATABASE_URL"] = url;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{command} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{output}\n{error.Result}");
        return output;
    }
}
