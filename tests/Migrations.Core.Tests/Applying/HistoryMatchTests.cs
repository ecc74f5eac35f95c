using Migrations.Core.Applying;
using Migrations.Core.Servers;
using Migrations.Model;
using static Migrations.Model.MigrationStatus;

namespace Migrations.Core.Tests.Applying;

public sealed class HistoryMatchTests : IDisposable
{
    private const string Baseline = "CREATE TABLE IF NOT EXISTS a (id int);\n";
    private const string Sql = "ALTER TABLE a ADD b int;\n--> statement-breakpoint\nALTER TABLE a ADD c int;\n";
    private readonly TemporaryProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public void Without_a_database_nothing_is_known()
    {
        _project.WithTags("0000_a", "0001_b").WithMigration("0000_a");
        Assert.Equal([Unknown, FileMissing], HistoryMatch.Of(_project.Open(), null).Entries.Select(entry => entry.Status));
    }

    [Fact]
    public void An_empty_history_leaves_everything_pending()
    {
        _project.WithTags("0000_a", "0001_b").WithMigration("0000_a").WithMigration("0001_b");
        AssertStates([], (Pending, null), (Pending, null));
    }

    [Theory]
    [InlineData(1000)] // its when
    [InlineData(7)] // another: a rebased journal
    [InlineData(null)]
    public void A_row_of_the_same_hash_applies_it_whenever_it_was(int? createdAt)
    {
        _project.WithTags("0000_a", "0001_b").WithMigration("0000_a", Sql).WithMigration("0001_b");
        AssertStates([new HistoryRow(1, Hash(Sql), createdAt)], (Applied, 1), (Pending, null));
    }

    [Fact]
    public void A_hash_in_capitals_is_the_same_hash()
    {
        _project.WithTags("0000_a").WithMigration("0000_a", Sql);
        AssertStates([new HistoryRow(1, Hash(Sql).ToUpperInvariant(), 1000)], (Applied, 1));
    }

    public static TheoryData<string, string> Checkouts
    {
        get
        {
            var lf = Sql;
            var crlf = Sql.Replace("\n", "\r\n");
            var data = new TheoryData<string, string>();
            foreach (var file in new[] { lf, crlf })
                foreach (var applied in new[] { lf, crlf, Without(lf), Without(crlf) })
                    data.Add(file, applied);
            data.Add(lf.Replace("int;\n-", "int;\r\n-"), lf.Replace("int;\n-", "int;\r\n-")); // mixed, as it was applied
            data.Add(lf.Replace("int;\n-", "int;\r\n-"), crlf);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Checkouts))]
    public void Line_ends_and_breakpoints_change_no_state(string file, string applied)
    {
        _project.WithTags("0000_a").WithMigration("0000_a", file);
        AssertStates([new HistoryRow(1, Hash(applied), 1000)], (Applied, 1));
    }

    [Fact]
    public void Two_entries_of_equal_text_need_two_rows()
    {
        _project.WithTags("0000_a", "0001_b").WithMigration("0000_a", Sql).WithMigration("0001_b", Sql);
        AssertStates([new HistoryRow(1, Hash(Sql), 1000)], (Applied, 1), (Pending, null));
        AssertStates([new HistoryRow(1, Hash(Sql), 1001)], (Pending, null), (Applied, 1)); // the row says which of the two
        AssertStates([new HistoryRow(1, Hash(Sql), 5)], (Applied, 1), (Pending, null));
        AssertStates([new HistoryRow(1, Hash(Sql), 1001), new HistoryRow(2, Hash(Sql), 1000)], (Applied, 2), (Applied, 1));
        AssertStates([new HistoryRow(1, Hash(Sql), 5), new HistoryRow(2, Hash(Sql), 1000)], (Applied, 2), (Applied, 1));
        AssertStates([new HistoryRow(1, Hash(Sql), 1000), new HistoryRow(2, Hash(Without(Sql)), 1001)], (Applied, 1), (Applied, 2));
    }

    [Fact]
    public void An_entry_edited_after_it_was_applied_is_modified()
    {
        _project.WithTags("0000_a", "0001_b").WithMigration("0000_a", "SELECT 'edited';").WithMigration("0001_b");
        AssertStates([new HistoryRow(4, Hash(Sql), 1000)], (Modified, 4), (Pending, null));
        AssertStates([new HistoryRow(4, Hash(Sql), 999)], (Pending, null), (Pending, null)); // the row of something else
        AssertStates([new HistoryRow(4, Hash(Sql), null)], (Pending, null), (Pending, null));
    }

    [Fact]
    public void A_row_that_serves_another_entry_makes_none_modified()
    {
        // Both entries have one time; the row's hash says whose it is.
        _project.WithJournal(TemporaryProject.DrizzleJournal((0, 1000, "0000_a"), (1, 1000, "0001_b"))).WithMigration("0000_a", "SELECT 'new';").WithMigration("0001_b", Sql);
        AssertStates([new HistoryRow(1, Hash(Sql), 1000)], (Pending, null), (Applied, 1));
        AssertStates([new HistoryRow(1, Hash("gone"), 1000)], (Modified, 1), (Pending, null)); // one row, one entry
    }

    [Fact]
    public void The_baseline_is_edited_by_design()
    {
        _project.WithTags("0000_a", "0070_baseline").WithMigration("0000_a", Sql).WithMigration("0070_baseline", Baseline);
        AssertStates([new HistoryRow(1, Hash(Sql), 1000), new HistoryRow(2, Hash("older baseline"), 1001)], (Applied, 1), (Pending, 2));
        AssertStates([new HistoryRow(1, Hash(Sql), 1000), new HistoryRow(2, Hash("older baseline"), 1001), new HistoryRow(3, Hash(Baseline), 1001)], (Applied, 1), (Applied, 3));
        Assert.Equal([false, true], HistoryMatch.Of(_project.Open(), []).Entries.Select(entry => entry.IsBaseline));
    }

    [Fact]
    public void A_missing_file_is_missing_applied_or_not()
    {
        _project.WithTags("0000_a", "0001_b").WithMigration("0001_b", Sql);
        AssertStates([], (FileMissing, null), (Pending, null));
        AssertStates([new HistoryRow(1, Hash("gone"), 1000)], (FileMissing, 1), (Pending, null)); // and the row that served it is known
    }

    [Fact]
    public void Rows_of_other_projects_disturb_nothing()
    {
        _project.WithTags("0000_a").WithMigration("0000_a", Sql);
        AssertStates([new HistoryRow(1, "", 5), new HistoryRow(2, "not a hash", null), new HistoryRow(3, Hash(Sql), 1000), new HistoryRow(4, Hash("x"), 2000)], (Applied, 3));
    }

    private void AssertStates(HistoryRow[] rows, params (MigrationStatus Status, int? Row)[] expected)
    {
        var match = HistoryMatch.Of(_project.Open(), rows);
        Assert.Equal(expected, match.Entries.Select(entry => (entry.Status, (int?)entry.Row?.Id)));
        Assert.Equal(rows, match.Rows);
    }

    private static string Without(string text) => text.Replace("--> statement-breakpoint", "");

    private static string Hash(string text) => TemporaryProject.Sha256(text);
}
