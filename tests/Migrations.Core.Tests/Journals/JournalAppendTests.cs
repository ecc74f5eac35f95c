using System.Text;
using System.Text.Json;
using Migrations.Core.Journals;
using Migrations.Model;

namespace Migrations.Core.Tests.Journals;

public sealed class JournalAppendTests : IDisposable
{
    private readonly TemporaryProject _project = new();

    public JournalAppendTests() => _project.WithMigration("0001_new");

    public void Dispose() => _project.Dispose();

    [Fact]
    public void A_journal_of_drizzle_kit_stays_in_drizzle_kits_own_form()
    {
        _project.WithTags("0000_first");
        _project.Append("0001_new", now: 1700000000000);
        Assert.Equal(TemporaryProject.DrizzleJournal((0, 1000, "0000_first"), (1, 1700000000000, "0001_new")), _project.JournalText);
    }

    [Fact]
    public void The_first_entry_makes_the_journal_as_drizzle_kit_does()
    {
        _project.Append("0001_new", now: 1700000000000);
        Assert.Equal(TemporaryProject.DrizzleJournal((0, 1700000000000, "0001_new")), _project.JournalText);
        Assert.Equal(["drizzle/0001_new.sql", "drizzle/meta/_journal.json"], _project.Files());
    }

    [Fact]
    public void The_entry_given_back_is_the_one_in_the_file()
    {
        _project.WithTags("0000_first");
        var entry = _project.Append("0001_new", now: 1700000000000);
        Assert.Equal(WriteOutcome.Written, entry.Outcome);
        Assert.Equal(new SourceLocation(_project.JournalPath, 12, 5), entry.Location);
        Assert.Equal(entry with { Outcome = WriteOutcome.None }, Journal.Read(_project.JournalPath).Entries[1]);
    }

    [Theory]
    [InlineData(5_000, 5_000)] // the present
    [InlineData(4_000, 4_001)] // never equal
    [InlineData(3_000, 4_001)] // a clock behind: still larger than every earlier one, not only the last
    [InlineData(-1, 4_001)]
    public void When_is_larger_than_every_earlier_one(long now, long expected)
    {
        _project.WithJournal(TemporaryProject.DrizzleJournal((0, 4_000, "0000_a"), (1, 2_000, "0000_b")));
        Assert.Equal(expected, _project.Append("0001_new", now).When);
    }

    [Fact]
    public void Idx_is_one_more_than_the_largest_even_where_numbers_have_gaps()
    {
        _project.WithJournal(TemporaryProject.DrizzleJournal((9, 1, "0000_a"), (3, 2, "0000_b")));
        Assert.Equal(10, _project.Append("0001_new").Idx);
    }

    [Theory]
    [InlineData("\"7\"", "false")]
    [InlineData("\"6\"", "true")]
    [InlineData("7", "true")] // a number stays a number
    public void Version_and_breakpoints_are_as_the_last_entry_has_them(string version, string breakpoints)
    {
        _project.WithJournal($$"""{"entries":[{"idx":0,"version":{{version}},"when":1,"tag":"a","breakpoints":{{breakpoints}}}]}""");
        _project.Append("0001_new", now: 8);
        Assert.Equal(
            $$"""{"entries":[{"idx":0,"version":{{version}},"when":1,"tag":"a","breakpoints":{{breakpoints}}},{"idx":1,"version":{{version}},"when":8,"tag":"0001_new","breakpoints":{{breakpoints}}}]}""",
            _project.JournalText);
    }

    [Fact]
    public void A_preview_shows_the_entry_and_writes_nothing()
    {
        _project.WithTags("0000_first");
        var before = _project.JournalBytes;
        var entry = _project.Append("0002_not_made_yet", now: 5, preview: true);
        Assert.Equal((WriteOutcome.Planned, 1, 1001L), (entry.Outcome, entry.Idx, entry.When));
        Assert.Equal(before, _project.JournalBytes);
    }

    [Fact]
    public void A_preview_in_a_project_without_journal_makes_none()
    {
        Assert.Equal(0, _project.Append("0001_new", preview: true).Idx);
        Assert.Equal(["drizzle/0001_new.sql"], _project.Files());
    }

    [Theory]
    [InlineData("0000_first", "JournalTagExists")]
    [InlineData("0002_no_file", "MigrationFileMissing")]
    [InlineData("../0001_new", "TagInvalid")]
    [InlineData("sub/0001_new", "TagInvalid")]
    [InlineData("sub\\0001_new", "TagInvalid")]
    [InlineData("..", "TagInvalid")]
    [InlineData("", "TagInvalid")]
    [InlineData("0001_new\n", "TagInvalid")]
    [InlineData("0001:new", "TagInvalid")]
    public void What_cannot_be_appended_leaves_the_journal_as_it_is(string tag, string errorId)
    {
        _project.WithTags("0000_first").WithMigration("0000_first");
        var before = _project.JournalBytes;
        Assert.Equal(errorId, Assert.Throws<MigrationException>(() => _project.Append(tag)).ErrorId);
        Assert.Equal(before, _project.JournalBytes);
    }

    [Theory]
    [InlineData("{\"entries\":[]}", "{\"entries\":[{\"idx\":0,\"version\":\"5\",\"when\":7,\"tag\":\"0001_new\",\"breakpoints\":true}]}")]
    [InlineData("{ \"entries\": [] }\n", "{ \"entries\": [{\"idx\": 0, \"version\": \"5\", \"when\": 7, \"tag\": \"0001_new\", \"breakpoints\": true}] }\n")]
    [InlineData("{\n\t\"entries\": []\n}\n", "{\n\t\"entries\": [\n\t\t{\n\t\t\t\"idx\": 0,\n\t\t\t\"version\": \"5\",\n\t\t\t\"when\": 7,\n\t\t\t\"tag\": \"0001_new\",\n\t\t\t\"breakpoints\": true\n\t\t}\n\t]\n}\n")]
    [InlineData("{\r\n  \"entries\": [\r\n  ]\r\n}", "{\r\n  \"entries\": [\r\n    {\r\n      \"idx\": 0,\r\n      \"version\": \"5\",\r\n      \"when\": 7,\r\n      \"tag\": \"0001_new\",\r\n      \"breakpoints\": true\r\n    }\r\n  ]\r\n}")]
    [InlineData("{\n  \"entries\": [ ],\n  \"x\": [1]\n}", "{\n  \"entries\": [\n    {\n      \"idx\": 0,\n      \"version\": \"5\",\n      \"when\": 7,\n      \"tag\": \"0001_new\",\n      \"breakpoints\": true\n    }\n  ],\n  \"x\": [1]\n}")]
    public void The_first_entry_of_an_empty_list_looks_like_its_file(string before, string after)
    {
        _project.WithJournal(before);
        _project.Append("0001_new", now: 7);
        Assert.Equal(after, _project.JournalText);
    }

    [Fact]
    public void A_list_written_one_entry_a_line_stays_so()
    {
        _project.WithJournal("{\"entries\": [\n  {\"idx\": 0, \"when\": 1, \"tag\": \"a\", \"version\": \"5\"},\n  {\"idx\": 1, \"when\": 2, \"tag\": \"b\", \"version\": \"5\"}\n]}\n");
        _project.Append("0001_new", now: 7);
        Assert.Equal(
            "{\"entries\": [\n  {\"idx\": 0, \"when\": 1, \"tag\": \"a\", \"version\": \"5\"},\n  {\"idx\": 1, \"when\": 2, \"tag\": \"b\", \"version\": \"5\"},\n"
            + "  {\"idx\": 2, \"version\": \"5\", \"when\": 7, \"tag\": \"0001_new\", \"breakpoints\": true}\n]}\n",
            _project.JournalText);
    }

    [Fact]
    public void A_tag_in_any_script_comes_back_from_the_file()
    {
        const string tag = "0002_größe & 'наме' 𝛼";
        _project.WithTags("0000_first").WithMigration(tag);
        Assert.Equal(tag, _project.Append(tag).Tag);
        using var json = JsonDocument.Parse(_project.JournalBytes);
        Assert.Equal(tag, json.RootElement.GetProperty("entries")[1].GetProperty("tag").GetString());
        Assert.Contains("größe & 'наме'", Encoding.UTF8.GetString(_project.JournalBytes)); // legible, not \u00f6
    }

    [Fact]
    public void Appends_at_once_from_many_threads_all_land()
    {
        _project.WithTags("0000_first");
        var tags = Enumerable.Range(1, 20).Select(i => $"{i:0000}_at_once").ToArray();
        foreach (var tag in tags) _project.WithMigration(tag);
        Concurrently.Run(tags.Select(tag => (Action)(() => _project.Append(tag))));
        AssertAllLanded(["0000_first", .. tags]);
    }

    [Fact]
    public async Task Appends_at_once_from_several_processes_all_land()
    {
        _project.WithTags("0000_first");
        var tags = Enumerable.Range(1, 18).Select(i => $"{i:0000}_at_once").ToArray();
        foreach (var tag in tags) _project.WithMigration(tag);
        var workers = tags.Chunk(6).Select(chunk => WorkerProcess.Start("append", _project.Root, string.Join(",", chunk))).ToList();
        foreach (var worker in workers)
        {
            using (worker)
            {
                await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
                Assert.Equal(0, worker.ExitCode);
            }
        }
        AssertAllLanded(["0000_first", .. tags]);
    }

    private void AssertAllLanded(string[] tags)
    {
        var entries = Journal.Read(_project.JournalPath).Entries;
        Assert.Equal(tags, entries.Select(entry => entry.Tag).Order());
        Assert.Equal(Enumerable.Range(0, tags.Length), entries.Select(entry => entry.Idx));
        Assert.All(entries.Zip(entries.Skip(1)), pair => Assert.True(pair.First.When < pair.Second.When));
        Assert.DoesNotContain(_project.Files(), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }
}
