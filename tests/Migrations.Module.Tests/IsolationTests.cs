using Migrations.TestServers;

namespace Migrations.Module.Tests;

/// <summary>The module beside others that bring other drivers and JSON libraries, each in a fresh process.</summary>
public sealed class IsolationTests(ServerFleet fleet) : IDisposable
{
    // Name and file version (all MySqlConnector 2.x have one assembly version), and where it is loaded.
    private const string Loaded = """
        [AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { if ($_.GetName().Name -in 'MySqlConnector', 'Migrations.Core', 'Migrations.Model', 'Migrations') {
            "$($_.GetName().Name) $([Diagnostics.FileVersionInfo]::GetVersionInfo($_.Location).FileVersion.Split('.')[0..2] -join '.'): $([Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name)" } }
        """;

    private readonly ProjectFolder _project = new();

    [Theory]
    [EveryServer("before")]
    [EveryServer("after")]
    public void Works_whether_imported_before_or_after_a_module_with_another_driver_and_an_older_json_library(string server, string order)
    {
        var lines = RunBeside(server, order, with => $"""
            Import-Module '{Repository.RivalModule}'
            Get-RivalConnection -ConnectionString '{with}'
            Get-RivalJson
            """);

        Assert.Contains("42 by MySqlConnector 2.0", lines);
        // The rival names version 8 and brings it; .NET's own is newer, and is what everyone in the default context gets.
        Assert.Contains($"42 by System.Text.Json {typeof(System.Text.Json.JsonSerializer).Assembly.GetName().Version!.ToString(2)}", lines);
        AssertTwoDrivers(lines, "MySqlConnector 2.4.0: Default");
    }

    [Theory]
    [EveryServer("before")]
    [EveryServer("after")]
    public void Works_whether_imported_before_or_after_a_module_with_a_newer_json_library_in_a_context_of_its_own(string server, string order)
    {
        var lines = RunBeside(server, order, with => $"""
            Import-Module '{Repository.NewerRivalModule}'
            Get-NewerRivalConnection -ConnectionString '{with}'
            Get-NewerRivalJson
            """);

        Assert.Contains("42 by MySqlConnector 2.0", lines);
        Assert.Contains("42 by System.Text.Json 11.0", lines);
        AssertTwoDrivers(lines, "MySqlConnector 2.4.0: NewerRival");
    }

    [Theory]
    [EveryServer("before")]
    [EveryServer("after")]
    public void Works_beside_a_driver_that_a_script_loaded_into_the_default_context(string server, string order)
    {
        var driver = Path.Combine(Path.GetDirectoryName(Repository.RivalModule)!, "MySqlConnector.dll");
        // What Add-Type -Path does, which is not among the core cmdlets.
        var lines = RunBeside(server, order, with => $"""
            $null = [Reflection.Assembly]::LoadFrom('{driver}')
            $connection = [MySqlConnector.MySqlConnection]::new('{with}')
            $connection.Open()
            $command = $connection.CreateCommand()
            $command.CommandText = 'SELECT 6 * 7'
            "$($command.ExecuteScalar()) by a script"
            $connection.Close()
            """);

        Assert.Contains("42 by a script", lines);
        AssertTwoDrivers(lines, "MySqlConnector 2.4.0: Default");
    }

    [Theory]
    [EveryServer]
    public void Survives_being_imported_again_by_force_and_after_its_removal(string server)
    {
        using var database = fleet.Get(server).CreateDatabase();
        _project.Add("0000_a", "CREATE TABLE a (id int);");
        var import = $"Import-Module '{Repository.Manifest}'";

        var run = HostProcess.Run(_project.Root, database.Url, $$"""
            {{import}}
            {{import}} -Force
            {{import}} -Force
            (Invoke-Migration -WarningAction Ignore).Outcome
            Remove-Module Migrations
            "commands: $(@(Get-Command -Module Migrations).Count)"
            {{import}}
            (Get-Migration).Status
            try { Get-Migration -Path ([IO.Path]::GetTempPath()) } catch [Migrations.Model.MigrationException] { $_.Exception.ErrorId }
            {{Loaded}}
            """, "-NoModule");

        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        var lines = Lines(run);
        Assert.Equal(["Applied", "commands: 0", "Applied", "ProjectNotFound"], lines.Take(4));
        Assert.Single(lines, line => line.StartsWith("Migrations.Core ", StringComparison.Ordinal));
        Assert.Single(lines, line => line.StartsWith("MySqlConnector ", StringComparison.Ordinal));
    }

    [Theory]
    [EveryServer]
    public async Task Two_runspaces_of_one_process_work_at_once_and_one_may_go_before_the_other(string server)
    {
        using var one = fleet.Get(server).CreateDatabase();
        using var other = fleet.Get(server).CreateDatabase();
        _project.Add("0000_a", "CREATE TABLE a (id int);");
        const string Work = "(Invoke-Migration -Path $path -DatabaseUrl $url).Outcome; (Get-Migration -Path $path -DatabaseUrl $url).Status";
        using var second = new ModuleSession();
        using (var first = new ModuleSession())
        {
            var both = await Task.WhenAll(
                Task.Run(() => first.Run(Work, ("path", _project.Root), ("url", one.Url))),
                Task.Run(() => second.Run(Work, ("path", _project.Root), ("url", other.Url))));
            Assert.All(both, output => Assert.Equal(["Applied", "Applied"], output.Objects.Select(o => o.ToString())));
            Assert.Empty(first.Run("Remove-Module Migrations").Errors);
        }
        Assert.Equal("Applied", second.Run("(Get-Migration -Path $path -DatabaseUrl $url).Status", ("path", _project.Root), ("url", other.Url)).Only.ToString());
    }

    [Fact]
    public void Importing_loads_the_cmdlets_and_the_model_and_nothing_of_the_engine()
    {
        var run = HostProcess.Run(_project.Root, null, $$"""
            Import-Module '{{Repository.Manifest}}'
            [AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { if ($_.Location.StartsWith('{{Path.GetDirectoryName(Repository.Manifest)}}')) { $_.GetName().Name } }
            "json: $(@([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'System.Text.Json' }).Count)"
            "contexts: $(@([Runtime.Loader.AssemblyLoadContext]::All | Where-Object { $_.Name -eq 'Migrations' -and @($_.Assemblies).Count }).Count)"
            """, "-NoModule");

        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        var lines = Lines(run);
        Assert.Equal(["Migrations", "Migrations.Model"], lines[..^2].Order(StringComparer.Ordinal));
        Assert.Equal(["json: 0", "contexts: 0"], lines[^2..]);
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

    // A process of its own: the rival's script and ours, in the order that is asked for, and then what is loaded.
    private string[] RunBeside(string server, string order, Func<string, string> rival)
    {
        using var database = fleet.Get(server).CreateDatabase();
        _project.Add("0000_a", "CREATE TABLE a (id int);");
        var with = database.Server;
        var theirs = rival($"Server={with.Host};Port={with.Port};User ID={with.User};Password={with.Password};Database={database.Name}");
        // The lint report is JSON of ours.
        var sarif = _project.PathOf("report.sarif");
        var ours = $"""
            Import-Module '{Repository.Manifest}'
            (Invoke-Migration).Outcome
            (Get-Migration).Status
            $null = Test-Migration -SarifPath '{sarif}'
            """;

        var run = HostProcess.Run(_project.Root, database.Url, $"{(order == "before" ? ours : theirs)}\n{(order == "before" ? theirs : ours)}\n{Loaded}", "-NoModule");

        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        var lines = Lines(run);
        Assert.Equal(2, lines.Count(line => line == "Applied"));
        using var report = System.Text.Json.JsonDocument.Parse(File.ReadAllText(sarif));
        Assert.Equal("2.1.0", report.RootElement.GetProperty("version").GetString());
        return lines;
    }

    // Two drivers in one process: the rival's own and the engine's.
    private static void AssertTwoDrivers(string[] lines, string rivals)
    {
        Assert.Equal(
            new[] { rivals, "MySqlConnector 2.6.2: Migrations" }.Order(StringComparer.Ordinal),
            lines.Where(line => line.StartsWith("MySqlConnector ", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Single(lines, line => line.StartsWith("Migrations.Core ", StringComparison.Ordinal) && line.EndsWith(": Migrations", StringComparison.Ordinal));
        Assert.Single(lines, line => line.StartsWith("Migrations.Model ", StringComparison.Ordinal) && line.EndsWith(": Default", StringComparison.Ordinal));
    }

    private static string[] Lines(HostProcess run) => run.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
