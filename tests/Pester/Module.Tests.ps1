# The module as a thing to import. See README.md.

BeforeDiscovery {
    $hasServer = [bool]($env:DATABASE_URL -or $env:MIGRATIONS_TEST_SERVERS)
}

BeforeAll { . (Join-Path $PSScriptRoot 'TestProject.ps1') }

AfterAll { Stop-TestSession }

Describe 'The module' {
    It 'has a valid manifest and exports cmdlets alone' {
        (Test-ModuleManifest (Join-Path $PSScriptRoot '../../out/Migrations/Migrations.psd1')).Version | Should -BeGreaterThan '0.0'
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

    It 'completes tags and tables' {
        $root = New-TestProject
        foreach ($case in @("Get-SchemaTable -Path '$root' -Name us", 'users'), @("Get-Migration -Path '$root' -Tag 0001", '0001_post_index')) {
            $completed = [System.Management.Automation.CommandCompletion]::CompleteInput($case[0], $case[0].Length, $null).CompletionMatches
            @($completed | ForEach-Object CompletionText) | Should -Be $case[1]
        }
    }
}
