# Test-Migration: the rules over the SQL of migrations. See README.md.

BeforeDiscovery {
    $hasServer = [bool]($env:DATABASE_URL -or $env:MIGRATIONS_TEST_SERVERS)
}

BeforeAll { . (Join-Path $PSScriptRoot 'TestProject.ps1') }

AfterAll { Stop-TestSession }

Describe 'Test-Migration' {
    BeforeEach {
        $root = New-TestProject
        $tag = Add-TestMigration $root less 'ALTER TABLE `users` ADD COLUMN IF NOT EXISTS `nick` varchar(20), DROP COLUMN `email`'
    }

    It 'says what is so, where, and what to do' {
        $finding = Test-Migration $tag -Rule destructive-statement -Path $root
        "$($finding.Severity) $($finding.Line)" | Should -Be 'Error 1'
        (Get-TestFile $root 'drizzle/0002_less.sql').Substring($finding.Column - 1) | Should -BeLike 'DROP COLUMN*'
        $finding.File | Should -BeLike '*0002_less.sql'
        $finding.Message | Should -Match '`email` of `users`'
        $finding.Fix | Should -BeLike '*migrations:ignore destructive-statement*'
    }

    It 'takes migrations from the pipeline' {
        Get-Migration 0002* -Path $root -Offline | Test-Migration -Rule destructive-statement | ForEach-Object { [IO.Path]::GetFileName($_.File) } | Should -Be '0002_less.sql'
    }

    It 'knows what a server refuses' {
        $null = Add-TestMigration $root note "ALTER TABLE ``users`` ADD COLUMN ``note`` text DEFAULT 'none'"
        (Test-Migration 0003_note -Server mysql:8.4 -Rule unsupported-syntax -Path $root).Message | Should -BeLike '*MySQL 8.4*'
        Test-Migration 0003_note -Server mariadb:10.11 -Rule unsupported-syntax -Path $root | Should -BeNullOrEmpty
    }

    It 'is told by a comment, by -ExcludeRule and by migrations.json that something is meant so' {
        Test-Migration $tag -Rule destructive-statement -Quiet -Path $root | Should -BeFalse
        Test-Migration $tag -Severity Error -ExcludeRule destructive-statement -Quiet -Path $root | Should -BeTrue
        Set-TestFile $root 'migrations.json' '{ "excludeRules": ["destructive-statement"] }'
        Test-Migration $tag -Severity Error -Path $root | Should -BeNullOrEmpty
        Remove-Item (Join-Path $root 'migrations.json')
        Test-Migration $tag -Severity Error -Path $root | Should -Not -BeNullOrEmpty
        Set-TestFile $root 'drizzle/0002_less.sql' ("-- migrations:ignore destructive-statement nobody reads it`n" + (Get-TestFile $root 'drizzle/0002_less.sql'))
        Test-Migration $tag -Severity Error -Path $root | Should -BeNullOrEmpty
    }

    It 'ends with an error from -ErrorOn on, after its findings and its files' {
        $sarif = Join-Path $root 'findings.sarif'
        $junit = Join-Path $root 'findings.xml'
        $seen = New-Object System.Collections.Generic.List[object]
        $failed = Get-TerminatingError { Test-Migration $tag -Rule destructive-statement -ErrorOn Error -SarifPath $sarif -JUnitPath $junit -Path $root | ForEach-Object { $seen.Add($_) } }
        $failed.FullyQualifiedErrorId | Should -Be 'MigrationFindings,Migrations.Commands.TestMigrationCommand'
        $seen.Count | Should -Be 1
        $result = (Get-TestFile $root 'findings.sarif' | ConvertFrom-Json).runs[0].results[0]
        "$($result.ruleId) $($result.level) $($result.locations[0].physicalLocation.region.startLine)" | Should -Be 'destructive-statement error 1'
        ([xml](Get-TestFile $root 'findings.xml')).testsuites.failures | Should -Be '1'
    }

    It 'looks only at what a database lacks, where one is named' -Tag Server -Skip:(-not $hasServer) {
        $url = New-TestDatabase
        $null = Invoke-Migration -Path $root -DatabaseUrl $url -WarningAction SilentlyContinue
        Test-Migration -DatabaseUrl $url -Severity Error -Path $root | Should -BeNullOrEmpty
        $null = Add-TestMigration $root gone 'DROP TABLE `posts`'
        @(Test-Migration -DatabaseUrl $url -Severity Error -Path $root | ForEach-Object { [IO.Path]::GetFileName($_.File) } | Sort-Object -Unique) | Should -Be '0003_gone.sql'
    }
}
