# Repair-Journal after a real merge of git, and after lesser accidents. See README.md.

BeforeDiscovery {
    $hasServer = [bool]($env:DATABASE_URL -or $env:MIGRATIONS_TEST_SERVERS)
    $hasGit = [bool](Get-Command git -CommandType Application -ErrorAction Ignore)
}

BeforeAll { . (Join-Path $PSScriptRoot 'TestProject.ps1') }

AfterAll { Stop-TestSession }

Describe 'A merge of two branches' -Skip:(-not $hasGit) {
    BeforeEach {
        $root = New-TestProject
        function Invoke-Git {
            $output = & git -C $root -c user.name=Pester -c user.email=pester@example.org -c core.autocrlf=false -c commit.gpgsign=false $args 2>&1
            if ($LASTEXITCODE -ne 0 -and $args[0] -ne 'merge') { throw "git $args`: $output" }
        }
        Invoke-Git init --quiet
        Invoke-Git add -A
        Invoke-Git commit --quiet -m base
        Invoke-Git checkout --quiet -b theirs
        $null = Add-TestMigration $root theirs 'CREATE TABLE `theirs` (`id` int)'
        Invoke-Git add -A
        Invoke-Git commit --quiet -m theirs
        Invoke-Git checkout --quiet -b ours HEAD~1
        $null = Add-TestMigration $root ours 'CREATE TABLE `ours` (`id` int)'
        Invoke-Git add -A
        Invoke-Git commit --quiet -m ours
        Invoke-Git merge --quiet theirs
        Get-TestFile $root 'drizzle/meta/_journal.json' | Should -Match '<<<<<<<'
    }

    It 'is named by the cmdlets that read the journal, with the way out' {
        $failed = Get-TerminatingError { Get-Migration -Path $root -Offline }
        $failed.FullyQualifiedErrorId | Should -BeLike 'JournalInvalidJson,*'
        $failed.ErrorDetails.RecommendedAction | Should -Match 'Repair-Journal'
    }

    It 'is previewed, repaired once, and then there is nothing to do' {
        $before = Get-TestFile $root 'drizzle/meta/_journal.json'
        @(Repair-Journal $root -WhatIf | ForEach-Object { "$($_.Outcome) $($_.Kind)" }) | Should -Be 'Planned ConflictResolved', 'Planned EntryRenumbered'
        Get-TestFile $root 'drizzle/meta/_journal.json' | Should -BeExactly $before
        @(Repair-Journal $root -Confirm:$false | ForEach-Object { "$($_.Outcome) $($_.Kind)" }) | Should -Be 'Written ConflictResolved', 'Written EntryRenumbered'
        (Get-Migration -Path $root -Offline).Tag | Should -Be '0000_baseline', '0001_post_index', '0002_ours', '0003_theirs'
        Test-Path (Join-Path $root 'drizzle/0002_theirs.sql') | Should -BeFalse
        Repair-Journal $root | Should -BeNullOrEmpty
    }

    It 'lets the other branch keep its numbers with -Base Theirs' {
        $null = Repair-Journal $root -Base Theirs -Confirm:$false
        (Get-Migration -Path $root -Offline).Tag | Should -Be '0000_baseline', '0001_post_index', '0002_theirs', '0003_ours'
    }

    It 'gives a database of one branch only the migrations of the other' -Tag Server -Skip:(-not $hasServer) {
        $url = New-TestDatabase
        Invoke-Git merge --abort
        $null = Invoke-Migration -Path $root -DatabaseUrl $url -WarningAction SilentlyContinue
        Invoke-Git merge --quiet theirs
        $null = Repair-Journal $root -Base Theirs -Confirm:$false
        Get-Migration -Path $root -DatabaseUrl $url -Pending | ForEach-Object Tag | Should -Be '0002_theirs'
        (Invoke-Migration -Path $root -DatabaseUrl $url).Tag | Should -Be '0002_theirs'
        Invoke-Migration -Path $root -DatabaseUrl $url | Should -BeNullOrEmpty
    }
}

Describe 'Repair-Journal' {
    BeforeEach { $root = New-TestProject }

    It 'journals a file that nobody journaled' {
        Set-TestFile $root 'drizzle/0002_loose.sql' 'SELECT 1;'
        $change = Repair-Journal $root -Confirm:$false
        "$($change.Outcome) $($change.Kind) $($change.Tag)" | Should -Be 'Written EntryAdded 0002_loose'
        Get-Migration -Path $root -Offline -Status Unjournaled | Should -BeNullOrEmpty
    }

    It 'keeps an entry whose file is gone, unless it is told to remove it' {
        Remove-Item (Join-Path $root 'drizzle/0001_post_index.sql')
        Repair-Journal $root -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        (Get-Migration -Path $root -Offline -Status FileMissing).Tag | Should -Be '0001_post_index'
        $change = Repair-Journal $root -RemoveMissing -Confirm:$false
        "$($change.Kind) $($change.OldTag)" | Should -Be 'EntryRemoved 0001_post_index'
        (Get-Migration -Path $root -Offline).Tag | Should -Be '0000_baseline'
    }
}
