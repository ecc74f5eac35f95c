using System.Text.Json.Nodes;
using Migrations.Core.Journals.Repair;
using Migrations.Model;

namespace Migrations.Core.Tests.Journals;

public sealed class SnapshotChainTests : IDisposable
{
    private readonly TemporaryProject _project = new();

    [Fact]
    public void Both_sides_of_a_snapshot_get_a_file_of_their_own_and_each_others_changes()
    {
        Conflicted(ours: """{"users":{"columns":{"id":1,"age":1}}}""", theirs: """{"users":{"columns":{"id":1}},"tags":{}}""");

        var changes = Repair().Where(change => change.Kind == JournalChangeKind.SnapshotChanged).ToList();

        Assert.Equal(["0001_snapshot.json", "0002_snapshot.json"], changes.Select(change => Path.GetFileName(change.File)));
        var (first, second) = (Snapshot("0001"), Snapshot("0002"));
        Assert.Equal(("ours", "start"), ((string?)first["id"], (string?)first["prevId"]));
        Assert.Equal(("theirs", "ours"), ((string?)second["id"], (string?)second["prevId"]));
        Assert.Equal("""{"users":{"columns":{"id":1,"age":1}}}""", first["tables"]!.ToJsonString());
        Assert.Equal("""{"users":{"columns":{"id":1,"age":1}},"tags":{}}""", second["tables"]!.ToJsonString());
        Assert.Empty(Repair());
    }

    [Fact]
    public void What_both_changed_differently_is_said_and_kept()
    {
        Conflicted(ours: """{"users":{"columns":{"id":2}}}""", theirs: """{"users":{"columns":{"id":3}}}""");
        var change = Repair().Last(change => change.Kind == JournalChangeKind.SnapshotChanged);
        Assert.Contains("drizzle-kit generate will write them again", change.Reason);
        Assert.Equal(("ours", """{"users":{"columns":{"id":3}}}"""), ((string?)Snapshot("0002")["prevId"], Snapshot("0002")["tables"]!.ToJsonString()));
    }

    [Fact]
    public void A_snapshot_moves_with_its_migration_and_keeps_its_bytes()
    {
        _project.WithMigration("0000_a").WithMigration("0005_b").WithMigration("0003_c").WithTags("0000_a", "0005_b", "0003_c");
        Write("0000", "a", "", "{}");
        var text = "{ \"id\": \"c\",\r\n \"prevId\": \"a\", \"tables\": {} }\n";
        _project.Write("drizzle/meta/0003_snapshot.json", text);

        Repair();

        Assert.False(File.Exists(_project.PathTo("drizzle/meta/0003_snapshot.json")));
        Assert.Equal(text, File.ReadAllText(_project.PathTo("drizzle/meta/0006_snapshot.json")));
    }

    [Fact]
    public void Two_snapshots_with_one_parent_are_chained()
    {
        _project.WithMigration("0000_a").WithMigration("0001_b").WithMigration("0002_c").WithTags("0000_a", "0001_b", "0002_c");
        Write("0000", "a", "", "{}");
        Write("0001", "b", "a", """{"x":{}}""");
        Write("0002", "c", "a", """{"y":{}}""");
        var journal = _project.JournalBytes;

        Assert.Equal(["0002_snapshot.json"], Repair().Select(change => Path.GetFileName(change.File)));

        Assert.Equal(("b", """{"y":{},"x":{}}"""), ((string?)Snapshot("0002")["prevId"], Snapshot("0002")["tables"]!.ToJsonString()));
        Assert.Equal(journal, _project.JournalBytes);
        Assert.Empty(Repair());
    }

    [Theory]
    [InlineData("<<<<<<< HEAD\n{\"id\":\"x\",\"prevId\":\"\"}\n=======\n{\"id\":\"y\",\"prevId\":\"\"}\n>>>>>>> f\n", "SnapshotConflict", 1)]
    [InlineData("{\n  \"id\": \"x\",\n  \"prevId\": }\n", "SnapshotInvalid", 3)]
    [InlineData("{}", "SnapshotInvalid", 1)]
    public void What_cannot_be_decided_is_an_error_and_changes_nothing(string text, string id, int line)
    {
        _project.WithMigration("0000_a").WithTags("0000_a").Write("drizzle/meta/0000_snapshot.json", text);
        var error = Assert.Throws<MigrationException>(Repair);
        Assert.Equal((id, line), (error.ErrorId, error.Location!.Line));
        Assert.Equal(text, File.ReadAllText(_project.PathTo("drizzle/meta/0000_snapshot.json")));
    }

    public void Dispose() => _project.Dispose();

    private void Conflicted(string ours, string theirs)
    {
        _project.WithMigration("0000_a").WithMigration("0001_ours").WithMigration("0001_theirs");
        Write("0000", "start", "", """{"users":{"columns":{"id":1}}}""");
        _project.WithJournal("{ \"entries\": [\n{ \"idx\": 0, \"when\": 1, \"tag\": \"0000_a\" },\n<<<<<<< HEAD\n{ \"idx\": 1, \"when\": 2, \"tag\": \"0001_ours\" }\n=======\n"
            + "{ \"idx\": 1, \"when\": 3, \"tag\": \"0001_theirs\" }\n>>>>>>> feature\n] }");
        _project.Write("drizzle/meta/0001_snapshot.json",
            $"{{\n<<<<<<< HEAD\n \"id\": \"ours\",\n \"prevId\": \"start\",\n \"tables\": {ours}\n=======\n \"id\": \"theirs\",\n \"prevId\": \"start\",\n \"tables\": {theirs}\n>>>>>>> feature\n}}");
    }

    private void Write(string number, string id, string previous, string tables) =>
        _project.Write($"drizzle/meta/{number}_snapshot.json", $"{{ \"id\": \"{id}\", \"prevId\": \"{previous}\", \"tables\": {tables} }}");

    private JsonNode Snapshot(string number) => JsonNode.Parse(File.ReadAllText(_project.PathTo($"drizzle/meta/{number}_snapshot.json")))!;

    private IReadOnlyList<JournalChange> Repair() => JournalRepair.Run(_project.Project, new JournalRepairOptions(), DateTimeOffset.UtcNow, preview: false);
}
