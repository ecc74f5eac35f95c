namespace Migrations.Module.Tests;

public sealed class RepairJournalTests : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly ProjectFolder _project = new();

    public RepairJournalTests()
    {
        foreach (var tag in new[] { "0000_a", "0001_ours", "0001_theirs" }) _project.Add(tag, $"-- {tag}");
        var text = File.ReadAllText(_project.JournalPath);
        var ours = text.IndexOf("    {\n      \"idx\": 1", StringComparison.Ordinal);
        var theirs = text.IndexOf("    {\n      \"idx\": 2", StringComparison.Ordinal);
        var end = text.IndexOf("  ]\n", StringComparison.Ordinal);
        _project.Write("drizzle/meta/_journal.json", text[..ours] + "<<<<<<< HEAD\n" + text[ours..theirs].TrimEnd('\n', ',') + "\n=======\n" + text[theirs..end] + ">>>>>>> feature\n" + text[end..]);
    }

    [Fact]
    public void A_merge_is_repaired_and_said_as_objects()
    {
        var output = _session.Run("Repair-Journal -Path $root", ("root", _project.Root));

        Assert.Empty(output.Errors);
        Assert.Equal(["ConflictResolved", "EntryRenumbered"], output.Texts("Kind"));
        Assert.Equal([null, "0002_theirs"], output.Texts("Tag"));
        Assert.Equal(["Written", "Written"], output.Texts("Outcome"));
        Assert.Equal(["0000_a", "0001_ours", "0002_theirs"], _session.Run("Get-Migration -Offline -Path $root").Texts("Tag"));
        Assert.Empty(_session.Run("Repair-Journal -Path $root").Objects);
    }

    [Fact]
    public void WhatIf_gives_the_same_objects_and_changes_nothing()
    {
        var before = File.ReadAllText(_project.JournalPath);
        var output = _session.Run("Repair-Journal -Path $root -WhatIf -Base Theirs", ("root", _project.Root));

        Assert.Equal([null, "0002_ours"], output.Texts("Tag"));
        Assert.Equal(["Planned", "Planned"], output.Texts("Outcome"));
        Assert.Equal(before, File.ReadAllText(_project.JournalPath));
        Assert.True(File.Exists(_project.SqlPath("0001_ours")));
    }

    [Fact]
    public void Other_cmdlets_name_the_repair()
    {
        var (error, _) = _session.Fail("Get-Migration -Offline -Path $root", ("root", _project.Root));
        Assert.Contains("Repair-Journal", error.ErrorDetails.RecommendedAction);
    }

    public void Dispose()
    {
        _session.Dispose();
        _project.Dispose();
    }
}
