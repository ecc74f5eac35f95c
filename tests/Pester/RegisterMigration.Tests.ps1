# Register-Migration and Unregister-Migration: the history, without running anything. See README.md.

BeforeDiscovery {
    $hasServer = [bool]($env:DATABASE_URL -or $env:MIGRATIONS_TEST_SERVERS)
}

BeforeAll { . (Join-Path $PSScriptRoot 'TestProject.ps1') }

AfterAll { Stop-TestSession }

Describe 'Register-Migration and Unregister-Migration' -Tag Server -Skip:(-not $hasServer) {
    BeforeEach {
        $root = New-TestProject
        $url = New-TestDatabase
    }

    It 'takes up a database that was made without migrations' {
        $null = Invoke-Migration -Path $root -DatabaseUrl $url
        $null = Unregister-Migration '0000_baseline', '0001_post_index' -Path $root -DatabaseUrl $url -Confirm:$false
        (Get-TerminatingError { Invoke-Migration -Path $root -DatabaseUrl $url }).FullyQualifiedErrorId | Should -BeLike 'DatabaseNotFresh,*'
        (Register-Migration -All -Path $root -DatabaseUrl $url).Outcome | Should -Be 'Registered', 'Registered'
        Invoke-Migration -Path $root -DatabaseUrl $url | Should -BeNullOrEmpty
    }

    It 'says what is not there, with its place, and records nothing' {
        $failed = Get-TerminatingError { Register-Migration -All -Path $root -DatabaseUrl $url }
        $failed.FullyQualifiedErrorId | Should -Be 'MigrationNotThere,Migrations.Commands.RegisterMigrationCommand'
        "$failed" | Should -BeLike '*0000_baseline.sql:2:1*MissingTable*'
        @(Get-Migration -Path $root -DatabaseUrl $url -Status Applied).Count | Should -Be 0
        (Register-Migration -All -Force -Path $root -DatabaseUrl $url -WarningAction SilentlyContinue).Outcome | Should -Be 'Registered', 'Registered'
    }

    It 'previews both ways and changes no row' {
        $null = Invoke-Migration -Path $root -DatabaseUrl $url
        (Unregister-Migration 0001_post_index -Path $root -DatabaseUrl $url -WhatIf).Outcome | Should -Be 'Planned'
        (Get-Migration -Path $root -DatabaseUrl $url).Status | Should -Be 'Applied', 'Applied'
        $null = Unregister-Migration 0001_post_index -Path $root -DatabaseUrl $url -Confirm:$false
        (Register-Migration 0001_post_index -Path $root -DatabaseUrl $url -WhatIf).Statements.Outcome | Should -Be 'Satisfied'
        (Get-Migration -Path $root -DatabaseUrl $url -Pending).Tag | Should -Be '0001_post_index'
    }

    It 'takes what is pending from the pipeline, and one that is applied already leaves the others' {
        $null = Invoke-Migration -Path $root -DatabaseUrl $url
        $null = Unregister-Migration 0001_post_index -Path $root -DatabaseUrl $url -Confirm:$false
        $recorded = Register-Migration 0000_baseline, 0001_post_index -Path $root -DatabaseUrl $url -ErrorAction SilentlyContinue -ErrorVariable failed
        $recorded.Tag | Should -Be '0001_post_index'
        $failed[0].FullyQualifiedErrorId | Should -Be 'MigrationAlreadyApplied,Migrations.Commands.RegisterMigrationCommand'
        $null = Get-Migration 0001* -Path $root -DatabaseUrl $url | Unregister-Migration -DatabaseUrl $url -Confirm:$false
        (Get-Migration -Path $root -DatabaseUrl $url -Pending | Register-Migration -DatabaseUrl $url).Tag | Should -Be '0001_post_index'
    }

    It 'does not unregister unasked where nobody can answer' {
        $null = Invoke-Migration -Path $root -DatabaseUrl $url
        $run = Invoke-Shell "Unregister-Migration 0001_post_index -Path '$root' -DatabaseUrl `$env:ASK_TEST_URL" @{ ASK_TEST_URL = $url }
        $run.ExitCode | Should -Be 1
        (Get-Migration -Path $root -DatabaseUrl $url).Status | Should -Be 'Applied', 'Applied'
    }
}
