# New-Migration and Add-JournalEntry: what is scaffolded, and what the journal gets. See README.md.

BeforeAll { . (Join-Path $PSScriptRoot 'TestProject.ps1') }

AfterAll { Stop-TestSession }

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

Describe 'New-Migration -FromSchema and -Column' {
    BeforeEach { $root = New-TestProject }

    It 'writes what schema.ts asks for, and -Complete brings every artifact to it' {
        Add-TestColumn $root
        Edit-TestFile $root 'drizzle/schema.ts' '(table) => [' "(table) => [index('posts_two_idx').on(table.id, table.userId), "
        $changes = New-Migration 'user phone' -FromSchema -Complete -Path $root
        @($changes | ForEach-Object { "$($_.Outcome)" } | Sort-Object -Unique) | Should -Be 'Written'
        Get-TestFile $root 'drizzle/0002_user_phone.sql' | Should -Match '(?s)ADD COLUMN IF NOT EXISTS `phone` varchar\(30\).*CREATE INDEX IF NOT EXISTS `posts_two_idx`'
        (Get-Migration -Path $root -Offline).Tag | Should -Contain '0002_user_phone'
        Test-SchemaDrift -Path $root -Against Baseline, Journal -Quiet | Should -BeTrue
    }

    It 'shows the whole text beforehand' {
        Add-TestColumn $root
        (New-Migration x -FromSchema -Path $root -WhatIf).Text | Should -BeExactly "ALTER TABLE ``users`` ADD COLUMN IF NOT EXISTS ``phone`` varchar(30);`n"
    }

    It 'never guesses whether a column was renamed' {
        Edit-TestFile $root 'drizzle/schema.ts' "email: varchar('email'" "mail: varchar('mail'"
        $unanswered = Invoke-Shell "New-Migration x -FromSchema -Path '$root'"
        $unanswered.ExitCode | Should -Be 1
        $unanswered.Text | Should -Match '-NoRename'
        Test-Path (Join-Path $root 'drizzle/0002_x.sql') | Should -BeFalse
        (New-Migration x -FromSchema -Rename users.email=mail -Path $root -WhatIf).Text | Should -Match '^ALTER TABLE `users` RENAME COLUMN (IF EXISTS )?`email` TO `mail`;'
        $kept = (New-Migration x -FromSchema -NoRename -Path $root -WhatIf).Text
        $kept | Should -Match 'ADD COLUMN IF NOT EXISTS `mail`'
        $kept | Should -Not -Match '(?m)^[^-]*DROP COLUMN'
        (New-Migration x -FromSchema -NoRename -AllowDestructive -Path $root -WhatIf).Text | Should -Match '(?m)^ALTER TABLE `users` DROP COLUMN IF EXISTS `email`'
    }

    It 'writes one column without a look at schema.ts' {
        (New-Migration nick -Column 'users.nick varchar(20) NOT NULL' -Path $root).Text | Should -BeExactly "ALTER TABLE ``users`` ADD COLUMN IF NOT EXISTS ``nick`` varchar(20) NOT NULL;`n"
    }

    It 'takes the next free number, also behind files that nobody journaled' {
        Set-TestFile $root 'drizzle/0006_loose.sql' 'SELECT 1;'
        (New-Migration next -Path $root).Tag | Should -Be '0007_next'
    }
}
