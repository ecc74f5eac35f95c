using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace Migrations.Module.Tests;

/// <summary>What <c>pack</c> makes, looked at, installed and used.</summary>
public sealed class PackageTests(PackedModule packed) : IClassFixture<PackedModule>
{
    [Fact]
    public void The_package_says_what_the_gallery_shows()
    {
        using var package = ZipFile.OpenRead(packed.Package);
        using var nuspec = package.GetEntry("Migrations.nuspec")!.Open();
        var metadata = XDocument.Load(nuspec).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
        string Of(string name) => metadata.Elements().Single(e => e.Name.LocalName == name).Value;
        using var session = new ModuleSession();
        var commands = session.Run("(Get-Command -Module Migrations -CommandType Cmdlet).Name").Objects.Select(o => o.ToString());

        Assert.Equal("Migrations", Of("id"));
        Assert.Equal($"Migrations.{Of("version")}.nupkg", Path.GetFileName(packed.Package));
        Assert.Equal("https://opensource.org/licenses/MIT", Of("licenseUrl"));
        Assert.Equal("icon.png", Of("icon"));
        Assert.Contains("`Invoke-Migration`", Of("releaseNotes"));
        var tags = Of("tags").Split(' ');
        Assert.Equal(["PSModule", "MySQL"], tags.Take(2));
        Assert.Superset(new HashSet<string> { "PSEdition_Core", "PSEdition_Desktop", "PSIncludes_Cmdlet", "Windows", "Linux", "MacOS" }, tags.ToHashSet());
        Assert.Equal(commands.Order(StringComparer.Ordinal), tags.Where(tag => tag.StartsWith("PSCmdlet_", StringComparison.Ordinal)).Select(tag => tag["PSCmdlet_".Length..]).Order(StringComparer.Ordinal));
        // The gallery cuts, and PowerShellGet refuses, more.
        Assert.True(Of("tags").Length < 4000);
        foreach (var file in new[] { "Migrations.psd1", "LICENSE", "CHANGELOG.md", "icon.png", "THIRD-PARTY-NOTICES.txt", "sbom.cdx.json", "bin/net8.0/engine/Jint.dll", "bin/netstandard2.0/Migrations.dll" })
            Assert.NotNull(package.GetEntry(file));
    }

    [Fact]
    public void The_same_files_give_the_same_bytes_wherever_they_lie()
    {
        var again = packed.PackAgain(packed.Stage("elsewhere"), "again");

        Assert.NotEqual(packed.Package, again);
        Assert.True(File.ReadAllBytes(packed.Package).AsSpan().SequenceEqual(File.ReadAllBytes(again)));
        foreach (var path in new[] { packed.Package, packed.Tool })
        {
            using var package = ZipFile.OpenRead(path);
            Assert.Equal(package.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal), package.Entries.Select(entry => entry.FullName));
            Assert.Single(package.Entries.Select(entry => entry.LastWriteTime.DateTime).Distinct());
            // -rw-r--r--, for unzip.
            Assert.All(package.Entries, entry => Assert.Equal(0x81A4, entry.ExternalAttributes >>> 16));
        }
    }

    [Fact]
    public void No_assembly_of_ours_knows_where_it_was_built()
    {
        Assert.SkipUnless(Repository.Configuration == "Release", "Only Release builds are shipped.");
        var own = Directory.GetFiles(packed.Module, "Migrations*.dll", SearchOption.AllDirectories).Concat(Directory.GetFiles(packed.Module, "*.pdb", SearchOption.AllDirectories)).ToList();
        Assert.Equal(12, own.Count);
        Assert.All(own, file => Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Repository.Root))));
    }

    [Fact]
    public void Every_file_is_in_the_bill_of_materials_with_its_hash_and_every_assembly_of_others_in_the_notices()
    {
        using var bill = JsonDocument.Parse(File.ReadAllText(Path.Combine(packed.Module, "sbom.cdx.json")));
        var components = bill.RootElement.GetProperty("components").EnumerateArray().ToList();
        var files = components.Where(c => c.GetProperty("type").GetString() == "file").ToDictionary(c => c.GetProperty("name").GetString()!, c => c.GetProperty("hashes")[0].GetProperty("content").GetString());
        var notices = File.ReadAllText(Path.Combine(packed.Module, "THIRD-PARTY-NOTICES.txt"));

        Assert.Equal("CycloneDX", bill.RootElement.GetProperty("bomFormat").GetString());
        Assert.Equal("1.6", bill.RootElement.GetProperty("specVersion").GetString());
        var shipped = Directory.GetFiles(packed.Module, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(packed.Module, file).Replace('\\', '/'));
        shipped.Remove("sbom.cdx.json");
        Assert.Equal(shipped.Keys.Order(StringComparer.Ordinal), files.Keys.Order(StringComparer.Ordinal));
        Assert.All(shipped, file => Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file.Value))), files[file.Key]));
        var others = shipped.Keys.Where(file => file.EndsWith(".dll", StringComparison.Ordinal) && !Path.GetFileName(file).StartsWith("Migrations", StringComparison.Ordinal)).ToList();
        Assert.True(others.Count >= 20);
        Assert.All(others, file => Assert.Contains($"\n  {file}\n", notices));
        var packages = components.Where(c => c.GetProperty("type").GetString() == "library").ToDictionary(c => c.GetProperty("purl").GetString()!);
        Assert.Contains("pkg:nuget/MySqlConnector@2.6.2", packages.Keys);
        Assert.All(packages.Values, package => Assert.Equal(128, package.GetProperty("hashes")[0].GetProperty("content").GetString()!.Length));
        var references = bill.RootElement.GetProperty("dependencies").EnumerateArray().ToDictionary(d => d.GetProperty("ref").GetString()!, d => d.GetProperty("dependsOn").EnumerateArray().Select(on => on.GetString()!).ToList());
        Assert.Contains("pkg:nuget/Acornima@1.9.1", references["pkg:nuget/Jint@4.18.0"]);
        Assert.All(references.Values.SelectMany(on => on), on => Assert.Contains(on, packages.Keys));
    }

    [Fact]
    public void An_installed_package_is_imported_by_name_and_works()
    {
        var modules = packed.Install();
        using var project = new ProjectFolder();
        Directory.Delete(project.Root, recursive: true);
        Directory.CreateDirectory(project.Root);
        Repository.CopyDemo(project.Root);

        var run = HostProcess.Run(project.Root, null, new Dictionary<string, string> { ["PSModulePath"] = modules }, """
            Import-Module Migrations
            (Get-Module Migrations).ModuleBase
            (Get-Module Migrations).ReleaseNotes.Length -gt 100
            (Get-Migration -Offline).Tag
            Test-SchemaDrift -Quiet
            """, "-NoModule");

        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        var lines = run.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith(modules, lines[0], StringComparison.Ordinal);
        Assert.Equal(["True", "0000_guests_and_rooms", "0001_bookings", "0002_booking_status", "0003_drizzle_baseline_schema_recovery", "True"], lines[1..]);
    }

    [Fact]
    public void The_tool_installs_from_a_folder_and_runs_the_cmdlets()
    {
        var host = packed.InstallTool();
        var demo = Path.Combine(packed.Folder, "demo");
        Repository.CopyDemo(demo);

        Assert.Matches(@"^Migrations\.Host \d+\.\d+\.\d+ \(PowerShell 7\.", packed.Run(host, "-Version"));
        var tags = packed.Run(host, "-NonInteractive", "-Command", $"(Get-Migration -Offline -Path '{demo}').Tag");
        Assert.Equal(["0000_guests_and_rooms", "0001_bookings", "0002_booking_status", "0003_drizzle_baseline_schema_recovery"], tags.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        // The module that comes with it, not one that lies about.
        Assert.StartsWith(Path.Combine(packed.Folder, "tools"), packed.Run(host, "-Command", "(Get-Module Migrations).Path").Trim(), StringComparison.Ordinal);
        using var package = ZipFile.OpenRead(packed.Tool);
        foreach (var file in new[] { "LICENSE", "THIRD-PARTY-NOTICES.txt", "sbom.cdx.json", "icon.png" }) Assert.NotNull(package.GetEntry(file));
        using var notices = new StreamReader(package.GetEntry("THIRD-PARTY-NOTICES.txt")!.Open());
        Assert.Contains("System.Management.Automation 7.6.", notices.ReadToEnd());
    }
}
