# How a database is named, and what becomes of passwords and tokens. See README.md.

BeforeDiscovery {
    $hasServer = [bool]($env:DATABASE_URL -or $env:MIGRATIONS_TEST_SERVERS)
}

BeforeAll { . (Join-Path $PSScriptRoot 'TestProject.ps1') }

AfterAll { Stop-TestSession }

Describe 'A database' -Tag Server -Skip:(-not $hasServer) {
    BeforeEach {
        $root = New-TestProject
        $url = New-TestDatabase
    }

    It 'is reached by $env:DATABASE_URL and by .env' {
        Set-TestFile $root '.env' "DATABASE_URL='$url'`n"
        (Invoke-Migration -Path $root).Outcome | Should -Be 'Applied', 'Applied', 'Applied'
        $env:DATABASE_URL = $url
        try { (Get-SchemaTable users -Path $root -Live).Name | Should -Be 'users' } finally { Remove-Item Env:DATABASE_URL }
    }

    It 'refuses a wrong password without showing it, and takes -Credential instead' {
        $wrong = $url -replace '//([^:@/]+)(:[^@]*)?@', '//$1:wr0ng-s3cret@'
        $failed = Get-TerminatingError { Invoke-Migration -Path $root -DatabaseUrl $wrong -Verbose 4>$null }
        $failed.FullyQualifiedErrorId | Should -BeLike 'DatabaseAccessDenied,*'
        "$failed $($failed.Exception) $($failed | Out-String)" | Should -Not -BeLike '*wr0ng-s3cret*'
        $user = [uri]::UnescapeDataString(($url -replace '^.*//([^:@/]+).*$', '$1'))
        $secret = New-Object securestring
        foreach ($c in [uri]::UnescapeDataString(($url -replace '^.*//[^:@/]+:?([^@]*)@.*$', '$1')).ToCharArray()) { $secret.AppendChar($c) }
        (Invoke-Migration -Path $root -DatabaseUrl $wrong -Credential (New-Object pscredential $user, $secret)).Outcome | Should -Be 'Applied', 'Applied', 'Applied'
    }

    It 'says what is wrong with the target: <Case>' -ForEach @(
        @{ Case = 'no such database'; Change = '/[^/?]*(\?.*)?$'; To = '/no_such_database$1'; Id = 'DatabaseNotFound' }
        @{ Case = 'nobody listens'; Change = ':\d+/'; To = ':1/'; Id = 'DatabaseUnreachable' }
        @{ Case = 'another system'; Change = '^mysql:'; To = 'postgres:'; Id = 'DatabaseUrlInvalid' }
    ) {
        (Get-TerminatingError { Test-SchemaDrift -Path $root -DatabaseUrl ($url -replace $Change, $To) }).FullyQualifiedErrorId | Should -Be "$Id,Migrations.Commands.TestSchemaDriftCommand"
    }
}
