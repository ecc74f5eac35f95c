using Migrations.Core.Journals;
using Migrations.Core.Servers;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>Lists a project's migrations with their states.</summary>
public static class MigrationListing
{
    /// <summary>The journaled migrations in order, then the files that the journal does not name.</summary>
    /// <param name="project">The project.</param>
    /// <param name="session">The database whose history tells the states; null for none.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static IReadOnlyList<MigrationInfo> Of(JournaledProject project, DatabaseSession? session, CancellationToken cancellation = default)
    {
        var rows = session is null ? null : new HistoryTable(session, project.Project.HistoryTable).Read(cancellation);
        var match = HistoryMatch.Of(project, rows);
        return
        [
            .. match.Entries.Select(entry => new MigrationInfo
            {
                Idx = entry.Entry.Idx,
                Tag = entry.Entry.Tag,
                Status = entry.Status,
                IsBaseline = entry.IsBaseline,
                When = entry.Entry.When,
                Path = entry.Path,
                Hash = entry.Hashes?.AsIs,
                HistoryHash = entry.Row?.Hash,
                HistoryId = entry.Row?.Id,
            }),
            .. project.UnjournaledTags().Select(tag => new MigrationInfo
            {
                Tag = tag,
                Status = MigrationStatus.Unjournaled,
                Path = project.PathOf(tag),
                Hash = new ContentHashes(Sources.SourceFile.ReadAllBytes(project.PathOf(tag))).AsIs,
            }),
        ];
    }
}
