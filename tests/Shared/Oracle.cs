using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Migrations.Tests;

/// <summary>What drizzle-kit and drizzle-orm make of our schema files: made by Node.js once, and again whenever a file changes.</summary>
public sealed class Oracle
{
    public Oracle()
    {
        Folder = Path.Combine(RepositoryRoot(), "tests", "oracle");
        Schemas = Path.Combine(Folder, "schemas");
        if (!HasNode()) return;
        IsAvailable = true;
        Results = Path.Combine(Folder, "obj", Fingerprint());
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
            Prepare();
        }
        finally
        {
            one.ReleaseMutex();
        }
    }

    /// <summary>The schemas of which drizzle-kit writes no SQL, or none that means what the schema says.</summary>
    public static IReadOnlyDictionary<string, string> Divergent { get; } = new Dictionary<string, string>
    {
        ["default-bigint.ts"] = "drizzle-kit crashes on bigint defaults",
        ["default-json-quotes.ts"] = "drizzle-kit does not double the quotes of a JSON default",
        ["enum-punctuation.ts"] = "drizzle-kit takes the values of an enum apart at commas and parentheses",
    };

    public string Folder { get; }

    public string Schemas { get; }

    public string Results { get; } = "";

    public bool IsAvailable { get; }

    /// <summary>The schema files, each of which is one test.</summary>
    public static TheoryData<string> Files()
    {
        var data = new TheoryData<string>();
        var folder = Path.Combine(RepositoryRoot(), "tests", "oracle", "schemas");
        foreach (var file in Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal))
            if (Path.GetExtension(file) is ".ts" or ".mjs" or ".cjs") data.Add(file);
        return data;
    }

    public JsonElement Of(string file)
    {
        if (!IsAvailable) Assert.Skip("Node.js is not installed; the oracle cannot speak.");
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Results, file + ".json")));
        return document.RootElement.Clone();
    }

    /// <summary>Runs a command in the oracle's folder; a failure of it fails the tests.</summary>
    public void Run(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command) { WorkingDirectory = Folder, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{command} {string.Join(' ', arguments)} failed:\n{errors.Result}\n{output.Result}");
    }

    public static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Migrations.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The repository is not found.");
        return folder;
    }

    private void Prepare()
    {
        if (File.Exists(Path.Combine(Results, "done"))) return;
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "drizzle-kit"))) Run(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", "ci");
        Run("node", "oracle.mjs", Schemas, Results);
    }

    private static bool HasNode()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("node", "--version") { RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private string Fingerprint()
    {
        var text = new StringBuilder();
        var files = Directory.EnumerateFiles(Schemas, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Append(Path.Combine(Folder, "package-lock.json")).Append(Path.Combine(Folder, "oracle.mjs"));
        foreach (var file in files) text.Append(Path.GetRelativePath(Folder, file)).Append('\n').Append(File.ReadAllText(file)).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }
}
