@{
    # Windows PowerShell 5.1 ('Desktop') gets the netstandard2.0 build, PowerShell 7.4+ ('Core') the net8.0 build.
    RootModule           = if ($PSEdition -eq 'Core') { 'bin/net8.0/Migrations.dll' } else { 'bin/netstandard2.0/Migrations.dll' }
    ModuleVersion        = '0.1.0'
    GUID                 = 'b8f0c4b6-6a5e-4f0c-9d0b-6f3d1c2a7e51'
    Author               = 'Migrations contributors'
    CompanyName          = 'Migrations contributors'
    Copyright            = '(c) 2026 Migrations contributors. MIT License.'
    Description          = 'Runs the whole life of a MySQL schema kept with Drizzle ORM: scaffold a migration, journal it, apply it safely, verify what landed. No Node.js needed.'
    PowerShellVersion    = '5.1'
    CompatiblePSEditions = @('Core', 'Desktop')
    DotNetFrameworkVersion = '4.7.2'
    TypesToProcess       = @('Migrations.Types.ps1xml')
    FormatsToProcess     = @('Migrations.Projects.Format.ps1xml', 'Migrations.Runs.Format.ps1xml', 'Migrations.Rules.Format.ps1xml', 'Migrations.Schemas.Format.ps1xml', 'Migrations.Keys.Format.ps1xml', 'Migrations.Servers.Format.ps1xml')
    FunctionsToExport    = @()
    CmdletsToExport      = @('Add-JournalEntry', 'Export-MigrationScript', 'Get-Migration', 'Get-SchemaTable', 'Initialize-MigrationProject', 'Invoke-Migration', 'New-Migration', 'Register-Migration', 'Repair-Journal', 'Test-Migration', 'Test-SchemaDrift', 'Unregister-Migration', 'Update-Baseline', 'Update-BootstrapIndex')
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('MySQL', 'MariaDB', 'Drizzle', 'Migration', 'Schema', 'Database', 'DevOps', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/licenses/MIT'
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
