using System.Text.Json;
using System.Text.RegularExpressions;
using Migrations.Core.Drizzle;
using Migrations.Core.Scripts;
using Migrations.Model;

namespace Migrations.Core.Tests.Drizzle;

/// <summary>The reader and the writer, held against drizzle-kit's export and snapshot and drizzle-orm's own table configuration.</summary>
public sealed class OracleTests(Oracle oracle) : IClassFixture<Oracle>
{
    public static TheoryData<string> Files => Oracle.Files();

    private DatabaseSchema Read(string file, JsonElement expected)
    {
        var casing = expected.TryGetProperty("casing", out var value) ? value.GetString() : null;
        return SchemaScript.Read(new SchemaScriptRequest
        {
            Root = oracle.Schemas,
            Paths = [file],
            Casing = casing switch { "snake_case" => ColumnCasing.SnakeCase, "camelCase" => ColumnCasing.CamelCase, _ => ColumnCasing.AsWritten },
        }, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void There_are_at_least_forty_schemas() => Assert.True(Files.Count >= 40);

    [Theory, MemberData(nameof(Files))]
    public void Statements_are_those_of_drizzle_kit(string file)
    {
        var expected = oracle.Of(file);
        var statements = DrizzleKitWriter.Write(Read(file, expected));
        var migration = !expected.TryGetProperty("statements", out var written) ? []
            : written.EnumerateArray().Select(item => item.GetString()!.TrimEnd('\n')).Distinct().ToList();
        if (Oracle.Divergent.ContainsKey(file))
        {
            Assert.NotEqual(migration, statements.Select(statement => statement.Text));
            return;
        }

        Assert.Equal(migration, statements.Select(statement => statement.Text));

        // The command line knows no casing when it exports.
        if (expected.TryGetProperty("casing", out _)) return;
        var export = string.Join("\n", statements.Select(statement => statement.Text + (statement.Kind == DrizzleKitStatementKind.Table ? "\n" : "")));
        Assert.Equal(expected.GetProperty("export").GetString()!.TrimEnd(), export.TrimEnd());
    }

    [Theory, MemberData(nameof(Files))]
    public void Model_is_drizzle_kits_snapshot(string file)
    {
        var expected = oracle.Of(file);
        if (Oracle.Divergent.ContainsKey(file)) return;
        var schema = Read(file, expected);
        var snapshot = expected.GetProperty("snapshot");
        var tables = snapshot.GetProperty("tables").EnumerateObject().ToList();
        Assert.Equal(tables.Select(table => table.Name), schema.Tables.Where(table => table.Database is null).Select(table => table.Name));
        foreach (var table in tables) CompareTable(table.Value, schema.Tables.Single(item => item.Name == table.Name && item.Database is null), snapshot);
        foreach (var view in snapshot.GetProperty("views").EnumerateObject()) CompareView(view.Value, schema.Views.Single(item => item.Name == view.Name));
        Assert.Equal(snapshot.GetProperty("views").EnumerateObject().Count(), schema.Views.Count);
    }

    [Theory, MemberData(nameof(Files))]
    public void Model_is_drizzle_orms_table_configuration(string file)
    {
        var expected = oracle.Of(file);
        var schema = Read(file, expected);
        foreach (var table in expected.GetProperty("tables").EnumerateArray())
        {
            var actual = schema.Tables.Single(item => item.Name == Text(table, "name") && item.Database == Text(table, "schema"));
            foreach (var (column, index) in table.GetProperty("columns").EnumerateArray().Select((column, index) => (column, index)))
            {
                Assert.Equal(Text(column, "name"), actual.Columns[index].Name);
                Assert.Equal(column.GetProperty("autoIncrement").GetBoolean(), actual.Columns[index].IsAutoIncrement);
                Assert.Equal(column.GetProperty("onUpdateNow").GetBoolean(), actual.Columns[index].OnUpdate is not null);
                if (Text(column, "default") is { } value && Regex.IsMatch(value, @"^\d+n$")) Assert.Equal(value.TrimEnd('n'), actual.Columns[index].Default!.Sql);
            }

            foreach (var index in table.GetProperty("indexes").EnumerateArray())
            {
                var found = actual.Indexes.Single(item => item.Name == Text(index, "name"));
                Assert.Equal(Text(index, "using"), found.Using);
                Assert.Equal(Text(index, "algorithm"), found.Algorithm);
                Assert.Equal(Text(index, "lock"), found.Lock);
                Assert.Equal(index.GetProperty("unique").GetBoolean() ? IndexKind.Unique : IndexKind.Plain, found.Kind);
                Assert.Equal(index.GetProperty("columns").GetArrayLength(), found.Parts.Count);
            }
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void Everything_knows_where_it_is_declared(string file)
    {
        var schema = Read(file, oracle.Of(file));
        foreach (var table in schema.Tables)
        {
            AssertDeclared(table.Location, "");
            foreach (var column in table.Columns) AssertDeclared(column.Location, "");
            foreach (var index in table.Indexes.Where(index => !index.IsConstraint)) AssertDeclared(index.Location, "ndex(");
            foreach (var key in table.ForeignKeys) AssertDeclared(key.Location, "");
            foreach (var check in table.Checks) AssertDeclared(check.Location, "check(");
        }

        foreach (var view in schema.Views) AssertDeclared(view.Location, "");
    }

    [Fact]
    public void Erased_files_mean_what_esbuild_makes_of_them()
    {
        if (!oracle.IsAvailable) Assert.Skip("Node.js is not installed; the oracle cannot speak.");
        var folder = Path.Combine(oracle.Folder, "obj", "erased");
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        foreach (var file in Directory.EnumerateFiles(oracle.Schemas, "*.ts", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file);
            var erased = TypeScriptEraser.Erase(text, file);
            // esbuild writes enums, namespaces and the like in a form of its own, and it calls decorators, which are erased here;
            // what all these evaluate to is compared by the schemas themselves.
            if (erased.Length != text.Length || Regex.IsMatch(text, @"^\s*@\w", RegexOptions.Multiline)) continue;
            var target = Path.Combine(folder, Path.GetRelativePath(oracle.Schemas, file) + ".mjs");
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllText(target, erased);
        }

        oracle.Run("node", "oracle.mjs", "compare", oracle.Schemas, folder);
    }

    private static void AssertDeclared(SourceLocation? location, string expected)
    {
        Assert.NotNull(location);
        var line = File.ReadAllLines(location.File)[location.Line - 1];
        Assert.InRange(location.Column, 1, line.Length);
        Assert.Matches(@"^[\w.$]+\s*[(.]", line[(location.Column - 1)..]);
        Assert.Contains(expected, line);
    }

    private static void CompareTable(JsonElement expected, Table actual, JsonElement snapshot)
    {
        var columns = expected.GetProperty("columns").EnumerateObject().Select(item => item.Value).ToList();
        Assert.Equal(columns.Count, actual.Columns.Count);
        for (var i = 0; i < columns.Count; i++) CompareColumn(columns[i], actual.Columns[i]);

        var keys = expected.GetProperty("compositePrimaryKeys").EnumerateObject().Select(item => item.Value).ToList();
        Assert.Equal(keys.Count == 0 ? null : Text(keys[0], "name"), actual.PrimaryKey?.Name);
        if (keys.Count > 0) Assert.Equal(Strings(keys[0], "columns"), actual.PrimaryKey!.Parts.Select(part => part.Column));

        var uniques = expected.GetProperty("uniqueConstraints").EnumerateObject().Select(item => item.Value).ToList();
        var constraints = actual.Indexes.Where(index => index.IsConstraint).ToList();
        Assert.Equal(uniques.Select(item => $"{Text(item, "name")}({string.Join(",", Strings(item, "columns"))})"),
            constraints.Select(item => $"{item.Name}({string.Join(",", item.Parts.Select(part => part.Column))})"));

        var indexes = expected.GetProperty("indexes").EnumerateObject().Select(item => item.Value).ToList();
        var others = actual.Indexes.Where(index => !index.IsConstraint).ToList();
        Assert.Equal(indexes.Select(item => Text(item, "name")), others.Select(item => item.Name));
        foreach (var (index, found) in indexes.Zip(others))
        {
            Assert.Equal(index.GetProperty("isUnique").GetBoolean(), found.Kind == IndexKind.Unique);
            Assert.Equal(Text(index, "using"), found.Using);
            Assert.Equal(Text(index, "algorithm"), found.Algorithm);
            Assert.Equal(Text(index, "lock"), found.Lock);
            Assert.Equal(Strings(index, "columns"), found.Parts.Select(part =>
                part.Expression is not null ? $"({part.Expression})"
                : part.Length is not null ? $"`{part.Column}`({part.Length})"
                : part.IsDescending ? $"`{part.Column}` desc" : part.Column));
        }

        var foreignKeys = expected.GetProperty("foreignKeys").EnumerateObject().Select(item => item.Value).ToList();
        Assert.Equal(foreignKeys.Count, actual.ForeignKeys.Count);
        foreach (var (key, found) in foreignKeys.Zip(actual.ForeignKeys))
        {
            Assert.Equal(Text(key, "name"), found.Name);
            Assert.Equal(Text(key, "tableTo"), found.ReferencedTable);
            Assert.Equal(Strings(key, "columnsFrom"), found.Columns);
            Assert.Equal(Strings(key, "columnsTo"), found.ReferencedColumns);
            Assert.Equal(Text(key, "onDelete"), found.OnDelete ?? "no action");
            Assert.Equal(Text(key, "onUpdate"), found.OnUpdate ?? "no action");
        }

        var checks = expected.GetProperty("checkConstraint").EnumerateObject().Select(item => item.Value).ToList();
        Assert.Equal(checks.Select(item => (Text(item, "name"), Text(item, "value"))), actual.Checks.Select(item => (item.Name, (string?)item.Expression)));
        Assert.NotEqual(default, snapshot);
    }

    private static void CompareColumn(JsonElement expected, Column actual)
    {
        Assert.Equal(Text(expected, "name"), actual.Name);
        Assert.Equal(
            Text(expected, "type"), actual.Type + (actual.CharacterSet is { } set ? $" CHARACTER SET {set}" : "") + (actual.Collation is { } collation ? $" COLLATE {collation}" : ""));
        Assert.Equal(expected.GetProperty("notNull").GetBoolean(), !actual.IsNullable);
        Assert.Equal(expected.GetProperty("autoincrement").GetBoolean(), actual.IsAutoIncrement);
        Assert.Equal(expected.TryGetProperty("onUpdate", out var onUpdate) && onUpdate.ValueKind == JsonValueKind.True, actual.OnUpdate is not null);
        var isGenerated = expected.TryGetProperty("generated", out var generated);
        Assert.Equal(isGenerated ? Text(generated, "as") : null, actual.Generated?.Expression);
        if (isGenerated) Assert.Equal(Text(generated, "type") == "stored", actual.Generated!.IsStored);
        var hasDefault = expected.TryGetProperty("default", out var value);
        Assert.Equal(!hasDefault ? null : value.ValueKind switch { JsonValueKind.String => value.GetString(), JsonValueKind.Null => "null", _ => value.GetRawText() }, actual.Default?.Sql);
    }

    private static void CompareView(JsonElement expected, SchemaView actual)
    {
        Assert.Equal(expected.GetProperty("isExisting").GetBoolean(), actual.IsExisting);
        Assert.Equal(Text(expected, "definition"), actual.Definition);
        Assert.Equal(Text(expected, "algorithm"), actual.Algorithm ?? "undefined");
        Assert.Equal(Text(expected, "sqlSecurity"), actual.SqlSecurity ?? "definer");
        Assert.Equal(Text(expected, "withCheckOption"), actual.CheckOption);
        Assert.Equal(expected.GetProperty("columns").EnumerateObject().Select(item => item.Name), actual.Columns.Select(column => column.Name).Distinct());
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value.ToString() : null;

    private static IEnumerable<string?> Strings(JsonElement element, string name) => element.GetProperty(name).EnumerateArray().Select(item => item.GetString());
}
