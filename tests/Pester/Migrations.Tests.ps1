# The module's promises from a user's shell. See README.md.

BeforeDiscovery {
    $hasServer = [bool]($env:DATABASE_URL -or $env:MIGRATIONS_TEST_SERVERS)
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/Migrations/Migrations.psd1') -Force -ErrorAction Stop
    . (Join-Path $PSScriptRoot 'TestProject.ps1')
    # The offline tests must not find a database; the server tests name theirs.
    $homeUrl = $env:DATABASE_URL
    Remove-Item Env:DATABASE_URL -ErrorAction Ignore
    $homeHistory = 'pester_' + [guid]::NewGuid().ToString('N')
    $databases = New-Object System.Collections.Generic.List[string]
}

AfterAll {
    if ($homeUrl) { $env:DATABASE_URL = $homeUrl }
}

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

Describe 'New-Migration and Add-JournalEntry' {
    BeforeEach { $root = New-TestProject }

    It 'scaffolds the next number and journals it in one pipeline' {
        $entry = New-Migration 'Add a Phone!' -Path $root -Sql 'ALTER TABLE `users` ADD COLUMN IF NOT EXISTS `phone` varchar(30)' | Add-JournalEntry
        $entry | Should -BeOfType 'Migrations.Model.JournalEntry'
        $entry.Tag | Should -Be '0002_add_a_phone'
        $entry.Idx | Should -Be 2
        $entry.Outcome | Should -Be 'Written'
        $entry.When | Should -BeGreaterThan 1767830400000
        @((Get-TestFile $root 'drizzle/meta/_journal.json' | ConvertFrom-Json).entries)[-1].tag | Should -Be '0002_add_a_phone'
        Get-TestFile $root 'drizzle/0002_add_a_phone.sql' | Should -BeExactly ('ALTER TABLE `users` ADD COLUMN IF NOT EXISTS `phone` varchar(30);' + "`n")
    }

    It 'previews with -WhatIf and writes nothing' {
        $before = Get-TestFile $root 'drizzle/meta/_journal.json'
        $file = New-Migration preview -Path $root -WhatIf
        $file.Outcome | Should -Be 'Planned'
        Test-Path -LiteralPath $file.Path | Should -BeFalse
        Set-TestFile $root 'drizzle/0002_x.sql' 'SELECT 1;'
        (Add-JournalEntry 0002_x -Path $root -WhatIf).Outcome | Should -Be 'Planned'
        Get-TestFile $root 'drizzle/meta/_journal.json' | Should -BeExactly $before
    }

    It 'journals files of Get-ChildItem, and goes on behind one that is there already' {
        Set-TestFile $root 'drizzle/0002_two.sql' 'SELECT 2;'
        Set-TestFile $root 'drizzle/0003_three.sql' 'SELECT 3;'
        $entries = Get-ChildItem (Join-Path $root 'drizzle/*.sql') | Sort-Object Name | Add-JournalEntry -ErrorAction SilentlyContinue -ErrorVariable failed
        $entries.Tag | Should -Be '0002_two', '0003_three'
        @($failed | ForEach-Object { $_.FullyQualifiedErrorId }) | Should -Be @('JournalTagExists,Migrations.Commands.AddJournalEntryCommand', 'JournalTagExists,Migrations.Commands.AddJournalEntryCommand')
    }

    It 'journals what Get-Migration lists as unjournaled' {
        Set-TestFile $root 'drizzle/0002_two.sql' 'SELECT 2;'
        Get-Migration -Path $root -Offline -Status Unjournaled | Add-JournalEntry | ForEach-Object Tag | Should -Be '0002_two'
        Get-Migration -Path $root -Offline -Status Unjournaled | Should -BeNullOrEmpty
    }

    It 'takes -ErrorAction Stop as every cmdlet does' {
        (Get-TerminatingError { Add-JournalEntry nope -Path $root -ErrorAction Stop }).FullyQualifiedErrorId | Should -Be 'MigrationFileMissing,Migrations.Commands.AddJournalEntryCommand'
    }

    It 'names the line of a journal with merge markers and leaves it alone' {
        $broken = (Get-TestFile $root 'drizzle/meta/_journal.json').Replace('    { "idx": 1', "<<<<<<< HEAD`n    { `"idx`": 1")
        Set-TestFile $root 'drizzle/meta/_journal.json' $broken
        Set-TestFile $root 'drizzle/0002_x.sql' 'SELECT 1;'
        $failed = Get-TerminatingError { Add-JournalEntry 0002_x -Path $root -ErrorAction Stop }
        $failed.FullyQualifiedErrorId | Should -BeLike 'JournalInvalidJson,*'
        "$failed" | Should -BeLike '*_journal.json:6:1:*'
        Get-TestFile $root 'drizzle/meta/_journal.json' | Should -BeExactly $broken
    }
}

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

Describe 'Get-SchemaTable' {
    BeforeEach { $root = New-TestProject }

    It 'reads schema.ts and prints tables, columns, indexes and foreign keys' {
        Get-SchemaTable -Path $root | Out-String -Width 120 | Should -Match '(?m)^posts +2 +1 +1 id'
        (Get-SchemaTable users -Path $root).Columns | Out-String -Width 120 | Should -Match '(?m)^email +varchar\(255\) +no'
        (Get-SchemaTable posts -Path $root).Indexes | Out-String -Width 120 | Should -Match '(?m)^posts_user_idx +Plain +user_id'
        (Get-SchemaTable posts -Path $root).ForeignKeys | Out-String -Width 160 | Should -Match '(?m)^posts_user_id_users_id_fk +user_id +users \(id\) +on delete cascade'
    }

    It 'reads files of Get-ChildItem' {
        (Get-ChildItem (Join-Path $root 'drizzle/0000*.sql') | Get-SchemaTable).Name | Should -Be 'users', 'posts'
    }

    It 'selects by wildcard and answers a typo with an error' {
        (Get-SchemaTable p* -Path $root).Name | Should -Be 'posts'
        $null = Get-SchemaTable post -Path $root -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -Be 'TableNotFound,Migrations.Commands.GetSchemaTableCommand'
    }

    It 'goes into Where-Object and ConvertTo-Json' {
        $names = Get-SchemaTable -Path $root | Where-Object { $_.Columns.Name -contains 'email' } | ForEach-Object Name
        $names | Should -Be 'users'
        (Get-SchemaTable users -Path $root | ConvertTo-Json -Depth 5 | ConvertFrom-Json).Columns[1].Type | Should -Be 'varchar(255)'
    }
}

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
}

Describe 'Update-Baseline and Update-BootstrapIndex' {
    BeforeEach { $root = New-TestProject }

    It 'previews, writes once, and then has nothing to do' {
        Add-TestColumn $root
        $before = Get-TestFile $root 'drizzle/0000_baseline.sql'
        (Update-Baseline -Path $root -WhatIf).Outcome | Should -Be 'Planned'
        Get-TestFile $root 'drizzle/0000_baseline.sql' | Should -BeExactly $before
        $change = Update-Baseline -Path $root -Confirm:$false
        $change.Outcome | Should -Be 'Written'
        $change | Out-String -Width 120 | Should -Match '(?m)^Written +\d+ LineAdded +users +phone'
        Get-TestFile $root 'drizzle/0000_baseline.sql' | Should -BeExactly $before.Replace("``email`` varchar(255) NOT NULL,`n", "``email`` varchar(255) NOT NULL,`n  ``phone`` varchar(30),`n")
        Update-Baseline -Path $root | Should -BeNullOrEmpty
        Test-SchemaDrift -Path $root -Quiet | Should -BeTrue
    }

    It 'renames an index in the bootstrap file' {
        Set-TestFile $root 'drizzle/schema.ts' (Get-TestFile $root 'drizzle/schema.ts').Replace('posts_user_idx', 'posts_renamed_idx')
        (Update-BootstrapIndex -Path $root).Kind | Sort-Object { "$_" } | Should -Be 'IndexAdded', 'IndexRemoved'
        Get-TestFile $root 'drizzle/bootstrap/0000_indexes.sql' | Should -BeExactly "CREATE INDEX IF NOT EXISTS ``posts_renamed_idx`` ON ``posts`` (``user_id``);`n"
        Test-SchemaDrift -Path $root -Quiet | Should -BeTrue
    }

    It 'regenerates the same file twice' {
        $null = Update-Baseline -Path $root -Regenerate
        $first = Get-TestFile $root 'drizzle/0000_baseline.sql'
        $first | Should -BeLike '-- The baseline.*'
        Update-Baseline -Path $root -Regenerate | Should -BeNullOrEmpty
        Get-TestFile $root 'drizzle/0000_baseline.sql' | Should -BeExactly $first
    }

    It 'says what a baseline is where there is none' {
        Remove-Item (Join-Path $root 'drizzle/0000_baseline.sql')
        (Get-TerminatingError { Update-Baseline -Path $root }).FullyQualifiedErrorId | Should -Be 'BaselineMissing,Migrations.Commands.UpdateBaselineCommand'
        (Get-TerminatingError { Update-BootstrapIndex -Path $root }).FullyQualifiedErrorId | Should -Be 'BaselineMissing,Migrations.Commands.UpdateBootstrapIndexCommand'
    }
}

Describe 'A server' -Tag Server -Skip:(-not $hasServer) {
    BeforeEach {
        $root = New-TestProject
        $url = New-TestDatabase
    }

    AfterAll { Remove-TestDatabase }

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

    It 'is reached by $env:DATABASE_URL and by .env' {
        Set-TestFile $root '.env' "DATABASE_URL='$url'`n"
        (Invoke-Migration -Path $root).Outcome | Should -Be 'Applied', 'Applied', 'Applied'
        $env:DATABASE_URL = $url
        try { (Get-SchemaTable users -Path $root -Live).Name | Should -Be 'users' } finally { Remove-Item Env:DATABASE_URL }
    }

    It 'prints results and statements as tables' {
        $results = Invoke-Migration -Path $root -DatabaseUrl $url
        $results | Out-String -Width 120 | Should -Match '(?m)^ +0 Applied +[\d.]+ m?s 2 Executed +0000_baseline \(baseline\)'
        $results[0].Statements | Out-String -Width 120 | Should -Match '(?m)^ +2 Executed +[\d.]+ m?s +CREATE TABLE IF NOT EXISTS `users`'
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

    It 'takes up a database that was made without migrations' {
        $null = Invoke-Migration -Path $root -DatabaseUrl $url
        $null = Unregister-Migration '0000_baseline', '0001_post_index' -Path $root -DatabaseUrl $url -Confirm:$false
        (Get-TerminatingError { Invoke-Migration -Path $root -DatabaseUrl $url }).FullyQualifiedErrorId | Should -BeLike 'DatabaseNotFresh,*'
        (Register-Migration -All -Path $root -DatabaseUrl $url).Outcome | Should -Be 'Registered', 'Registered'
        Invoke-Migration -Path $root -DatabaseUrl $url | Should -BeNullOrEmpty
    }

    It 'exports what is pending as one script' {
        $null = Invoke-Migration -Path $root -DatabaseUrl $url
        $null = New-Migration phone -Path $root -Sql 'ALTER TABLE `users` ADD COLUMN IF NOT EXISTS `phone` varchar(30)' | Add-JournalEntry
        $file = Join-Path $root 'pending.sql'
        $script = Export-MigrationScript $file -Path $root -DatabaseUrl $url
        $script.Tag | Should -Be '0002_phone'
        Get-TestFile $root 'pending.sql' | Should -BeLike '*GET_LOCK*ADD COLUMN*'
        (Get-TerminatingError { Export-MigrationScript $file -Path $root -DatabaseUrl $url }).FullyQualifiedErrorId | Should -BeLike 'FileExists,*'
    }

    It 'refuses a wrong password without showing it, and takes -Credential instead' {
        $wrong = $url -replace '//([^:@/]+)(:[^@]*)?@', '//$1:wr0ng-s3cret@'
        $failed = Get-TerminatingError { Invoke-Migration -Path $root -DatabaseUrl $wrong -Verbose 4>$null }
        $failed.FullyQualifiedErrorId | Should -BeLike 'DatabaseAccessDenied,*'
        "$failed $($failed.Exception) $($failed | Out-String)" | Should -Not -BeLike '*wr0ng-s3cret*'
        $user = [uri]::UnescapeDataString(($url -replace '^.*//([^:@/]+).*$', '$1'))
        $secret = New-Object securestring
        foreach ($c in [uri]::UnescapeDataString(($url -replace '^.*//[^:@/]+:?([^@]*)@.*$', '$1')).ToCharArray()) { $secret.AppendChar($c) }
        (Invoke-Migration -Path $root -DatabaseUrl $wrong -Credential (New-Object pscredential $user, $secret)).Outcome | Should -Be 'Applied', 'Applied', 'Applied'
    }

    It 'says what is wrong with the target: <Case>' -ForEach @(
        @{ Case = 'no such database'; Change = '/[^/?]*(\?.*)?$'; To = '/no_such_database$1'; Id = 'DatabaseNotFound' }
        @{ Case = 'nobody listens'; Change = ':\d+/'; To = ':1/'; Id = 'DatabaseUnreachable' }
        @{ Case = 'another system'; Change = '^mysql:'; To = 'postgres:'; Id = 'DatabaseUrlInvalid' }
    ) {
        (Get-TerminatingError { Test-SchemaDrift -Path $root -DatabaseUrl ($url -replace $Change, $To) }).FullyQualifiedErrorId | Should -Be "$Id,Migrations.Commands.TestSchemaDriftCommand"
    }
}
