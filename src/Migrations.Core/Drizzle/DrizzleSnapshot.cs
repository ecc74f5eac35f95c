using System.Text.Json;
using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Drizzle;

/// <summary>A snapshot of drizzle-kit, version 5: <c>meta/NNNN_snapshot.json</c>.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Schema">The schema that it holds.</param>
public sealed record DrizzleSnapshot(string Id, DatabaseSchema Schema)
{
    /// <summary>The id before the first snapshot (drizzle-kit's <c>originUUID</c>).</summary>
    public const string OriginId = "00000000-0000-0000-0000-000000000000";

    /// <summary>Reads a snapshot.</summary>
    /// <param name="path">The file's path, as shown in errors.</param>
    /// <param name="bytes">The file's bytes.</param>
    /// <exception cref="MigrationException"><c>SnapshotInvalid</c>: it is no JSON, of another dialect or version, or lacks what every snapshot has; <c>FileNotUtf8</c>.</exception>
    public static DrizzleSnapshot Read(string path, byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(SourceText.Decode(path, bytes).Text);
            var root = document.RootElement;
            if (Text(root, "dialect") != "mysql" || Text(root, "version") != "5")
                throw Invalid(path, $"is of dialect '{Text(root, "dialect")}' and version '{Text(root, "version")}', and not of mysql and 5", null);
            return new DrizzleSnapshot(
                root.GetProperty("id").GetString() ?? throw Invalid(path, "has no id", null),
                new DatabaseSchema { Tables = [.. Values(root, "tables").Select(ToTable)], Views = [.. Values(root, "views").Select(ToView)] });
        }
        catch (Exception bad) when (bad is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Invalid(path, "cannot be read: " + bad.Message, bad);
        }
    }

    private static MigrationException Invalid(string path, string what, Exception? inner) => new(
        ErrorIds.SnapshotInvalid, $"The snapshot '{path}' {what}.", "Bring it to its newest form with drizzle-kit up, or take it back from version control.", target: path, inner: inner);

    private static Table ToTable(JsonElement table) => new()
    {
        Name = Name(table),
        Columns = [.. Values(table, "columns").Select(ToColumn)],
        PrimaryKey = Values(table, "compositePrimaryKeys").Select(key => new PrimaryKey { Name = Text(key, "name"), Parts = [.. Strings(key, "columns").Select(column => new IndexPart { Column = column })] }).FirstOrDefault(),
        Indexes =
        [
            .. Values(table, "uniqueConstraints").Select(unique => new TableIndex
            {
                Name = Name(unique),
                Kind = IndexKind.Unique,
                IsConstraint = true,
                Parts = [.. Strings(unique, "columns").Select(column => new IndexPart { Column = column })],
            }),
            .. Values(table, "indexes").Select(index => ToIndex(index, [.. Values(table, "columns").Select(Name)])),
        ],
        ForeignKeys = [.. Values(table, "foreignKeys").Select(key => new ForeignKey
        {
            Name = Name(key),
            Columns = Strings(key, "columnsFrom"),
            ReferencedTable = key.GetProperty("tableTo").GetString()!,
            ReferencedColumns = Strings(key, "columnsTo"),
            OnDelete = Text(key, "onDelete"),
            OnUpdate = Text(key, "onUpdate"),
        })],
        Checks = [.. Values(table, "checkConstraint").Select(check => new CheckConstraint { Name = Name(check), Expression = Text(check, "value") ?? "" })],
    };

    private static Column ToColumn(JsonElement column) => DeclaredType.Apply(new()
    {
        Name = Name(column),
        Type = Text(column, "type") ?? "",
        IsNullable = !column.GetProperty("notNull").GetBoolean(),
        Default = Text(column, "default") is { } text ? Recording.ToDefault(text) : null,
        OnUpdate = IsTrue(column, "onUpdate") ? "CURRENT_TIMESTAMP" : null,
        IsAutoIncrement = IsTrue(column, "autoincrement"),
        Generated = column.TryGetProperty("generated", out var generated) && generated.ValueKind == JsonValueKind.Object
            ? new GeneratedColumn(Text(generated, "as") ?? "", Text(generated, "type") == "stored") : null,
    });

    // A part that is not the name of a column is written as SQL.
    private static TableIndex ToIndex(JsonElement index, IReadOnlyList<string> columns) => new()
    {
        Name = Name(index),
        Kind = IsTrue(index, "isUnique") ? IndexKind.Unique : IndexKind.Plain,
        Parts = [.. Strings(index, "columns").Select(part => columns.Contains(part) ? new IndexPart { Column = part } : Recording.ToPart(part))],
        Using = Text(index, "using"),
        Algorithm = Text(index, "algorithm"),
        Lock = Text(index, "lock"),
    };

    private static SchemaView ToView(JsonElement view) => new()
    {
        Name = Name(view),
        Definition = Text(view, "definition"),
        Algorithm = Text(view, "algorithm"),
        SqlSecurity = Text(view, "sqlSecurity"),
        CheckOption = Text(view, "withCheckOption"),
        Columns = [.. Values(view, "columns").Select(ToColumn)],
        IsExisting = IsTrue(view, "isExisting"),
    };

    private static string Name(JsonElement element) => element.GetProperty("name").GetString()!;

    private static IEnumerable<JsonElement> Values(JsonElement element, string name) =>
        element.TryGetProperty(name, out var values) && values.ValueKind == JsonValueKind.Object ? values.EnumerateObject().Select(property => property.Value) : [];

    private static List<string> Strings(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];

    private static bool IsTrue(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static string? Text(JsonElement element, string name) => !element.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Null => null,
        _ => value.GetRawText(),
    };
}
