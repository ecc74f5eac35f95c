# What the tests share: the module under test, a project of their own, and databases of their own. Each file dot-sources this in its BeforeAll, and calls
# Stop-TestSession in its AfterAll.

$manifest = (Resolve-Path (Join-Path $PSScriptRoot '../../out/Migrations/Migrations.psd1')).Path
Import-Module $manifest -Force -ErrorAction Stop
$utf8 = New-Object System.Text.UTF8Encoding $false
$examples = (Resolve-Path (Join-Path $PSScriptRoot '../../examples')).Path
$shell = (Get-Process -Id $PID).Path
# The offline tests must not find a database; the server tests name theirs.
$homeUrl = $env:DATABASE_URL
Remove-Item Env:DATABASE_URL -ErrorAction Ignore
$homeHistory = 'pester_' + [guid]::NewGuid().ToString('N')
$databases = New-Object System.Collections.Generic.List[string]

function Stop-TestSession {
    Remove-TestDatabase
    if ($homeUrl) { $env:DATABASE_URL = $homeUrl }
}

# A project whose schema, baseline and bootstrap indexes agree.
function New-TestProject {
    $root = Join-Path $TestDrive ([guid]::NewGuid().ToString('N'))
    $null = New-Item -ItemType Directory -Path (Join-Path $root 'drizzle/meta'), (Join-Path $root 'drizzle/bootstrap') -Force
    Set-TestFile $root 'drizzle.config.ts' "export default { schema: './drizzle/schema.ts', out: './drizzle', dialect: 'mysql' };`n"
    Set-TestFile $root 'drizzle/schema.ts' @'
import { index, int, mysqlTable, varchar } from 'drizzle-orm/mysql-core';

export const users = mysqlTable('users', {
  id: int('id').autoincrement().primaryKey(),
  email: varchar('email', { length: 255 }).notNull(),
});

export const posts = mysqlTable('posts', {
  id: int('id').autoincrement().primaryKey(),
  userId: int('user_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
}, (table) => [index('posts_user_idx').on(table.userId)]);
'@
    Set-TestFile $root 'drizzle/0000_baseline.sql' @'
-- The baseline.
CREATE TABLE IF NOT EXISTS `users` (
  `id` int NOT NULL AUTO_INCREMENT,
  `email` varchar(255) NOT NULL,
  PRIMARY KEY (`id`)
);
CREATE TABLE IF NOT EXISTS `posts` (
  `id` int NOT NULL AUTO_INCREMENT,
  `user_id` int NOT NULL,
  PRIMARY KEY (`id`),
  CONSTRAINT `posts_user_id_users_id_fk` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE cascade
);
'@
    Set-TestFile $root 'drizzle/0001_post_index.sql' 'CREATE INDEX IF NOT EXISTS `posts_user_idx` ON `posts` (`user_id`);'
    Set-TestFile $root 'drizzle/bootstrap/0000_indexes.sql' "CREATE INDEX IF NOT EXISTS ``posts_user_idx`` ON ``posts`` (``user_id``);`n"
    Set-TestFile $root 'drizzle/meta/_journal.json' @'
{
  "version": "7",
  "dialect": "mysql",
  "entries": [
    { "idx": 0, "version": "5", "when": 1767225600000, "tag": "0000_baseline", "breakpoints": true },
    { "idx": 1, "version": "5", "when": 1767830400000, "tag": "0001_post_index", "breakpoints": true }
  ]
}
'@
    $root
}

# A copy of examples/bookings.
function New-DemoProject {
    $root = Join-Path $TestDrive ([guid]::NewGuid().ToString('N'))
    Copy-Item -Recurse (Join-Path $examples 'bookings') $root
    $root
}

function Get-TestFile([string] $Root, [string] $File) { [IO.File]::ReadAllText((Join-Path $Root $File)) }

function Set-TestFile([string] $Root, [string] $File, [string] $Text) { [IO.File]::WriteAllText((Join-Path $Root $File), $Text.Replace("`r`n", "`n"), $utf8) }

# Replaces a part of a file that must be there.
function Edit-TestFile([string] $Root, [string] $File, [string] $Old, [string] $New) {
    $text = Get-TestFile $Root $File
    if (-not $text.Contains($Old)) { throw "$File does not have '$Old'." }
    Set-TestFile $Root $File $text.Replace($Old, $New)
}

# Adds a column to users in schema.ts, in line 6 from column 9 on.
function Add-TestColumn([string] $Root) {
    Edit-TestFile $Root 'drizzle/schema.ts' "{ length: 255 }).notNull(),`n" "{ length: 255 }).notNull(),`n  phone: varchar('phone', { length: 30 }),`n"
}

# A migration, journaled; gives its tag.
function Add-TestMigration([string] $Root, [string] $Name, [string[]] $Sql) { (New-Migration $Name -Path $Root -Sql $Sql | Add-JournalEntry).Tag }

# The error of a command that must end in one.
function Get-TerminatingError([scriptblock] $Failing) {
    try { $null = & $Failing } catch { return $_ }
    throw 'It did not fail.'
}

# What a table looks like in a window of that width, without colours.
function Get-Shown($Objects, [int] $Width = 120) { ($Objects | Out-String -Width $Width) -replace "$([char]27)\[[0-9;]*m", '' }

# A script in a process of its own, as an agent or a scheduled task starts it; gives its exit code and its output line by line.
function Invoke-Shell([string] $Script, [hashtable] $Environment = @{}, [string] $In = $TestDrive) {
    $file = Join-Path $TestDrive ([guid]::NewGuid().ToString('N') + '.ps1')
    [IO.File]::WriteAllText($file, "Import-Module '$manifest'`n`$ErrorActionPreference = 'stop'`nSet-Location '$In'`n$Script")
    Invoke-Program $shell @('-NoProfile', '-NonInteractive', '-File', $file) $Environment
}

function Invoke-Program([string] $Program, [string[]] $Arguments, [hashtable] $Environment = @{}) {
    $clean = @{ TF_BUILD = $null; GITHUB_ACTIONS = $null; MIGRATIONS_CI = $null; NO_COLOR = '1' } + @{}
    foreach ($name in $Environment.Keys) { $clean[$name] = $Environment[$name] }
    $before = @{}
    foreach ($name in $clean.Keys) { $before[$name] = [Environment]::GetEnvironmentVariable($name); [Environment]::SetEnvironmentVariable($name, $clean[$name]) }
    try {
        $lines = @(& $Program $Arguments 2>&1 | ForEach-Object { "$_" })
        [pscustomobject]@{ ExitCode = $LASTEXITCODE; Lines = $lines; Text = $lines -join "`n" }
    }
    finally { foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) } }
}

# Nothing but the module talks to the server here, so it also makes and drops the tests' databases: by migrations.
function Get-HomeUrl {
    if ($homeUrl) { return $homeUrl }
    (@($env:MIGRATIONS_TEST_SERVERS -split '\s+' | Where-Object { $_ })[0] -replace '^[^=]*=', '') + '/mysql'
}

function Invoke-TestSql([string] $Url, [string] $Sql, [string] $HistoryTable = 'last_history') {
    $root = Join-Path $TestDrive ([guid]::NewGuid().ToString('N'))
    $null = New-Item -ItemType Directory -Path (Join-Path $root 'drizzle/meta') -Force
    $name = 'run_' + [guid]::NewGuid().ToString('N')
    Set-TestFile $root "drizzle/$name.sql" "-- $name`n$Sql"
    Set-TestFile $root 'drizzle/meta/_journal.json' ('{ "version": "7", "dialect": "mysql", "entries": [ { "idx": 0, "version": "5", "when": ' + [DateTimeOffset]::UtcNow.ToUnixTimeMilliseconds() + ', "tag": "' + $name + '", "breakpoints": true } ] }')
    $null = Invoke-Migration -Path $root -DatabaseUrl $Url -HistoryTable $HistoryTable -AllowDestructive -WarningAction SilentlyContinue
}

function New-TestDatabase {
    $name = 'pester_' + [guid]::NewGuid().ToString('N').Substring(0, 16)
    Invoke-TestSql (Get-HomeUrl) "CREATE DATABASE ``$name`` CHARACTER SET utf8mb4;" $homeHistory
    $databases.Add($name)
    Get-DatabaseUrl $name
}

function Get-DatabaseUrl([string] $Name) { (Get-HomeUrl) -replace '/[^/?]*(\?.*)?$', "/$Name`$1" }

# User, password, host, port and database of a URL, decoded.
function Get-UrlPart([string] $Url) {
    if ($Url -notmatch '^\w+://([^:@/]+):?([^@]*)@([^:/]+):?(\d*)/([^?]*)') { throw 'The test URL is not of the form mysql://user:password@host:port/database.' }
    $port = 3306
    if ($Matches[4]) { $port = [int] $Matches[4] }
    [pscustomobject]@{ User = [uri]::UnescapeDataString($Matches[1]); Password = [uri]::UnescapeDataString($Matches[2]); Host = $Matches[3]; Port = $port; Database = $Matches[5] }
}

# A database can only be left by dropping it from within; then there is no place for the history row, and that error is meant.
function Remove-TestDatabase {
    if ($databases.Count -eq 0) { return }
    $homeName = (Get-HomeUrl) -replace '^.*/([^/?]*)(\?.*)?$', '$1'
    Invoke-TestSql (Get-DatabaseUrl $databases[0]) "DROP TABLE IF EXISTS ``$homeName``.``$homeHistory``;"
    foreach ($name in $databases) { try { Invoke-TestSql (Get-DatabaseUrl $name) "DROP DATABASE ``$name``;" } catch { $null = $_ } }
    $databases.Clear()
}
