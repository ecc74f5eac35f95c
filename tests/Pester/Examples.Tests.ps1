# Every example of the README, docs/cmdlets and docs/guides, in a user's shell: it runs as it is written there, and prints what is shown. On another server than MySQL, and in
# Windows PowerShell, which formats errors in its own way, it only has to run. See README.md for the server.
BeforeDiscovery {
    . "$PSScriptRoot/../Examples/Examples.ps1"
    $hasServer = [bool]($env:DATABASE_URL -or $env:MIGRATIONS_TEST_SERVERS)
    $examples = foreach ($page in Get-ExamplePage) {
        foreach ($example in Get-PageExample $page.FullName) { @{ Page = $example.Page; Title = $example.Title; Example = $example } }
    }
}

Describe 'The examples of the pages' -Tag Server -Skip:(-not $hasServer) {
    BeforeAll {
        . "$PSScriptRoot/../Examples/Examples.ps1"
        Import-Module "$PSScriptRoot/../../out/Migrations/Migrations.psd1" -Force
        # The first MySQL server that is offered; else what there is.
        $offers = @($env:MIGRATIONS_TEST_SERVERS -split '\s+' | Where-Object { $_ })
        $offer = @(@($offers -like 'mysql*=*') + $offers)[0] -replace '^[^=]*=(?=mysql://)', ''
        $serverUrl = if ($env:DATABASE_URL) { $env:DATABASE_URL -replace '^(\w+://[^/]+).*$', '$1' } else { $offer }
        # The project's .env is to hold.
        $environmentUrl = $env:DATABASE_URL
        $env:DATABASE_URL = $null
        if ($PSStyle) { $rendering = $PSStyle.OutputRendering; $PSStyle.OutputRendering = 'PlainText' }
        $name = 'pester_ex_' + [guid]::NewGuid().ToString('N').Substring(0, 12)
        . "$PSScriptRoot/../Examples/Setup.ps1"
        function Invoke-ServerSql([string] $Sql) {
            Push-Location "$PSScriptRoot/../../examples/bookings"
            try { $null = Get-SchemaTable -DatabaseUrl "$serverUrl/mysql" -ErrorAction Ignore; Invoke-Sql $Sql "$serverUrl/mysql" } finally { Pop-Location }
        }
        Invoke-ServerSql "CREATE DATABASE ``$name`` CHARACTER SET utf8mb4"
        $server = @(Invoke-Migration -WhatIf -Path "$PSScriptRoot/../../examples/bookings" -DatabaseUrl "$serverUrl/$name")[0].Server
        $compares = $server.Flavor -eq 'MySql' -and $PSVersionTable.PSEdition -eq 'Core'
    }

    AfterAll {
        foreach ($database in $name, "${name}_copy") { Invoke-ServerSql "DROP DATABASE IF EXISTS ``$database``" }
        if ($PSStyle) { $PSStyle.OutputRendering = $rendering }
        $env:DATABASE_URL = $environmentUrl
    }

    BeforeEach {
        foreach ($database in $name, "${name}_copy") {
            Invoke-ServerSql "DROP DATABASE IF EXISTS ``$database``"
            Invoke-ServerSql "CREATE DATABASE ``$database`` CHARACTER SET utf8mb4"
        }
    }

    It '<Page>: <Title>' -ForEach $examples {
        $outputs = @(Invoke-Example $Example "$serverUrl/$name" "$serverUrl/${name}_copy")
        $outputs.Count | Should -Be $Example.Steps.Count
        for ($i = 0; $i -lt $outputs.Count; $i++) {
            if ($compares) { ConvertTo-Comparable $outputs[$i] | Should -BeExactly (ConvertTo-Comparable $Example.Steps[$i].Output) -Because $Example.Steps[$i].Code }
            else { $outputs[$i] | Should -Not -Match 'is not recognized|cannot be found that matches parameter|ParserError' }
        }
    }
}

Describe 'Get-Help' {
    BeforeDiscovery {
        $cmdlets = (Get-ChildItem "$PSScriptRoot/../../docs/cmdlets" -Filter *-*.md).BaseName
        $topics = (Get-ChildItem "$PSScriptRoot/../../docs/cmdlets" -Filter about_*.md).BaseName
    }

    BeforeAll { Import-Module "$PSScriptRoot/../../out/Migrations/Migrations.psd1" -Force }

    It '<_> has a synopsis, a description, three examples and every parameter' -ForEach $cmdlets {
        $help = Get-Help $_ -Full
        $help.Synopsis | Should -Match '\.$'
        @($help.description).Count | Should -BeGreaterThan 0
        @($help.examples.example).Count | Should -BeGreaterOrEqual 3
        $common = [Management.Automation.Cmdlet]::CommonParameters
        $has = (Get-Command $_).Parameters.Keys | Where-Object { $_ -notin $common }
        ($help.parameters.parameter.name | Sort-Object) -join ' ' | Should -Be (($has | Sort-Object) -join ' ')
        foreach ($parameter in $help.parameters.parameter) { ($parameter.Description.Text -join '') | Should -Not -BeNullOrEmpty -Because $parameter.name }
        Get-Help $_ -Examples | Out-String | Should -Match 'PS> '
    }

    It '<_> is found' -ForEach $topics {
        Get-Help $_ | Out-String | Should -Match "TOPIC\s+$_"
    }

    It 'is there in the culture <_>' -ForEach 'de-DE', 'ja-JP', '' {
        $before = [cultureinfo]::CurrentUICulture
        try {
            [cultureinfo]::CurrentUICulture = $_
            (Get-Help Get-Migration).Synopsis | Should -Match '\.$'
            Get-Help about_Migrations | Out-String | Should -Match 'TOPIC'
        }
        finally { [cultureinfo]::CurrentUICulture = $before }
    }
}
