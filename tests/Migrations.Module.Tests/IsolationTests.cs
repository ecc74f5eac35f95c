using Migrations.TestServers;

namespace Migrations.Module.Tests;

/// <summary>The module beside another one that brings an older driver, each in a fresh process.</summary>
public sealed class IsolationTests(ServerFleet fleet) : IDisposable
{
    private const string Contexts = """
        [AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { if ($_.GetName().Name -in 'MySqlConnector', 'Migrations.Core', 'Migrations.Model', 'Migrations') {
            "$($_.GetName().Name) $($_.GetName().Version.Major).$($_.GetName().Version.Minor): $([Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name)" } }
        """;

    private readonly ProjectFolder _project = new();

    [Theory]
    [EveryServer("before")]
    [EveryServer("after")]
    public void Works_whether_imported_before_or_after_a_module_with_another_driver(string server, string order)
    {
        using var database = fleet.Get(server).CreateDatabase();
        _project.Add("0000_a", "CREATE TABLE a (id int);");
        var with = database.Server;
        var rival = $"Import-Module '{Repository.RivalModule}'; Get-RivalConnection -ConnectionString 'Server={with.Host};Port={with.Port};User ID={with.User};Password={with.Password};Database={database.Name}'";
        var ours = $"Import-Module '{Repository.Manifest}'; (Invoke-Migration).Outcome; (Get-Migration).Status";

        var run = HostProcess.Run(_project.Root, database.Url, (order == "before" ? ours + "\n" + rival : rival + "\n" + ours) + "\n" + Contexts, "-NoModule");

        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        var lines = run.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Count(line => line == "Applied"));
        Assert.Contains(lines, line => line.StartsWith("MySqlConnector 2.0", StringComparison.Ordinal) || line.StartsWith("MySqlConnector 2.4", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("Migrations.Core ", StringComparison.Ordinal) && line.EndsWith(": Migrations", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("MySqlConnector ", StringComparison.Ordinal) && line.EndsWith(": Migrations", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("Migrations.Model ", StringComparison.Ordinal) && line.EndsWith(": Default", StringComparison.Ordinal));
        // Two drivers in one process: the rival's own and the engine's.
        Assert.Equal(2, lines.Count(line => line.StartsWith("MySqlConnector 2.", StringComparison.Ordinal) && line.Contains(": ", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_models_types_resolve_at_the_prompt_and_its_errors_can_be_caught_by_type()
    {
        var run = HostProcess.Run(Path.GetTempPath(), null, """
            [Migrations.Model.MigrationInfo].FullName
            [Migrations.Model.MigrationStatus]::Pending
            try { New-Migration x -Path ([IO.Path]::GetTempPath()) } catch [Migrations.Model.MigrationException] { $_.Exception.ErrorId }
            """);
        Assert.Equal(["Migrations.Model.MigrationInfo", "Pending", "ProjectNotFound"], run.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Nothing_of_PowerShell_is_shipped_and_each_target_has_its_own_engine()
    {
        var module = Path.GetDirectoryName(Repository.Manifest)!;
        Assert.Empty(Directory.GetFiles(module, "System.Management.Automation*", SearchOption.AllDirectories));
        foreach (var target in new[] { "net8.0", "netstandard2.0" })
        {
            var front = Directory.GetFiles(Path.Combine(module, "bin", target), "*.dll").Select(Path.GetFileName).Order(StringComparer.Ordinal);
            Assert.Equal(["Migrations.Model.dll", "Migrations.dll"], front);
            Assert.True(File.Exists(Path.Combine(module, "bin", target, "engine", "Migrations.Core.dll")));
            Assert.True(File.Exists(Path.Combine(module, "bin", target, "engine", "MySqlConnector.dll")));
        }
        Assert.NotEqual(
            File.ReadAllBytes(Path.Combine(module, "bin/net8.0/engine/MySqlConnector.dll")), File.ReadAllBytes(Path.Combine(module, "bin/netstandard2.0/engine/MySqlConnector.dll")));
    }

    public void Dispose() => _project.Dispose();
}
