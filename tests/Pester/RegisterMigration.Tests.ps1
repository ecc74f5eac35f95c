# Register-Migration and Unregister-Migration: the history, without running anything. See README.md.

BeforeDiscovery {
    $hasServer = [bool]($env:DATABASE_URL -or $env:MIGRATIONS_TEST_SERVERS)
}

BeforeAll { . (Join-Path $PSScriptRoot 'TestProject.ps1') }

AfterAll { Stop-TestSession }

Describe 'Register-Migration and Unregister-Migration' -Tag Server -Skip:(-not $hasServer) {
    BeforeEach {
        $root = New-TestProject
        $url = New-TestDatabase
    }

    It 'takes up a database that was made without migrations' {
        $null = Invoke-Migration -Path $root -DatabaseUrl $url
        $null = Unregister-Migration '0000_baseline', '0001_post_index' -Path $root -DatabaseUrl $url -Confirm:$false
        (Get-TerminatingError { Invoke-Migration -Path $root -DatabaseUrl $url }).FullyQualifiedErrorId | Should -BeLike 'DatabaseNotFresh,*'
        (Register-Migration -All -Path $root -DatabaseUrl $url).Outcome | Should -Be 'Registered', 'Registered'
        Invoke-Migration -Path $root -DatabaseUrl $url | Should -BeNullOrEmpty
    }
}
