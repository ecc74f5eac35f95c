using System.Management.Automation;
using System.Reflection;

namespace Migrations.Host;

/// <summary>The texts that the host itself prints.</summary>
internal static class UsageText
{
    /// <summary>The answer to <c>-Help</c>.</summary>
    public const string Help = """
        Migrations.Host: runs a PowerShell command or script, in the real PowerShell engine, with the Migrations module imported.

        It has the Core cmdlets only (ForEach-Object, Where-Object, Get-Command, Get-Help, Import-Module, Out-Default and the like):
        not Write-Host, Select-Object, Get-ChildItem or ConvertTo-Json. It is for CI, containers and the demo, where no pwsh is
        installed. It is not a shell.

          Migrations.Host [options] -Command <PowerShell>      run this text; '-' reads it from standard input
          Migrations.Host [options] -File <script> [args]      run this script; args are positional, -Name value, -Switch or -Name:value

          -NonInteractive   prompts are errors instead of waiting for an answer (so it is where standard input is redirected)
          -NoModule         start without importing Migrations
          -Version          print the versions of host and engine
          -Help, -?         print this text
          -NoProfile, -NoLogo and -ExecutionPolicy <name> are taken, for pwsh's sake, and mean nothing here.

        The module is $MIGRATIONS_MODULE (a .psd1 or its folder), else Migrations/Migrations.psd1 beside the host, else
        out/Migrations/Migrations.psd1 in a folder above it.

        Exit code: N after 'exit N'; 1 after a terminating error, and where -Command ends with a failed command; 64 for a command
        line that cannot be read; 128 + the signal's number (1 on Windows) when stopped by Ctrl+C or SIGTERM; otherwise 0.
        """;

    /// <summary>The answer to <c>-Version</c>.</summary>
    public static string Version => $"Migrations.Host {OwnVersion} (PowerShell {VersionOf(typeof(PSObject).Assembly)})";

    /// <summary>The host's version, which is the module's.</summary>
    public static string OwnVersion => VersionOf(typeof(UsageText).Assembly);

    private static string VersionOf(Assembly assembly)
    {
        // "7.6.9 SHA: ..." and "0.1.0+..." name a build behind the version.
        var text = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        return text.Split(' ', '+')[0];
    }
}
