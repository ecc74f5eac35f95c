using System.Diagnostics;
using System.Text;
using Migrations.Core.Journals;
using Migrations.Model;

namespace Migrations.Core.Tests.Journals;

public sealed class JournalReaderTests : IDisposable
{
    private readonly TemporaryProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public void Reads_what_drizzle_kit_writes()
    {
        _project.WithJournal(TemporaryProject.DrizzleJournal((0, 1700000000000, "0000_first"), (1, 1700000000001, "0001_second")));
        var entries = Journal.Read(_project.JournalPath).Entries;
        Assert.Equal(["0000_first", "0001_second"], entries.Select(entry => entry.Tag));
        Assert.Equal(
            new JournalEntry { Idx = 1, Version = "5", When = 1700000000001, Tag = "0001_second", Breakpoints = true, Location = new SourceLocation(_project.JournalPath, 12, 5) },
            entries[1]);
        Assert.Equal(new DateTimeOffset(2023, 11, 14, 22, 13, 20, 1, TimeSpan.Zero), entries[1].Created);
    }

    [Theory]
    [InlineData("""{"entries":[{"idx":0,"when":1,"tag":"a"}]}""", "5", true)] // what is left out is drizzle's usual
    [InlineData("""{"version":7,"entries":[{"tag":"a","breakpoints":false,"when":1,"idx":0,"version":"7"}],"x":{"entries":3}}""", "7", false)]
    [InlineData("""{"x":[{"entries":[]}],"entries":[{"idx":0,"version":6,"when":1,"tag":"a","note":{"tag":"b"}}]}""", "6", true)]
    public void Any_version_order_and_unknown_field_is_fine(string json, string version, bool breakpoints)
    {
        var entry = Assert.Single(Journal.Read(_project.WithJournal(json).JournalPath).Entries);
        Assert.Equal(("a", 0, 1L, version, breakpoints), (entry.Tag, entry.Idx, entry.When, entry.Version, entry.Breakpoints));
    }

    [Fact]
    public void The_order_is_that_of_the_file_whatever_idx_and_when_say()
    {
        _project.WithJournal("""{"entries":[{"idx":7,"when":9,"tag":"z"},{"idx":2,"when":-5,"tag":"a"}]}""");
        Assert.Equal(["z", "a"], Journal.Read(_project.JournalPath).Entries.Select(entry => entry.Tag));
    }

    [Fact]
    public void A_byte_order_mark_and_CRLF_move_no_position()
    {
        var text = TemporaryProject.DrizzleJournal((0, 1, "0000_a"), (1, 2, "0001_b")).Replace("\n", "\r\n");
        _project.Write("drizzle/meta/_journal.json", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)]);
        Assert.Equal([(5, 5), (12, 5)], Journal.Read(_project.JournalPath).Entries.Select(entry => (entry.Location!.Line, entry.Location.Column)));
        _project.Write("drizzle/meta/_journal.json", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("""{"entries":[{"idx":0,"when":1,"tag":"../x"}]}""")]);
        Assert.Equal((1, 37), Fails("JournalUnsafeTag"));
    }

    [Fact]
    public void A_column_counts_as_editors_do()
    {
        _project.WithJournal("""{"é":"𝛼","entries":[{"idx":0,"when":1,"tag":"größe𝛼"}, {"idx":1,"when":1,"tag":"b"}]}""");
        Assert.Equal([(1, 22), (1, 58)], Journal.Read(_project.JournalPath).Entries.Select(entry => (entry.Location!.Line, entry.Location.Column)));
    }

    [Fact]
    public void No_journal_is_said_so()
    {
        var error = Assert.Throws<MigrationException>(() => Journal.Read(_project.JournalPath));
        Assert.Equal(("JournalNotFound", MigrationErrorKind.NotFound), (error.ErrorId, error.Kind));
        Assert.Contains(_project.JournalPath, error.Message);
        Assert.Empty(Journal.ReadOrNew(_project.JournalPath).Entries);
    }

    public static TheoryData<string, string, int, int> Broken => new()
    {
        // what stands in the file, the error, and where
        { "", "JournalInvalidJson", 1, 1 },
        { "  \n ", "JournalInvalidJson", 2, 2 },
        { "[]", "JournalInvalid", 1, 1 },
        { "null", "JournalInvalid", 1, 1 },
        { "{}", "JournalInvalid", 1, 1 },
        { "{\"entries\":[]} x", "JournalInvalidJson", 1, 16 },
        { "{\"entries\":[],}", "JournalInvalidJson", 1, 15 }, // strict, as JSON.parse
        { "{\n// c\n\"entries\":[]}", "JournalInvalidJson", 2, 1 },
        { "{\n  \"entries\": [\n    {\n      \"idx\": 0\n", "JournalInvalidJson", 5, 1 },
        { "{\n  \"é\": 'x'\n}", "JournalInvalidJson", 2, 8 }, // columns count characters, not bytes
        { "{\"entries\":{}}", "JournalInvalid", 1, 12 },
        { "{\"entries\":[],\n\"entries\":[]}", "JournalInvalid", 2, 1 },
        { "{\"entries\":[\n 3]}", "JournalInvalid", 2, 2 },
        { Entries("{\"when\":1,\"tag\":\"a\"}"), "JournalInvalid", 2, 1 },
        { Entries("{\"idx\":0,\"tag\":\"a\"}"), "JournalInvalid", 2, 1 },
        { Entries("{\"idx\":0,\"when\":1}"), "JournalInvalid", 2, 1 },
        { Entries("{\"idx\":\"0\",\"when\":1,\"tag\":\"a\"}"), "JournalInvalid", 2, 8 },
        { Entries("{\"idx\":-1,\"when\":1,\"tag\":\"a\"}"), "JournalInvalid", 2, 8 },
        { Entries("{\"idx\":0.5,\"when\":1,\"tag\":\"a\"}"), "JournalInvalid", 2, 8 },
        { Entries("{\"idx\":0,\"when\":\"1\",\"tag\":\"a\"}"), "JournalInvalid", 2, 17 },
        { Entries("{\"idx\":0,\"when\":1.5,\"tag\":\"a\"}"), "JournalInvalid", 2, 17 },
        { Entries("{\"idx\":0,\"when\":1,\"tag\":5}"), "JournalInvalid", 2, 25 },
        { Entries("{\"idx\":0,\"when\":1,\"tag\":null}"), "JournalInvalid", 2, 25 },
        { Entries("{\"idx\":0,\"when\":1,\"tag\":\"a\",\"version\":[]}"), "JournalInvalid", 2, 39 },
        { Entries("{\"idx\":0,\"when\":1,\"tag\":\"a\",\"breakpoints\":\"true\"}"), "JournalInvalid", 2, 43 },
        { Entries("{\"idx\":0,\"when\":1,\"tag\":\"../x\"}"), "JournalUnsafeTag", 2, 25 },
        { Entries("{\"idx\":0,\"when\":1,\"tag\":\"..\\\\x\"}"), "JournalUnsafeTag", 2, 25 },
        { Entries("{\"idx\":0,\"when\":1,\"tag\":\"/etc/x\"}"), "JournalUnsafeTag", 2, 25 },
        { Entries("{\"idx\":0,\"when\":1,\"tag\":\"C:x\"}"), "JournalUnsafeTag", 2, 25 },
        { Entries("{\"idx\":0,\"when\":1,\"tag\":\"\"}"), "JournalUnsafeTag", 2, 25 },
        { Entries("{\"idx\":0,\"when\":1,\"tag\":\"a\\u0000b\"}"), "JournalUnsafeTag", 2, 25 },
        { Entries("{\"idx\":0,\"when\":1,\"tag\":\"a\"},\n{\"idx\":1,\"when\":1,\"tag\":\"a\"}"), "JournalDuplicateTag", 3, 25 },
        { Entries("{\"idx\":4,\"when\":1,\"tag\":\"a\"},\n{\"idx\":4,\"when\":1,\"tag\":\"b\"}"), "JournalDuplicateIdx", 3, 8 },
        { Entries("{\"idx\":0,\"when\":1,\"tag\":\"\\ud800\"}"), "JournalInvalidJson", 2, 25 }, // half a character
        { "{\"entries\":[{\"\\udc00\":1}]}", "JournalInvalidJson", 1, 14 },
        { "{\"\\ud800\":1,\"entries\":{}}", "JournalInvalid", 1, 23 },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void What_is_broken_is_named_with_its_place_and_nothing_is_written(string json, string errorId, int line, int column)
    {
        _project.WithJournal(json).WithMigration("0009_new");
        var before = _project.JournalBytes;
        Assert.Equal((line, column), Fails(errorId));
        Assert.Equal(errorId, Assert.Throws<MigrationException>(() => _project.Append("0009_new")).ErrorId);
        Assert.Equal(errorId, Assert.Throws<MigrationException>(() => _project.Append("0009_new", preview: true)).ErrorId);
        Assert.Equal(before, _project.JournalBytes);
        Assert.Equal(["drizzle/0009_new.sql", "drizzle/meta/_journal.json"], _project.Files());
    }

    [Theory]
    [InlineData("tag", 35)]
    [InlineData("version", 39)]
    public void Bytes_that_are_not_UTF_8_are_named_with_their_place(string field, int column)
    {
        _project.Write("drizzle/meta/_journal.json", Encoding.Latin1.GetBytes($"{{\"entries\":[\n{{\"idx\":0,\"when\":1,\"tag\":\"a\",\"{field}\":\"caf\u00E9\"}}]}}"));
        Assert.Equal((2, column), Fails("JournalInvalidJson"));
    }

    [Fact]
    public void In_a_field_that_is_not_ours_such_bytes_stay_as_they_are()
    {
        var before = Encoding.Latin1.GetBytes("{\"entries\":[{\"idx\":0,\"when\":1,\"tag\":\"a\",\"note\":\"caf\u00E9\"}]}");
        _project.WithMigration("0009_new").Write("drizzle/meta/_journal.json", before);
        _project.Append("0009_new");
        Assert.Equal(before[..^2], _project.JournalBytes[..(before.Length - 2)]);
    }

    [Fact]
    public void The_first_of_two_with_the_same_tag_or_idx_is_named_too()
    {
        _project.WithJournal(Entries("{\"idx\":4,\"when\":1,\"tag\":\"a\"},\n{\"idx\":4,\"when\":1,\"tag\":\"b\"}"));
        var error = Assert.Throws<MigrationException>(() => Journal.Read(_project.JournalPath));
        Assert.Contains("\"a\"", error.Message);
        Assert.Contains("line 2", error.Message);
    }

    [Fact]
    public void Conflict_markers_of_a_merge_are_recognised()
    {
        var text = TemporaryProject.DrizzleJournal((0, 1, "0000_a"), (1, 2, "0001_b")).Replace("    },\n", "    },\n<<<<<<< HEAD\n") + "\n>>>>>>> theirs\n";
        _project.WithJournal(text);
        var error = Assert.Throws<MigrationException>(() => Journal.Read(_project.JournalPath));
        Assert.Equal(("JournalInvalidJson", 12, 1), (error.ErrorId, error.Location!.Line, error.Location.Column));
        Assert.Contains("merge", error.Advice);
    }

    // Counting each entry's place from the top, or from its line's beginning, would take far longer than this at such a length.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_long_journal_is_read_in_linear_time(bool minified)
    {
        const int count = 100_000;
        var text = TemporaryProject.DrizzleJournal([.. Enumerable.Range(0, count).Select(i => (i, 1700000000000L + i, $"{i:0000}_some_migration"))]);
        _project.WithJournal(minified ? text.Replace("\n", "").Replace(" ", "") : text);
        var watch = Stopwatch.StartNew();
        var entries = Journal.Read(_project.JournalPath).Entries;
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
        Assert.Equal((count, minified ? 1 : 5 + (7 * (count - 1))), (entries.Count, entries[count - 1].Location!.Line));
    }

    private static string Entries(string entries) => "{\"entries\":[\n" + entries + "]}";

    private (int Line, int Column) Fails(string errorId)
    {
        var error = Assert.Throws<MigrationException>(() => Journal.Read(_project.JournalPath));
        Assert.Equal(errorId, error.ErrorId);
        Assert.Equal(_project.JournalPath, error.Location!.File);
        return (error.Location.Line, error.Location.Column);
    }
}
