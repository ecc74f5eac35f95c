using System.Security.Cryptography;
using System.Text;
using Migrations.Core.Journals;
using Migrations.Core.Projects;
using Migrations.Model;

namespace Migrations.Core.Tests;

/// <summary>A project in a folder of its own, removed afterwards.</summary>
internal sealed class TemporaryProject : IDisposable
{
    public TemporaryProject()
    {
        Root = Path.Combine(Path.GetTempPath(), "migrations-tests-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Migrations);
    }

    public string Root { get; }

    public string Migrations => Path.Combine(Root, "drizzle");

    public string JournalPath => Path.Combine(Migrations, "meta", "_journal.json");

    public MigrationProject Project => new() { Root = Root, MigrationsFolder = Migrations };

    public byte[] JournalBytes => File.ReadAllBytes(JournalPath);

    public string JournalText => File.ReadAllText(JournalPath);

    public string PathTo(string relative) => Path.Combine(Root, relative);

    public string Write(string relative, string text) => Write(relative, Encoding.UTF8.GetBytes(text));

    public string Write(string relative, byte[] bytes)
    {
        var path = PathTo(relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public TemporaryProject WithJournal(string json)
    {
        Write("drizzle/meta/_journal.json", json);
        return this;
    }

    public TemporaryProject WithMigration(string tag, string sql = "SELECT 1;\n")
    {
        Write($"drizzle/{tag}.sql", sql);
        return this;
    }

    /// <summary>A journal of these tags, in drizzle-kit's own form; the first one's <c>when</c> is 1000, the next one's 1001.</summary>
    public TemporaryProject WithTags(params string[] tags) => WithJournal(DrizzleJournal([.. tags.Select((tag, i) => (i, 1000L + i, tag))]));

    public JournaledProject Open(ProjectOptions? options = null) => JournaledProject.Open(Root, options);

    public JournalEntry Append(string tag, long now = 0, bool preview = false) =>
        JournalAppender.Append(Project, tag, DateTimeOffset.FromUnixTimeMilliseconds(now), preview);

    /// <summary>Every file under the root that no test wrote on purpose would be litter.</summary>
    public IEnumerable<string> Files() => Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')).Order();

    public void Dispose() => Directory.Delete(Root, recursive: true);

    /// <summary>What <c>JSON.stringify(journal, null, 2)</c> of drizzle-kit 0.31 writes.</summary>
    public static string DrizzleJournal(params (int Idx, long When, string Tag)[] entries) =>
        "{\n  \"version\": \"7\",\n  \"dialect\": \"mysql\",\n  \"entries\": ["
        + string.Join(",", entries.Select(entry =>
            $"\n    {{\n      \"idx\": {entry.Idx},\n      \"version\": \"5\",\n      \"when\": {entry.When},\n      \"tag\": \"{entry.Tag}\",\n      \"breakpoints\": true\n    }}"))
        + (entries.Length > 0 ? "\n  " : "") + "]\n}";

    public static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
