using Migrations.Core.Drizzle;
using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Projects;

/// <summary>Finds the project that a folder belongs to.</summary>
public static class ProjectLocator
{
    // drizzle-kit takes the first of these that it finds.
    private static readonly string[] ConfigNames =
        ["drizzle.config.ts", "drizzle.config.mts", "drizzle.config.cts", "drizzle.config.js", "drizzle.config.mjs", "drizzle.config.cjs", "drizzle.config.json"];

    private const string DefaultMigrationsFolder = "drizzle"; // drizzle-kit's default of "out"

    /// <summary>Finds the project of a folder: the nearest folder upwards that has a <c>drizzle.config.*</c>, a <c>drizzle/meta/_journal.json</c>, or a <c>meta/_journal.json</c>.</summary>
    /// <param name="path">The project's root, any folder or file under it, or its configuration: <c>drizzle.config.*</c>, or another <c>*.config.ts</c> (or <c>.js</c>, <c>.json</c> …) of a project that has several.</param>
    /// <param name="options">What the caller says about it.</param>
    /// <exception cref="MigrationException"><c>ProjectNotFound</c>, <c>PathNotFound</c>, <c>SettingsInvalid</c>, <c>BaselineTagUnknown</c>, and what <see cref="DrizzleConfigScript.Read"/> throws.</exception>
    public static MigrationProject Locate(string path, ProjectOptions? options = null)
    {
        options ??= new ProjectOptions();
        var start = Path.GetFullPath(path);
        if (File.Exists(start) && IsConfig(start)) return FromConfig(start, options);
        // A .sql file need not exist: the preview of New-Migration names one that does not exist yet.
        var folder = Directory.Exists(start) ? start
            : File.Exists(start) || (start.EndsWith(".sql", StringComparison.OrdinalIgnoreCase) && Directory.Exists(Path.GetDirectoryName(start))) ? Path.GetDirectoryName(start)!
            : throw new MigrationException(
            ErrorIds.PathNotFound, $"There is no folder '{start}'.", "Give -Path an existing folder of the project.", target: path);

        var looked = new List<string>();
        string? journaledFolder = null;
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            looked.Add(at);
            if (ConfigIn(at) is { } config)
            {
                var project = FromConfig(config, options);
                // Started inside a migrations folder, the configuration above counts only if it speaks of that folder.
                if (journaledFolder is null || SameFolder(project.MigrationsFolder, journaledFolder)) return project;
            }
            else if (journaledFolder is null && HasJournal(Path.Combine(at, DefaultMigrationsFolder)))
            {
                return Build(new MigrationProject { Root = at, MigrationsFolder = Path.Combine(at, DefaultMigrationsFolder) }, options);
            }
            if (HasJournal(at)) journaledFolder ??= at;
        }
        if (journaledFolder is not null)
            return Build(new MigrationProject { Root = Path.GetDirectoryName(journaledFolder) ?? journaledFolder, MigrationsFolder = journaledFolder }, options);
        throw new MigrationException(
            ErrorIds.ProjectNotFound,
            $"No Drizzle project was found: no drizzle.config.* and no meta/_journal.json in {string.Join(", ", looked.Select(f => $"'{f}'"))}.",
            "Go to the project's folder, or give it with -Path.", target: path);
    }

    private static MigrationProject FromConfig(string configPath, ProjectOptions options)
    {
        var root = RootOf(configPath);
        var config = DrizzleConfigLiterals.TryRead(SourceText.Load(configPath)) ?? DrizzleConfigScript.Read(configPath, ProjectEnvironment.Of(root));
        if (config.Schema.Append(config.Out).Any(path => path.IndexOf('\0') >= 0))
        {
            throw new MigrationException(
                ErrorIds.DrizzleConfigInvalid, "A path of the configuration has the character U+0000 in it.", "Correct \"schema\" and \"out\".",
                new SourceLocation(configPath, 1, 1), configPath);
        }
        return Build(
            new MigrationProject
            {
                Root = root,
                ConfigPath = configPath,
                MigrationsFolder = Path.GetFullPath(Path.Combine(root, config.Out.Replace('/', Path.DirectorySeparatorChar))).TrimEnd(Path.DirectorySeparatorChar),
                SchemaPath = config.Schema,
                Casing = config.Casing,
                TablesFilter = config.TablesFilter,
                HistoryTable = config.MigrationsTable,
            },
            options);
    }

    private static bool IsConfig(string path) => Path.GetFileName(path).IndexOf(".config.", StringComparison.OrdinalIgnoreCase) > 0
        && Path.GetExtension(path).ToLowerInvariant() is ".ts" or ".mts" or ".cts" or ".js" or ".mjs" or ".cjs" or ".json";

    // drizzle-kit takes the paths in a configuration from the folder in which it is started: that of package.json. A configuration of another name may stand in a folder below.
    private static string RootOf(string configPath)
    {
        var folder = Path.GetDirectoryName(configPath)!;
        if (Path.GetFileName(configPath).StartsWith("drizzle.config.", StringComparison.OrdinalIgnoreCase)) return folder;
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
            if (File.Exists(Path.Combine(at, "package.json"))) return at;
        return folder;
    }

    private static MigrationProject Build(MigrationProject project, ProjectOptions options)
    {
        var settings = ProjectSettings.Read(project.Root);
        var schema = Path.Combine(project.MigrationsFolder, "schema.ts");
        if (project.SchemaPath.Count == 0 && File.Exists(schema)) project = project with { SchemaPath = [schema] };
        var baseline = options.BaselineTag ?? settings.BaselineTag;
        if (baseline is not null && !File.Exists(Path.Combine(project.MigrationsFolder, baseline + ".sql")))
        {
            throw new MigrationException(
                ErrorIds.BaselineTagUnknown, $"There is no baseline '{baseline}.sql' in '{project.MigrationsFolder}'.",
                $"Correct -BaselineTag, or \"baselineTag\" in {ProjectSettings.FileName}.", target: baseline);
        }
        return project with
        {
            BaselineTag = baseline,
            HistoryTable = options.HistoryTable ?? settings.HistoryTable ?? project.HistoryTable,
            HistoryHash = options.HistoryHash ?? settings.HistoryHash ?? project.HistoryHash,
            ExcludedRules = settings.ExcludedRules,
        };
    }

    /// <summary>The configuration that a folder has; null where it has none.</summary>
    internal static string? ConfigIn(string folder) => ConfigNames.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static bool HasJournal(string folder) => File.Exists(Path.Combine(folder, "meta", "_journal.json"));

    private static bool SameFolder(string a, string b) => string.Equals(
        a.TrimEnd(Path.DirectorySeparatorChar), b.TrimEnd(Path.DirectorySeparatorChar),
        Path.DirectorySeparatorChar == '\\' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
}
