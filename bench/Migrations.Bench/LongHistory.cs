using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Migrations.Bench.Contenders;
using Migrations.TestServers;

namespace Migrations.Bench;

/// <summary>A run with nothing pending beside a journal of very many entries, all applied.</summary>
internal static class LongHistory
{
    /// <summary>How many entries.</summary>
    public const int Entries = 10_000;

    private const long FirstWhen = 1_700_000_000_000;

    /// <summary>Measures it.</summary>
    /// <param name="server">The server.</param>
    /// <param name="folder">A folder to generate the project in; what is in it goes.</param>
    /// <param name="rounds">How many runs count; one before them does not.</param>
    public static Spread Take(TestServer server, string folder, int rounds)
    {
        using var database = server.CreateDatabase("bench");
        Generate(folder, database);
        var times = new List<double>();
        for (var round = 0; round <= rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            if (Engine.Apply(folder, Engine.WithoutTls(database.Url), _ => { }) != 0) throw new InvalidOperationException("Something was pending.");
            if (round > 0) times.Add(watch.Elapsed.TotalMilliseconds);
        }
        return Spread.Of(times)!;
    }

    private static void Generate(string folder, TestDatabase database)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        var drizzle = Path.Combine(folder, "drizzle");
        Directory.CreateDirectory(Path.Combine(drizzle, "meta"));
        database.Execute($"CREATE TABLE `{Workload.HistoryTable}` (id serial primary key, hash text not null, created_at bigint)");
        var journal = new StringBuilder("{\n  \"version\": \"7\",\n  \"dialect\": \"mysql\",\n  \"entries\": [");
        var rows = new List<string>();
        for (var i = 0; i < Entries; i++)
        {
            var tag = string.Create(CultureInfo.InvariantCulture, $"{i:00000}_step");
            var when = (FirstWhen + (i * 1000L)).ToString(CultureInfo.InvariantCulture);
            var text = $"ALTER TABLE `t` ADD `c_{tag}` int;";
            File.WriteAllText(Path.Combine(drizzle, tag + ".sql"), text);
            journal.Append(i == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"\n    {{ \"idx\": {i}, \"version\": \"5\", \"when\": {when}, \"tag\": \"{tag}\", \"breakpoints\": true }}");
            rows.Add($"('{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}', {when})");
        }
        File.WriteAllText(Path.Combine(drizzle, "meta", "_journal.json"), journal.Append("\n  ]\n}").ToString());
        foreach (var batch in rows.Chunk(1000)) database.Execute($"INSERT INTO `{Workload.HistoryTable}` (hash, created_at) VALUES {string.Join(", ", batch)}");
    }
}
