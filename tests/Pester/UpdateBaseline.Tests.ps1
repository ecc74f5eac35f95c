# Update-Baseline and Update-BootstrapIndex: artifacts that follow schema.ts. See README.md.

BeforeAll { . (Join-Path $PSScriptRoot 'TestProject.ps1') }

AfterAll { Stop-TestSession }

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
