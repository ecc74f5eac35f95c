using System.Text;
using Migrations.Core.Baselines;
using Migrations.Core.Schemas;
using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Tests.Baselines;

public class BootstrapFilesTests
{
    private const string Baseline = """
        CREATE TABLE IF NOT EXISTS `users` (`id` int NOT NULL, `name` varchar(20), `team` int, PRIMARY KEY(`id`), KEY `inline` (`name`));
        CREATE TABLE IF NOT EXISTS `teams` (`id` int NOT NULL, PRIMARY KEY(`id`));
        """;

    private const string Indexes = """
        -- Indexes; run once.

        CREATE INDEX `users_name` ON `users` (`name`); -- for the search
        create unique index users_team_name on users (team, name);
        CREATE INDEX `gone_x` ON `gone` (`x`);

        -- teams

        """;

    private const string Constraints = """
        -- Constraints.
        ALTER TABLE `users` ADD CONSTRAINT `users_team_fk` FOREIGN KEY (`team`) REFERENCES `teams`(`id`) ON DELETE no action ON UPDATE no action;

        """;

    private static readonly DatabaseSchema Base = SqlSchemaReader.Read(new SourceText("b", Baseline), new SourceText("i", Indexes), new SourceText("c", Constraints));

    private static BootstrapFiles Files(string indexes, string constraints, string baseline = Baseline) => BootstrapFiles.Of(
        new SourceText("baseline.sql", baseline), TextFile.Decode("indexes.sql", Encoding.UTF8.GetBytes(indexes)), TextFile.Decode("constraints.sql", Encoding.UTF8.GetBytes(constraints)));

    private static DatabaseSchema With(string table, Func<Table, Table> change) =>
        Base with { Tables = [.. Base.Tables.Select(candidate => candidate.Name == table ? change(candidate) : candidate)] };

    private static BootstrapUpdate Patch(DatabaseSchema expected, string indexes = Indexes, string constraints = Constraints)
    {
        var update = Files(indexes, constraints).Patch(expected);
        // The guard is green, and a second run changes nothing.
        var after = SqlSchemaReader.Read(new SourceText("b", Baseline), update.Indexes!.File.Source is var _ ? new SourceText("i", update.Indexes.Text) : null!, new SourceText("c", update.Constraints!.Text));
        Assert.Empty(SchemaComparer.Compare(expected, after).Where(difference => difference.Severity == DifferenceSeverity.Error).Select(difference => difference.Message));
        var again = Files(update.Indexes.Text, update.Constraints.Text).Patch(expected);
        Assert.False(again.Indexes!.IsChanged);
        Assert.False(again.Constraints!.IsChanged);
        return update;
    }

    private static TableIndex Index(string name, params string[] columns) => new() { Name = name, Parts = [.. columns.Select(column => new IndexPart { Column = column })] };

    [Fact]
    public void Without_a_difference_no_byte_changes()
    {
        var update = Patch(Base);
        Assert.False(update.Indexes!.IsChanged);
        Assert.False(update.Constraints!.IsChanged);
        var left = Assert.Single(update.Changes);
        Assert.Equal((BootstrapChangeKind.NotInSchema, "gone", "gone_x", WriteOutcome.None), (left.Kind, left.Table, left.Name, left.Outcome));
    }

    [Fact]
    public void A_new_index_comes_behind_its_tables_others_and_a_tables_first_at_the_end()
    {
        var expected = With("users", table => table with { Indexes = [.. table.Indexes, Index("users_id_name", "id", "name")] });
        expected = expected with { Tables = [.. expected.Tables.Select(table => table.Name == "teams" ? table with { Indexes = [Index("teams_id", "id")] } : table)] };
        var update = Patch(expected);
        Assert.Equal(
            Indexes.Replace("(team, name);\n", "(team, name);\nCREATE INDEX IF NOT EXISTS `users_id_name` ON `users` (`id`,`name`);\n", StringComparison.Ordinal)
                .Replace("(`x`);\n", "(`x`);\nCREATE INDEX IF NOT EXISTS `teams_id` ON `teams` (`id`);\n", StringComparison.Ordinal),
            update.Indexes!.Text);
        Assert.False(update.Constraints!.IsChanged);
    }

    [Fact]
    public void A_changed_index_is_changed_in_its_place_and_a_dropped_one_goes_with_its_line()
    {
        var update = Patch(With("users", table => table with { Indexes = [.. table.Indexes.Where(index => index.Name is "inline"), Index("users_name", "name", "id")] }));
        Assert.Equal(
            "-- Indexes; run once.\n\nCREATE INDEX IF NOT EXISTS `users_name` ON `users` (`name`,`id`); -- for the search\nCREATE INDEX `gone_x` ON `gone` (`x`);\n\n-- teams\n",
            update.Indexes!.Text);
        Assert.Equal([BootstrapChangeKind.IndexChanged, BootstrapChangeKind.IndexRemoved, BootstrapChangeKind.NotInSchema], update.Changes.Select(change => change.Kind));
        Assert.Equal([3, 4, 5], update.Changes.Select(change => change.Line));
    }

    [Fact]
    public void Foreign_keys_are_added_changed_and_taken_out()
    {
        static ForeignKey Key(string name, string column, string? onDelete = null) =>
            new() { Name = name, Columns = [column], ReferencedTable = "teams", ReferencedColumns = ["id"], OnDelete = onDelete };
        var changed = Patch(With("users", table => table with { ForeignKeys = [Key("users_team_fk", "team", "cascade"), Key("users_id_fk", "id")] }));
        Assert.Equal(
            "-- Constraints.\nALTER TABLE `users` ADD CONSTRAINT `users_team_fk` FOREIGN KEY (`team`) REFERENCES `teams`(`id`) ON DELETE cascade ON UPDATE no action;\n"
            + "ALTER TABLE `users` ADD CONSTRAINT `users_id_fk` FOREIGN KEY (`id`) REFERENCES `teams`(`id`) ON DELETE no action ON UPDATE no action;\n",
            changed.Constraints!.Text);
        Assert.Equal("-- Constraints.\n", Patch(With("users", table => table with { ForeignKeys = [] })).Constraints!.Text);

        // One clause of several goes alone.
        var two = "ALTER TABLE `users` ADD CONSTRAINT `users_team_fk` FOREIGN KEY (`team`) REFERENCES `teams`(`id`),\n  ADD CONSTRAINT `more` FOREIGN KEY (`id`) REFERENCES `teams`(`id`);\n";
        Assert.Equal("ALTER TABLE `users` ADD CONSTRAINT `users_team_fk` FOREIGN KEY (`team`) REFERENCES `teams`(`id`);\n", Patch(Base, constraints: two).Constraints!.Text);
    }

    [Fact]
    public void Names_that_are_too_long_are_shortened_in_place_and_reported()
    {
        var name = "users_team_" + new string('x', 70) + "_fk";
        var expected = With("users", table => table with { ForeignKeys = [table.ForeignKeys[0] with { Name = name }] });
        var update = Patch(expected, constraints: Constraints.Replace("users_team_fk", name, StringComparison.Ordinal));
        var change = Assert.Single(update.Constraints!.Changes);
        Assert.Equal((BootstrapChangeKind.ForeignKeyChanged, name, 2), (change.Kind, change.LongName, change.Line));
        Assert.Contains($"ADD CONSTRAINT `{LongNames.Shorten(name)}` FOREIGN KEY", update.Constraints.Text, StringComparison.Ordinal);
        Assert.Equal(BootstrapChangeKind.ForeignKeyAdded, Patch(expected, constraints: "").Constraints!.Changes.Single().Kind);
    }

    [Fact]
    public void An_empty_file_is_filled()
    {
        var expected = With("users", table => table with { Indexes = [.. table.Indexes.Where(index => index.Name == "inline"), Index("a", "id"), Index("b", "team")] });
        Assert.Equal("CREATE INDEX IF NOT EXISTS `a` ON `users` (`id`);\nCREATE INDEX IF NOT EXISTS `b` ON `users` (`team`);\n", Patch(expected, indexes: "").Indexes!.Text);
        Assert.Equal("-- head\n\nCREATE INDEX IF NOT EXISTS `a` ON `users` (`id`);\nCREATE INDEX IF NOT EXISTS `b` ON `users` (`team`);\n", Patch(expected, indexes: "-- head\n").Indexes!.Text);
    }

    [Fact]
    public void A_table_that_the_baseline_does_not_have_yet_counts_too()
    {
        var table = new Table { Name = "new", Columns = [new Column { Name = "a", Type = "int" }], Indexes = [Index("new_a", "a")] };
        var expected = Base with { Tables = [.. Base.Tables, table] };
        var update = Files(Indexes, Constraints).Patch(expected);
        Assert.Contains("`new_a`", update.Indexes!.Text, StringComparison.Ordinal);
        Assert.False(Files(update.Indexes.Text, Constraints).Patch(expected).Indexes!.IsChanged);
    }

    [Fact]
    public void Regenerated_files_keep_their_header_and_hold_what_the_baseline_does_not()
    {
        var update = Files(Indexes, Constraints).Regenerate(Base);
        Assert.Equal(
            "-- Indexes; run once.\n\nCREATE INDEX IF NOT EXISTS `users_name` ON `users` (`name`);\n", update.Indexes!.Text);
        Assert.Equal([BootstrapChangeKind.IndexChanged, BootstrapChangeKind.IndexRemoved, BootstrapChangeKind.IndexRemoved], update.Indexes.Changes.Select(change => change.Kind));
        Assert.StartsWith("-- Constraints.\n\nALTER TABLE `users` ADD CONSTRAINT `users_team_fk`", update.Constraints!.Text, StringComparison.Ordinal);
        Assert.Empty(update.Constraints.Changes);
    }
}
