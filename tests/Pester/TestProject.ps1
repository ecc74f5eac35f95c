# What the tests share: a project of their own, and databases of their own. Dot-sourced in BeforeAll.

$utf8 = New-Object System.Text.UTF8Encoding $false

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

function Get-TestFile([string] $Root, [string] $File) { [IO.File]::ReadAllText((Join-Path $Root $File)) }

function Set-TestFile([string] $Root, [string] $File, [string] $Text) { [IO.File]::WriteAllText((Join-Path $Root $File), $Text.Replace("`r`n", "`n"), $utf8) }

# Adds a column to users in schema.ts, in line 6 from column 9 on.
function Add-TestColumn([string] $Root) {
    $schema = Get-TestFile $Root 'drizzle/schema.ts'
    Set-TestFile $Root 'drizzle/schema.ts' $schema.Replace("{ length: 255 }).notNull(),`n", "{ length: 255 }).notNull(),`n  phone: varchar('phone', { length: 30 }),`n")
}

# The first part of an error's id, of a command that must end in an error.
function Get-TerminatingError([scriptblock] $Command) {
    try { $null = & $Command } catch { return $_ }
    throw 'It did not fail.'
}

# Nothing but the module talks to the server here, so it also makes and drops the tests' databases: by migrations.
function Get-HomeUrl {
    if ($homeUrl) { return $homeUrl }
    (@($env:MIGRATIONS_TEST_SERVERS -split '\s+' | Where-Object { $_ })[0] -replace '^[^=]*=', '') + '/mysql'
}

function Invoke-TestSql([string] $Url, [string] $Sql, [string] $HistoryTable) {
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

# A database can only be left by dropping it from within; then there is no place for the history row, and that error is meant.
function Remove-TestDatabase {
    if ($databases.Count -eq 0) { return }
    $homeName = (Get-HomeUrl) -replace '^.*/([^/?]*)(\?.*)?$', '$1'
    Invoke-TestSql (Get-DatabaseUrl $databases[0]) "DROP TABLE IF EXISTS ``$homeName``.``$homeHistory``;" 'last_history'
    foreach ($name in $databases) { try { Invoke-TestSql (Get-DatabaseUrl $name) "DROP DATABASE ``$name``;" 'last_history' } catch { $null = $_ } }
}
