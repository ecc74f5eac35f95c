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

'7. Verify: the history grew by one, and the new column is there.'
$after = @(Get-Migration -Path $Path -Status Applied).Count
if (@($applied | Where-Object { $null -ne $_.Idx }).Count -ne 4 -or $again.Count -ne 0 -or $after -ne $before + 1) { throw "The demo did not end as it should: $($applied.Count), $($again.Count), $before, $after." }
if ('phone' -notin @((Get-SchemaTable demo_guests -Path $Path -Live).Columns | ForEach-Object Name)) { throw 'The new column is not there.' }
Get-Migration -Path $Path | Out-Default
"   Applied migrations before: $before, after: $after. The column demo_guests.phone is there."

'', '8. Edit schema.ts: rooms get a floor, and an index on it. The guard turns red.'
$schema = "$Path/drizzle/schema.ts"
$text = [IO.File]::ReadAllText($schema)
$text = $text.Replace("  description: text('description'),`n});", "  description: text('description'),`n  floor: int('floor').default(0).notNull(),`n}, (table) => [index('demo_rooms_floor_idx').on(table.floor)]);")
$text = $text.Replace("  createdAt: timestamp('created_at').defaultNow().notNull(),`n}, (table) => [unique", "  phone: varchar('phone', { length: 30 }),`n  createdAt: timestamp('created_at').defaultNow().notNull(),`n}, (table) => [unique")
[IO.File]::WriteAllText($schema, $text)
Test-SchemaDrift -Path $Path | Out-Default
if (Test-SchemaDrift -Path $Path -Quiet) { throw 'The guard should have been red.' }

'9. Update the baseline and the bootstrap file: only what differs is changed. The guard is green.'
Update-Baseline -Path $Path -Confirm:$false | Out-Default
Update-BootstrapIndex -Path $Path -Confirm:$false | Out-Default
if (-not (Test-SchemaDrift -Path $Path -Quiet)) { throw 'The guard should have been green.' }

'10. The live database lacks them yet. Scaffold, journal, apply.'
Test-SchemaDrift -Path $Path -Against Database | Out-Default
New-Migration add_room_floor -Path $Path -Sql 'ALTER TABLE `demo_rooms` ADD COLUMN IF NOT EXISTS `floor` int NOT NULL DEFAULT 0', 'CREATE INDEX IF NOT EXISTS `demo_rooms_floor_idx` ON `demo_rooms` (`floor`)' |
    Add-JournalEntry | Out-Default
Invoke-Migration -Path $Path -Confirm:$false | Out-Default

'11. Schema, baseline and database agree.'
$left = @(Test-SchemaDrift -Path $Path -Against Baseline, Database | Where-Object Severity -eq 'Error')
$rooms = Get-SchemaTable demo_rooms -Path $Path -Live
$rooms.Columns | Out-Default
if ($left.Count -ne 0 -or 'floor' -notin @($rooms.Columns | ForEach-Object Name)) { throw "Drift is left: $left" }
"   Differences left: $($left.Count)."
