# Initialize-MigrationProject: from nothing, around a schema.ts, from a live database. See README.md.

BeforeDiscovery {
    $hasServer = [bool]($env:DATABASE_URL -or $env:MIGRATIONS_TEST_SERVERS)
}

BeforeAll { . (Join-Path $PSScriptRoot 'TestProject.ps1') }

AfterAll { Stop-TestSession }

Describe 'Initialize-MigrationProject' {
    BeforeEach {
        $root = Join-Path $TestDrive ([guid]::NewGuid().ToString('N'))
        $null = New-Item -ItemType Directory $root
    }

    It 'makes a project in an empty folder, whose parts agree' {
        $files = Initialize-MigrationProject $root
        @($files | ForEach-Object { "$($_.Outcome)" } | Sort-Object -Unique) | Should -Be 'Written'
        @($files | Where-Object { -not (Test-Path -LiteralPath $_.Path) }).Count | Should -Be 0
        Test-SchemaDrift -Path $root -Strict -Quiet | Should -BeTrue
        (Get-Migration -Path $root -Offline).IsBaseline | Should -BeTrue
    }

    It 'keeps a schema.ts that is there, byte for byte' {
        $null = New-Item -ItemType Directory (Join-Path $root 'drizzle')
        $schema = "import { int, mysqlTable } from 'drizzle-orm/mysql-core';`n`nexport const products = mysqlTable('products', { id: int('id').primaryKey() });`n"
        Set-TestFile $root 'drizzle/schema.ts' $schema
        "$((Initialize-MigrationProject $root | Where-Object Kind -eq Schema).Outcome)" | Should -BeIn 'None', 'Kept'
        Get-TestFile $root 'drizzle/schema.ts' | Should -BeExactly $schema
        (Get-SchemaTable -Path $root).Name | Should -Be 'products'
        Test-SchemaDrift -Path $root -Strict -Quiet | Should -BeTrue
    }

    It 'overwrites nothing: a second time is an error, and leaves all as it is' {
        $null = Initialize-MigrationProject $root
        $before = @(Get-ChildItem $root -Recurse -File | Sort-Object FullName | Get-FileHash | ForEach-Object Hash)
        (Get-TerminatingError { Initialize-MigrationProject $root }).FullyQualifiedErrorId | Should -Be 'FileExists,Migrations.Commands.InitializeMigrationProjectCommand'
        @(Get-ChildItem $root -Recurse -File | Sort-Object FullName | Get-FileHash | ForEach-Object Hash) | Should -Be $before
    }

    It 'takes a live database over, so that nothing drifts, nothing is pending, and it installs elsewhere' -Tag Server -Skip:(-not $hasServer) {
        $url = New-TestDatabase
        $demo = New-DemoProject
        # A database without a history, as drizzle-kit push leaves it: made without the module's history table beside it.
        $null = Invoke-Migration -Path $demo -DatabaseUrl $url
        $null = Unregister-Migration (Get-Migration -Path $demo -DatabaseUrl $url).Tag -Path $demo -DatabaseUrl $url -Confirm:$false
        $null = Initialize-MigrationProject $root -DatabaseUrl $url -WarningAction SilentlyContinue
        @((Get-SchemaTable -Path $root).Name | Sort-Object) | Should -Be 'demo_bookings', 'demo_guests', 'demo_rooms'
        Test-SchemaDrift -Path $root -Against Baseline, Database -DatabaseUrl $url -Quiet | Should -BeTrue
        (Register-Migration -All -Path $root -DatabaseUrl $url).Outcome | Should -Be 'Registered'
        Invoke-Migration -Path $root -DatabaseUrl $url | Should -BeNullOrEmpty
        $second = New-TestDatabase
        $null = Invoke-Migration -Path $root -DatabaseUrl $second -ErrorOnDrift
        (Get-SchemaTable -DatabaseUrl $second).Name | Should -Contain 'demo_bookings'
    }
}
