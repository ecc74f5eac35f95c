# Export-MigrationScript: what is pending, as one script for the stock client. See README.md.

BeforeDiscovery {
    $hasServer = [bool]($env:DATABASE_URL -or $env:MIGRATIONS_TEST_SERVERS)
}

BeforeAll { . (Join-Path $PSScriptRoot 'TestProject.ps1') }

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
}
