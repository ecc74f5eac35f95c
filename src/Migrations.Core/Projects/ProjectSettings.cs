using System.Text;
using System.Text.Json;
using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Projects;

/// <summary>What a project's <c>migrations.json</c>, beside its <c>drizzle.config.*</c>, says.</summary>
/// <remarks>
/// <code>{ "baselineTag": "0070_baseline", "historyTable": "__drizzle_migrations", "historyHash": "WithoutBreakpoints", "excludeRules": ["missing-if-exists"] }</code>
/// </remarks>
internal sealed record ProjectSettings(string? BaselineTag, string? HistoryTable, HistoryHash? HistoryHash)
{
    /// <summary>The rules of <c>Test-Migration</c> that the project does without.</summary>
    public IReadOnlyList<string> ExcludedRules { get; init; } = [];

    /// <summary>The file's name.</summary>
    public const string FileName = "migrations.json";

    /// <summary>Reads the settings of a root folder; without a file, none are set.</summary>
    /// <exception cref="MigrationException"><c>SettingsInvalid</c>: not JSON, an unknown name, or a wrong value.</exception>
    public static ProjectSettings Read(string root)
    {
        var path = Path.Combine(root, FileName);
        if (!File.Exists(path)) return new ProjectSettings(null, null, null);
        var source = SourceText.Load(path);
        try
        {
            using var json = JsonDocument.Parse(source.Text);
            if (json.RootElement.ValueKind != JsonValueKind.Object) throw Invalid(source, "", "The settings are not a JSON object.");
            var settings = new ProjectSettings(null, null, null);
            foreach (var property in json.RootElement.EnumerateObject())
            {
                if (property.Name == "excludeRules")
                {
                    settings = settings with { ExcludedRules = Names(source, property) };
                    continue;
                }
                var value = property.Value.ValueKind == JsonValueKind.String
                    ? property.Value.GetString()! : throw Invalid(source, property.Name, $"\"{property.Name}\" is not a string.");
                if (value.Length == 0) throw Invalid(source, property.Name, $"\"{property.Name}\" is empty.");
                settings = property.Name switch
                {
                    "baselineTag" => settings with { BaselineTag = value },
                    "historyTable" => settings with { HistoryTable = value },
                    "historyHash" => settings with
                    {
                        HistoryHash = Enum.GetNames(typeof(HistoryHash)).FirstOrDefault(name => name.Equals(value, StringComparison.OrdinalIgnoreCase)) is { } known
                            ? (HistoryHash)Enum.Parse(typeof(HistoryHash), known) : throw Invalid(source, property.Name, $"\"{value}\" is no way to hash; there are Drizzle and WithoutBreakpoints."),
                    },
                    "$schema" => settings,
                    _ => throw Invalid(source, property.Name, $"There is no setting \"{property.Name}\"."),
                };
            }
            return settings;
        }
        catch (JsonException broken)
        {
            throw new MigrationException(
                ErrorIds.SettingsInvalid, "The settings are not valid JSON.", "Mend the file there.",
                PlaceOf(source, broken), path, broken);
        }
    }

    private static IReadOnlyList<string> Names(SourceText source, JsonProperty property) =>
        property.Value.ValueKind == JsonValueKind.Array && property.Value.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String)
            ? [.. property.Value.EnumerateArray().Select(name => name.GetString()!)]
            : throw Invalid(source, property.Name, $"\"{property.Name}\" is not a list of strings.");

    // The reader counts bytes, a column counts UTF-16 units.
    private static SourceLocation PlaceOf(SourceText source, JsonException broken)
    {
        var lineStart = 0;
        for (var line = broken.LineNumber ?? 0; line > 0; line--) lineStart = source.Text.IndexOf('\n', lineStart) + 1;
        var behind = Encoding.UTF8.GetBytes(source.Text.Substring(lineStart));
        return source.LocationAt(lineStart + Encoding.UTF8.GetCharCount(behind, 0, (int)Math.Min(behind.Length, broken.BytePositionInLine ?? 0)));
    }

    private static MigrationException Invalid(SourceText source, string name, string what) => new(
        ErrorIds.SettingsInvalid, what, "The settings are baselineTag, historyTable and historyHash, all strings, and excludeRules, a list of strings.",
        source.LocationAt(Math.Max(0, source.Text.IndexOf('"' + name + '"', StringComparison.Ordinal))), source.Path);
}
