# The module as a thing to import. See README.md.

BeforeDiscovery {
    $hasServer = [bool]($env:DATABASE_URL -or $env:MIGRATIONS_TEST_SERVERS)
    # Built with the solution; it carries MySqlConnector 2.4 and System.Text.Json 8.
    $rival = @(Get-ChildItem (Join-Path $PSScriptRoot '../RivalModule/bin/*/netstandard2.0/RivalModule.dll') -ErrorAction Ignore)
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestProject.ps1')
    $rivalModule = @(Get-ChildItem (Join-Path $PSScriptRoot '../RivalModule/bin/*/netstandard2.0/RivalModule.dll') -ErrorAction Ignore | ForEach-Object FullName)[0]
}

AfterAll { Stop-TestSession }

Describe 'The module' {
    It 'has a valid manifest and exports cmdlets alone' {
        (Test-ModuleManifest $manifest).Version | Should -BeGreaterThan '0.0'
        Get-Command -Module Migrations -CommandType Alias, Function | Should -BeNullOrEmpty
    }

    It 'exports <_>' -ForEach 'Add-JournalEntry', 'Export-MigrationScript', 'Get-Migration', 'Get-SchemaTable', 'Initialize-MigrationProject', 'Invoke-Migration', 'New-Migration', 'Register-Migration', 'Repair-Journal', 'Test-Migration', 'Test-SchemaDrift', 'Unregister-Migration', 'Update-Baseline', 'Update-BootstrapIndex' {
        (Get-Command $_ -Module Migrations).OutputType | Should -Not -BeNullOrEmpty
        (Get-Command $_ -Syntax) | Should -Match '-Path\]? <string>'
    }

    It 'uses approved verbs and has no push' {
        $verbs = (Get-Verb).Verb
        Get-Command -Module Migrations | Where-Object { $_.Verb -notin $verbs -or $_.Name -match 'push' } | Should -BeNullOrEmpty
    }

    It 'lets <_> be previewed and confirmed' -ForEach 'Add-JournalEntry', 'Export-MigrationScript', 'Initialize-MigrationProject', 'Invoke-Migration', 'New-Migration', 'Register-Migration', 'Repair-Journal', 'Unregister-Migration', 'Update-Baseline', 'Update-BootstrapIndex' {
        (Get-Command $_).Parameters.Keys | Should -Contain 'WhatIf'
        (Get-Command $_).Parameters.Keys | Should -Contain 'Confirm'
    }

    It 'has types that resolve at the prompt' {
        [Migrations.Model.MigrationInfo].FullName | Should -Be 'Migrations.Model.MigrationInfo'
        [Migrations.Model.MigrationStatus]::Pending | Should -Be 'Pending'
    }

    It 'has what a gallery shows of it' {
        $info = Test-ModuleManifest $manifest
        $info.Description | Should -Not -BeNullOrEmpty
        $info.LicenseUri | Should -BeLike 'https://*'
        $info.ReleaseNotes | Should -Not -BeNullOrEmpty
        @($info.Tags) | Should -Contain 'MySQL'
        @($info.CompatiblePSEditions | Sort-Object) | Should -Be 'Core', 'Desktop'
        $info.PowerShellVersion | Should -BeGreaterOrEqual ([version] '5.1')
    }

    It 'can be imported again, removed, and imported once more, and says nothing of it' {
        $root = New-TestProject
        $run = Invoke-Shell @"
Set-StrictMode -Version Latest
Import-Module '$manifest'
Import-Module '$manifest' -Force
(Get-Migration -Path '$root' -Offline).Count
Remove-Module Migrations
@(Get-Command -Module Migrations).Count
Import-Module '$manifest'
(Get-Migration -Path '$root' -Offline).Count
"@
        $run.ExitCode | Should -Be 0
        $run.Lines -join ' ' | Should -Be '2 0 2'
    }

    It 'leaves $Error and the preferences of a session alone' {
        $root = New-TestProject
        $run = Invoke-Shell "`$Error.Clear(); `$null = Get-Migration -Path '$root' -Offline; `$null = Test-SchemaDrift -Path '$root'; `"`$(`$Error.Count) `$ErrorActionPreference `$ProgressPreference `$ConfirmPreference`""
        $run.Text | Should -Be '0 stop Continue High'
    }

    It 'explains one parameter at a time, and names what to read next' {
        "$((Get-Help New-Migration -Parameter Rename).description.Text)" | Should -Match 'old.*=.*new'
        Get-Help Invoke-Migration -Parameter DatabaseUrl | Out-String | Should -Match 'mysql://user:password@host'
        Get-Help Test-SchemaDrift | Out-String | Should -Match 'about_Migrations_Drift'
    }
}

Describe 'Beside a module with another driver' -Tag Server -Skip:(-not ($hasServer -and $rival)) {
    It 'both work, the other one imported <Order>' -ForEach @(
        @{ Order = 'later'; First = 'Migrations'; Second = 'Rival' }
        @{ Order = 'before'; First = 'Rival'; Second = 'Migrations' }
    ) {
        $root = New-TestProject
        $url = New-TestDatabase
        $to = Get-UrlPart $url
        $uses = @{
            Rival = "Import-Module '$rivalModule'; Get-RivalConnection -ConnectionString `$env:RIVAL_TEST_CONNECTION; Get-RivalJson"
            Migrations = "Import-Module '$manifest'; (Invoke-Migration -Path '$root' -DatabaseUrl `$env:RIVAL_TEST_URL).Outcome -join ' '"
        }
        # Not Invoke-Shell, which imports the module first.
        $file = Join-Path $TestDrive "beside-$Second.ps1"
        [IO.File]::WriteAllText($file, "`$ErrorActionPreference = 'Stop'`n$($uses[$First])`n$($uses[$Second])`n(Get-Migration -Path '$root' -DatabaseUrl `$env:RIVAL_TEST_URL).Status -join ' '`nGet-RivalJson")
        $run = Invoke-Program $shell @('-NoProfile', '-NonInteractive', '-File', $file) @{
            RIVAL_TEST_URL = $url
            RIVAL_TEST_CONNECTION = "Server=$($to.Host);Port=$($to.Port);User ID=$($to.User);Password=`"$($to.Password)`";Database=$($to.Database);AllowPublicKeyRetrieval=true"
        }
        $run.ExitCode | Should -Be 0 -Because $run.Text
        @($run.Lines -like '42 by MySqlConnector*').Count | Should -Be 1
        @($run.Lines -like '42 by System.Text.Json*').Count | Should -Be 2
        $run.Lines | Should -Contain 'Applied Applied Applied'
        $run.Lines | Should -Contain 'Applied Applied'
    }
}
