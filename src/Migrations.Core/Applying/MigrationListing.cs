using Migrations.Core.Journals;
using Migrations.Core.Servers;
using Migrations.Core.Sources;
using Migrations.Core.Sql;
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
        var hasProgress = false;
        var rows = session is null ? null : new HistoryTable(session, project.Project.HistoryTable).Read(out hasProgress, cancellation);
        // Without a row the history does not say whether something is unfinished.
        var progress = session is not null && (hasProgress || rows!.Count == 0) ? new ProgressTable(session, project.Project.HistoryTable).Read(cancellation) : Progress.None;
        var match = HistoryMatch.Of(project, rows);
        return
        [
            .. match.Entries.Select(entry => WithProgress(entry, progress, session, new MigrationInfo
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
            })),
            .. project.UnjournaledTags().Select(tag => new MigrationInfo
            {
                Tag = tag,
                Status = MigrationStatus.Unjournaled,
                Path = project.PathOf(tag),
                Hash = new ContentHashes(SourceFile.ReadAllBytes(project.PathOf(tag))).AsIs,
            }),
        ];
    }

    /// <summary>The same, each pending migration with the coming outcome of its statements.</summary>
    /// <exception cref="MigrationException">What <see cref="MigrationPlan.Make"/> throws.</exception>
    public static IReadOnlyList<MigrationInfo> Detailed(JournaledProject project, DatabaseSession session, CancellationToken cancellation = default)
    {
        var coming = new MigrationRun(project, session, new RunOptions()).Preview(cancellation: cancellation).Where(result => !result.IsBootstrap).ToDictionary(result => result.Tag, StringComparer.Ordinal);
        return [.. Of(project, session, cancellation).Select(info => coming.TryGetValue(info.Tag, out var result) ? info with { Statements = result.Statements } : info)];
    }

    private static MigrationInfo WithProgress(MatchedEntry entry, Progress progress, DatabaseSession? session, MigrationInfo info)
    {
        if (progress.Migrations.Count == 0 || entry.Status is not (MigrationStatus.Pending or MigrationStatus.Modified)) return info;
        var planned = new PlannedMigration(entry, SqlScript.Parse(SourceText.Decode(entry.Path, entry.Bytes!), session!.Modes), "");
        if (Unfinished.Of(planned, progress) is not { } unfinished) return info;
        var done = unfinished.Completed.Count;
        // Begun, and refused at its first statement: nothing of it is there.
        if (done == 0 && unfinished.Refused) return info;
        return info with
        {
            Status = MigrationStatus.Partial,
            CompletedStatements = done,
            StatementCount = planned.Statements.Count,
            NextStatement = done < planned.Statements.Count ? planned.Statements[done].Statement.Location : null,
        };
    }
}
