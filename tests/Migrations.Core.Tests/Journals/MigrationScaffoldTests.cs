using Migrations.Core.Journals;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Tests.Journals;

public sealed class MigrationScaffoldTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2024, 5, 6, 7, 8, 9, TimeSpan.Zero);
    private readonly TemporaryProject _project = new();

    public void Dispose() => _project.Dispose();

    [Theory]
    [InlineData("add_my_column", "add_my_column")]
    [InlineData("Add my column!", "add_my_column")]
    [InlineData("  --add  my---column-- ", "add_my_column")]
    [InlineData("Größe & Straße", "grosse_strasse")]
    [InlineData("café Ünïcode", "cafe_unicode")]
    [InlineData("cafe\u0301 Łódź ŽIŽEK", "cafe_lodz_zizek")]
    [InlineData("add 日本 column", "add_column")]
    [InlineData("../../etc/passwd", "etc_passwd")]
    [InlineData("v2.1", "v2_1")]
    [InlineData("INDEX", "index")]
    public void A_name_becomes_a_slug(string name, string slug) => Assert.Equal("0000_" + slug, Create(name).Tag);

    [Theory]
    [InlineData("")]
    [InlineData("---")]
    [InlineData("日本")]
    public void A_name_of_which_nothing_is_left_is_refused(string name)
    {
        Assert.Equal("MigrationNameInvalid", Assert.Throws<MigrationException>(() => Create(name)).ErrorId);
        Assert.Empty(_project.Files());
    }

    [Fact]
    public void The_longest_name_allowed_can_be_written_and_a_longer_one_is_refused()
    {
        Assert.True(File.Exists(Create(new string('a', 200)).Path));
        Assert.Equal("MigrationNameInvalid", Assert.Throws<MigrationException>(() => Create(new string('a', 201))).ErrorId);
    }

    [Theory]
    [InlineData("", "", "0000_x")]
    [InlineData("0000_a", "", "0001_x")]
    [InlineData("0000_a,0007_b", "", "0008_x")] // gaps are not filled: a number never comes before one in use
    [InlineData("0000_a", "0041_journaled_but_no_file", "0042_x")]
    [InlineData("0089_unjournaled", "0003_b", "0090_x")]
    [InlineData("notes,seed_2020,007bond", "", "0000_x")] // no numbers
    [InlineData("9999_a", "", "10000_x")]
    [InlineData("1714000000_unix", "", "1714979289_x")]
    [InlineData("1999999999_ahead_of_the_clock", "", "2000000000_x")]
    [InlineData("20240101000000_stamp", "", "20240506070809_x")]
    [InlineData("20991231235959_ahead", "", "20991231235960_x")]
    public void The_number_follows_the_largest_of_files_and_journal(string files, string journaled, string tag)
    {
        foreach (var file in files.Split(',', StringSplitOptions.RemoveEmptyEntries)) _project.WithMigration(file);
        if (journaled.Length > 0) _project.WithTags(journaled.Split(','));
        var made = Create("x");
        Assert.Equal(tag, made.Tag);
        Assert.Equal(long.Parse(tag[..^2], System.Globalization.CultureInfo.InvariantCulture), made.Number);
    }

    [Fact]
    public void Files_in_folders_below_are_not_migrations()
    {
        _project.Write("drizzle/bootstrap/0070_indexes.sql", "SELECT 1;");
        Assert.Equal("0000_x", Create("x").Tag);
    }

    [Fact]
    public void The_template_holds_no_statement_and_nothing_that_drizzle_would_cut_at()
    {
        var made = Create("add note");
        var text = File.ReadAllText(made.Path);
        Assert.Equal((text, 0, WriteOutcome.Written), (made.Text, made.StatementCount, made.Outcome));
        Assert.StartsWith("-- 0000_add_note\n", text);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length == 0 || line.StartsWith("--", StringComparison.Ordinal), line));
        // drizzle-orm splits the text at the mark wherever it stands, and would send the rest of the comment as a statement.
        Assert.DoesNotContain("--> statement-breakpoint", text);
    }

    public static TheoryData<string[], string> Scripts => new()
    {
        { ["ALTER TABLE a ADD b int"], "ALTER TABLE a ADD b int;\n" },
        { ["ALTER TABLE a ADD b int;"], "ALTER TABLE a ADD b int;\n" },
        { ["SELECT 1; SELECT 2"], "SELECT 1;\n--> statement-breakpoint\nSELECT 2;\n" },
        { ["SELECT 1;\n--> statement-breakpoint\nSELECT 2;\n"], "SELECT 1;\n--> statement-breakpoint\nSELECT 2;\n" },
        { ["SELECT 1", "SELECT 2"], "SELECT 1;\n--> statement-breakpoint\nSELECT 2;\n" },
        { ["-- why\nSELECT 1;\n/* and */ SELECT 2;"], "-- why\nSELECT 1;\n--> statement-breakpoint\n/* and */\nSELECT 2;\n" },
        { ["SELECT ';', '--> statement-breakpoint' /* ; */"], "SELECT ';', '--> statement-breakpoint'; /* ; */\n" },
        { ["SELECT 1 -- last"], "SELECT 1; -- last\n" },
        { ["# one\nSELECT 1 -- two\n; -- three\nSELECT 2; /* four */\n-- five"], "# one\nSELECT 1; -- two\n--> statement-breakpoint\n-- three\nSELECT 2;\n/* four */\n-- five\n" },
        { ["DELIMITER $$\n-- why\nCREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.b = 1; END$$\nDELIMITER ;\n"], "-- why\nCREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.b = 1; END;\n" },
        { ["SELECT 1; -- x --> statement-breakpoint don't\nSELECT 2"], "SELECT 1;\n--> statement-breakpoint\n-- x  don't\nSELECT 2;\n" },
    };

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Statements_are_written_one_by_one_each_ended(string[] sql, string text)
    {
        var made = Create("x", sql);
        Assert.Equal(text, File.ReadAllText(made.Path));
        Assert.Equal(File.ReadAllText(made.Path), made.Text);
    }

    [Theory]
    [InlineData("CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.b = 1; SET NEW.c = 2; END", 1)]
    [InlineData("DELIMITER $$\nCREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.b = 1; END$$\nDELIMITER ;\nSELECT 2;", 2)]
    [InlineData("DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END//\n", 1)]
    [InlineData("# one\nSELECT 1; # behind it\nSELECT 2; -- at the end", 2)]
    [InlineData("SELECT 1\n-- > statement\n;", 1)]
    [InlineData("\r\nSELECT 1;\r\n\r\nSELECT\r\n2;\r\n", 2)]
    public void The_file_holds_the_statements_that_were_given(string sql, int count)
    {
        var made = Create("x", [sql]);
        var given = SqlScript.Parse(new SourceText("given", sql.Replace("\r\n", "\n"))).Statements.Select(statement => statement.Text);
        var written = SqlScript.Parse(SourceText.Load(made.Path)).Statements.Select(statement => statement.Text).ToList();
        Assert.Equal(given, written);
        Assert.Equal((count, count), (written.Count, made.StatementCount));
    }

    [Theory]
    [InlineData("-- nothing", "SqlEmpty")]
    [InlineData(" ; ;", "SqlEmpty")]
    [InlineData("SELECT 'x", "SqlUnterminated")]
    public void Sql_that_is_no_statement_makes_no_file(string sql, string errorId)
    {
        Assert.Equal(errorId, Assert.Throws<MigrationException>(() => Create("x", [sql])).ErrorId);
        Assert.Empty(_project.Files());
    }

    [Fact]
    public void A_preview_is_the_same_without_the_file()
    {
        _project.WithMigration("0004_a");
        var planned = Create("x", ["SELECT 1"], preview: true);
        Assert.Equal(["drizzle/0004_a.sql"], _project.Files());
        Assert.Equal(planned with { Outcome = WriteOutcome.Written }, Create("x", ["SELECT 1"]));
        Assert.Equal(WriteOutcome.Planned, planned.Outcome);
    }

    [Theory]
    [InlineData("SELECT 1;\r\nSELECT 2;\r\n", "SELECT 3;\r\n--> statement-breakpoint\r\nSELECT 4;\r\n")]
    [InlineData("SELECT 1;\nSELECT 2;\n", "SELECT 3;\n--> statement-breakpoint\nSELECT 4;\n")]
    public void Line_ends_are_those_of_the_newest_migration(string newest, string expected)
    {
        _project.WithMigration("0001_old", "SELECT 0;\n").WithMigration("0002_newest", newest);
        Assert.Equal(expected, File.ReadAllText(Create("x", ["SELECT 3", "SELECT 4"]).Path));
    }

    [Fact]
    public void A_broken_journal_stops_it()
    {
        _project.WithJournal("{");
        Assert.Equal("JournalInvalidJson", Assert.Throws<MigrationException>(() => Create("x")).ErrorId);
        Assert.Equal(["drizzle/meta/_journal.json"], _project.Files());
    }

    [Fact]
    public void Made_at_once_they_have_different_numbers()
    {
        Concurrently.Run(Enumerable.Range(0, 12).Select(i => (Action)(() => Create($"at once {i}"))));
        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"{i:0000}"), _project.Files().Select(file => Path.GetFileName(file)[..4]));
    }

    private MigrationFile Create(string name, string[]? sql = null, bool preview = false) => MigrationScaffold.Create(_project.Project, name, sql ?? [], Now, preview);
}
