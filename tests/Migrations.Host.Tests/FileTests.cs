namespace Migrations.Host.Tests;

public sealed class FileTests : IDisposable
{
    private readonly ScriptFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("5", 0)]
    [InlineData("exit 3", 3)]
    [InlineData("function f { exit 4 }; f; 5", 4)]
    [InlineData("throw 'boom'", 1)]
    [InlineData("if (", 1)]
    [InlineData("5; Get-Nothing", 0)]
    [InlineData("& dotnet --no-such-option *> $null", 0)]
    [InlineData("& dotnet --no-such-option *> $null; exit 0", 0)]
    public async Task Exit_code_is_that_of_pwsh_File(string script, int expected)
    {
        var run = await HostProcess.Run("-File", _folder.Add("a.ps1", script));
        Assert.True(expected == run.ExitCode, $"{run.ExitCode}: {run.Output}{run.Error}");
    }

    [Fact]
    public async Task The_exit_of_an_inner_script_is_not_the_outer_ones()
    {
        _folder.Add("inner.ps1", "exit 4");
        var run = await HostProcess.Run("-File", _folder.Add("outer.ps1", "& $PSScriptRoot/inner.ps1; \"inner $LASTEXITCODE\""));
        Assert.Equal(("inner 4\n", 0), (run.Output, run.ExitCode));
    }

    [Fact]
    public async Task Arguments_bind_by_position_by_name_and_as_switches()
    {
        var script = _folder.Add("a.ps1", "param([string]$Name, [int]$Count, [switch]$Loud, [switch]$Quiet, [Parameter(ValueFromRemainingArguments)]$Rest) \"$Name|$Count|$Loud|$Quiet|$Rest\"");
        var run = await HostProcess.Run("-File", script, "an a", "-Count", "4", "-Loud", "x", "-Quiet:$false", "y");
        Assert.Equal("an a|4|True|False|x y\n", run.Output);
    }

    [Fact]
    public async Task A_relative_script_knows_where_it_is()
    {
        var script = _folder.Add("a.ps1", "$PSScriptRoot; $PSCommandPath; $MyInvocation.MyCommand.Path; \"$PWD\"");
        var run = await HostProcess.RunWith("", [], ["-NoModule", "a.ps1"], _folder.Path);
        Assert.Equal($"{_folder.Path}\n{script}\n{script}\n{_folder.Path}\n", run.Output);
    }

    [Fact]
    public async Task A_terminating_error_names_file_and_line()
    {
        var script = _folder.Add("a.ps1", "'before'\nthrow 'boom'\n'after'");
        var run = await HostProcess.Run("-File", script);
        Assert.Equal("before\n", run.Output);
        Assert.Contains($"{script}:2", run.Error);
    }

    [Fact]
    public async Task A_script_that_is_not_there_is_one_line_and_64()
    {
        var run = await HostProcess.Run("-File", "nope.ps1");
        Assert.Equal(64, run.ExitCode);
        Assert.StartsWith("The script 'nope.ps1' is not there", run.Error);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }
}
