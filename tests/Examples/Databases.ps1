# Databases for the examples on the server of $ServerUrl. Dot-sourced, behind Examples.ps1 and the module, by Update-Examples.ps1 and docs/images/render.ps1.
. "$PSScriptRoot/Setup.ps1"

# Only the module is loaded here: it makes the databases too, by way of the server's own one.
function Invoke-ServerStatement([string] $Sql) {
    $ExampleUrl = "$ServerUrl/mysql"
    Push-Location "$exampleRepository/examples/bookings"
    try { Invoke-Sql $Sql "$ServerUrl/mysql" }
    finally { Pop-Location }
}

function New-ExampleDatabase([string] $Name) {
    Invoke-ServerStatement "DROP DATABASE IF EXISTS ``$Name``"
    Invoke-ServerStatement "CREATE DATABASE ``$Name`` CHARACTER SET utf8mb4"
    "$ServerUrl/$Name"
}

function Remove-ExampleDatabase([string[]] $Name) {
    foreach ($one in $Name) { Invoke-ServerStatement "DROP DATABASE IF EXISTS ``$one``" }
}

# This loads the driver.
$null = Get-SchemaTable -DatabaseUrl "$ServerUrl/mysql" -ErrorAction Ignore
