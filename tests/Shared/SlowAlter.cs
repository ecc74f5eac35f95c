using System.Diagnostics;
using System.Globalization;
using Migrations.TestServers;

namespace Migrations.Tests;

/// <summary>An ALTER that keeps any server busy for a while, on a table that is quickly made: every row is hashed for a check while it is copied.</summary>
public static class SlowAlter
{
    private const string Check = "SHA2(REPEAT(`a`, 1500), 512) <> ''";

    public const string Statement = $"ALTER TABLE `big` ADD COLUMN `c` int, ADD CONSTRAINT `slow` CHECK ({Check}), ALGORITHM=COPY";

    /// <summary>Makes the table.</summary>
    /// <param name="database">The database.</param>
    /// <param name="seconds">About how long the statement is to take, as fast as this server is at present.</param>
    public static void Prepare(TestDatabase database, double seconds)
    {
        const int Tried = 2000;
        database.Execute(
            "CREATE TABLE `ten` (`n` int); INSERT INTO `ten` VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9); CREATE TABLE `big` (`id` int AUTO_INCREMENT PRIMARY KEY, `a` char(36) NOT NULL);"
            + Rows(Tried));
        var watch = Stopwatch.StartNew();
        database.Execute($"SELECT COUNT(*) FROM `big` WHERE {Check}");
        database.Execute(Rows(Math.Max(1, (int)(Tried * seconds / watch.Elapsed.TotalSeconds) - Tried)));
        // Off by default. Another test of this server may need it too: it stays on.
        if (!database.Server.IsMariaDb) database.Execute("UPDATE performance_schema.setup_consumers SET ENABLED = 'YES' WHERE NAME = 'events_stages_current'");
    }

    private static string Rows(int count) =>
        $"INSERT INTO `big` (`a`) SELECT UUID() FROM `ten` a, `ten` b, `ten` c, `ten` d, `ten` e, `ten` f LIMIT {count.ToString(CultureInfo.InvariantCulture)};";
}
