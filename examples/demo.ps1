# The whole life of a schema in one script of cmdlets: preview, apply, re-run, scaffold, journal, preview, apply, verify.
# Run it with ./build.sh demo (or .\build.ps1 demo), which copies examples/bookings and starts a server; with a server of your
# own: set $env:DATABASE_URL to an empty database and run  ./examples/demo.ps1 -Path <a copy of examples/bookings>.
param(
    [Parameter(Mandatory)]
    [string] $Path
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Command Invoke-Migration -ErrorAction Ignore)) { Import-Module "$PSScriptRoot/../out/Migrations/Migrations.psd1" }

'', '1. Preview: what would run on the empty database? Nothing is changed.'
Invoke-Migration -Path $Path -WhatIf | Out-Default

'2. Apply. A new database begins with the baseline; what it has already counts as satisfied.'
$applied = @(Invoke-Migration -Path $Path -Confirm:$false)
$applied | Out-Default

'3. Run it again: nothing is pending.'
$again = @(Invoke-Migration -Path $Path -Confirm:$false)
"   $($again.Count) migrations applied."

'', '4. Scaffold the next migration and journal it.'
New-Migration add_guest_phone -Path $Path -Sql 'ALTER TABLE `demo_guests` ADD COLUMN IF NOT EXISTS `phone` varchar(30)' |
    Add-JournalEntry | Out-Default

'5. Preview it.'
Invoke-Migration -Path $Path -WhatIf | ForEach-Object Statements | Out-Default

'6. Apply it.'
$before = @(Get-Migration -Path $Path -Status Applied).Count
Invoke-Migration -Path $Path -Confirm:$false | Out-Default

'7. Verify: the history grew by one.'
$after = @(Get-Migration -Path $Path -Status Applied).Count
if ($applied.Count -ne 4 -or $again.Count -ne 0 -or $after -ne $before + 1) { throw "The demo did not end as it should: $($applied.Count), $($again.Count), $before, $after." }
Get-Migration -Path $Path | Out-Default
"   Applied migrations before: $before, after: $after."
