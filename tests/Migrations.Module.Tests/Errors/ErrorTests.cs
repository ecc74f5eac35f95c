using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using Migrations.TestServers;

namespace Migrations.Module.Tests.Errors;

/// <summary>Every error is raised by a cmdlet, and is whole: id, category, target, recommended action. The list of all, the page and the tests agree.</summary>
public sealed class ErrorTests(ServerFleet fleet) : IDisposable
{
    // What a cmdlet cannot be brought to, or only by a wait of half a minute: the engine's own tests raise it.
    private static readonly Dictionary<string, string> OfTheEngine = new() { ["RollbackIncomplete"] = "FileBatchTests.cs", ["FolderBusy"] = "FolderLockTests.cs" };

    private readonly ProjectFolder _project = new();

    public static TheoryData<string> Ids => [.. Provocation.All.Select(provocation => provocation.Id)];

    public static TheoryData<string, string> IdsOnServers =>
        [.. ServerOffer.All().SelectMany(server => ServerProvocation.All.Select(provocation => (server.Name, provocation.Id)))];

    [Theory, MemberData(nameof(Ids))]
    public void Without_a_server(string id)
    {
        var provocation = Provocation.All.Single(candidate => candidate.Id == id);
        provocation.Prepare?.Invoke(_project);
        using var session = new ModuleSession();
        ErrorRecordAssert.IsWhole(session.Fail("$env:DATABASE_URL = $null\n" + provocation.Script, ("root", _project.Root)).Error, id);
    }

    [Theory, MemberData(nameof(IdsOnServers))]
    public void On_a_server(string server, string id)
    {
        var provocation = ServerProvocation.All.Single(candidate => candidate.Id == id);
        using var scene = new ServerScene(fleet.Get(server));
        var url = provocation.Prepare(scene) ?? scene.Database.Url;
        using var session = new ModuleSession();
        ErrorRecordAssert.IsWhole(session.Fail(provocation.Script, ("root", scene.Project.Root), ("url", url), ("server", scene.Database.Server.UrlOf(""))).Error, id);
    }

    [Fact]
    public void Where_no_server_can_be_started()
    {
        // In a process of its own: without a PATH other tests could do nothing.
        _project.Guarded();
        Assert.Equal("ScratchServerMissing ObjectNotFound ScratchUrl", OfAProcess("$env:PATH = ''; $env:TMPDIR = $env:TEMP = $env:TMP = \"$PWD/drizzle.config.ts\"; Test-SchemaDrift -Replay"));
    }

    [Fact]
    public void A_defect_is_said_as_one_and_shows_no_password()
    {
        _project.Guarded().EditSchema("email: varchar('email'", "mail: varchar('mail'");
        using var session = new ModuleSession(new ScriptedHost { Nobody = () => new ArithmeticException("The host of user:pa%40ss broke, which is pa@ss.") });

        var error = session.Fail("New-Migration rename -FromSchema -Against Baseline -DatabaseUrl mysql://user:pa%40ss@host/database -Path $root", ("root", _project.Root)).Error;

        ErrorRecordAssert.IsWhole(error, "UnexpectedError", "New-Migration");
        Assert.Contains("System.ArithmeticException: The host of user:*** broke, which is ***.", error.ToString());
        Assert.Contains("please report it", error.ErrorDetails.RecommendedAction);
        Assert.DoesNotContain("pa@ss", error.Exception.ToString());
        Assert.DoesNotContain("pa%40ss", error.Exception.ToString());
        Assert.Contains("RenamePrompt", error.Exception.InnerException!.StackTrace);
    }

    // What JSON, TypeScript and file systems allow and nobody means: it was foreseen.
    [Theory]
    [InlineData("DrizzleConfigInvalid", "Get-Migration -Path $root", "drizzle.config.ts", "export default { schema: './drizzle/schema.ts', out: '\\0', dialect: 'mysql' };")]
    [InlineData("DrizzleConfigInvalid", "Get-SchemaTable -Path $root", "drizzle.config.ts", "export default { schema: '\\0', dialect: 'mysql' };")]
    [InlineData("SchemaNotFound", "Get-SchemaTable -Path $root", "drizzle.config.ts", "export default { schema: './drizzle/[z-a].ts', dialect: 'mysql' };")]
    [InlineData("PathNotFound", "Get-Migration -Path \"$root`0\"", "x", "")]
    [InlineData("SnapshotInvalid", "New-Migration x -Column 'users.x int' -Complete -WhatIf -Path $root", "drizzle/meta/0000_snapshot.json", "[]")]
    [InlineData("SnapshotInvalid", "Repair-Journal -WhatIf -Path $root", "drizzle/meta/0000_snapshot.json", "[]")]
    [InlineData("JournalInvalid", "Get-Migration -Path $root", "drizzle/meta/_journal.json", "null")]
    [InlineData("SettingsInvalid", "Get-Migration -Path $root", "migrations.json", "[]")]
    public void What_nobody_means_is_no_defect(string id, string script, string file, string text)
    {
        _project.Guarded().Write(file, text);
        using var session = new ModuleSession();
        ErrorRecordAssert.IsWhole(session.Fail("$env:DATABASE_URL = $null\n" + script, ("root", _project.Root)).Error, id);
    }

    [Fact]
    public void Every_id_is_raised_and_stands_on_the_page_and_nowhere_else()
    {
        using var session = new ModuleSession();
        var ids = session.Run("[Migrations.Model.ErrorIds].GetFields() | ForEach-Object { $_.Name; $_.GetValue($null).Name }").Objects.Select(name => name.ToString()!).ToList();
        Assert.Equal(ids.Where((_, i) => i % 2 == 0), ids.Where((_, i) => i % 2 == 1));
        ids = [.. ids.Distinct()];

        string[] raised = [.. Provocation.All.Select(provocation => provocation.Id), .. ServerProvocation.All.Select(provocation => provocation.Id), "ScratchServerMissing", "UnexpectedError", .. OfTheEngine.Keys];
        Assert.Equal(ids.Order(StringComparer.Ordinal), raised.Order(StringComparer.Ordinal));
        foreach (var (id, file) in OfTheEngine)
            Assert.Matches($"Assert\\.Equal.*\"{id}\"", File.ReadAllText(Path.Combine(Repository.Root, "tests", "Migrations.Core.Tests", "Sources", file)));
        Assert.Equal(ids.Order(StringComparer.Ordinal), ErrorPage.Rows().Select(row => row.Id).Order(StringComparer.Ordinal));
        // One kind is one category, so what is seen of one id of a kind holds for all.
        var kinds = session.Run("[Migrations.Model.ErrorIds].GetFields() | ForEach-Object { $_.GetValue($null).Kind.ToString() }").Objects.Select(kind => kind.ToString()!);
        Assert.All(ids.Zip(kinds).GroupBy(pair => pair.Second), kind => Assert.Single(kind.Select(pair => ErrorPage.Read()[pair.First].Category).Distinct()));
    }

    [Theory]
    [InlineData("Migrations.dll")]
    [InlineData("engine/Migrations.Core.dll")]
    public void No_id_is_written_as_a_text_of_its_own(string assembly)
    {
        var ids = ErrorPage.Read();
        using var stream = File.OpenRead(Path.Combine(Path.GetDirectoryName(Repository.Manifest)!, "bin", "net8.0", assembly));
        using var portable = new PEReader(stream);
        var metadata = portable.GetMetadataReader();
        var strings = new List<string>();
        for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = metadata.GetNextHandle(handle)) strings.Add(metadata.GetUserString(handle));
        Assert.True(strings.Count > 50);
        Assert.DoesNotContain(strings, ids.ContainsKey);
    }

    [Fact]
    public void What_the_source_says_is_thrown_are_ids()
    {
        var ids = ErrorPage.Read();
        var said = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Regex.Matches(File.ReadAllText(file), """<exception cref="[\w.]*MigrationException">(.*?)</exception>""", RegexOptions.Singleline))
            .SelectMany(comment => Regex.Matches(comment.Groups[1].Value, @"<c>([A-Z]\w+)</c>")).Select(id => id.Groups[1].Value).Distinct().ToList();
        Assert.True(said.Count > 40);
        Assert.DoesNotContain(said, id => !ids.ContainsKey(id));
    }

    // The first error of a script in a process of its own: id, category and target.
    private string OfAProcess(string script)
    {
        var run = HostProcess.Run(_project.Root, null, $"try {{ {script} }} catch {{ $_.FullyQualifiedErrorId.Split(',')[0] + ' ' + $_.CategoryInfo.Category + ' ' + $_.TargetObject; if (!$_.ErrorDetails.RecommendedAction) {{ 'no advice' }} }}");
        return Regex.Replace(run.Output.Trim(), @"\s+", " ");
    }

    public void Dispose() => _project.Dispose();
}
