# The examples' pipelines and the runbook, in a real PowerShell: the same promises as PipelineExampleTests.cs, and what needs cmdlets beyond the core.
# See README.md.

BeforeDiscovery {
    $hasServer = [bool]($env:DATABASE_URL -or $env:MIGRATIONS_TEST_SERVERS)
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestProject.ps1')

    function Add-Floor([string] $Root) {
        $schema = Get-TestFile $Root 'drizzle/schema.ts'
        Set-TestFile $Root 'drizzle/schema.ts' $schema.Replace("description: text('description'),", "description: text('description'),`n  floor: int('floor').default(0).notNull(),")
    }
}

AfterAll { Stop-TestSession }

Describe 'In a step of a build agent' {
    It 'drift fails the step of <Agent> with the file and line of schema.ts' -ForEach @(
        @{ Agent = 'Azure'; Variables = @{ TF_BUILD = 'True' }; Sources = 'BUILD_SOURCESDIRECTORY'; Line = '##vso[task.logissue type=error;sourcepath=drizzle/schema.ts;linenumber=15;columnnumber=10;code=MissingColumn;]demo_rooms.floor should be int NOT NULL DEFAULT 0, and is not there. (baseline)' }
        @{ Agent = 'GitHub'; Variables = @{ GITHUB_ACTIONS = 'true' }; Sources = 'GITHUB_WORKSPACE'; Line = '::error file=drizzle/schema.ts,line=15,col=10,title=MissingColumn::demo_rooms.floor should be int NOT NULL DEFAULT 0, and is not there. (baseline)' }
    ) {
        $root = New-DemoProject
        Add-Floor $root
        $variables = $Variables + @{ $Sources = $root; AGENT_TEMPDIRECTORY = "$TestDrive"; GITHUB_STEP_SUMMARY = (Join-Path $TestDrive 'summary.md') }
        $run = Invoke-Shell 'Test-SchemaDrift -ErrorOnDrift -JUnitPath drift.xml' $variables $root
        $run.ExitCode | Should -Be 1
        # Whole and at the line's beginning, however narrow the host thinks its window is.
        @($run.Lines | Where-Object { $_ -ceq $Line }).Count | Should -Be 1
        ([xml](Get-TestFile $root 'drift.xml')).testsuites.failures | Should -Be '1'
        foreach ($script in '$r = Test-SchemaDrift', '$null = Test-SchemaDrift -Quiet', 'Test-SchemaDrift *> $null') {
            $run = Invoke-Shell $script $variables $root
            $run.ExitCode | Should -Be 0
            @($run.Lines | Where-Object { $_ -ceq $Line }).Count | Should -Be 1
        }
    }

    It 'writes nothing of it elsewhere, nor where it is switched off' {
        $root = New-DemoProject
        Add-Floor $root
        foreach ($variables in @{}, @{ TF_BUILD = 'True'; MIGRATIONS_CI = 'off' }) { (Invoke-Shell 'Test-SchemaDrift' $variables $root).Text | Should -Not -Match '##vso|::error' }
    }

    It 'keeps the password out of a transcript' -Tag Server -Skip:(-not $hasServer) {
        $root = New-DemoProject
        $url = New-TestDatabase
        $run = Invoke-Shell "`$null = Start-Transcript $TestDrive/transcript.txt; Get-Migration -Verbose; `$null = Stop-Transcript" @{ TF_BUILD = 'True'; DATABASE_URL = $url } $root
        $run.ExitCode | Should -Be 0
        $password = [uri]::UnescapeDataString(($url -replace '^\w+://[^:]*:([^@]*)@.*$', '$1'))
        $password.Length | Should -BeGreaterThan 5
        @($run.Lines | Where-Object { $_.StartsWith('##vso[task.setsecret]') }).Count | Should -BeGreaterThan 0
        [IO.File]::ReadAllText("$TestDrive/transcript.txt") | Should -Not -Match ([regex]::Escape($password))
        [IO.File]::ReadAllText("$TestDrive/transcript.txt") | Should -Match 'Connected to'
    }
}

Describe 'The runbook' -Tag Server -Skip:(-not $hasServer) {
    BeforeEach {
        $root = New-DemoProject
        $url = New-TestDatabase
        # As a scheduled task starts it: its exit code is the process's.
        function Invoke-Book([string] $Options = '-Unattended') { Invoke-Shell "& '$examples/runbook.ps1' -Path '$root' $Options; exit `$LASTEXITCODE" @{ DATABASE_URL = $url } }
        function Get-Log { Get-ChildItem (Join-Path $root 'migrations-logs') | Sort-Object Name | ForEach-Object { [IO.File]::ReadAllText($_.FullName) } }
    }

    It 'previews, applies, verifies, and logs it all' {
        $run = Invoke-Book
        $run.Text | Should -Match '(?s)1\. What would run.*Planned.*2\. Apply\..*Applied.*3\. Verify\..*Done\.'
        $run.ExitCode | Should -Be 0
        @(Get-Migration -Path $root -DatabaseUrl $url -Status Applied).Count | Should -Be 4
        Get-Log | Should -Match '(?s)1\. What would run.*0001_bookings.*2\. Apply\..*3\. Verify\..*Done\.'
        Get-Log | Should -Not -Match ([regex]::Escape([uri]::UnescapeDataString(($url -replace '^\w+://[^:]*:([^@]*)@.*$', '$1'))))
        $again = Invoke-Book
        $again.ExitCode | Should -Be 0
        $again.Text | Should -Match 'Nothing is pending'
    }

    It 'refuses outside the window, over midnight too' {
        $now = Get-Date
        $from = $now.AddHours(2).ToString('HH:mm'); $to = $now.AddHours(3).ToString('HH:mm'); $before = $now.AddHours(-1).ToString('HH:mm')
        (Invoke-Book "-Unattended -WindowStart $from -WindowEnd $to").ExitCode | Should -Be 2
        (Invoke-Book "-Unattended -WindowStart $from -WindowEnd $before").ExitCode | Should -Be 2
        @(Get-Migration -Path $root -DatabaseUrl $url -Status Applied).Count | Should -Be 0
        (Invoke-Book "-Unattended -WindowStart $before -WindowEnd $to").ExitCode | Should -Be 0
        (Invoke-Book "-Unattended -WindowStart $to -WindowEnd $from").ExitCode | Should -Be 0
    }

    It 'changes nothing where nobody confirms' {
        # Without -Unattended it asks, and a non-interactive host answers nothing.
        $run = Invoke-Book ''
        $run.ExitCode | Should -BeIn 1, 2
        $run.Text | Should -Not -Match '2\. Apply'
        @(Get-Migration -Path $root -DatabaseUrl $url -Status Applied).Count | Should -Be 0
    }

    It 'refuses destructive statements without -AllowDestructive' {
        (Invoke-Book).ExitCode | Should -Be 0
        $null = New-Migration less -Path $root -Sql 'ALTER TABLE `demo_rooms` DROP COLUMN `description`' | Add-JournalEntry
        $run = Invoke-Book
        $run.ExitCode | Should -Be 2
        $run.Text | Should -Match '0004_less\.sql:1'
        # The schema still has the column: applied, and not as schema.ts has it.
        (Invoke-Book "-Unattended -AllowDestructive").ExitCode | Should -Be 3
    }

    It 'fails with the statement, its place and what to do' {
        (Invoke-Book).ExitCode | Should -Be 0
        $null = New-Migration broken -Path $root -Sql 'UPDATE `demo_rooms` SET `flor` = 1' | Add-JournalEntry
        $run = Invoke-Book
        $run.ExitCode | Should -Be 1
        $run.Text | Should -Match '0004_broken\.sql:1'
        $run.Text | Should -Match 'What to do: Mend the statement'
        Get-Log | Select-Object -Last 1 | Should -Match '1054'
    }

    It 'waits for another runner and gives up unharmed' {
        # Another runner: a migration that sleeps.
        $slow = New-TestProject
        Set-TestFile $slow 'drizzle/0000_baseline.sql' 'SELECT SLEEP(20);'
        $other = Start-Job { Import-Module $using:manifest; Invoke-Migration -Path $using:slow -DatabaseUrl $using:url -To 0000_baseline -FreshInstall Replay -Verbose 4>&1 }
        try {
            $clock = [Diagnostics.Stopwatch]::StartNew()
            while (-not ((Receive-Job $other -Keep) -match 'Connected to') -and $clock.Elapsed.TotalSeconds -lt 15) { Start-Sleep -Milliseconds 200 }
            # It has the lock a moment after it is connected, and keeps it for 20 seconds.
            Start-Sleep -Seconds 2
            $run = Invoke-Book "-Unattended -WaitMinutes 0"
            $run.ExitCode | Should -Be 2
        }
        finally {
            Stop-Job $other
            Remove-Job $other -Force
        }
    }

    It 'takes user and password from a credential' {
        $login = [uri]::UnescapeDataString(($url -replace '^\w+://([^:]*):([^@]*)@.*$', '$1')), [uri]::UnescapeDataString(($url -replace '^\w+://([^:]*):([^@]*)@.*$', '$2'))
        $run = Invoke-Shell "`$secret = New-Object securestring; `$env:PASSWORD_OF_TEST.ToCharArray() | ForEach-Object { `$secret.AppendChar(`$_) }; & '$examples/runbook.ps1' -Path '$root' -Unattended -Credential (New-Object pscredential '$($login[0])', `$secret) -DatabaseUrl $($url -replace '//[^@]*@', '//nobody@'); exit `$LASTEXITCODE" @{ PASSWORD_OF_TEST = $login[1] }
        $run.ExitCode | Should -Be 0
    }
}
