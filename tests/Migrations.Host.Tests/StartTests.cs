namespace Migrations.Host.Tests;

public sealed class StartTests : IDisposable
{
    private readonly ScriptFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("-Help")]
    [InlineData("-?")]
    public async Task Help_says_what_the_host_is_for(string option)
    {
        var run = await HostProcess.RunWith("", [], [option]);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Core cmdlets only", run.Output);
        Assert.Contains("not a shell", run.Output);
    }

    [Fact]
    public async Task Version_names_host_and_engine()
    {
        var run = await HostProcess.RunWith("", [], ["-Version"]);
        Assert.Matches(@"^Migrations\.Host \d+\.\d+\.\d+ \(PowerShell 7\.\d+\.\d+\)\n$", run.Output);
    }

    [Theory]
    [InlineData(new string[0], "Nothing to run")]
    [InlineData(new[] { "-Sideways" }, "'-Sideways' is not an option")]
    public async Task An_unreadable_command_line_is_64(string[] args, string expected)
    {
        var run = await HostProcess.RunWith("", [], args);
        Assert.Equal(64, run.ExitCode);
        Assert.StartsWith(expected, run.Error);
    }

    [Fact]
    public async Task A_missing_module_is_one_line_and_1()
    {
        var run = await HostProcess.RunWith("", new() { ["MIGRATIONS_MODULE"] = "/no/such/place" }, ["-Command", "'ran'"]);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("/no/such/place", run.Error);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_configured_module_is_imported_through_its_manifest(bool byFolder)
    {
        _folder.Add("Migrations.psm1", "function Get-Greeting { 'hello' }");
        var manifest = _folder.Add("Migrations.psd1", "@{ ModuleVersion = '1.2.3'; RootModule = 'Migrations.psm1'; FunctionsToExport = 'Get-Greeting' }");
        var run = await HostProcess.RunWith(
            "",
            new() { ["MIGRATIONS_MODULE"] = byFolder ? _folder.Path : manifest },
            ["-Command", "Get-Greeting; \"$((Get-Module Migrations).Version)\""]);
        Assert.Equal("hello\n1.2.3\n", run.Output);
    }

    [Fact]
    public async Task A_module_that_fails_to_import_is_an_error_and_1()
    {
        _folder.Add("Migrations.psm1", "throw 'broken module'");
        _folder.Add("Migrations.psd1", "@{ ModuleVersion = '1.2.3'; RootModule = 'Migrations.psm1' }");
        var run = await HostProcess.RunWith("", new() { ["MIGRATIONS_MODULE"] = _folder.Path }, ["-Command", "'ran'"]);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("broken module", run.Error);
    }

    [Fact]
    public async Task Other_modules_import_by_path_and_show_their_help()
    {
        var module = _folder.Add("Greetings.psm1", "function Get-Greeting {\n<#\n.SYNOPSIS\nGreets you.\n#>\nparam() }");
        var run = await HostProcess.Run("-Command", $"Import-Module '{module}'; (Get-Command Get-Greeting).Source; (Get-Help Get-Greeting).Synopsis");
        Assert.Equal("Greetings\nGreets you.\n", run.Output);
    }
}
