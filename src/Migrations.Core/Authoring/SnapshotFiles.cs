using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Migrations.Core.Drizzle;
using Migrations.Core.Projects;
using Migrations.Core.Sources;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Authoring;

/// <summary>A project's snapshots of drizzle-kit, <c>meta/NNNN_snapshot.json</c>: a chain in which each names the one before it.</summary>
internal static class SnapshotFiles
{
    private const string Ending = "_snapshot.json";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The newest snapshot, which is the last by name as it is for drizzle-kit; null where the project keeps none.</summary>
    public static string? Newest(MigrationProject project)
    {
        var folder = Path.GetDirectoryName(project.JournalPath)!;
        return Directory.Exists(folder) ? SourceFile.FilesIn(folder, "*" + Ending).OrderBy(Path.GetFileName, StringComparer.Ordinal).LastOrDefault() : null;
    }

    /// <summary>Reads one.</summary>
    public static DrizzleSnapshot Read(string path) => DrizzleSnapshot.Read(path, SourceFile.ReadAllBytes(path));

    /// <summary>The snapshot that follows: of <c>schema.ts</c>, or of the one before with one more column.</summary>
    /// <param name="project">The project.</param>
    /// <param name="newest">The snapshot before it.</param>
    /// <param name="tag">The migration's tag, whose number is the snapshot's too.</param>
    /// <param name="column">The statement that adds the one column; null for all of the schema.</param>
    /// <param name="cancellation">Ends the reading of the schema.</param>
    public static (SnapshotFile File, string Text) Next(MigrationProject project, string newest, string tag, AlterTableStatement? column, CancellationToken cancellation)
    {
        var id = Guid.NewGuid();
        var previous = Read(newest).Id;
        var text = column is null ? OfSchema(project, id, previous, cancellation) : OfColumn(newest, id, previous, column);
        var file = new SnapshotFile
        {
            Path = Path.Combine(Path.GetDirectoryName(newest)!, tag.Substring(0, tag.IndexOf('_')) + Ending),
            Id = id.ToString(),
            PreviousId = previous,
        };
        return (file, text);
    }

    private static string OfSchema(MigrationProject project, Guid id, string previous, CancellationToken cancellation) => SchemaScript.ReadSnapshot(
        new SchemaScriptRequest { Paths = project.SchemaPath, Root = project.Root, Casing = project.Casing, Environment = ProjectEnvironment.Of(project.Root) }, id, previous, cancellation);

    private static string OfColumn(string newest, Guid id, string previous, AlterTableStatement alter)
    {
        Read(newest); // what is no snapshot is said as such
        var root = JsonNode.Parse(SourceText.Load(newest).Text)!.AsObject();
        root["id"] = id.ToString();
        root["prevId"] = previous;
        var added = ((AddColumnsClause)alter.Clauses[0]).Columns[0].Column;
        if (root["tables"] is JsonObject tables && tables[alter.Table.Name] is JsonObject table && table["columns"] is JsonObject columns) columns[added.Name] = Column(added);
        return root.ToJsonString(Indented).Replace("\r\n", "\n");
    }

    private static JsonObject Column(Column column)
    {
        var node = new JsonObject
        {
            ["name"] = column.Name,
            ["type"] = column.Type,
            ["primaryKey"] = false,
            ["notNull"] = !column.IsNullable,
            ["autoincrement"] = column.IsAutoIncrement,
        };
        if (column.OnUpdate is not null) node["onUpdate"] = true;
        if (column.Generated is { } generated) node["generated"] = new JsonObject { ["as"] = generated.Expression, ["type"] = generated.IsStored ? "stored" : "virtual" };
        // drizzle-kit keeps a number as a number.
        if (column.Default is { } value)
            node["default"] = decimal.TryParse(value.Sql, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : value.Sql;
        return node;
    }
}
