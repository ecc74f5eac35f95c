using System.Text;
using CsCheck;
using Migrations.Core.Baselines;
using Migrations.Core.Schemas;
using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Tests.Baselines;

public class BaselinePatchPropertyTests
{
    private static readonly string[] Layouts =
    [
        "CREATE TABLE `t` (\n\t`a` int NOT NULL,\n\t`b` varchar(10) DEFAULT 'x',\n\t`c` timestamp,\n\tCONSTRAINT `t_a` PRIMARY KEY(`a`),\n\tCONSTRAINT `u` UNIQUE(`b`),\n\tCONSTRAINT `k` CHECK(`a` > 0)\n);\n",
        "create table t (a int not null primary key, b varchar(10) default 'x', c timestamp, constraint u unique (b), constraint k check (a > 0));",
        "CREATE TABLE t\n(\n    a int NOT NULL -- one\n  , b varchar(10) DEFAULT 'x' -- two, or so\n  , c timestamp\n  , PRIMARY KEY (a)\n  , CONSTRAINT u UNIQUE (b) /* , */\n  , CONSTRAINT k CHECK (a > 0)\n)\n",
        "CREATE TABLE t (a int NOT NULL, b varchar(10) DEFAULT 'x',\n\t# c comes\n\tc timestamp, PRIMARY KEY (a), -- the key\n\n\tCONSTRAINT u UNIQUE (b),\n\tCONSTRAINT k CHECK (a > 0) ) ENGINE=InnoDB;",
    ];

    private static readonly Func<Table, Table>[] Edits =
    [
        table => table with { Columns = [new Column { Name = "x" + table.Columns.Count, Type = "int" }, .. table.Columns] },
        table => table with { Columns = [.. table.Columns, new Column { Name = "y" + table.Columns.Count, Type = "text", IsNullable = false }] },
        table => table with { Columns = [table.Columns[0], new Column { Name = "z" + table.Columns.Count, Type = "enum('p','q')" }, .. table.Columns.Skip(1)] },
        table => Without(table, "a"),
        table => Without(table, "b"),
        table => Without(table, "c"),
        table => table with { Columns = [.. table.Columns.Select(column => column.Name == "b" ? column with { Type = "varchar(99)", Default = null } : column)] },
        table => table with { Columns = [.. table.Columns.Select(column => column.Name == "a" ? column with { Type = "bigint" } : column)] },
        table => table with { PrimaryKey = null },
        table => table with { PrimaryKey = new PrimaryKey { Parts = [new IndexPart { Column = table.Columns[table.Columns.Count - 1].Name }] } },
        table => table with { Indexes = [] },
        table => table with { Indexes = [.. table.Indexes, new TableIndex { Name = "u" + table.Indexes.Count, Kind = IndexKind.Unique, Parts = [new IndexPart { Column = table.Columns[0].Name }] }] },
        table => table with { Checks = [] },
        table => table with { Checks = [.. table.Checks, new CheckConstraint { Name = "k" + table.Checks.Count, Expression = "1 = 1" }] },
        table => table with { Checks = [.. table.Checks.Select(check => check with { Expression = "2 > 1" })] },
    ];

    [Fact]
    public void After_any_edits_the_patched_file_is_the_schema_and_a_second_patch_changes_nothing() =>
        Gen.Select(Gen.Int[0, Layouts.Length - 1], Gen.Int[0, Edits.Length - 1].List[0, 5], Gen.Bool).Sample((layout, edits, windows) =>
        {
            var text = "-- before\n" + Layouts[layout];
            if (windows) text = text.Replace("\n", "\r\n", StringComparison.Ordinal);
            var schema = SqlSchemaReader.Read(new SourceText("t.sql", text));
            var table = edits.Aggregate(schema.Tables[0], (before, edit) => before.Columns.Count == 0 ? before : Edits[edit](before));
            string?[] names = [.. table.Columns.Select(column => "column " + column.Name), .. table.Indexes.Select(index => index.Name), .. table.Checks.Select(check => check.Name)];
            if (table.Columns.Count == 0 || names.Distinct().Count() < names.Length) return;
            var expected = new DatabaseSchema { Tables = [table] };
            var update = BaselineFile.Parse("t.sql", Encoding.UTF8.GetBytes(text)).Patch(expected);
            Assert.Empty(SchemaComparer.Compare(expected, SqlSchemaReader.Read(new SourceText("t.sql", update.Text))).Select(difference => difference.Message));
            Assert.DoesNotContain(update.Changes, change => change.Kind == BaselineChangeKind.TableRewritten);
            Assert.StartsWith("-- before", update.Text, StringComparison.Ordinal);
            foreach (var comment in new[] { "# c comes" })
                Assert.Equal(text.Contains(comment, StringComparison.Ordinal), update.Text.Contains(comment, StringComparison.Ordinal));
            var again = BaselineFile.Parse("t.sql", update.ToBytes()).Patch(expected);
            Assert.False(again.IsChanged);
            Assert.Empty(again.Changes);
        }, iter: 3000);

    private static Table Without(Table table, string column) => table with
    {
        Columns = [.. table.Columns.Where(candidate => candidate.Name != column)],
        Indexes = [.. table.Indexes.Where(index => index.Parts.All(part => part.Column != column))],
        PrimaryKey = table.PrimaryKey?.Parts.Any(part => part.Column == column) == true ? null : table.PrimaryKey,
        Checks = column == "a" ? [] : table.Checks,
    };
}
