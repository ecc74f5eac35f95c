using Migrations.Core.Journals;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>What is said about a tag that the journal does not have.</summary>
internal static class MigrationNames
{
    /// <summary>The error: there is a file that is not journaled, or nothing.</summary>
    public static MigrationException Unknown(JournaledProject project, string tag) => project.UnjournaledTags().Contains(tag)
        ? new MigrationException(
            ErrorIds.MigrationNotJournaled, $"The journal does not name {tag}, so the history cannot have it.",
            $"Journal it first: Add-JournalEntry {tag}.", new SourceLocation(project.PathOf(tag), 1, 1), tag)
        : new MigrationException(ErrorIds.MigrationNotFound, $"There is no migration '{tag}'.", "Get-Migration lists them.", target: tag);
}
