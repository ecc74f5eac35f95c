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

Describe '-AccessToken' {
    BeforeEach { $root = New-TestProject }

    It 'is not sent over a connection that cannot keep it: <Url>' -ForEach @(
        @{ Url = 'mysql://me@127.0.0.1:1/shop?ssl=false'; Id = 'AccessTokenNeedsTls' }
        @{ Url = 'mysql://me@127.0.0.1:1/shop?ssl-mode=REQUIRED'; Id = 'AccessTokenNeedsTls' }
        @{ Url = 'mysql://me@127.0.0.1:1/shop?ssl={"rejectUnauthorized":false}'; Id = 'AccessTokenNeedsTls' }
        @{ Url = 'mysql://127.0.0.1:1/shop'; Id = 'AccessTokenNeedsUser' }
    ) {
        $failed = Get-TerminatingError { Get-Migration -Path $root -DatabaseUrl $Url -AccessToken 't0ken-value' }
        $failed.FullyQualifiedErrorId | Should -Be "$Id,Migrations.Commands.GetMigrationCommand"
        $failed.TargetObject | Should -Be 'AccessToken'
        "$failed $($failed.Exception) $($failed.ErrorDetails.RecommendedAction)" | Should -Not -BeLike '*t0ken-value*'
    }

    It 'is not taken beside the password of a credential' {
        $secret = New-Object securestring
        foreach ($c in 'p4ss'.ToCharArray()) { $secret.AppendChar($c) }
        $failed = Get-TerminatingError { Get-Migration -Path $root -DatabaseUrl 'mysql://me@127.0.0.1:1/shop' -AccessToken 't0ken-value' -Credential (New-Object pscredential 'me', $secret) }
        $failed.FullyQualifiedErrorId | Should -BeLike 'AccessTokenAndPassword,*'
        "$failed" | Should -Not -BeLike '*t0ken-value*'
    }

    It 'is refused where it holds none, and nothing of what was given is shown' -ForEach @(
        @{ Given = '' }
        @{ Given = 42 }
        @{ Given = (New-Object psobject -Property @{ Password = 't0ken-value' }) }
    ) {
        $failed = Get-TerminatingError { Get-Migration -Path $root -DatabaseUrl 'mysql://me@127.0.0.1:1/shop' -AccessToken $Given }
        $failed.FullyQualifiedErrorId | Should -BeLike 'ParameterArgument*'
        "$failed" | Should -BeLike '*Get-AzAccessToken*'
        "$failed" | Should -Not -BeLike '*t0ken-value*'
    }
}

Describe 'A database URL' {
    It 'shows nothing of its password, however wrong it is: <Url>' -ForEach @(
        @{ Url = 'mysql://me:s3cr3t-p4ss@127.0.0.1:1/shop' }
        @{ Url = 'mysql://me:s3cr3t-p4ss@127.0.0.1' }
        @{ Url = 'mysql://me:s3cr3t-p4ss@/shop:x' }
        @{ Url = 'mysql//me:s3cr3t-p4ss@127.0.0.1/shop' }
        @{ Url = 'Server=127.0.0.1;Port=1;User ID=me;Password=s3cr3t-p4ss;Database=shop' }
        @{ Url = 'Server=127.0.0.1;Password=s3cr3t-p4ss;Nonsense=1' }
    ) {
        $root = New-TestProject
        $streams = New-Object System.Collections.Generic.List[object]
        $failed = Get-TerminatingError { Get-Migration -Path $root -DatabaseUrl $Url -Verbose -Debug *>&1 | ForEach-Object { $streams.Add($_) } }
        # The error as it is printed, in full, and all that it holds.
        $everything = $streams.ToArray() + ($failed | Out-String -Width 1000), "$($failed.Exception)", "$($failed.TargetObject)", ($failed | Format-List * -Force | Out-String -Width 1000) | Out-String -Width 4000
        $everything | Should -Match 'Database'
        $everything | Should -Not -BeLike '*s3cr3t-p4ss*'
    }
}
