# Get-SchemaTable: schema.ts, files and live databases as tables. See README.md.

BeforeAll { . (Join-Path $PSScriptRoot 'TestProject.ps1') }

AfterAll { Stop-TestSession }

Describe 'Get-SchemaTable' {
    BeforeEach { $root = New-TestProject }

    It 'reads schema.ts and prints tables, columns, indexes and foreign keys' {
        Get-SchemaTable -Path $root | Out-String -Width 120 | Should -Match '(?m)^posts +2 +1 +1 id'
        (Get-SchemaTable users -Path $root).Columns | Out-String -Width 120 | Should -Match '(?m)^email +varchar\(255\) +no'
        (Get-SchemaTable posts -Path $root).Indexes | Out-String -Width 120 | Should -Match '(?m)^posts_user_idx +Plain +user_id'
        (Get-SchemaTable posts -Path $root).ForeignKeys | Out-String -Width 160 | Should -Match '(?m)^posts_user_id_users_id_fk +user_id +users \(id\) +on delete cascade'
    }

    It 'reads files of Get-ChildItem' {
        (Get-ChildItem (Join-Path $root 'drizzle/0000*.sql') | Get-SchemaTable).Name | Should -Be 'users', 'posts'
    }

    It 'selects by wildcard and answers a typo with an error' {
        (Get-SchemaTable p* -Path $root).Name | Should -Be 'posts'
        $null = Get-SchemaTable post -Path $root -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -Be 'TableNotFound,Migrations.Commands.GetSchemaTableCommand'
    }

    It 'goes into Where-Object and ConvertTo-Json' {
        $names = Get-SchemaTable -Path $root | Where-Object { $_.Columns.Name -contains 'email' } | ForEach-Object Name
        $names | Should -Be 'users'
        (Get-SchemaTable users -Path $root | ConvertTo-Json -Depth 5 | ConvertFrom-Json).Columns[1].Type | Should -Be 'varchar(255)'
    }
}
