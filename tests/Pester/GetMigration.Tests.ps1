# Get-Migration: journal, files and history together. See README.md.

BeforeAll { . (Join-Path $PSScriptRoot 'TestProject.ps1') }

AfterAll { Stop-TestSession }

Describe 'Get-Migration' {
    BeforeEach { $root = New-TestProject }

    It 'finds the project of the current location and of folders below it' {
        Push-Location (Join-Path $root 'drizzle/meta')
        try { (Get-Migration).Tag | Should -Be '0000_baseline', '0001_post_index' } finally { Pop-Location }
    }

    It 'filters by wildcards and states' {
        Set-TestFile $root 'drizzle/0002_two.sql' 'SELECT 2;'
        (Get-Migration 000[12]* -Path $root -Offline).Tag | Should -Be '0001_post_index', '0002_two'
        (Get-Migration -Path $root -Offline -Status Unjournaled).Tag | Should -Be '0002_two'
        (Get-Migration -Path $root -Offline | Where-Object IsBaseline).Tag | Should -Be '0000_baseline'
    }

    It 'has an error for a tag that is not there, and none for a wildcard' {
        $found = Get-Migration 0000_baseline, 0009_typo, 7* -Path $root -Offline -ErrorAction SilentlyContinue -ErrorVariable failed
        $found.Tag | Should -Be '0000_baseline'
        @($failed).Count | Should -Be 1
        $failed[0].FullyQualifiedErrorId | Should -Be 'MigrationNotFound,Migrations.Commands.GetMigrationCommand'
    }

    It 'prints as a table' {
        $text = Get-Migration -Path $root -Offline | Out-String -Width 120
        $text | Should -Match '(?m)^ +Idx Status +Created \(UTC\) +Hash +Tag'
        $text | Should -Match '(?m)^ +0 Unknown +2026-01-01 00:00 [0-9a-f]{8} 0000_baseline \(baseline\)'
    }

    It 'goes into Select-Object, ConvertTo-Json and Export-Csv' {
        Get-Migration -Path $root -Offline | Select-Object -First 1 -ExpandProperty Tag | Should -Be '0000_baseline'
        $json = Get-Migration -Path $root -Offline | Select-Object Tag, When, Hash | ConvertTo-Json | ConvertFrom-Json
        $json[1].When | Should -Be 1767830400000
        $json[1].Hash | Should -Match '^[0-9a-f]{64}$'
        $csv = Join-Path $root 'out.csv'
        Get-Migration -Path $root -Offline | Export-Csv $csv -NoTypeInformation
        (Import-Csv $csv).Status | Should -Be 'Unknown', 'Unknown'
    }

    It 'says where it looked for a project' {
        $nowhere = Join-Path $TestDrive 'nowhere'
        $null = New-Item -ItemType Directory $nowhere -Force
        $failed = Get-TerminatingError { Get-Migration -Path $nowhere }
        $failed.FullyQualifiedErrorId | Should -Be 'ProjectNotFound,Migrations.Commands.GetMigrationCommand'
        $failed.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        "$failed" | Should -BeLike "*'$nowhere'*"
    }

    It 'says how to name a database where it needs one' {
        $failed = Get-TerminatingError { Get-Migration -Path $root -Pending }
        $failed.FullyQualifiedErrorId | Should -BeLike 'DatabaseUrlMissing,*'
        $failed.Exception.Message | Should -BeLike '*$env:DATABASE_URL*'
        ([regex]::Matches(($failed | Out-String -Width 1000), 'mysql://user:password@')).Count | Should -Be 1
    }
}
