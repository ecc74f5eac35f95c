# Export-MigrationScript: what is pending, as one script for the stock client. See README.md.

BeforeDiscovery {
    $hasServer = [bool]($env:DATABASE_URL -or $env:MIGRATIONS_TEST_SERVERS)
    $client = @(Get-Command mariadb, mysql -CommandType Application -ErrorAction Ignore | ForEach-Object Source)[0]
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestProject.ps1')
    $client = @(Get-Command mariadb, mysql -CommandType Application -ErrorAction Ignore | ForEach-Object Source)[0]
}

AfterAll { Stop-TestSession }

Describe 'Export-MigrationScript' -Tag Server -Skip:(-not $hasServer) {
    BeforeEach {
        $root = New-TestProject
        $url = New-TestDatabase
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

    It 'is done by the stock client, twice without harm, and Invoke-Migration has nothing left' -Skip:(-not $client) {
        $null = Invoke-Migration -Path $root -DatabaseUrl $url
        $tag = Add-TestMigration $root phone 'ALTER TABLE `users` ADD COLUMN IF NOT EXISTS `phone` varchar(30)', "INSERT INTO ``users`` (``email``) VALUES ('once@example.org')"
        $file = Join-Path $root 'pending.sql'
        $null = Export-MigrationScript $file -Path $root -DatabaseUrl $url
        $to = Get-UrlPart $url
        foreach ($round in 1, 2) {
            $env:MYSQL_PWD = $to.Password
            # The client's source command, for a redirection of input there is none in PowerShell.
            try { $said = & $client --default-character-set=utf8mb4 --comments -h $to.Host -P $to.Port -u $to.User $to.Database -e "source $file" 2>&1 } finally { Remove-Item Env:MYSQL_PWD }
            $LASTEXITCODE | Should -Be 0 -Because "$said"
        }
        (Get-SchemaTable users -DatabaseUrl $url).Columns.Name | Should -Contain 'phone'
        (Get-Migration $tag -Path $root -DatabaseUrl $url).Status | Should -Be 'Applied'
        Invoke-Migration -Path $root -DatabaseUrl $url | Should -BeNullOrEmpty
        # The INSERT was done once, or no unique index could be made.
        $null = Add-TestMigration $root unique 'ALTER TABLE `users` ADD UNIQUE INDEX `users_email_once` (`email`)'
        (Invoke-Migration -Path $root -DatabaseUrl $url).Outcome | Should -Be 'Applied'
    }

    It 'names what it takes away, in a preview without a file' {
        $null = Invoke-Migration -Path $root -DatabaseUrl $url
        $null = Add-TestMigration $root less 'ALTER TABLE `users` DROP COLUMN `email`'
        $script = Export-MigrationScript (Join-Path $root 'pending.sql') -Path $root -DatabaseUrl $url -WhatIf
        "$($script.Destructive)" | Should -BeLike '*0002_less.sql:1:1: drops the column email of users'
        $script.Text | Should -BeLike '*DROP COLUMN*'
        Test-Path (Join-Path $root 'pending.sql') | Should -BeFalse
    }
}

Describe 'Export-MigrationScript without a database' {
    It 'writes for a server that is named, and says so where none is' {
        $root = New-TestProject
        (Get-TerminatingError { Export-MigrationScript (Join-Path $root 'all.sql') -Path $root }).FullyQualifiedErrorId | Should -BeLike 'ServerUnknown,*'
        $script = Export-MigrationScript (Join-Path $root 'all.sql') -Server mariadb:10.11 -From 0001_post_index -Path $root
        $script.Tag | Should -Be '0001_post_index'
        Get-TestFile $root 'all.sql' | Should -Not -BeLike '*CREATE TABLE IF NOT EXISTS*users*'
    }
}
