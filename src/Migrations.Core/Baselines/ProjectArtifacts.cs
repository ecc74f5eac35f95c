using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Baselines;

/// <summary>A project's baseline and bootstrap files as they are on disk.</summary>
internal static class ProjectArtifacts
{
    /// <summary>The path of the baseline.</summary>
    /// <exception cref="MigrationException"><c>BaselineMissing</c>.</exception>
    public static string ExistingBaseline(this MigrationProject project) =>
        project.BaselinePath is { } path && File.Exists(path) ? path : throw new MigrationException(
            ErrorIds.BaselineMissing, $"The project in '{project.Root}' has no baseline.",
            "Make one (Initialize-MigrationProject adds it to the chain that is there), name the one there is with -BaselineTag, or compare with what the migrations add up to (-Against Journal), or with a database (-DatabaseUrl).",
            target: project.Root);

    /// <summary>The bootstrap files: indexes before constraints, for a foreign key may lean on an index.</summary>
    public static IReadOnlyList<string> BootstrapFiles(this MigrationProject project) => !Directory.Exists(project.BootstrapFolder)
        ? []
        : [.. SourceFile.FilesIn(project.BootstrapFolder, "*.sql")
            .OrderBy(path => Path.GetFileName(path).IndexOf("constraint", StringComparison.OrdinalIgnoreCase) >= 0).ThenBy(path => path, StringComparer.Ordinal)];
}
