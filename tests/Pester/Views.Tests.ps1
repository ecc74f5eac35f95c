# What is seen at a prompt: tables and lists, colours where there are such, and the same objects in files. See README.md.

BeforeDiscovery { $hasStyle = $null -ne (Get-Variable PSStyle -ErrorAction Ignore) }

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestProject.ps1')
    $escape = [string] [char] 27
}

AfterAll { Stop-TestSession }

Describe 'A view' {
    BeforeEach { $root = New-TestProject }

    It 'of drift groups by table and says where in schema.ts, also in a narrow window' {
        Add-TestColumn $root
        Edit-TestFile $root 'drizzle/schema.ts' 'posts_user_idx' 'posts_by_user'
        $text = Get-Shown (Test-SchemaDrift -Path $root) 80
        $text | Should -Match '(?m)^   Table: users \(baseline\)'
        $text | Should -Match '(?m)^   Table: posts \(baseline\)'
        $text | Should -Match '(?m)^Error +schema\.ts:6 +MissingColumn +phone'
    }

    It 'of drift as a list has both places and the statement that mends it' {
        Add-TestColumn $root
        $text = Get-Shown (Test-SchemaDrift -Path $root | Format-List) 200
        $text | Should -Match '(?m)^Target +: users\.phone'
        $text | Should -Match '(?m)^ExpectedLocation +: .*schema\.ts:6:10'
        $text | Should -Match '(?m)^ActualLocation +: .*0000_baseline\.sql:2:1'
        $text | Should -Match '(?m)^MendingSql +: ALTER TABLE `users` ADD COLUMN `phone` varchar\(30\);'
    }

    It 'has hashes short in the table and whole in the list' {
        $migration = Get-Migration 0001_post_index -Path $root -Offline
        $hash = (Get-FileHash (Join-Path $root 'drizzle/0001_post_index.sql')).Hash.ToLowerInvariant()
        $text = Get-Shown $migration
        $text | Should -Match " $($hash.Substring(0, 8)) 0001_post_index"
        $text | Should -Not -Match $hash.Substring(8, 4)
        Get-Shown ($migration | Format-List) 200 | Should -Match "(?m)^Hash +: $hash"
    }

    It 'of findings groups by file' {
        $null = Add-TestMigration $root less 'ALTER TABLE `users` DROP COLUMN `email`'
        $text = Get-Shown (Test-Migration 0002_less -Rule destructive-statement -Path $root)
        $text | Should -Match '(?m)^   File: .*0002_less\.sql'
        $text | Should -Match '(?m)^ +1 Error +destructive-statement +The column `email` of `users` is dropped'
    }

    It 'holds in strict mode, and through Select-Object and Format-Table of one''s own' {
        Add-TestColumn $root
        Set-StrictMode -Version Latest
        Get-Shown (Test-SchemaDrift -Path $root) | Should -Match 'schema\.ts:6'
        Get-Shown (Get-Migration -Path $root -Offline) | Should -Match '0000_baseline \(baseline\)'
        Get-Shown (Get-Migration -Path $root -Offline | Format-Table Tag, IsBaseline) | Should -Match '(?m)^0000_baseline +True'
        Get-Shown (Get-SchemaTable users -Path $root | Select-Object Name, ColumnCount, IndexCount) | Should -Match '(?m)^users +3 +0'
    }

    It 'is the same of objects that come from a job' {
        $job = Start-Job { Import-Module $using:manifest; Get-Migration -Path $using:root -Offline }
        $received = $job | Wait-Job -Timeout 60 | Receive-Job
        Remove-Job $job -Force
        $received[0].PSObject.TypeNames[0] | Should -Be 'Deserialized.Migrations.Model.MigrationInfo'
        Get-Shown $received | Should -Be (Get-Shown (Get-Migration -Path $root -Offline))
    }
}

Describe 'Colour' -Skip:(-not $hasStyle) {
    BeforeAll { $rendering = $PSStyle.OutputRendering }

    BeforeEach {
        $root = New-TestProject
        Set-TestFile $root 'drizzle/0002_loose.sql' 'SELECT 1;'
    }

    AfterEach { $PSStyle.OutputRendering = $rendering }

    It 'marks states in the session''s own colours' {
        $PSStyle.OutputRendering = 'Ansi'
        $text = Get-Migration -Path $root -Offline -Status Unjournaled | Out-String
        $text.Contains($PSStyle.Formatting.Warning + 'Unjournaled' + $PSStyle.Reset) | Should -BeTrue
    }

    It 'is away where $PSStyle says plain text' {
        $PSStyle.OutputRendering = 'PlainText'
        (Get-Migration -Path $root -Offline | Out-String).Contains($escape) | Should -BeFalse
    }

    It 'is away where output is redirected, and with NO_COLOR' {
        $script = "Get-Migration -Path '$root' -Offline; Get-Migration -Path '$root' -Offline | Out-String"
        $redirected = Invoke-Shell $script @{ NO_COLOR = $null }
        $redirected.Text | Should -Match 'Unjournaled'
        $redirected.Text.Contains($escape) | Should -BeFalse
        # A window of a console cannot be had here: what NO_COLOR makes of the session's style.
        $run = Invoke-Shell "`$PSStyle.OutputRendering; [string] (Get-Migration -Path '$root' -Offline -Status Unjournaled | Out-String).Contains([char] 27)" @{ NO_COLOR = '1' }
        $run.Lines -join ' ' | Should -Be 'PlainText False'
    }
}

Describe 'The objects in files' {
    BeforeEach {
        $root = New-TestProject
        Add-TestColumn $root
    }

    It 'go to CSV and back with words instead of numbers' {
        $csv = Join-Path $root 'drift.csv'
        Test-SchemaDrift -Path $root | Export-Csv $csv -NoTypeInformation
        $row = Import-Csv $csv
        "$($row.Severity) $($row.Kind) $($row.Target) $($row.Expected) $($row.Against)" | Should -Be 'Error MissingColumn users.phone varchar(30) Baseline'
        $row.ExpectedLocation | Should -BeLike '*schema.ts:6:10'
    }

    It 'go to JSON and back, places included' {
        $back = Test-SchemaDrift -Path $root | ConvertTo-Json | ConvertFrom-Json
        "$($back.Target) $($back.ExpectedLocation.Line):$($back.ExpectedLocation.Column)" | Should -Be 'users.phone 6:10'
        $back.MendingSql | Should -Be 'ALTER TABLE `users` ADD COLUMN `phone` varchar(30);'
        [Migrations.Model.SchemaDifferenceKind] $back.Kind | Should -Be 'MissingColumn'
    }

    It 'go to CLIXML and back, to the columns of a table' {
        $file = Join-Path $root 'tables.xml'
        Get-SchemaTable -Path $root | Export-Clixml $file
        $users = Import-Clixml $file | Where-Object Name -eq users
        @($users.Columns | ForEach-Object { "$($_.Name) $($_.Type)" }) | Should -Be 'id int', 'email varchar(255)', 'phone varchar(30)'
    }
}
