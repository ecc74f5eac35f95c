# Migrations.Host, where there is no pwsh, runs the same lines as this shell does. See README.md.

BeforeDiscovery {
    $hasServer = [bool]($env:DATABASE_URL -or $env:MIGRATIONS_TEST_SERVERS)
    # Built with the solution.
    $hasHost = (Get-Command dotnet -CommandType Application -ErrorAction Ignore) -and (Test-Path (Join-Path $PSScriptRoot '../../src/Migrations.Host/bin/*/net10.0/Migrations.Host.dll'))
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestProject.ps1')
    $hostAssembly = @(Get-ChildItem (Join-Path $PSScriptRoot '../../src/Migrations.Host/bin/*/net10.0/Migrations.Host.dll') -ErrorAction Ignore | ForEach-Object FullName)[0]
    function Invoke-Host([string] $Command, [hashtable] $Environment = @{}) { Invoke-Program dotnet @($hostAssembly, '-NonInteractive', '-Command', $Command) ($Environment + @{ MIGRATIONS_MODULE = $manifest }) }
}

AfterAll { Stop-TestSession }

Describe 'Migrations.Host' -Skip:(-not $hasHost) {
    BeforeEach { $root = New-TestProject }

    It 'prints the same tables as this shell' {
        $run = Invoke-Host "Get-Migration -Path '$root' -Offline"
        $run.ExitCode | Should -Be 0
        # Windows of different widths give columns of different widths.
        ($run.Text -replace '-+|\s+', ' ').Trim() | Should -Be ((Get-Shown (Get-Migration -Path $root -Offline)) -replace '-+|\s+', ' ').Trim()
    }

    It 'ends with exit code 1 and the error where a command fails' {
        Add-TestColumn $root
        $run = Invoke-Host "Test-SchemaDrift -Path '$root' -ErrorOnDrift"
        $run.ExitCode | Should -Be 1
        $run.Text | Should -Match 'schema\.ts:6:10: MissingColumn: users\.phone'
    }

    It 'runs a script with arguments' {
        $file = Join-Path $TestDrive 'host-script.ps1'
        [IO.File]::WriteAllText($file, 'param([string] $Project, [switch] $Quiet) Test-SchemaDrift -Path $Project -Quiet:$Quiet; exit 7')
        $run = Invoke-Program dotnet @($hostAssembly, '-NonInteractive', '-File', $file, '-Project', $root, '-Quiet') @{ MIGRATIONS_MODULE = $manifest }
        $run.Text | Should -Be 'True'
        $run.ExitCode | Should -Be 7
    }

    It 'migrates a database that this shell then finds migrated' -Tag Server -Skip:(-not $hasServer) {
        $url = New-TestDatabase
        $run = Invoke-Host "(Invoke-Migration -Path '$root').Outcome" @{ DATABASE_URL = $url }
        $run.Text | Should -Be "Applied`nApplied`nApplied"
        (Get-Migration -Path $root -DatabaseUrl $url).Status | Should -Be 'Applied', 'Applied'
    }
}
