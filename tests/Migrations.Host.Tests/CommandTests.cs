namespace Migrations.Host.Tests;

public class CommandTests
{
    private const string SetThing =
        "function Set-Thing { [CmdletBinding(SupportsShouldProcess)] param($Name) if ($PSCmdlet.ShouldProcess($Name, 'Set')) { \"did $Name\" } }; ";

    [Theory]
    [InlineData("5", 0)]
    [InlineData("exit 3", 3)]
    [InlineData("throw 'boom'", 1)]
    [InlineData("5; Get-Nothing", 1)]
    [InlineData("Get-Nothing; 5", 0)]
    [InlineData("if (", 1)]
    [InlineData("$ErrorActionPreference = 'Stop'; Get-Nothing; exit 0", 1)]
    [InlineData("try { throw 'boom' } catch { exit 4 }", 4)]
    [InlineData("", 0)]
    public async Task Exit_code_is_that_of_pwsh_Command(string command, int expected)
    {
        var run = await HostProcess.Run("-Command", command);
        Assert.True(expected == run.ExitCode, $"{run.ExitCode}: {run.Output}{run.Error}");
    }

    [Fact]
    public async Task Objects_are_formatted_as_a_table_without_escape_sequences_or_byte_order_mark()
    {
        var run = await HostProcess.Run("-Command", "[pscustomobject]@{ Name = 'bücher'; Size = 3 }, [pscustomobject]@{ Name = 'b'; Size = 14 }");
        Assert.Equal("\nName   Size\n----   ----\nbücher    3\nb        14\n\n", run.Output);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public async Task Errors_go_to_standard_error_and_the_rest_to_standard_output()
    {
        var run = await HostProcess.Run("-Command", "$Host.UI.WriteWarningLine('careful'); Get-Nothing; 'after'; throw 'boom'");
        Assert.Equal("WARNING: careful\nafter\n", run.Output);
        Assert.StartsWith("Get-Nothing: The term 'Get-Nothing' is not recognized", run.Error);
        Assert.Contains("Exception: boom", run.Error);
    }

    [Fact]
    public async Task A_parse_error_shows_its_place()
    {
        var run = await HostProcess.Run("-Command", "if (");
        Assert.Contains("Missing condition in if statement", run.Error);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public async Task The_pipeline_streams_and_piped_lines_are_the_input()
    {
        var run = await HostProcess.RunWith("b\na\n", [], ["-NoModule", "-Command", "$input | Where-Object { $_ -eq 'a' } | ForEach-Object { \"<$_>\" }"]);
        Assert.Equal("<a>\n", run.Output);
    }

    [Fact]
    public async Task A_dash_reads_the_script_from_standard_input()
    {
        var run = await HostProcess.RunWith("$a = 6\n$a * 7\nexit 5\n", [], ["-NoModule", "-Command", "-"]);
        Assert.Equal(("42\n", 5), (run.Output, run.ExitCode));
    }

    [Fact]
    public async Task WhatIf_says_what_it_would_do_and_does_not()
    {
        var run = await HostProcess.Run("-Command", SetThing + "Set-Thing one -WhatIf; Set-Thing two");
        Assert.Equal("What if: Performing the operation \"Set\" on target \"one\".\ndid two\n", run.Output);
    }

    [Theory]
    [InlineData(new string[0], "Standard input is redirected")]
    [InlineData(new[] { "-NonInteractive" }, "PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.\"")]
    public async Task A_question_that_nobody_can_answer_is_an_error(string[] options, string expected)
    {
        var run = await HostProcess.Run([.. options, "-Command", SetThing + "Set-Thing one -Confirm; Set-Thing two -Confirm:$false"]);
        Assert.Equal("did two\n", run.Output);
        Assert.Contains(expected, run.Error);
    }

    [Fact]
    public async Task Verbose_text_is_written_when_asked_for()
    {
        var run = await HostProcess.Run("-Command", SetThing + "Set-Thing one -Verbose");
        Assert.Equal("VERBOSE: Performing the operation \"Set\" on target \"one\".\ndid one\n", run.Output);
    }

    [Fact]
    public async Task The_session_knows_its_engine_its_place_and_its_culture()
    {
        using var folder = new ScriptFolder();
        var run = await HostProcess.RunWith("", [], ["-NoModule", "-Command", "$PSVersionTable.PSEdition; \"$PWD\"; $PSUICulture; [cultureinfo]::CurrentUICulture.Name"], folder.Path);
        Assert.Equal($"Core\n{folder.Path}\nen-US\nen-US\n", run.Output);
    }
}
