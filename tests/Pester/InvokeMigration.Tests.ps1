# Invoke-Migration on a real server. See README.md.

BeforeDiscovery {
    $hasServer = [bool]($env:DATABASE_URL -or $env:MIGRATIONS_TEST_SERVERS)
}

BeforeAll { . (Join-Path $PSScriptRoot 'TestProject.ps1') }

AfterAll { Stop-TestSession }

Describe 'Invoke-Migration' -Tag Server -Skip:(-not $hasServer) {
    BeforeEach {
        $root = New-TestProject
        $url = New-TestDatabase
    }

    It 'is migrated by the runbook: preview, apply, nothing left' {
        $preview = Invoke-Migration -Path $root -DatabaseUrl $url -WhatIf
        $preview.Outcome | Should -Be 'Planned', 'Planned', 'Planned'
        $preview[0].Statements.Forecast | Should -Be 'Executed', 'Executed'
        Get-SchemaTable -DatabaseUrl $url | Should -BeNullOrEmpty
        $applied = Invoke-Migration -Path $root -DatabaseUrl $url -Confirm:$false
        $applied.Tag | Should -Be '0000_baseline', '0001_post_index', 'bootstrap/0000_indexes'
        $applied.Outcome | Should -Be 'Applied', 'Applied', 'Applied'
        $applied[0].Statements.Outcome | Should -Be 'Executed', 'Executed'
        $applied[2].Statements.Outcome | Should -Be 'Satisfied'
        $applied[1].History | Should -BeExactly '1 -> 2'
        $applied.Landed.IsThere | Should -Not -Contain $false
        Invoke-Migration -Path $root -DatabaseUrl $url | Should -BeNullOrEmpty
        (Get-Migration -Path $root -DatabaseUrl $url).Status | Should -Be 'Applied', 'Applied'
    }

    It 'prints results by database and statements by file' {
        $results = Invoke-Migration -Path $root -DatabaseUrl $url
        $text = Get-Shown $results
        $text | Should -Match "(?m)^   Database: $((Get-UrlPart $url).Database) on (MySQL|MariaDB) \d+\.\d+"
        $text | Should -Match '(?m)^ +0 Applied +[\d.]+ m?s 0000_baseline \(baseline\) +2 Executed'
        $text = Get-Shown $results[0].Statements
        $text | Should -Match '(?m)^   File: .*0000_baseline\.sql'
        $text | Should -Match '(?m)^ +2 Executed +[\d.]+ m?s +CREATE TABLE IF NOT EXISTS `users`'
    }

    It 'keeps its history where it is told to' {
        $null = Invoke-Migration -Path $root -DatabaseUrl $url -HistoryTable my_history
        (Get-SchemaTable -DatabaseUrl $url).Name | Should -Contain 'my_history'
        (Get-Migration -Path $root -DatabaseUrl $url -HistoryTable my_history).Status | Should -Be 'Applied', 'Applied'
        Test-SchemaDrift -Path $root -DatabaseUrl $url -HistoryTable my_history -Strict -Quiet | Should -BeTrue
    }

    It 'stops at a failing statement, says where, and goes on once it is mended' {
        # Not on an empty database: there a statement about a table that the baseline lacks is an old one, and superseded.
        $null = Invoke-Migration -Path $root -DatabaseUrl $url
        $file = New-Migration broken -Path $root -Sql 'CREATE TABLE `one` (`id` int)', 'ALTER TABLE `nope` ADD `x` int'
        $null = $file | Add-JournalEntry
        $failed = Get-TerminatingError { Invoke-Migration -Path $root -DatabaseUrl $url }
        $failed.FullyQualifiedErrorId | Should -Be 'StatementFailed,Migrations.Commands.InvokeMigrationCommand'
        "$failed" | Should -BeLike '*0002_broken.sql:3:1: Statement 2 of 2 of 0002_broken failed: 1146*'
        $failed.TargetObject.Statements[-1].ServerError.Code | Should -Be 1146
        (Get-Migration 0002_broken -Path $root -DatabaseUrl $url).Status | Should -Be 'Pending' # additive: the catalog tells what of it is done
        Set-TestFile $root 'drizzle/0002_broken.sql' (Get-TestFile $root 'drizzle/0002_broken.sql').Replace('`nope`', '`one`')
        (Invoke-Migration -Path $root -DatabaseUrl $url).Tag | Should -Be '0002_broken'
        (Get-SchemaTable one -DatabaseUrl $url).Columns.Name | Should -Be 'id', 'x'
    }

    It 'does nothing twice: a data statement before the failed one stays done' {
        $null = Invoke-Migration -Path $root -DatabaseUrl $url
        $null = New-Migration seed -Path $root -Sql "INSERT INTO ``users`` (``email``) VALUES ('a@example.org')", 'UPDATE `users` SET `nope` = 1' | Add-JournalEntry
        $null = Get-TerminatingError { Invoke-Migration -Path $root -DatabaseUrl $url }
        $partial = Get-Migration -Path $root -DatabaseUrl $url -Status Partial
        "$($partial.Tag) $($partial.CompletedStatements)/$($partial.StatementCount)" | Should -Be '0002_seed 1/2'
        $partial.NextStatement | Should -BeLike '*0002_seed.sql:3:1'
        Set-TestFile $root 'drizzle/0002_seed.sql' (Get-TestFile $root 'drizzle/0002_seed.sql').Replace('`nope` = 1', '`email` = CONCAT(`email`, ''!'')')
        (Invoke-Migration -Path $root -DatabaseUrl $url).Statements.Outcome | Should -Be 'Satisfied', 'Executed'
    }

    It 'forgets what was done only when it is told to' {
        $null = Invoke-Migration -Path $root -DatabaseUrl $url
        $null = New-Migration seed -Path $root -Sql "INSERT INTO ``users`` (``email``) VALUES ('a@example.org')", 'UPDATE `users` SET `nope` = 1' | Add-JournalEntry
        $null = Get-TerminatingError { Invoke-Migration -Path $root -DatabaseUrl $url }
        Set-TestFile $root 'drizzle/0002_seed.sql' "INSERT INTO ``users`` (``email``) VALUES ('b@example.org');`n"
        (Get-TerminatingError { Invoke-Migration -Path $root -DatabaseUrl $url }).FullyQualifiedErrorId | Should -BeLike 'CompletedStatementChanged,*'
        (Invoke-Migration -Path $root -DatabaseUrl $url -Restart 0002_seed -Force).Statements.Outcome | Should -Be 'Executed'
        (Get-TerminatingError { Invoke-Migration -Path $root -DatabaseUrl $url -Restart 0002_seed -Force }).FullyQualifiedErrorId | Should -BeLike 'MigrationNotPartial,*'
    }

    It 'takes nothing from tables in use unless it is allowed to, and marks it in the preview' {
        $null = Invoke-Migration -Path $root -DatabaseUrl $url
        $null = New-Migration drop -Path $root -Sql 'ALTER TABLE `users` DROP COLUMN `email`' | Add-JournalEntry
        (Invoke-Migration -Path $root -DatabaseUrl $url -WhatIf).Statements.IsDestructive | Should -BeTrue
        (Get-TerminatingError { Invoke-Migration -Path $root -DatabaseUrl $url }).FullyQualifiedErrorId | Should -BeLike 'DestructiveStatement,*'
        (Get-SchemaTable users -DatabaseUrl $url).Columns.Name | Should -Contain 'email'
        (Invoke-Migration -Path $root -DatabaseUrl $url -AllowDestructive).Outcome | Should -Be 'Applied'
        (Get-SchemaTable users -DatabaseUrl $url).Columns.Name | Should -Not -Contain 'email'
    }

    It 'shows both definitions where another one is there' {
        $null = Invoke-Migration -Path $root -DatabaseUrl $url
        $null = New-Migration other -Path $root -Sql 'ALTER TABLE `users` ADD COLUMN `email` int' | Add-JournalEntry
        (Get-TerminatingError { Invoke-Migration -Path $root -DatabaseUrl $url -OnConflict Stop }).FullyQualifiedErrorId | Should -BeLike 'DefinitionConflict,*'
        $result = Invoke-Migration -Path $root -DatabaseUrl $url -WarningVariable warned -WarningAction SilentlyContinue
        $result.Statements.Outcome | Should -Be 'Conflict'
        "$warned" | Should -BeLike '*0002_other.sql:1:1: The column email *makes int*varchar(255)*'
    }

    It 'stops at an edited migration, and goes on as it is told' {
        $null = Invoke-Migration -Path $root -DatabaseUrl $url
        Set-TestFile $root 'drizzle/0001_post_index.sql' ((Get-TestFile $root 'drizzle/0001_post_index.sql') + "`n-- reviewed`n")
        (Get-TerminatingError { Invoke-Migration -Path $root -DatabaseUrl $url }).FullyQualifiedErrorId | Should -BeLike 'MigrationModified,*'
        (Invoke-Migration -Path $root -DatabaseUrl $url -Modified Accept).Outcome | Should -Be 'Accepted'
        (Get-Migration -Path $root -DatabaseUrl $url).Status | Should -Be 'Applied', 'Applied'
    }

    It 'installs without drift where the baseline is behind the schema, and says what no artifact has' {
        Add-TestColumn $root
        $null = New-Migration phone -Path $root -Sql 'ALTER TABLE `users` ADD COLUMN `phone` varchar(20)', 'ALTER TABLE `users` MODIFY COLUMN `phone` varchar(30)' | Add-JournalEntry
        $null = Invoke-Migration -Path $root -DatabaseUrl $url -ErrorOnDrift
        $second = New-TestDatabase
        Set-TestFile $root 'drizzle/0002_phone.sql' 'SELECT 1;'
        (Get-TerminatingError { Invoke-Migration -Path $root -DatabaseUrl $second -ErrorOnDrift -WarningAction SilentlyContinue }).FullyQualifiedErrorId | Should -BeLike 'SchemaDrift,*'
    }
}
