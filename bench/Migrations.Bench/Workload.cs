using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Migrations.Bench;

/// <summary>
/// The same migrations three times: as a Drizzle project, as dbmate's files, and as one SQL file for the client. Each migration makes
/// a table, adds a column and adds an index: plain DDL that every server and every contender takes as it is written.
/// </summary>
internal sealed class Workload
{
    public const string HistoryTable = "__drizzle_migrations";
    public const string DbmateTable = "schema_migrations";

    // What MigrationRun and drizzle-orm read before they find that nothing is pending.
    public const string ReadHistory = $"SELECT `id`, `hash`, `created_at` FROM `{HistoryTable}` ORDER BY `id`";

    private const long FirstWhen = 1_700_000_000_000;

    private readonly List<string> _statements = [];
    private readonly List<string> _hashes = [];

    private readonly bool _withData;

    private Workload(string folder, int migrations, bool withData)
    {
        Folder = folder;
        Migrations = migrations;
        _withData = withData;
    }

    public string Folder { get; }

    public int Migrations { get; }

    public string ProjectFolder => Path.Combine(Folder, "project");

    public string DrizzleFolder => Path.Combine(ProjectFolder, "drizzle");

    public string DbmateFolder => Path.Combine(Folder, "dbmate");

    /// <summary>Every statement that the raw references send: the history's table, the migrations' statements, the history's rows.</summary>
    public IReadOnlyList<string> Statements => _statements;

    /// <summary>The hashes that drizzle writes, in order.</summary>
    public IReadOnlyList<string> Hashes => _hashes;

    /// <summary>The client's input.</summary>
    public string ClientScript => string.Concat(_statements.Select(statement => statement + ";\n"));

    /// <summary>Writes the migrations.</summary>
    /// <param name="folder">The folder; what is in it goes.</param>
    /// <param name="migrations">How many.</param>
    /// <param name="withData">Whether each also inserts and changes rows, so that the engine has to record its statements as it goes.</param>
    public static Workload Generate(string folder, int migrations, bool withData = false)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        var workload = new Workload(folder, migrations, withData);
        Directory.CreateDirectory(Path.Combine(workload.DrizzleFolder, "meta"));
        Directory.CreateDirectory(workload.DbmateFolder);
        workload._statements.Add($"CREATE TABLE IF NOT EXISTS `{HistoryTable}` (\n\tid serial primary key,\n\thash text not null,\n\tcreated_at bigint\n)");
        var entries = new List<object>();
        for (var i = 0; i < migrations; i++) entries.Add(workload.AddMigration(i));
        File.WriteAllText(
            Path.Combine(workload.DrizzleFolder, "meta", "_journal.json"),
            JsonSerializer.Serialize(new { version = "7", dialect = "mysql", entries }, new JsonSerializerOptions { WriteIndented = true }));
        return workload;
    }

    private object AddMigration(int i)
    {
        var name = i.ToString("0000", CultureInfo.InvariantCulture);
        string[] statements =
        [
            $"CREATE TABLE `t_{name}` (\n\t`id` int AUTO_INCREMENT NOT NULL,\n\t`name` varchar(100) NOT NULL,\n\t`created_at` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,\n\tCONSTRAINT `t_{name}_id` PRIMARY KEY(`id`)\n)",
            $"ALTER TABLE `t_{name}` ADD `added` varchar(40)",
            $"CREATE INDEX `t_{name}_added_idx` ON `t_{name}` (`added`)",
            .. _withData
                ? new[] { $"INSERT INTO `t_{name}` (`name`) VALUES ('one'), ('two'), ('three')", $"UPDATE `t_{name}` SET `added` = CONCAT(`name`, '!')" }
                : [],
        ];
        var tag = $"{name}_step";
        var when = FirstWhen + (i * 1000L);
        var text = string.Join(";\n--> statement-breakpoint\n", statements) + ";";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        File.WriteAllText(Path.Combine(DrizzleFolder, tag + ".sql"), text);
        // dbmate orders by the number before the first underscore, and refuses a file without a way down.
        File.WriteAllText(Path.Combine(DbmateFolder, $"2024010100{name}_step.sql"), "-- migrate:up\n" + string.Join(";\n", statements) + ";\n-- migrate:down\n");
        _statements.AddRange(statements);
        _statements.Add($"INSERT INTO `{HistoryTable}` (`hash`, `created_at`) VALUES ('{hash}', {when.ToString(CultureInfo.InvariantCulture)})");
        _hashes.Add(hash);
        return new { idx = i, version = "5", when, tag, breakpoints = true };
    }
}
