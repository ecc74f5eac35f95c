# What the hidden "setup" comments of the help's examples may call, beside the module's cmdlets. It runs in a user's shell and in the bare
# engine of the tests, which has PowerShell's core cmdlets only. The current location is a copy of examples/bookings, whose .env names an
# empty database; $ExampleUrl is that database, $ExampleRepository the repository.

# The demo project's database, installed.
function Install-Demo {
    $null = Invoke-Migration -Confirm:$false
}

function Get-DemoPath([string] $File) { [IO.Path]::Combine($PWD.ProviderPath, $File) }

function Write-Text([string] $File, [string] $Text) {
    $path = Get-DemoPath $File
    $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($path))
    [IO.File]::WriteAllText($path, $Text.Replace("`r`n", "`n"))
}

# One text in a file, which must be there once, becomes another.
function Edit-Text([string] $File, [string] $From, [string] $To) {
    $text = [IO.File]::ReadAllText((Get-DemoPath $File)).Replace("`r`n", "`n")
    if ($text.Split([string[]]@($From), [StringSplitOptions]::None).Length -ne 2) { throw "'$From' is not once in $File." }
    Write-Text $File $text.Replace($From, $To)
}

# schema.ts gets a column and an index: rooms have a floor.
function Add-Floor {
    Edit-Text drizzle/schema.ts "  description: text('description'),`n});" "  description: text('description'),`n  floor: int('floor').default(0).notNull(),`n}, (table) => [index('demo_rooms_floor_idx').on(table.floor)]);"
}

# What git leaves of a merge of two branches that both made a migration 0004: both files, and a journal with conflict markers.
function Add-Conflict {
    Write-Text drizzle/0004_guest_phone.sql 'ALTER TABLE `demo_guests` ADD COLUMN IF NOT EXISTS `phone` varchar(30);'
    Write-Text drizzle/0004_room_floor.sql 'ALTER TABLE `demo_rooms` ADD COLUMN IF NOT EXISTS `floor` int;'
    Edit-Text drizzle/meta/_journal.json "_recovery`",`n      `"breakpoints`": true`n    }`n" @'
_recovery",
      "breakpoints": true
    },
<<<<<<< HEAD
    { "idx": 4, "version": "5", "when": 1769644800000, "tag": "0004_guest_phone", "breakpoints": true }
=======
    { "idx": 4, "version": "5", "when": 1769644700000, "tag": "0004_room_floor", "breakpoints": true }
>>>>>>> floors

'@
}

# A migration with its journal entry.
function Add-DemoMigration([string] $Name, [string[]] $Sql) {
    $null = New-Migration $Name -Sql $Sql | Add-JournalEntry
}

# SQL past the module, as somebody at a client would send it: through the driver that the module has loaded.
function Invoke-Sql([string] $Sql, [string] $Url = $ExampleUrl) {
    $null = Get-Migration
    $driver = @([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'MySqlConnector' })[0]
    $uri = [Uri] $Url
    $user, $password = @($uri.UserInfo.Split(':') | ForEach-Object { [Uri]::UnescapeDataString($_) })
    $settings = 'Server={0};Port={1};User ID={2};Password="{3}";Database={4};Pooling=false;AllowPublicKeyRetrieval=true' -f $uri.Host, $uri.Port, $user, $password.Replace('"', '""'), $uri.AbsolutePath.Trim('/')
    $connection = [Activator]::CreateInstance($driver.GetType('MySqlConnector.MySqlConnection'), [object[]] @($settings))
    try {
        $connection.Open()
        $command = $connection.CreateCommand()
        $command.CommandText = $Sql
        $null = $command.ExecuteNonQuery()
    }
    finally { $connection.Dispose() }
}
