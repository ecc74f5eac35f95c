using System.Text;

namespace Migrations.Tests;

/// <summary>A Drizzle project in a temporary folder; disposing removes it.</summary>
public sealed class ProjectFolder : IDisposable
{
    private readonly List<(string Tag, long When)> _entries = [];

    public ProjectFolder(bool withConfig = true)
    {
        Root = Path.Combine(Path.GetTempPath(), "migrations-test-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Path.Combine(Root, "drizzle", "meta"));
        if (withConfig) Write("drizzle.config.ts", "export default { schema: './drizzle/schema.ts', out: './drizzle', dialect: 'mysql' };\n");
        WriteJournal();
    }

    public string Root { get; }

    public IReadOnlyList<string> Tags => [.. _entries.Select(entry => entry.Tag)];

    public string JournalPath => PathOf("drizzle/meta/_journal.json");

    public string PathOf(string relative) => Path.Combine(Root, relative.Replace('/', Path.DirectorySeparatorChar));

    public string SqlPath(string tag) => PathOf($"drizzle/{tag}.sql");

    public void Write(string relative, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(relative))!);
        File.WriteAllBytes(PathOf(relative), Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Adds a migration: its file and its journal entry.</summary>
    public ProjectFolder Add(string tag, string sql, long? when = null)
    {
        Write($"drizzle/{tag}.sql", sql);
        return Journal(tag, when);
    }

    /// <summary>Adds a journal entry alone.</summary>
    public ProjectFolder Journal(string tag, long? when = null)
    {
        _entries.Add((tag, when ?? (1_700_000_000_000 + (_entries.Count * 1000))));
        WriteJournal();
        return this;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private void WriteJournal()
    {
        var entries = _entries.Select((entry, i) =>
            $"    {{\n      \"idx\": {i},\n      \"version\": \"5\",\n      \"when\": {entry.When},\n      \"tag\": \"{entry.Tag}\",\n      \"breakpoints\": true\n    }}");
        var list = _entries.Count == 0 ? "[]" : "[\n" + string.Join(",\n", entries) + "\n  ]";
        Write("drizzle/meta/_journal.json", "{\n  \"version\": \"7\",\n  \"dialect\": \"mysql\",\n  \"entries\": " + list + "\n}");
    }
}
