using System.Text;
using Migrations.Core.Journals;
using Migrations.Core.Journals.Repair;
using Migrations.Core.Projects;
using Migrations.Model;

namespace Migrations.Core.Tests.Journals;

public class JournalRepairTests
{
    private const string Head = "{\n  \"version\": \"7\",\n  \"dialect\": \"mysql\",\n  \"entries\": [\n";
    private const string Foot = "\n  ]\n}";

    [Theory]
    [InlineData("<<<<<<< HEAD\n", "=======\n", ">>>>>>> feature\n")]
    [InlineData("<<<<<<< HEAD\n", "||||||| 1234567\n=======\n", ">>>>>>> feature\n")]
    [InlineData("<<<<<<< HEAD\r\n", "||||||| 1234567\r\n<<<<<<<<< Temporary merge branch 1\r\nx\r\n=========\r\ny\r\n>>>>>>>>> Temporary merge branch 2\r\n=======\r\n", ">>>>>>> feature\r\n")]
    [InlineData("<<<<<<<\n", "=======\n", ">>>>>>>\n")]
    public void Both_sides_are_kept_in_every_style_of_markers(string start, string middle, string end)
    {
        using var project = new TemporaryProject();
        project.WithMigration("0000_a").WithMigration("0001_ours").WithMigration("0001_theirs", "SELECT 2;");
        project.WithJournal(Head + Entry(0, 1000, "0000_a") + ",\n    {\n" + start + "      \"idx\": 1, \"when\": 2000, \"tag\": \"0001_ours\",\n" + middle
            + "      \"idx\": 1, \"when\": 1500, \"tag\": \"0001_theirs\",\n" + end + "      \"version\": \"5\"\n    }" + Foot);

        var changes = Repair(project);

        Assert.Equal([(0, 1000L, "0000_a"), (1, 2000L, "0001_ours"), (2, 2001L, "0002_theirs")], Entries(project));
        Assert.Equal([JournalChangeKind.ConflictResolved, JournalChangeKind.EntryRenumbered], changes.Select(change => change.Kind));
        var moved = changes[1];
        Assert.Equal(("0001_theirs", "0002_theirs", 1, 2, 1500L, 2001L), (moved.OldTag, moved.Tag, moved.OldIdx, moved.Idx, moved.OldWhen, moved.When));
        Assert.Equal("SELECT 2;", File.ReadAllText(project.PathTo("drizzle/0002_theirs.sql")));
        Assert.False(File.Exists(project.PathTo("drizzle/0001_theirs.sql")));
        Assert.Empty(Repair(project));
    }

    [Fact]
    public void The_other_side_can_be_the_base()
    {
        using var project = Conflicted();
        Repair(project, new JournalRepairOptions { Base = JournalBase.Theirs });
        Assert.Equal([(0, 1000L, "0000_a"), (1, 1500L, "0001_theirs"), (2, 2000L, "0002_ours")], Entries(project));
    }

    [Fact]
    public void A_conflict_inside_a_side_gives_all_its_readings()
    {
        using var project = new TemporaryProject();
        foreach (var tag in new[] { "0000_a", "0000_b", "0000_c" }) project.WithMigration(tag);
        project.WithJournal(Head + "<<<<<<< HEAD\n<<<<<<< one\n" + Entry(0, 1, "0000_a") + "\n=======\n" + Entry(0, 2, "0000_b") + "\n>>>>>>> two\n=======\n"
            + Entry(0, 3, "0000_c") + "\n>>>>>>> three" + Foot);

        Repair(project);

        Assert.Equal([(0, 1L, "0000_a"), (1, 2L, "0001_b"), (2, 3L, "0002_c")], Entries(project));
    }

    [Fact]
    public void Unknown_fields_newlines_and_the_byte_order_mark_stay()
    {
        using var project = new TemporaryProject();
        project.WithMigration("0000_a").WithMigration("0000_b");
        var text = "\uFEFF{ \"x\" : [1,2],\r\n\"entries\":[\r\n<<<<<<< HEAD\r\n\t{\"tag\":\"0000_a\",  \"who\":\"é\", \"idx\":0,\"when\":5}\r\n=======\r\n"
            + "\t{\"idx\":0, \"when\":4, \"note\":{\"n\" : 1},\"tag\":\"0000_b\"}\r\n>>>>>>> f\r\n], \"y\":\"entries\"}\r\n";
        project.Write("drizzle/meta/_journal.json", Encoding.UTF8.GetBytes(text));

        Repair(project);

        Assert.Equal(
            "\uFEFF{ \"x\" : [1,2],\r\n\"entries\":[\r\n\t{\"tag\":\"0000_a\",  \"who\":\"é\", \"idx\":0,\"when\":5},\r\n\t{\"idx\":1, \"when\":6, \"note\":{\"n\" : 1},\"tag\":\"0001_b\"}\r\n], \"y\":\"entries\"}\r\n",
            Encoding.UTF8.GetString(project.JournalBytes));
    }

    [Fact]
    public void A_valid_journal_is_left_alone()
    {
        using var project = new TemporaryProject();
        project.WithMigration("0000_a").WithMigration("0005_b").WithMigration("notes", "-- no number, no migration");
        project.WithMigration("0003_the_baseline", "CREATE TABLE IF NOT EXISTS `t` (`id` int);").WithJournal(Head + Entry(0, 1, "0000_a") + "," + Entry(7, 2, "0005_b") + "," + Entry(8, 9, "no_number") + Foot);
        var before = project.JournalBytes;

        Assert.Empty(Repair(project, new JournalRepairOptions()));
        Assert.Equal(before, project.JournalBytes);
    }

    [Fact]
    public void Numbers_twice_or_out_of_order_rise_again()
    {
        using var project = new TemporaryProject();
        foreach (var tag in new[] { "0000_a", "0001_b", "0001_c", "0002_d", "0009_e", "0004_f" }) project.WithMigration(tag, "-- " + tag);
        project.WithJournal(Head + string.Join(",", Entry(0, 10, "0000_a"), Entry(1, 20, "0001_b"), Entry(1, 15, "0001_c"), Entry(2, 30, "0002_d"), Entry(9, 40, "0009_e"), Entry(4, 40, "0004_f")) + Foot);

        var changes = Repair(project);

        Assert.Equal([(0, 10L, "0000_a"), (1, 20L, "0001_b"), (2, 21L, "0002_c"), (3, 30L, "0003_d"), (9, 40L, "0009_e"), (10, 41L, "0010_f")], Entries(project));
        Assert.Equal("-- 0002_d", File.ReadAllText(project.PathTo("drizzle/0003_d.sql")));
        Assert.Equal(["0002_c", "0003_d", "0010_f"], changes.Select(change => change.Tag));
        Assert.All(changes, change => Assert.Equal(WriteOutcome.Written, change.Outcome));
        Assert.Equal(7, project.Files().Count());
    }

    [Fact]
    public void A_baseline_may_have_any_number_and_times_as_numbers_are_no_order()
    {
        using var project = new TemporaryProject();
        project.WithMigration("0070_baseline", "CREATE TABLE IF NOT EXISTS `t` (`id` int);");
        foreach (var tag in new[] { "0000_a", "0001_b", "0070_c", "20250102000000_d", "20250101000000_e", "20250102000000_f" }) project.WithMigration(tag);
        project.WithTags("0070_baseline", "0000_a", "0001_b", "0070_c", "20250102000000_d", "20250101000000_e", "20250102000000_f");

        Repair(project);

        Assert.Equal(["0070_baseline", "0000_a", "0001_b", "0071_c", "20250102000000_d", "20250101000000_e", "20250102000001_f"], Entries(project).Select(entry => entry.Tag));
    }

    [Fact]
    public void Files_that_no_entry_names_come_last_in_order_of_their_numbers()
    {
        using var project = new TemporaryProject();
        foreach (var tag in new[] { "0000_a", "0001_b", "0001_lost", "0003_new" }) project.WithMigration(tag);
        project.WithTags("0000_a", "0001_b");

        var changes = Repair(project, now: 5000);

        Assert.Equal([(0, 1000L, "0000_a"), (1, 1001L, "0001_b"), (2, 5000L, "0002_lost"), (3, 5001L, "0003_new")], Entries(project));
        Assert.Equal([JournalChangeKind.EntryAdded, JournalChangeKind.EntryAdded], changes.Select(change => change.Kind));
    }

    [Fact]
    public void Entries_without_a_file_go_only_when_asked()
    {
        using var project = new TemporaryProject();
        project.WithMigration("0000_a").WithMigration("0002_c").WithTags("0000_a", "0001_gone", "0002_c");

        Assert.Empty(Repair(project));
        var change = Assert.Single(Repair(project, new JournalRepairOptions { RemoveMissing = true }));

        Assert.Equal((JournalChangeKind.EntryRemoved, "0001_gone", null), (change.Kind, change.OldTag, change.Tag));
        Assert.Equal([(0, 1000L, "0000_a"), (2, 1002L, "0002_c")], Entries(project));
    }

    [Fact]
    public void A_branch_that_goes_on_with_the_old_numbers_brings_nothing_twice()
    {
        using var project = new TemporaryProject();
        foreach (var tag in new[] { "0000_a", "0001_ours", "0002_theirs", "0002_next" }) project.WithMigration(tag);
        project.WithJournal(Head + Entry(0, 1000, "0000_a") + ",\n<<<<<<< HEAD\n" + Entry(1, 2000, "0001_ours") + ",\n" + Entry(2, 2001, "0002_theirs")
            + "\n=======\n" + Entry(1, 1500, "0001_theirs") + ",\n" + Entry(2, 3000, "0002_next") + "\n>>>>>>> feature" + Foot);

        var changes = Repair(project);

        Assert.Equal([(0, 1000L, "0000_a"), (1, 2000L, "0001_ours"), (2, 2001L, "0002_theirs"), (3, 3000L, "0003_next")], Entries(project));
        Assert.Equal(("0001_theirs", null), (changes.Single(change => change.Kind == JournalChangeKind.EntryRemoved).OldTag, changes.Single(change => change.Kind == JournalChangeKind.EntryRemoved).Tag));
    }

    [Fact]
    public void The_settings_follow_a_renamed_baseline()
    {
        using var project = new TemporaryProject();
        project.WithMigration("0001_x").WithMigration("0001_base", "CREATE TABLE IF NOT EXISTS `t` (`id` int);").WithTags("0001_x", "0001_base");
        project.Write("migrations.json", "{ \"historyTable\": \"h\", \"baselineTag\": \"0001_base\" }\n");

        var changes = JournalRepair.Run(ProjectLocator.Locate(project.Root), new JournalRepairOptions(), DateTimeOffset.UtcNow, preview: false);

        Assert.Equal("{ \"historyTable\": \"h\", \"baselineTag\": \"0002_base\" }\n", File.ReadAllText(project.PathTo("migrations.json")));
        Assert.Contains(changes, change => change.Kind == JournalChangeKind.SettingsChanged);
        Assert.Equal("0002_base", project.Open().Project.BaselineTag);
    }

    [Theory]
    [InlineData("<<<<<<< HEAD\n    {\"idx\":0,\"when\":1,\"tag\":\"0000_a\"}\n=======\n    {\"idx\":0,\"when\":1,\"tag\":\"0000_a\",\"breakpoints\":false}\n>>>>>>> f\n", "JournalEntryConflict", 8)]
    [InlineData("<<<<<<< HEAD\n    {\"idx\":0,\"when\":1,\"tag\":\"0000_a\"}\n=======\n    {\"idx\":0,\"when\":2,\"tag\":\"0000_A\"}\n>>>>>>> f\n", "JournalTagCase", 8)]
    [InlineData("<<<<<<< HEAD\n    {\"idx\":0,\"when\":1,\"tag\":\"0000_a\"}\n=======\n    {\"idx\":0,\"when\":2,\"tag\":}\n>>>>>>> f\n", "JournalInvalidJson", 8)]
    [InlineData("<<<<<<< HEAD\n    {\"idx\":0,\"when\":1,\"tag\":\"0000_a\"}\n=======\n    {\"idx\":0,\"when\":2,\"tag\":\"../b\"}\n>>>>>>> f\n", "JournalUnsafeTag", 8)]
    [InlineData("<<<<<<< HEAD\n    {\"idx\":0,\"when\":1,\"tag\":\"0000_a\"}\n", "ConflictMarkersBroken", 5)]
    [InlineData(">>>>>>> f\n    {\"idx\":0,\"when\":1,\"tag\":\"0000_a\"}\n", "ConflictMarkersBroken", 5)]
    [InlineData("<<<<<<< HEAD\n    {\"idx\":0,\"when\":1,\"tag\":\"0000_a\"}\n=======\n=======\n>>>>>>> f\n", "ConflictMarkersBroken", 8)]
    [InlineData("    {\"idx\":0,\"when\":1,\"tag\":\"0000_a\"}{\"idx\":1,\"when\":1,\"tag\":\"0001_b\"}\n", "JournalInvalidJson", 5)]
    public void What_cannot_be_decided_is_an_error_with_its_position_and_changes_nothing(string entries, string id, int line)
    {
        using var project = new TemporaryProject();
        project.WithMigration("0000_a").WithJournal(Head + entries + Foot);
        var before = project.JournalBytes;

        var error = Assert.Throws<MigrationException>(() => Repair(project));

        Assert.Equal((id, line), (error.ErrorId, error.Location!.Line));
        Assert.Equal(project.JournalPath, error.Location.File);
        Assert.Equal(before, project.JournalBytes);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public void A_time_that_an_earlier_repair_raised_on_one_side_stays_raised(int ours, int theirs)
    {
        using var project = new TemporaryProject();
        project.WithMigration("0000_a").WithJournal(Head + $"<<<<<<< HEAD\n    {{\"idx\":0,\"when\":{ours},\"tag\":\"0000_a\"}}\n=======\n    {{\"idx\":0,\"when\":{theirs},\"tag\":\"0000_a\"}}\n>>>>>>> f\n" + Foot);

        Repair(project);

        Assert.Equal(2, Assert.Single(Journal.Read(project.JournalPath).Entries).When);
    }

    [Fact]
    public void Sides_that_differ_outside_the_entries_are_an_error()
    {
        using var project = new TemporaryProject();
        project.WithJournal("{\n<<<<<<< HEAD\n  \"version\": \"7\",\n=======\n  \"version\": \"8\",\n>>>>>>> f\n  \"entries\": []\n}");
        Assert.Equal("JournalFrameConflict", Assert.Throws<MigrationException>(() => Repair(project)).ErrorId);
    }

    [Fact]
    public void A_migration_with_conflict_markers_is_an_error_with_its_position()
    {
        using var project = new TemporaryProject();
        project.WithMigration("0000_a", "-- same name\n<<<<<<< HEAD\nSELECT 1;\n=======\nSELECT 2;\n>>>>>>> f\n").WithTags("0000_a");
        var error = Assert.Throws<MigrationException>(() => Repair(project));
        Assert.Equal(("MigrationFileConflict", 2), (error.ErrorId, error.Location!.Line));
    }

    [Fact]
    public void A_preview_says_the_same_and_changes_nothing()
    {
        using var project = Conflicted();
        var before = project.Files().ToDictionary(file => file, file => File.ReadAllText(project.PathTo(file)));

        var planned = Repair(project, preview: true);

        Assert.Equal(before, project.Files().ToDictionary(file => file, file => File.ReadAllText(project.PathTo(file))));
        Assert.Equal(Repair(project).Select(change => change with { Outcome = WriteOutcome.Planned }), planned);
    }

    private static TemporaryProject Conflicted()
    {
        var project = new TemporaryProject();
        project.WithMigration("0000_a").WithMigration("0001_ours").WithMigration("0001_theirs");
        return project.WithJournal(Head + Entry(0, 1000, "0000_a") + ",\n<<<<<<< HEAD\n" + Entry(1, 2000, "0001_ours") + "\n=======\n" + Entry(1, 1500, "0001_theirs") + "\n>>>>>>> feature" + Foot);
    }

    private static string Entry(int idx, long when, string tag) => $"    {{ \"idx\": {idx}, \"version\": \"5\", \"when\": {when}, \"tag\": \"{tag}\", \"breakpoints\": true }}";

    private static IReadOnlyList<JournalChange> Repair(TemporaryProject project, JournalRepairOptions? options = null, long now = 9000, bool preview = false) =>
        JournalRepair.Run(project.Project, options ?? new JournalRepairOptions(), DateTimeOffset.FromUnixTimeMilliseconds(now), preview);

    private static IEnumerable<(int Idx, long When, string Tag)> Entries(TemporaryProject project) =>
        Journal.Read(project.JournalPath).Entries.Select(entry => (entry.Idx, entry.When, entry.Tag));
}
