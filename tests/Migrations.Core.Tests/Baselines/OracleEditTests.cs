using System.Text;
using Migrations.Core.Baselines;
using Migrations.Core.Drizzle;
using Migrations.Core.Schemas;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
using Migrations.Model;

namespace Migrations.Core.Tests.Baselines;

/// <summary>Any single edit of any oracle schema: the update makes the offline guard green, touches that table's statement alone, and finds nothing to do again.</summary>
public sealed class OracleEditTests
{
    public static TheoryData<string> Files => Oracle.Files();

    [Theory, MemberData(nameof(Files))]
    public void An_update_after_a_single_edit_is_small_green_and_final(string file)
    {
        var schema = SchemaScript.Read(
            new SchemaScriptRequest { Root = Path.Combine(Oracle.RepositoryRoot(), "tests", "oracle", "schemas"), Paths = [file] }, TestContext.Current.CancellationToken);
        var plain = schema with { Tables = [.. schema.Tables.Where(table => table.Database is null)] };
        var baseline = Encode("-- head\n" + string.Join("\n--> statement-breakpoint\n", plain.Tables.Select(table => SqlWriter.CreateTable(table, ifNotExists: true))
            .Concat(plain.Views.Where(view => view.Definition is not null && !view.IsExisting).Select(SqlWriter.CreateView))) + "\n");
        var bootstrap = Bootstrap(baseline, [], []).Regenerate(plain);
        byte[] indexes = bootstrap.Indexes!.ToBytes(), constraints = bootstrap.Constraints!.ToBytes();
        Assert.Empty(Guard(plain, baseline, indexes, constraints));

        foreach (var (table, edit, edited) in Edits(plain))
        {
            var what = $"{file}: {table}: {edit}";
            var patched = Parse(baseline).Patch(edited, Source(indexes), Source(constraints)).ToBytes();
            var files = Bootstrap(patched, indexes, constraints).Patch(edited);
            byte[] newIndexes = files.Indexes!.ToBytes(), newConstraints = files.Constraints!.ToBytes();

            Assert.True(Guard(edited, patched, newIndexes, newConstraints) is { Count: 0 }, $"{what}: {string.Join("; ", Guard(edited, patched, newIndexes, newConstraints))}\n{Encoding.UTF8.GetString(patched)}");
            Assert.Equal(Others(baseline, table), Others(patched, table));
            Assert.Equal(patched, Parse(patched).Patch(edited, Source(newIndexes), Source(newConstraints)).ToBytes());
            var again = Bootstrap(patched, newIndexes, newConstraints).Patch(edited);
            Assert.Equal(newIndexes, again.Indexes!.ToBytes());
            Assert.Equal(newConstraints, again.Constraints!.ToBytes());
            Assert.False(patched.SequenceEqual(baseline) && newIndexes.SequenceEqual(indexes) && newConstraints.SequenceEqual(constraints), $"{what}: nothing was changed");
        }
    }

    // Drift in the meaning of the guard: Errors.
    private static List<SchemaDifference> Guard(DatabaseSchema schema, params byte[][] files) =>
        [.. SchemaComparer.Compare(schema, SqlSchemaReader.Read([.. files.Select(Source)])).Where(difference => difference.Severity == DifferenceSeverity.Error)];

    private static BaselineFile Parse(byte[] bytes) => BaselineFile.Parse("baseline.sql", bytes);

    private static BootstrapFiles Bootstrap(byte[] baseline, byte[] indexes, byte[] constraints) =>
        BootstrapFiles.Of(Source(baseline), TextFile.Decode("indexes.sql", indexes), TextFile.Decode("constraints.sql", constraints));

    private static SourceText Source(byte[] bytes) => SourceText.Decode("f.sql", bytes);

    private static byte[] Encode(string text) => Encoding.UTF8.GetBytes(text);

    private static List<string> Others(byte[] baseline, string table) =>
        [.. SqlScript.Parse(Source(baseline)).Statements.Where(statement => !statement.Text.StartsWith($"CREATE TABLE IF NOT EXISTS {SqlName.Quote(table)} ", StringComparison.Ordinal)).Select(statement => statement.FullText)];

    private static IEnumerable<(string Table, string Edit, DatabaseSchema Edited)> Edits(DatabaseSchema schema)
    {
        foreach (var table in schema.Tables.Take(4))
        {
            foreach (var (edit, edited) in Edits(table, schema))
                yield return (table.Name, edit, schema with { Tables = [.. schema.Tables.Select(other => ReferenceEquals(other, table) ? edited : other)] });
        }
    }

    private static IEnumerable<(string Edit, Table Edited)> Edits(Table table, DatabaseSchema schema)
    {
        var added = new Column { Name = "added_by_edit", Type = "varchar(77)" };
        yield return ("add a column", table with { Columns = [.. table.Columns, added] });
        yield return ("add a NOT NULL column in front", table with { Columns = [added with { IsNullable = false, Default = new ColumnDefault("'x'", false) }, .. table.Columns] });
        yield return ("add an index", table with { Indexes = [.. table.Indexes, new TableIndex { Name = "i_by_edit", Parts = [new IndexPart { Column = table.Columns[0].Name }] }] });
        yield return ("add a unique constraint", table with { Indexes = [.. table.Indexes, new TableIndex { Name = "u_by_edit", Kind = IndexKind.Unique, IsConstraint = true, Parts = [new IndexPart { Column = table.Columns[0].Name }] }] });
        yield return ("add a check", table with { Checks = [.. table.Checks, new CheckConstraint { Name = "c_by_edit", Expression = $"{SqlName.Quote(table.Columns[0].Name)} is not null" }] });
        yield return ("add a foreign key", table with
        {
            ForeignKeys = [.. table.ForeignKeys, new ForeignKey { Name = "f_by_edit", Columns = [table.Columns[0].Name], ReferencedTable = schema.Tables[0].Name, ReferencedColumns = [schema.Tables[0].Columns[0].Name] }],
        });
        foreach (var index in table.Indexes.Take(2)) yield return ($"drop the index {index.Name}", table with { Indexes = [.. table.Indexes.Where(other => !ReferenceEquals(other, index))] });
        foreach (var key in table.ForeignKeys.Take(1)) yield return ($"change the foreign key {key.Name}", table with { ForeignKeys = [.. table.ForeignKeys.Select(other => ReferenceEquals(other, key) ? key with { OnDelete = key.OnDelete == "cascade" ? "restrict" : "cascade" } : other)] });
        foreach (var check in table.Checks.Take(1)) yield return ($"drop the check {check.Name}", table with { Checks = [.. table.Checks.Where(other => !ReferenceEquals(other, check))] });

        foreach (var column in table.Columns.Where(column => column.Generated is null && !column.IsAutoIncrement && column.Type != "serial").Take(6))
        {
            Table With(Column edited) => table with { Columns = [.. table.Columns.Select(other => ReferenceEquals(other, column) ? edited : other)] };
            var inKey = table.PrimaryKey?.Parts.Any(part => part.Column == column.Name) ?? false;
            yield return ($"type of {column.Name}", With(column with { Type = "varbinary(33)", Default = null, OnUpdate = null }));
            yield return ($"default of {column.Name}", With(column with { Default = column.Default is null ? new ColumnDefault("(uuid())", true) : null, OnUpdate = null }));
            if (!inKey) yield return ($"nullability of {column.Name}", With(column with { IsNullable = !column.IsNullable }));
        }
        var used = table.Indexes.SelectMany(index => index.Parts).Concat(table.PrimaryKey?.Parts ?? []).Select(part => part.Column).Concat(table.ForeignKeys.SelectMany(key => key.Columns)).ToHashSet();
        var free = table.Columns.LastOrDefault(column => !used.Contains(column.Name) && table.Columns.Count > 1 && table.Checks.Count == 0
            && table.Indexes.All(index => index.Parts.All(part => part.Expression is null)) && table.Columns.All(other => other.Generated is null));
        // An extra column that takes no NULL and has no default is an Error; every other extra one only a Warning, and goes all the same.
        if (free is not null && schema.Tables.All(other => other.ForeignKeys.All(key => key.ReferencedTable != table.Name)))
            yield return ($"drop {free.Name}", table with { Columns = [.. table.Columns.Where(column => !ReferenceEquals(column, free))] });
    }
}
