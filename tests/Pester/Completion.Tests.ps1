# What Tab offers at a prompt. See README.md.

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestProject.ps1')
    function Get-Offer([string] $Line) { @((TabExpansion2 $Line $Line.Length).CompletionMatches) }
    function Get-OfferText([string] $Line) { @(Get-Offer $Line | ForEach-Object CompletionText) }
}

AfterAll { Stop-TestSession }

Describe 'Tab' {
    BeforeEach {
        $root = New-TestProject
        Push-Location $root
    }

    AfterEach { Pop-Location }

    It 'offers at "<Line>": <Offers>' -ForEach @(
        @{ Line = 'Get-Migration 0001'; Offers = '0001_post_index' }
        @{ Line = 'Invoke-Migration -To '; Offers = '0000_baseline 0001_post_index' }
        @{ Line = 'Register-Migration 0000'; Offers = '0000_baseline' }
        @{ Line = 'Get-SchemaTable '; Offers = 'posts users' }
        @{ Line = 'Get-SchemaTable users, p'; Offers = 'posts' }
        @{ Line = 'Test-SchemaDrift -Ignore users.'; Offers = 'users.email users.id' }
        @{ Line = 'Get-Migration -Status Un'; Offers = 'Unjournaled Unknown' }
        @{ Line = 'Invoke-Migration -Modified '; Offers = 'Accept Reapply Stop' }
        @{ Line = 'Export-MigrationScript x.sql -Server mysql:8'; Offers = 'mysql:8.0 mysql:8.4' }
        @{ Line = 'Test-Migration -Rule without'; Offers = 'without-where' }
    ) {
        # Where a parameter takes a path, the engine may offer files, too.
        (Get-OfferText $Line | Where-Object { $_ -notmatch '[\\/]' } | Sort-Object) -join ' ' | Should -Be $Offers
    }

    It 'says of each tag what it is' {
        (Get-Offer 'Get-Migration 0000')[0].ToolTip | Should -Be 'No. 0, 2026-01-01 00:00 UTC, baseline'
    }

    It 'offers the files that the journal lacks, quoted where they must be' {
        Set-TestFile $root "drizzle/0002_it's new.sql" 'SELECT 1;'
        Get-OfferText 'Add-JournalEntry ' | Should -Contain "'0002_it''s new'"
        Get-OfferText 'Add-JournalEntry ' | Should -Not -Contain '0001_post_index'
    }

    It 'offers a rename where something vanished beside something new' {
        Edit-TestFile $root 'drizzle/schema.ts' "email: varchar('email'" "mail: varchar('mail'"
        Get-OfferText 'New-Migration x -FromSchema -Rename ' | Should -Contain "'users.email=mail'"
    }

    It 'knows the project of -Path' {
        $other = New-TestProject
        Set-TestFile $other 'drizzle/0005_elsewhere.sql' 'SELECT 1;'
        Get-OfferText "Get-Migration -Path '$other' -Tag 0005" | Should -Be '0005_elsewhere'
    }

    It 'names the variables that hold a URL, and shows nothing of it' {
        $env:PESTER_COMPLETION_URL = 'mysql://root:c0mpl3te@h/db'
        try {
            $offers = Get-Offer 'Invoke-Migration -DatabaseUrl '
            @($offers | ForEach-Object CompletionText) | Should -Contain '$env:PESTER_COMPLETION_URL'
            "$($offers | ForEach-Object { $_.CompletionText, $_.ToolTip, $_.ListItemText })" | Should -Not -BeLike '*c0mpl3te*'
        }
        finally { Remove-Item Env:PESTER_COMPLETION_URL }
    }

    It 'is silent in <Case>' -ForEach @(
        @{ Case = 'a folder without a project'; Break = { Set-Location $TestDrive } }
        @{ Case = 'a project with a broken journal'; Break = { Set-TestFile $root 'drizzle/meta/_journal.json' '{' } }
    ) {
        . $Break
        $global:Error.Clear()
        Get-OfferText 'Get-Migration 00' | Where-Object { $_ -match '^00' } | Should -BeNullOrEmpty
        $global:Error.Count | Should -Be 0
    }
}
