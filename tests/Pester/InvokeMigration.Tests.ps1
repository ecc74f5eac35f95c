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

    It 'gives a plan of objects that can be indexed, filtered and counted' {
        $plan = Invoke-Migration -Path $root -DatabaseUrl $url -WhatIf
        $plan[0].Statements[0].Text | Should -Match '^CREATE TABLE IF NOT EXISTS `users`'
        $plan[0].Statements[-1].Line | Should -Be 7
        $plan.Statements[0].Outcome | Should -Be 'Planned'
        @($plan.Statements | Where-Object Forecast -eq Satisfied).Count | Should -BeGreaterThan 0
    }

    It 'stops behind -To, and takes the rest on the next run' {
        $null = Invoke-Migration -Path $root -DatabaseUrl $url
        $first = Add-TestMigration $root one 'CREATE TABLE `one` (`id` int)'
        $second = Add-TestMigration $root two 'CREATE TABLE `two` (`id` int)'
        (Invoke-Migration -To $first -Path $root -DatabaseUrl $url).Tag | Should -Be $first
        (Get-Migration -Path $root -DatabaseUrl $url -Pending).Tag | Should -Be $second
        (Invoke-Migration -Path $root -DatabaseUrl $url).Tag | Should -Be $second
        (Get-TerminatingError { Invoke-Migration -To 0009_typo -Path $root -DatabaseUrl $url }).FullyQualifiedErrorId | Should -Be 'TagUnknown,Migrations.Commands.InvokeMigrationCommand'
    }

    It 'installs in no empty database with -FreshInstall Refuse' {
        (Get-TerminatingError { Invoke-Migration -FreshInstall Refuse -Path $root -DatabaseUrl $url }).FullyQualifiedErrorId | Should -BeLike 'FreshInstallRefused,*'
        Get-SchemaTable -DatabaseUrl $url | Should -BeNullOrEmpty
    }

    It 'does what is left of an ALTER TABLE one of whose clauses is done' {
        $null = Invoke-Migration -Path $root -DatabaseUrl $url
        $null = Add-TestMigration $root nick 'ALTER TABLE `users` ADD COLUMN `email` varchar(255) NOT NULL, ADD COLUMN `nick` varchar(20)'
        $statement = (Invoke-Migration -Path $root -DatabaseUrl $url).Statements[0]
        $statement.Outcome | Should -Be 'Rewritten'
        $statement.SentSql | Should -Be 'ALTER TABLE `users` ADD COLUMN `nick` varchar(20)'
        @($statement.Clauses | ForEach-Object { "$($_.Outcome)" }) | Should -Be 'Satisfied', 'Executed'
    }

    It 'keeps triggers and procedures whole without DELIMITER, and marks what is done at least once' {
        $null = Invoke-Migration -Path $root -DatabaseUrl $url
        $tag = Add-TestMigration $root bodies 'SELECT 1'
        Set-TestFile $root "drizzle/$tag.sql" "CREATE PROCEDURE ``p``()`nBEGIN`n  INSERT INTO ``users`` (``email``) VALUES ('a;b');`n  UPDATE ``users`` SET ``email`` = LOWER(``email``);`nEND;`nCALL ``p``();`n"
        $plan = Invoke-Migration -Path $root -DatabaseUrl $url -WhatIf
        $plan.Statements.Line | Should -Be 1, 6
        $plan.Statements.IsAtLeastOnce | Should -Be $false, $true
        (Invoke-Migration -Path $root -DatabaseUrl $url).Statements.Outcome | Should -Be 'Executed', 'Executed'
    }

    It 'keeps <Sql> from tables in use' -ForEach @(
        @{ Sql = 'DROP TABLE `posts`' }
        @{ Sql = 'TRUNCATE TABLE `posts`' }
        @{ Sql = 'RENAME TABLE `posts` TO `articles`' }
        @{ Sql = 'ALTER TABLE `users` MODIFY COLUMN `email` varchar(20) NOT NULL' }
    ) {
        $null = Invoke-Migration -Path $root -DatabaseUrl $url
        $tag = Add-TestMigration $root less $Sql
        $failed = Get-TerminatingError { Invoke-Migration -Path $root -DatabaseUrl $url }
        $failed.FullyQualifiedErrorId | Should -BeLike 'DestructiveStatement,*'
        "$failed" | Should -BeLike "*$tag.sql:1:1*"
        Test-SchemaDrift -Path $root -DatabaseUrl $url -Quiet | Should -BeTrue
    }

    It 'applies an edited migration again with -Modified Reapply, only what is new of it' {
        $null = Invoke-Migration -Path $root -DatabaseUrl $url
        Set-TestFile $root 'drizzle/0001_post_index.sql' ((Get-TestFile $root 'drizzle/0001_post_index.sql') + "`nCREATE TABLE IF NOT EXISTS ``extra`` (``id`` int);`n")
        (Get-Migration 0001* -Path $root -DatabaseUrl $url).Status | Should -Be 'Modified'
        $result = Invoke-Migration -Modified Reapply -Path $root -DatabaseUrl $url
        $result.Statements.Count | Should -Be 2
        $result.Statements[1].Outcome | Should -Be 'Executed'
        (Get-Migration 0001* -Path $root -DatabaseUrl $url).Status | Should -Be 'Applied'
    }

    It 'keeps drizzle''s history: the hash is the SHA-256 of the file' {
        $results = Invoke-Migration -Path $root -DatabaseUrl $url
        $results[0].Hash | Should -Be (Get-FileHash (Join-Path $root 'drizzle/0000_baseline.sql') -Algorithm SHA256).Hash
        (Get-SchemaTable __drizzle_migrations -DatabaseUrl $url).Columns.Name | Should -Be 'id', 'hash', 'created_at'
    }

    It 'refuses a second runner after -LockTimeout, and names the first' {
        # The first runner sleeps in its migration, in a process of its own.
        Set-TestFile $root 'drizzle/0000_baseline.sql' 'SELECT SLEEP(25);'
        $other = Start-Job { Import-Module $using:manifest; Invoke-Migration -Path $using:root -DatabaseUrl $using:url -To 0000_baseline -FreshInstall Replay }
        try {
            $clock = [Diagnostics.Stopwatch]::StartNew()
            while (-not (Get-SchemaTable __drizzle_migrations -DatabaseUrl $url -ErrorAction Ignore) -and $clock.Elapsed.TotalSeconds -lt 20) { Start-Sleep -Milliseconds 300 }
            Start-Sleep -Seconds 1
            $failed = Get-TerminatingError { Invoke-Migration -LockTimeout 0 -Path (New-TestProject) -DatabaseUrl $url -FreshInstall Replay }
            $failed.FullyQualifiedErrorId | Should -BeLike 'LockTimeout,*'
            $failed.CategoryInfo.Category | Should -Be 'OperationTimeout'
        }
        finally {
            Stop-Job $other
            Remove-Job $other -Force
        }
    }

    It 'tells its progress on a long run, by migration and statement, and none on a short one or into redirected output' {
        $null = Invoke-Migration -Path $root -DatabaseUrl $url
        $quick = [powershell]::Create()
        $slow = [powershell]::Create()
        try {
            $null = $quick.AddScript("Import-Module '$manifest'; Get-Migration -Path '$root' -DatabaseUrl '$url'").Invoke()
            $quick.Streams.Progress.Count | Should -Be 0
            $tag = Add-TestMigration $root slow 'SELECT SLEEP(2.5)'
            $null = $slow.AddScript("Import-Module '$manifest'; Invoke-Migration -Path '$root' -DatabaseUrl '$url'").Invoke()
            $told = @($slow.Streams.Progress | ForEach-Object { "$($_.Activity) | $($_.StatusDescription)" })
            ($told -join "`n") | Should -Match "Migration 1 of 1: $tag"
            ($told -join "`n") | Should -Match 'Statement 1 of 1'
            @($slow.Streams.Progress)[-1].RecordType | Should -Be 'Completed'
        }
        finally {
            $quick.Dispose()
            $slow.Dispose()
        }
        $null = Add-TestMigration $root again 'SELECT SLEEP(2)'
        $run = Invoke-Shell "(Invoke-Migration -Path '$root' -DatabaseUrl `$env:SLOW_TEST_URL).Outcome" @{ SLOW_TEST_URL = $url }
        $run.Text | Should -Be 'Applied'
    }
}
