# Test-SchemaDrift: schema.ts against baseline, journal, database and replay. See README.md.

BeforeDiscovery {
    $hasServer = [bool]($env:DATABASE_URL -or $env:MIGRATIONS_TEST_SERVERS)
}

BeforeAll { . (Join-Path $PSScriptRoot 'TestProject.ps1') }

AfterAll { Stop-TestSession }

Describe 'Test-SchemaDrift' {
    BeforeEach { $root = New-TestProject }

    It 'is silent where all agree' {
        Test-SchemaDrift -Path $root | Should -BeNullOrEmpty
        Test-SchemaDrift -Path $root -Quiet | Should -BeTrue
        { Test-SchemaDrift -Path $root -ErrorOnDrift -Strict } | Should -Not -Throw
    }

    It 'gives a difference with its place and prints it by table' {
        Add-TestColumn $root
        $difference = Test-SchemaDrift -Path $root
        $difference.Target | Should -Be 'users.phone'
        "$($difference.ExpectedLocation)" | Should -BeLike '*schema.ts:6:10'
        Test-SchemaDrift -Path $root -Quiet | Should -BeFalse
        $text = $difference | Out-String -Width 120
        $text | Should -Match 'Table: users \(baseline\)'
        $text | Should -Match '(?m)^Error +schema\.ts:6 +MissingColumn +phone +varchar\(30\)'
    }

    It 'ends a pipeline with -ErrorOnDrift after the differences' {
        Add-TestColumn $root
        $seen = New-Object System.Collections.Generic.List[object]
        $failed = Get-TerminatingError { Test-SchemaDrift -Path $root -ErrorOnDrift | ForEach-Object { $seen.Add($_) } }
        $failed.FullyQualifiedErrorId | Should -Be 'SchemaDrift,Migrations.Commands.TestSchemaDriftCommand'
        "$failed" | Should -BeLike '*schema.ts:6:10: MissingColumn*'
        $seen.Count | Should -Be 1
    }

    It 'goes into Where-Object, Group-Object and Export-Csv' {
        Add-TestColumn $root
        Set-TestFile $root 'drizzle/bootstrap/0000_indexes.sql' "-- None.`n"
        @(Test-SchemaDrift -Path $root | Where-Object Severity -eq Error).Count | Should -Be 2
        (Test-SchemaDrift -Path $root | Group-Object Table).Name | Sort-Object | Should -Be 'posts', 'users'
        $csv = Join-Path $root 'drift.csv'
        Test-SchemaDrift -Path $root | Select-Object Kind, Target, MendingSql | Export-Csv $csv -NoTypeInformation
        (Import-Csv $csv | Where-Object Target -eq 'users.phone').MendingSql | Should -BeExactly 'ALTER TABLE `users` ADD COLUMN `phone` varchar(30);'
    }

    It 'ignores what it is told to' {
        Add-TestColumn $root
        Test-SchemaDrift -Path $root -Ignore users.ph* -Quiet | Should -BeTrue
    }

    It 'points into schema.ts where that is broken' {
        Set-TestFile $root 'drizzle/schema.ts' (Get-TestFile $root 'drizzle/schema.ts').Replace("email: varchar(", 'email: vrachar(')
        $failed = Get-TerminatingError { Test-SchemaDrift -Path $root }
        $failed.FullyQualifiedErrorId | Should -BeLike 'ScriptFailed,*'
        "$failed" | Should -BeLike '*schema.ts:5:10: *vrachar*'
    }

    It 'compares with what the journal adds up to, by itself where there is no baseline' {
        Test-SchemaDrift -Against Journal -Path $root -Quiet | Should -BeTrue
        Remove-Item (Join-Path $root 'drizzle/bootstrap') -Recurse
        Edit-TestFile $root 'drizzle/meta/_journal.json' '0000_baseline' '0000_first'
        Rename-Item (Join-Path $root 'drizzle/0000_baseline.sql') '0000_first.sql'
        Test-SchemaDrift -Path $root | Should -BeNullOrEmpty
        Add-TestColumn $root
        $difference = Test-SchemaDrift -Path $root
        "$($difference.Against) $($difference.Target)" | Should -Be 'Journal users.phone'
        (Get-TerminatingError { Test-SchemaDrift -Against Baseline -Path $root }).FullyQualifiedErrorId | Should -BeLike 'BaselineMissing,*'
    }

    It 'counts what is there in addition only with -Strict' {
        Edit-TestFile $root 'drizzle/schema.ts' ", (table) => [index('posts_user_idx').on(table.userId)]" ''
        $difference = Test-SchemaDrift -Path $root
        "$($difference.Severity) $($difference.Kind)" | Should -Be 'Warning ExtraIndex'
        Test-SchemaDrift -Path $root -Quiet | Should -BeTrue
        Test-SchemaDrift -Path $root -Strict -Quiet | Should -BeFalse
        { Test-SchemaDrift -Path $root -ErrorOnDrift } | Should -Not -Throw
        (Get-TerminatingError { Test-SchemaDrift -Path $root -Strict -ErrorOnDrift }).FullyQualifiedErrorId | Should -BeLike 'SchemaDrift,*'
    }

    It 'writes a test a table for -JUnitPath, also where all agree' {
        $file = Join-Path $root 'drift.xml'
        Test-SchemaDrift -Path $root -JUnitPath $file
        $suites = ([xml](Get-TestFile $root 'drift.xml')).testsuites
        "$($suites.tests) $($suites.failures)" | Should -Be '2 0'
        Add-TestColumn $root
        $null = Test-SchemaDrift -Path $root -JUnitPath $file
        $suites = ([xml](Get-TestFile $root 'drift.xml')).testsuites
        "$($suites.tests) $($suites.failures)" | Should -Be '2 1'
        $suites.OuterXml | Should -Match 'schema\.ts:6'
    }
}

Describe 'Test-SchemaDrift against a server' -Tag Server -Skip:(-not $hasServer) {
    BeforeEach {
        $root = New-TestProject
        $url = New-TestDatabase
    }

    It 'has no drift after a migration, and has when it is behind' {
        $null = Invoke-Migration -Path $root -DatabaseUrl $url
        Test-SchemaDrift -Path $root -DatabaseUrl $url -Strict | Should -BeNullOrEmpty
        Add-TestColumn $root
        (Test-SchemaDrift -Path $root -DatabaseUrl $url).Target | Should -Be 'users.phone'
        (Test-SchemaDrift -Path $root -Against Baseline, Database -DatabaseUrl $url).Against | Should -Be 'Baseline', 'Database'
        $null = New-Migration phone -Path $root -Sql (Test-SchemaDrift -Path $root -DatabaseUrl $url).MendingSql | Add-JournalEntry
        (Invoke-Migration -Path $root -DatabaseUrl $url).Tag | Should -Be '0002_phone'
        Test-SchemaDrift -Path $root -DatabaseUrl $url -Quiet | Should -BeTrue
    }

    It 'needs one schema.ts and one URL only' {
        $null = Invoke-Migration -Path $root -DatabaseUrl $url
        $alone = Join-Path $TestDrive 'alone.ts'
        Copy-Item (Join-Path $root 'drizzle/schema.ts') $alone
        Test-SchemaDrift -SchemaPath $alone -DatabaseUrl $url -Quiet | Should -BeTrue
    }

    It 'builds the whole chain in a scratch database with -Replay, and leaves nothing of it' {
        $scratch = $url -replace '/[^/]*$', ''
        Test-SchemaDrift -Replay -ScratchUrl $scratch -Path $root -Quiet | Should -BeTrue
        Set-TestFile $root 'drizzle/0001_post_index.sql' 'SELECT 1;'
        Set-TestFile $root 'drizzle/bootstrap/0000_indexes.sql' "-- None.`n"
        $difference = Test-SchemaDrift -Replay -ScratchUrl $scratch -Path $root
        "$($difference.Against) $($difference.Kind) $($difference.Target)" | Should -Be 'Replay MissingIndex posts.posts_user_idx'
        Get-SchemaTable -DatabaseUrl $url | Should -BeNullOrEmpty
    }

    It 'refuses to replay what reaches beyond its database, on a server that holds others' {
        $null = Add-TestMigration $root far 'CREATE TABLE `elsewhere_db`.`t` (`id` int)'
        $failed = Get-TerminatingError { Test-SchemaDrift -Replay -ScratchUrl ($url -replace '/[^/]*$', '') -Path $root }
        $failed.FullyQualifiedErrorId | Should -BeLike 'ReplayLeavesDatabase,*'
        "$failed" | Should -BeLike '*0002_far.sql:1:1*'
    }
}
