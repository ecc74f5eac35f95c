using Migrations.Core.Linting;
using Migrations.Model;

namespace Migrations.Core.Tests.Linting;

/// <summary>A project with two tables, and what the rules say about migrations behind them.</summary>
internal sealed class LintedProject : IDisposable
{
    public const string Start = """
        CREATE TABLE IF NOT EXISTS `users` (
          `id` int NOT NULL AUTO_INCREMENT PRIMARY KEY,
          `email` varchar(255) NOT NULL,
          `name` varchar(100),
          `role` enum('admin','member') NOT NULL DEFAULT 'member',
          `bio` text
        ) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
        --> statement-breakpoint
        CREATE TABLE IF NOT EXISTS `orders` (
          `id` bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
          `user_id` int,
          `state` varchar(20),
          `total` decimal(10,2)
        ) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
        """;

    private readonly List<(string Tag, long When)> _tags = [];

    public TemporaryProject Project { get; } = new();

    public static LintedProject Started() => new LintedProject().Add("0000_start", Start);

    public LintedProject Add(string tag, string sql, long? when = null)
    {
        Project.WithMigration(tag, sql);
        return Journal(tag, when);
    }

    public LintedProject Journal(string tag, long? when = null)
    {
        _tags.Add((tag, when ?? 1000 + _tags.Count));
        Project.WithJournal(TemporaryProject.DrizzleJournal([.. _tags.Select((entry, i) => (i, entry.When, entry.Tag))]));
        return this;
    }

    public IReadOnlyList<MigrationFinding> Lint(LintOptions? options = null) => Linter.Run(Project.Open(), options ?? new LintOptions());

    /// <summary>What one rule says about a migration behind the two tables.</summary>
    public static IReadOnlyList<MigrationFinding> Findings(string rule, string sql, string? server = null)
    {
        using var project = Started().Add("0001_next", sql);
        return project.Lint(new LintOptions { Tags = ["0001_next"], Rules = [rule], Server = server is null ? null : TargetServer.Parse(server) });
    }

    public void Dispose() => Project.Dispose();
}
