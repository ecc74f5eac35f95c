# What a user sees and a script can rely on where something is wrong: id, category, target, what to do. See README.md.

BeforeAll { . (Join-Path $PSScriptRoot 'TestProject.ps1') }

AfterAll { Stop-TestSession }

Describe 'An error' {
    BeforeEach { $root = New-TestProject }

    It '<Id> has its category, its target and advice' -ForEach @(
        @{ Id = 'PathNotFound'; Category = 'ObjectNotFound'; Target = '*gone'; Advice = '*-Path*'; Act = { Get-Migration -Path (Join-Path $root 'gone') } }
        @{ Id = 'TagInvalid'; Category = 'InvalidArgument'; Target = '../evil'; Advice = '*without folder*'; Act = { Add-JournalEntry '../evil' -Path $root } }
        @{ Id = 'MigrationNameInvalid'; Category = 'InvalidArgument'; Target = '!!!'; Advice = '*add_my_column*'; Act = { New-Migration '!!!' -Path $root } }
        @{ Id = 'SqlEmpty'; Category = 'InvalidArgument'; Target = '0002_x'; Advice = '*-Sql*'; Act = { New-Migration x -Path $root -Sql ' ' } }
        @{ Id = 'ColumnInvalid'; Category = 'InvalidArgument'; Target = 'users.phone'; Advice = '*-Column*'; Act = { New-Migration x -Path $root -Column 'users.phone' } }
        @{ Id = 'RenameUnknown'; Category = 'InvalidArgument'; Target = 'users.old=new'; Advice = '*table.old_column=new_column*'; Act = { New-Migration x -Path $root -FromSchema -Rename 'users.old=new' } }
        @{ Id = 'RuleUnknown'; Category = 'InvalidArgument'; Target = 'no-such-rule'; Advice = '*destructive-statement*'; Act = { Test-Migration -Rule no-such-rule -Path $root } }
        @{ Id = 'ServerUnknown'; Category = 'InvalidArgument'; Target = 'oracle'; Advice = '*mysql:8.4*'; Act = { Test-Migration -Server oracle -Path $root } }
        @{ Id = 'DatabaseUrlWithoutDatabase'; Category = 'InvalidArgument'; Target = '*127.0.0.1*'; Advice = '*host:3306/database*'; Act = { Invoke-Migration -Path $root -DatabaseUrl 'mysql://u:p4ss@127.0.0.1:1' } }
        @{ Id = 'BaselineTagUnknown'; Category = 'ObjectNotFound'; Target = 'nope'; Advice = '*-BaselineTag*'; Act = { Update-Baseline -BaselineTag nope -Path $root } }
        @{ Id = 'SchemaNotFound'; Category = 'ObjectNotFound'; Target = '*'; Advice = '*drizzle.config*'; Act = { Test-SchemaDrift -SchemaPath (Join-Path $root 'gone.ts') -Path $root } }
        @{ Id = 'FileNotFound'; Category = 'ObjectNotFound'; Target = '*gone.sql'; Advice = '*path*'; Act = { Get-SchemaTable -LiteralPath (Join-Path $root 'gone.sql') } }
    ) {
        $failed = Get-TerminatingError { $ErrorActionPreference = 'Stop'; & $Act }
        $failed.FullyQualifiedErrorId | Should -BeLike "$Id,Migrations.Commands.*Command"
        $failed.Exception | Should -BeOfType 'Migrations.Model.MigrationException'
        $failed.Exception.ErrorId | Should -Be $Id
        $failed.CategoryInfo.Category | Should -Be $Category
        "$($failed.TargetObject)" | Should -BeLike $Target
        "$($failed.TargetObject)" | Should -Not -BeLike '*p4ss*'
        $failed.ErrorDetails.RecommendedAction | Should -BeLike $Advice
        # What it is printed as: what happened, and what to do.
        ($failed | Out-String -Width 2000).Replace("`n", ' ') | Should -BeLike "*$([WildcardPattern]::Escape($failed.ErrorDetails.RecommendedAction.Split(' ')[0]))*"
    }

    It 'can be caught by its type, with the place in the file' {
        Edit-TestFile $root 'drizzle/meta/_journal.json' '"idx": 1,' '"idx": 0,'
        try { Get-Migration -Path $root -Offline; $caught = $null } catch [Migrations.Model.MigrationException] { $caught = $_.Exception }
        $caught.ErrorId | Should -Be 'JournalDuplicateIdx'
        $caught.Location.Line | Should -Be 6
        $caught.Location.File | Should -BeLike '*_journal.json'
    }

    It 'of one project in a pipeline leaves the others' {
        $other = New-TestProject
        $nowhere = Join-Path $TestDrive 'no-project'
        $null = New-Item -ItemType Directory $nowhere -Force
        $paths = @($root, $nowhere, $other | ForEach-Object { New-Object psobject -Property @{ Path = $_ } })
        $found = $paths | Get-Migration -Offline -ErrorAction SilentlyContinue -ErrorVariable failed
        @($found).Count | Should -Be 4
        @($failed).Count | Should -Be 1
        $failed[0].FullyQualifiedErrorId | Should -Be 'ProjectNotFound,Migrations.Commands.GetMigrationCommand'
        $failed[0].TargetObject | Should -Be $nowhere
    }

    It 'of one name in a list leaves the others, and sets $?' {
        $tables = Get-SchemaTable users, nope, posts -Path $root -ErrorAction SilentlyContinue -ErrorVariable failed
        $succeeded = $?
        @($tables.Name | Sort-Object) | Should -Be 'posts', 'users'
        @($failed).Count | Should -Be 1
        $succeeded | Should -BeFalse
    }

    It 'ends a script of $ErrorActionPreference Stop with exit code 1, and one that goes on without it' {
        $stopped = Invoke-Shell "Get-Migration 0009_typo -Path '$root' -Offline; 'went on'"
        $stopped.ExitCode | Should -Be 1
        $stopped.Text | Should -Not -Match 'went on'
        $stopped.Text | Should -Match "There is no migration '0009_typo'"
        $run = Invoke-Shell "`$ErrorActionPreference = 'Continue'; Get-Migration 0009_typo -Path '$root' -Offline; 'went on'"
        $run.ExitCode | Should -Be 0
        $run.Text | Should -Match 'went on'
    }
}

Describe 'A promise of caution' {
    BeforeEach { $root = New-TestProject }

    It '-WhatIf of <Name> gives objects that say Planned, and no file changes' -ForEach @(
        @{ Name = 'New-Migration'; Act = { New-Migration x -Path $root -WhatIf } }
        @{ Name = 'New-Migration -FromSchema -Complete'; Act = { New-Migration x -FromSchema -Complete -Path $root -WhatIf } }
        @{ Name = 'Add-JournalEntry'; Act = { Add-JournalEntry 0002_loose -Path $root -WhatIf } }
        @{ Name = 'Repair-Journal'; Act = { Repair-Journal $root -WhatIf } }
        @{ Name = 'Update-Baseline'; Act = { Update-Baseline -Path $root -WhatIf } }
        @{ Name = 'Update-Baseline -Regenerate'; Act = { Update-Baseline -Regenerate -Path $root -WhatIf } }
        @{ Name = 'Update-BootstrapIndex'; Act = { Update-BootstrapIndex -Path $root -WhatIf } }
        @{ Name = 'Initialize-MigrationProject'; Act = { Initialize-MigrationProject (Join-Path $root 'new') -WhatIf } }
        @{ Name = 'Export-MigrationScript'; Act = { Export-MigrationScript (Join-Path $root 'out.sql') -Server mysql:8.4 -Path $root -WhatIf } }
    ) {
        Add-TestColumn $root
        Edit-TestFile $root 'drizzle/schema.ts' 'posts_user_idx' 'posts_by_user'
        Set-TestFile $root 'drizzle/0002_loose.sql' 'SELECT 1;'
        $before = @(Get-ChildItem $root -Recurse -File | Sort-Object FullName | Get-FileHash | ForEach-Object { "$($_.Path) $($_.Hash)" })
        $planned = @(& $Act)
        $planned.Count | Should -BeGreaterThan 0
        @($planned | Where-Object { $_.PSObject.Properties['Outcome'] } | ForEach-Object { "$($_.Outcome)" } | Sort-Object -Unique) -join ' ' | Should -BeIn 'Planned', ''
        @(Get-ChildItem $root -Recurse -File | Sort-Object FullName | Get-FileHash | ForEach-Object { "$($_.Path) $($_.Hash)" }) | Should -Be $before
    }

    It 'no byte is lost: newlines, unknown fields and a byte order mark of the journal stay' {
        $journal = "$([char]0xFEFF)" + (Get-TestFile $root 'drizzle/meta/_journal.json').Replace('"breakpoints": true }', '"breakpoints": true, "x-note": "kept" }').Replace("`n", "`r`n")
        $path = Join-Path $root 'drizzle/meta/_journal.json'
        [IO.File]::WriteAllText($path, $journal, $utf8)
        $null = Add-TestMigration $root next 'SELECT 1'
        $bytes = [IO.File]::ReadAllBytes($path)
        $bytes[0..2] | Should -Be 0xEF, 0xBB, 0xBF
        $text = $utf8.GetString($bytes)
        $kept = $journal.Substring(0, $journal.LastIndexOf('}', $journal.LastIndexOf(']')) + 1)
        $text.Substring(0, $kept.Length) | Should -BeExactly $kept
        $text -replace "`r`n", '' | Should -Not -Match "`n"
        $text | Should -Match '0002_next'
    }
}
