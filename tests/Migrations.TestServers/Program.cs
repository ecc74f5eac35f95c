using System.Diagnostics;
using Migrations.TestServers;

// Runs a command with servers beside it:
//   Migrations.TestServers [--database NAME] [--only PART] command [arguments]
// MIGRATIONS_TEST_SERVERS names every server to the command, so that all test projects share them. With --database, the first
// server gets that database, empty, and DATABASE_URL leads to it. The servers end with the command.
var arguments = new Queue<string>(args);
string? database = null, only = null;
while (arguments.TryPeek(out var option) && option.StartsWith("--", StringComparison.Ordinal))
{
    arguments.Dequeue();
    switch (option)
    {
        case "--database":
            database = arguments.Dequeue();
            break;
        case "--only":
            only = arguments.Dequeue();
            break;
        default:
            Console.Error.WriteLine($"Unknown option {option}.");
            return 2;
    }
}
if (arguments.Count == 0)
{
    Console.Error.WriteLine("Usage: Migrations.TestServers [--database NAME] [--only PART] command [arguments]");
    return 2;
}

using var fleet = new ServerFleet();
var names = fleet.Names.Where(name => only is null || name.Contains(only, StringComparison.OrdinalIgnoreCase)).ToList();
if (names.Count == 0)
{
    Console.Error.WriteLine("No MySQL or MariaDB server was found: install one (apt-get install mariadb-server), start Docker, or set MIGRATIONS_TEST_SERVERS=name=mysql://user:password@host:port.");
    return 2;
}
var servers = names.AsParallel().AsOrdered().Select(fleet.Get).ToList();
var start = new ProcessStartInfo(arguments.Dequeue()) { UseShellExecute = false };
foreach (var argument in arguments) start.ArgumentList.Add(argument);
start.Environment["MIGRATIONS_TEST_SERVERS"] = string.Join(' ', servers.Select(server => $"{server.Name}={server.UrlOf("").TrimEnd('/')}"));
if (database is not null)
{
    using var connection = servers[0].Connect("");
    using var create = connection.CreateCommand();
    create.CommandText = $"DROP DATABASE IF EXISTS `{database}`; CREATE DATABASE `{database}` CHARACTER SET utf8mb4";
    create.ExecuteNonQuery();
    start.Environment["DATABASE_URL"] = servers[0].UrlOf(database);
}
// Ctrl+C reaches the command by itself; here it must not end the servers before the command has ended.
Console.CancelKeyPress += (_, pressed) => pressed.Cancel = true;
using var process = Process.Start(start)!;
process.WaitForExit();
return process.ExitCode;
