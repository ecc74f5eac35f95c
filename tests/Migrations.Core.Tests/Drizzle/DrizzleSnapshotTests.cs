using System.Text;
using System.Text.Json;
using Migrations.Core.Drizzle;
using Migrations.Core.Schemas;
using Migrations.Model;

namespace Migrations.Core.Tests.Drizzle;

/// <summary>The snapshots that we write and read, held against those of drizzle-kit.</summary>
public sealed class DrizzleSnapshotTests(Oracle oracle) : IClassFixture<Oracle>
{
    public static TheoryData<string> Files => Oracle.Files();

    [Theory, MemberData(nameof(Files))]
    public void A_snapshot_is_that_of_drizzle_kit_key_for_key(string file)
    {
        var expected = oracle.Of(file);
        // The command line, which writes snapshots, crashes on bigint defaults.
        if (!expected.TryGetProperty("snapshot", out var snapshot) || file == "default-bigint.ts") return;
        var id = Guid.NewGuid();

        var written = SchemaScript.ReadSnapshot(Request(file, expected), id, DrizzleSnapshot.OriginId, TestContext.Current.CancellationToken);

        Assert.StartsWith($"{{\n  \"version\": \"5\",\n  \"dialect\": \"mysql\",\n  \"id\": \"{id}\",\n  \"prevId\": \"{DrizzleSnapshot.OriginId}\",\n  \"tables\": {{", written, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(written);
        // Its API orders the first keys in another way than its command line, and its internal ones belong to no file.
        foreach (var part in new[] { "tables", "views", "_meta", "internal" })
            Assert.Equal(JsonSerializer.Serialize(snapshot.GetProperty(part)), JsonSerializer.Serialize(document.RootElement.GetProperty(part)));
    }

    [Theory, MemberData(nameof(Files))]
    public void A_snapshot_is_read_as_the_schema_that_it_was_made_of(string file)
    {
        var expected = oracle.Of(file);
        if (Oracle.Divergent.ContainsKey(file)) return;
        var schema = SchemaScript.Read(Request(file, expected), TestContext.Current.CancellationToken);

        var snapshot = DrizzleSnapshot.Read("x.json", Encoding.UTF8.GetBytes(expected.GetProperty("snapshot").GetRawText()));

        var here = schema with { Tables = [.. schema.Tables.Where(table => table.Database is null)] };
        Assert.Empty(SchemaComparer.Compare(ShortNames(here), ShortNames(snapshot.Schema)));
        Assert.Equal(here.Tables.Select(table => table.Name), snapshot.Schema.Tables.Select(table => table.Name));
        Assert.Equal(schema.Views.Count, snapshot.Schema.Views.Count);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{\"version\":\"5\",\"dialect\":\"postgresql\"}")]
    [InlineData("{\"version\":\"5\",\"dialect\":\"mysql\",\"tables\":{}}")]
    [InlineData("{\"version\":\"5\",\"dialect\":\"mysql\",\"id\":\"a\",\"tables\":{\"t\":{\"name\":\"t\",\"columns\":{\"c\":{\"name\":\"c\"}}}}}")]
    public void What_is_no_snapshot_is_one_clear_error(string text) =>
        Assert.Equal("SnapshotInvalid", Assert.Throws<MigrationException>(() => DrizzleSnapshot.Read("x.json", Encoding.UTF8.GetBytes(text))).ErrorId);

    private static DatabaseSchema ShortNames(DatabaseSchema schema) => schema with { Tables = [.. schema.Tables.Select(Core.Schemas.ShortNames.Of)] };

    private SchemaScriptRequest Request(string file, JsonElement expected)
    {
        var casing = expected.TryGetProperty("casing", out var value) ? value.GetString() : null;
        return new SchemaScriptRequest
        {
            Root = oracle.Schemas,
            Paths = [file],
            Casing = casing switch { "snake_case" => ColumnCasing.SnakeCase, "camelCase" => ColumnCasing.CamelCase, _ => ColumnCasing.AsWritten },
        };
    }
}
