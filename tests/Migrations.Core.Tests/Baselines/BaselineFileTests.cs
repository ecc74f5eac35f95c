using System.Text;
using Migrations.Core.Baselines;
using Migrations.Core.Schemas;
using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Tests.Baselines;

public class BaselineFileTests
{
    private const string Text = """
        -- The baseline. Edit with care.
        # It's kept by hand, too; don't lose this.

        -- users
        CREATE TABLE IF NOT EXISTS `users` (
        	`id` int AUTO_INCREMENT NOT NULL,   -- the key
        	-- what people call themselves
        	`name` varchar(100) NOT NULL DEFAULT 'a, b', /* shown, everywhere */
        	`email` varchar(255)
        	, `kind` enum('a','b') NOT NULL DEFAULT 'a',
        	`legacy` int NOT NULL, -- forgotten
        	CONSTRAINT `users_id` PRIMARY KEY(`id`),
        	CONSTRAINT `users_email_unique` UNIQUE(`email`) -- one each
        );

        create table if not exists posts ( id int not null primary key, author int, title varchar(10) );

        /* trailing */

        """;

    private static readonly DatabaseSchema Base = Schema(Text);

    private static DatabaseSchema Schema(string sql) => SqlSchemaReader.Read(new SourceText("baseline.sql", sql));

    private static FileUpdate<BaselineChange> Patch(string text, DatabaseSchema expected) =>
        BaselineFile.Parse("baseline.sql", Encoding.UTF8.GetBytes(text)).Patch(expected);

    private static DatabaseSchema With(string table, Func<Table, Table> change) =>
        Base with { Tables = [.. Base.Tables.Select(candidate => candidate.Name == table ? change(candidate) : candidate)] };

    private static Func<Table, Table> ChangeColumn(string name, Func<Column, Column> change) =>
        table => table with { Columns = [.. table.Columns.Select(column => column.Name == name ? change(column) : column)] };

    public static readonly (string Name, DatabaseSchema Schema, string[] Gone, string[] Come)[] Edits =
    [
        ("nothing", Base, [], []),
        ("a type", With("users", ChangeColumn("email", column => column with { Type = "varchar(300)" })), ["	`email` varchar(255)"], ["	`email` varchar(300)"]),
        ("a default", With("users", ChangeColumn("name", column => column with { Default = new ColumnDefault("'x'", false) })),
            ["	`name` varchar(100) NOT NULL DEFAULT 'a, b', /* shown, everywhere */"], ["	`name` varchar(100) NOT NULL DEFAULT 'x', /* shown, everywhere */"]),
        ("enum values", With("users", ChangeColumn("kind", column => column with { Type = "enum('a','b','c')" })),
            ["	, `kind` enum('a','b') NOT NULL DEFAULT 'a',"], ["	, `kind` enum('a','b','c') NOT NULL DEFAULT 'a',"]),
        ("a column in the middle", With("users", table => table with { Columns = [table.Columns[0], new Column { Name = "nick", Type = "text" }, .. table.Columns.Skip(1)] }),
            [], ["	`nick` text,"]),
        ("a column at the beginning", With("users", table => table with { Columns = [new Column { Name = "nick", Type = "text" }, .. table.Columns] }), [], ["	`nick` text,"]),
        ("two columns behind the last", With("users", table => table with { Columns = [.. table.Columns, new Column { Name = "x", Type = "int" }, new Column { Name = "y", Type = "int" }] }),
            [], ["	`x` int,", "	`y` int,"]),
        ("a column away", With("users", table => table with { Columns = [.. table.Columns.Where(column => column.Name != "legacy")] }), ["	`legacy` int NOT NULL, -- forgotten"], []),
        ("a column with a comment above away", With("users", table => table with { Columns = [.. table.Columns.Where(column => column.Name != "name")] }),
            ["	`name` varchar(100) NOT NULL DEFAULT 'a, b', /* shown, everywhere */"], []),
        ("the last line away", With("users", table => table with { Indexes = [] }),
            ["	CONSTRAINT `users_id` PRIMARY KEY(`id`),", "	CONSTRAINT `users_email_unique` UNIQUE(`email`) -- one each"], ["	CONSTRAINT `users_id` PRIMARY KEY(`id`)"]),
        ("a line behind the last", With("users", table => table with { Checks = [new CheckConstraint { Name = "c", Expression = "`id` > 0" }] }),
            ["	CONSTRAINT `users_email_unique` UNIQUE(`email`) -- one each"], ["	CONSTRAINT `users_email_unique` UNIQUE(`email`), -- one each", "	CONSTRAINT `c` CHECK(`id` > 0)"]),
        ("another key", With("users", table => table with { PrimaryKey = new PrimaryKey { Name = "users_id_kind", Parts = [new IndexPart { Column = "id" }, new IndexPart { Column = "kind" }] } }),
            ["	CONSTRAINT `users_id` PRIMARY KEY(`id`),"], ["	CONSTRAINT `users_id_kind` PRIMARY KEY(`id`,`kind`),"]),
        ("no key", With("users", table => table with { PrimaryKey = null }), ["	CONSTRAINT `users_id` PRIMARY KEY(`id`),"], []),
        ("on one line", With("posts", table => table with { Columns = [.. table.Columns.Where(column => column.Name != "author"), new Column { Name = "x", Type = "int" }] }),
            ["create table if not exists posts ( id int not null primary key, author int, title varchar(10) );"],
            ["create table if not exists posts ( id int not null primary key, title varchar(10), `x` int );"]),
        ("an inline key away", With("posts", table => table with { PrimaryKey = null }),
            ["create table if not exists posts ( id int not null primary key, author int, title varchar(10) );"],
            ["create table if not exists posts ( `id` int NOT NULL, author int, title varchar(10) );"]),
        ("an inline key that stays", With("posts", ChangeColumn("id", column => column with { Type = "bigint" })),
            ["create table if not exists posts ( id int not null primary key, author int, title varchar(10) );"],
            ["create table if not exists posts ( `id` bigint NOT NULL PRIMARY KEY, author int, title varchar(10) );"]),
        ("an index of its own", With("posts", table => table with { Indexes = [new TableIndex { Name = "i", Parts = [new IndexPart { Column = "author" }] }] }), [], []),
    ];

    public static TheoryData<string> EditNames => [.. Edits.Select(edit => edit.Name)];

    [Theory, MemberData(nameof(EditNames))]
    public void Only_the_lines_that_differ_change(string name)
    {
        var (_, expected, gone, come) = Edits.Single(edit => edit.Name == name);
        foreach (var newLine in new[] { "\n", "\r\n" })
        {
            var text = Text.Replace("\r\n", "\n").Replace("\n", newLine);
            var update = Patch(text, expected);
            Assert.Equal(gone, Lines(text).Except(Lines(update.Text)));
            Assert.Equal(come, Lines(update.Text).Except(Lines(text)));
            Assert.Equal(newLine == "\r\n", update.Text.Contains('\r'));
            Assert.DoesNotContain("\n\n", update.Text.Replace("\r\n", "\n").Replace("\n\n", ""), StringComparison.Ordinal);
            Assert.Equal(gone.Length + come.Length > 0, update.Changes.Count > 0);
            Assert.Equal(update.IsChanged, update.Changes.Count > 0);

            // The guard is green, and a second run changes nothing.
            var after = Schema(update.Text);
            Assert.Empty(SchemaComparer.Compare(expected, after).Where(difference => difference.Kind != SchemaDifferenceKind.MissingIndex).Select(difference => difference.Message));
            Assert.False(Patch(update.Text, expected).IsChanged);
        }
    }

    private static string[] Lines(string text) => text.Split(["\r\n", "\n"], StringSplitOptions.None);

    [Fact]
    public void Changes_say_where_and_what()
    {
        var (_, expected, _, _) = Edits.Single(edit => edit.Name == "a type");
        var change = Assert.Single(Patch(Text, expected).Changes);
        Assert.Equal((BaselineChangeKind.LineChanged, "users", "email", 9), (change.Kind, change.Table, change.Name, change.Line));
        Assert.Equal(("`email` varchar(255)", "`email` varchar(300)", WriteOutcome.Planned), (change.Before, change.After, change.Outcome));
    }

    [Fact]
    public void Comments_above_a_removed_column_stay()
    {
        var (_, expected, _, _) = Edits.Single(edit => edit.Name == "a column with a comment above away");
        Assert.Contains("-- what people call themselves", Patch(Text, expected).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_byte_of_an_unchanged_file_stays_whatever_its_encoding()
    {
        foreach (var encoding in new Encoding[] { new UTF8Encoding(true), new UTF8Encoding(false), Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(Text + "-- é 漢字 😀")];
            var update = BaselineFile.Parse("b.sql", bytes).Patch(Base);
            Assert.Equal(bytes, update.ToBytes());
            Assert.False(update.IsChanged);
        }
    }

    [Fact]
    public void New_tables_come_where_the_order_of_the_file_has_them()
    {
        var extra = new Table { Name = "rows", Columns = [new Column { Name = "id", Type = "int", IsNullable = false }], PrimaryKey = new PrimaryKey { Parts = [new IndexPart { Column = "id" }] } };
        var update = Patch("CREATE TABLE IF NOT EXISTS `a` (\n\t`x` int\n); -- first\n\nCREATE TABLE IF NOT EXISTS `z` (\n\t`x` int\n);\n",
            Schema("CREATE TABLE a (x int); CREATE TABLE z (x int)") with { Tables = [.. Schema("CREATE TABLE a (x int); CREATE TABLE z (x int)").Tables, extra] });
        Assert.Equal(
            "CREATE TABLE IF NOT EXISTS `a` (\n\t`x` int\n); -- first\n\nCREATE TABLE IF NOT EXISTS `rows` (\n\t`id` int NOT NULL,\n\tCONSTRAINT `rows_id` PRIMARY KEY(`id`)\n);\n\nCREATE TABLE IF NOT EXISTS `z` (\n\t`x` int\n);\n",
            update.Text);
        Assert.Equal(BaselineChangeKind.TableAdded, Assert.Single(update.Changes).Kind);

        // In the schema's order, where names have none; with breakpoints, where the file has them.
        var unsorted = Patch("CREATE TABLE `z` (`x` int);\n--> statement-breakpoint\nCREATE TABLE `a` (`x` int);\n",
            new DatabaseSchema { Tables = [.. Schema("CREATE TABLE z (x int)").Tables, extra, .. Schema("CREATE TABLE a (x int)").Tables] });
        Assert.Contains("CREATE TABLE `z` (`x` int);\n--> statement-breakpoint\nCREATE TABLE IF NOT EXISTS `rows`", unsorted.Text, StringComparison.Ordinal);
        Assert.Contains(");\n--> statement-breakpoint\nCREATE TABLE `a`", unsorted.Text, StringComparison.Ordinal);
        Assert.Equal(3, Schema(unsorted.Text).Tables.Count);

        // Into nothing, behind a header, behind a last statement without delimiter.
        foreach (var empty in new[] { "", "-- header\n", "CREATE TABLE `b` (`x` int)", "CREATE TABLE `b` (`x` int) -- no end\n" })
        {
            var start = new DatabaseSchema { Tables = [.. Schema(empty).Tables, extra] };
            var made = Patch(empty, start);
            Assert.Empty(SchemaComparer.Compare(start, Schema(made.Text)));
            Assert.False(Patch(made.Text, start).IsChanged);
        }
    }

    [Fact]
    public void Tables_that_the_schema_no_longer_has_are_left_and_reported()
    {
        var update = Patch(Text, Base with { Tables = [Base.Tables[0]] });
        Assert.False(update.IsChanged);
        var change = Assert.Single(update.Changes);
        Assert.Equal((BaselineChangeKind.NotInSchema, "posts", WriteOutcome.None), (change.Kind, change.Table, change.Outcome));
    }

    [Fact]
    public void A_name_that_is_too_long_is_written_in_its_shorter_form()
    {
        var name = new string('n', 70);
        var expected = With("users", table => table with { Indexes = [.. table.Indexes, new TableIndex { Name = name, Kind = IndexKind.Unique, Parts = [new IndexPart { Column = "kind" }] }] });
        var update = Patch(Text, expected);
        var change = Assert.Single(update.Changes);
        Assert.Equal(name, change.LongName);
        Assert.Contains($"CONSTRAINT `{LongNames.Shorten(name)}` UNIQUE(`kind`)", update.Text, StringComparison.Ordinal);
        Assert.All(SchemaComparer.Compare(expected, Schema(update.Text)), difference => Assert.Equal(DifferenceSeverity.Warning, difference.Severity));
        Assert.False(Patch(update.Text, expected).IsChanged);
    }

    [Fact]
    public void A_regenerated_file_keeps_its_header_and_nothing_else()
    {
        var update = BaselineFile.Parse("b.sql", Encoding.UTF8.GetBytes(Text + "INSERT INTO users VALUES (1);\n")).Regenerate(
            ["CREATE TABLE `users` (\n\t`id` int\n);\n", "CREATE TABLE IF NOT EXISTS `news` (\n\t`id` int\n)"]);
        Assert.Equal(
            "-- The baseline. Edit with care.\n# It's kept by hand, too; don't lose this.\n\n-- users\n\nCREATE TABLE IF NOT EXISTS `users` (\n\t`id` int\n);\n\nCREATE TABLE IF NOT EXISTS `news` (\n\t`id` int\n);\n",
            update.Text);
        Assert.Equal(
            [(BaselineChangeKind.TableRewritten, "users"), (BaselineChangeKind.TableRemoved, "posts"), (BaselineChangeKind.StatementRemoved, ""), (BaselineChangeKind.TableAdded, "news")],
            update.Changes.Select(change => (change.Kind, change.Table)));
        var again = BaselineFile.Parse("b.sql", update.ToBytes()).Regenerate(["CREATE TABLE `users` (\n\t`id` int\n);\n", "CREATE TABLE IF NOT EXISTS `news` (\n\t`id` int\n)"]);
        Assert.False(again.IsChanged);
        Assert.Empty(again.Changes);
    }

    [Fact]
    public void A_table_that_several_statements_make_is_judged_as_they_make_it()
    {
        const string Altered = "CREATE TABLE `t` (`a` int);\nALTER TABLE `t` ADD `b` int;\n";
        Assert.False(Patch(Altered, Schema("CREATE TABLE t (a int, b int)")).IsChanged);
    }

    [Fact]
    public void Views_are_added_and_changed()
    {
        var expected = Base with { Views = [new SchemaView { Name = "v", Definition = "select 1" }] };
        var update = Patch(Text, expected);
        Assert.Equal(BaselineChangeKind.ViewAdded, Assert.Single(update.Changes).Kind);
        Assert.Empty(SchemaComparer.Compare(expected, Schema(update.Text)));
        var other = expected with { Views = [new SchemaView { Name = "v", Definition = "select 2" }] };
        Assert.Equal(BaselineChangeKind.ViewChanged, Assert.Single(Patch(update.Text, other).Changes).Kind);
    }
}
