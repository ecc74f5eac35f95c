using System.Text.Json;
using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Linting;

/// <summary>Findings as a file that other tools read: SARIF 2.1.0.</summary>
/// <remarks>The OASIS standard "Static Analysis Results Interchange Format Version 2.1.0". Columns are UTF-16 code units, as in <see cref="MigrationFinding"/>.</remarks>
public static class SarifReport
{
    private const string SchemaUri = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
    private const string RootId = "%SRCROOT%";

    /// <summary>Writes the report; another process sees the old file or the whole new one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="findings">The findings.</param>
    /// <param name="root">The project's root, which paths are relative to.</param>
    /// <param name="version">The module's version.</param>
    /// <exception cref="MigrationException"><c>FileUnwritable</c>.</exception>
    public static void Write(string path, IReadOnlyList<MigrationFinding> findings, string root, string version) =>
        SourceFile.Replace(path, Render(findings, root, version));

    /// <summary>The report as UTF-8.</summary>
    /// <param name="findings">The findings.</param>
    /// <param name="root">The project's root, which paths are relative to.</param>
    /// <param name="version">The module's version.</param>
    public static byte[] Render(IReadOnlyList<MigrationFinding> findings, string root, string version)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", SchemaUri);
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            WriteTool(json, version);
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteStartObject("originalUriBaseIds");
            // Where the project is on this machine is nobody's business.
            json.WriteStartObject(RootId);
            Text(json, "description", "The root folder of the project.");
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartArray("results");
            foreach (var finding in findings) WriteResult(json, finding, root);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    private static void WriteTool(Utf8JsonWriter json, string version)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "Migrations");
        json.WriteString("semanticVersion", version);
        json.WriteStartArray("rules");
        foreach (var rule in RuleCatalog.All)
        {
            var page = RuleCatalog.PageOf(rule.Id);
            json.WriteStartObject();
            json.WriteString("id", rule.Id);
            Text(json, "shortDescription", rule.Summary);
            Text(json, "fullDescription", rule.Summary);
            json.WriteString("helpUri", "urn:migrations:rule:" + rule.Id);
            json.WriteStartObject("help");
            json.WriteString("text", page);
            json.WriteString("markdown", page);
            json.WriteEndObject();
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", LevelOf(rule.Severity));
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, MigrationFinding finding, string root)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Rule);
        json.WriteNumber("ruleIndex", IndexOf(finding.Rule));
        json.WriteString("level", LevelOf(finding.Severity));
        Text(json, "message", $"{finding.Message} {finding.Fix}");
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        var relative = RelativeTo(root, finding.File);
        json.WriteString("uri", relative ?? new Uri(finding.File).AbsoluteUri);
        if (relative is not null) json.WriteString("uriBaseId", RootId);
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", finding.Line);
        json.WriteNumber("startColumn", finding.Column);
        json.WriteNumber("endLine", finding.EndLine);
        json.WriteNumber("endColumn", finding.EndColumn);
        if (finding.Statement is { } statement) Text(json, "snippet", statement);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("properties");
        json.WriteString("tag", finding.Tag);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static int IndexOf(string rule)
    {
        for (var i = 0; i < RuleCatalog.All.Count; i++)
        {
            if (RuleCatalog.All[i].Id == rule) return i;
        }
        return -1;
    }

    private static string LevelOf(FindingSeverity severity) => severity switch { FindingSeverity.Error => "error", FindingSeverity.Warning => "warning", _ => "note" };

    private static string? RelativeTo(string root, string file)
    {
        var folder = Path.GetFullPath(root).TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
        var full = Path.GetFullPath(file);
        if (!full.StartsWith(folder, Path.DirectorySeparatorChar == '\\' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)) return null;
        return string.Join("/", full.Substring(folder.Length).Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString));
    }
}
