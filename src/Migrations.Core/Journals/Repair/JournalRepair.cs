using Migrations.Core.Projects;
using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Journals.Repair;

/// <summary>What a repair may do.</summary>
public sealed record JournalRepairOptions
{
    /// <summary>The side of a merge whose migrations come first and keep their numbers.</summary>
    public JournalBase Base { get; init; }

    /// <summary>Whether entries whose file is missing are taken out.</summary>
    public bool RemoveMissing { get; init; }

    /// <summary>The baseline's tag; null to find it.</summary>
    public string? BaselineTag { get; init; }
}

/// <summary>
/// Makes a journal whole after a merge: the entries of both sides, rising numbers and times, files and snapshots under their new numbers, and the
/// migrations that no entry names. What is right is left as it is, to the byte.
/// </summary>
/// <remarks>
/// A renumbered migration stays applied: histories know it by its text's hash. A migration that was edited after it was applied is known by its
/// <c>when</c> alone, so that is changed only where the order demands it.
/// </remarks>
public sealed class JournalRepair
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);

    private readonly MigrationProject _project;
    private readonly JournalRepairOptions _options;
    private readonly DateTimeOffset _now;
    private readonly FileBatch _batch = new();
    private readonly List<JournalChange> _changes = [];

    private JournalRepair(MigrationProject project, JournalRepairOptions options, DateTimeOffset now)
    {
        _project = project;
        _options = options;
        _now = now;
    }

    /// <summary>Repairs a project's journal.</summary>
    /// <param name="project">The project.</param>
    /// <param name="options">What may be done.</param>
    /// <param name="now">The present time: the <c>when</c> of added files.</param>
    /// <param name="preview">Whether to change nothing.</param>
    /// <returns>The changes; none where there is nothing to do. Either all of them are made or none.</returns>
    /// <exception cref="MigrationException">
    /// <c>JournalNotFound</c>; what reading the journal throws, duplicates excepted; <c>ConflictMarkersBroken</c>, <c>JournalEntryConflict</c>, <c>JournalFrameConflict</c>,
    /// <c>JournalTagCase</c>, <c>MigrationFileConflict</c>, <c>SnapshotConflict</c>, <c>SnapshotInvalid</c>; <c>FolderBusy</c>, <c>FileUnwritable</c>.
    /// </exception>
    public static IReadOnlyList<JournalChange> Run(MigrationProject project, JournalRepairOptions options, DateTimeOffset now, bool preview)
    {
        using var held = preview ? null : FolderLock.Take(project.MigrationsFolder, Wait);
        var repair = new JournalRepair(project, options, now);
        repair.Plan();
        if (preview || repair._changes.Count == 0) return repair._changes;
        repair._batch.Commit();
        return [.. repair._changes.Select(change => change with { Outcome = WriteOutcome.Written })];
    }

    private void Plan()
    {
        var path = _project.JournalPath;
        if (!File.Exists(path)) Journal.Read(path); // says that there is none
        var merge = JournalMerge.Read(path, SourceFile.ReadAllBytes(path), _options.Base);
        var tags = FileTags();
        CheckFiles(tags);
        if (merge.HadConflicts)
        {
            var sides = merge.Entries.GroupBy(entry => entry.Label).Select(side => $"{side.Count()} of '{side.Key}'");
            Add(new JournalChange { Kind = JournalChangeKind.ConflictResolved, File = path, Reason = $"The merge left conflict markers; the entries of all sides are kept: {string.Join(", ", sides)}." });
        }
        foreach (var duplicate in merge.Duplicates) AddRemoval(duplicate, "It stands in the journal twice.");

        var entries = merge.Entries.ToList();
        foreach (var (old, now) in Renumbered(entries, tags))
        {
            AddRemoval(old, $"It is \"{now.OldTag}\": one side had renumbered it before.");
            entries.Remove(old);
        }
        if (_options.RemoveMissing)
        {
            foreach (var missing in entries.Where(entry => !tags.Contains(entry.OldTag)).ToList())
            {
                AddRemoval(missing, "Its file is missing.");
                entries.Remove(missing);
            }
        }
        var baseline = _options.BaselineTag ?? _project.BaselineTag ?? JournaledProject.FindBaseline(_project, entries.Select(entry => entry.Before!));
        entries.AddRange(Unjournaled(tags, merge.Entries, baseline));
        var numbered = JournalNumbering.Number(entries, baseline, _now);
        MoveFiles(numbered, tags);
        foreach (var entry in numbered.Where(entry => entry.IsChanged)) AddChange(entry);
        var snapshots = SnapshotChain.Repair(Path.GetDirectoryName(path)!, numbered, _options.Base, _batch);
        RenameBaseline(numbered.FirstOrDefault(entry => entry.OldTag == baseline && entry.Tag != baseline));
        if (_changes.Any(change => change.Kind != JournalChangeKind.SettingsChanged)) _batch.Write(path, JournalRewriter.Write(merge.First, numbered));
        _changes.AddRange(snapshots);
    }

    // A branch that goes on after its migrations were renumbered elsewhere brings their old entries again; their files went with the new numbers.
    private static List<(RepairEntry Old, RepairEntry Now)> Renumbered(IReadOnlyList<RepairEntry> entries, HashSet<string> tags) =>
    [
        .. from old in entries
           where !tags.Contains(old.OldTag) && MigrationTag.NumberOf(old.OldTag) is not null
           let same = entries.Where(entry => entry.Side != old.Side && tags.Contains(entry.OldTag) && NameOf(entry.OldTag) == NameOf(old.OldTag)).ToList()
           where same.Count == 1
           select (old, same[0]),
    ];

    private static string NameOf(string tag) => MigrationTag.NumberOf(tag) is null ? tag : tag.Substring(tag.Split('_')[0].Length);

    private HashSet<string> FileTags() =>
        new(SourceFile.FilesIn(_project.MigrationsFolder, "*.sql").Select(file => Path.GetFileNameWithoutExtension(file)!), StringComparer.Ordinal);

    private string PathOf(string tag) => Path.Combine(_project.MigrationsFolder, tag + ".sql");

    // Two branches that gave different migrations one name: no renumbering tells them apart, and no server runs a conflict marker.
    private void CheckFiles(IEnumerable<string> tags)
    {
        foreach (var tag in tags.OrderBy(tag => tag, StringComparer.Ordinal))
        {
            if (ConflictedText.FirstConflict(PathOf(tag), SourceFile.ReadAllBytes(PathOf(tag))) is not { } conflict) continue;
            throw new MigrationException(
                ErrorIds.MigrationFileConflict, $"The migration \"{tag}\" has conflict markers: the two sides gave different texts this name.",
                "Nothing was changed. Resolve the file first; where both texts are needed, give one side's another name.", conflict, tag);
        }
    }

    // In order of their numbers, at the end: databases may have everything that is journaled. A file without a number is no migration, and a
    // baseline that nobody journaled is its keeper's business.
    private IEnumerable<RepairEntry> Unjournaled(HashSet<string> tags, IReadOnlyList<RepairEntry> entries, string? baseline)
    {
        var journaled = new HashSet<string>(entries.Select(entry => entry.OldTag), StringComparer.OrdinalIgnoreCase);
        var side = entries.Count == 0 ? 1 : entries.Max(entry => entry.Side) + 1;
        return tags.Where(tag => !journaled.Contains(tag) && MigrationTag.NumberOf(tag) is not null && MigrationTag.WhyUnsafe(tag) is null && tag != baseline)
            .Where(tag => tag.IndexOf("baseline", StringComparison.OrdinalIgnoreCase) < 0 || JournaledProject.TablesIn(PathOf(tag)) == 0)
            .OrderBy(MigrationTag.NumberOf).ThenBy(tag => tag, StringComparer.Ordinal)
            .Select(tag => new RepairEntry { OldTag = tag, Tag = tag, Side = side });
    }

    private void MoveFiles(IReadOnlyList<RepairEntry> entries, HashSet<string> tags)
    {
        var moved = entries.Where(entry => entry.Tag != entry.OldTag && tags.Contains(entry.OldTag)).ToList();
        var leaving = new HashSet<string>(moved.Select(entry => entry.OldTag), StringComparer.OrdinalIgnoreCase);
        var files = new HashSet<string>(tags, StringComparer.OrdinalIgnoreCase);
        foreach (var entry in moved)
        {
            if (files.Contains(entry.Tag) && !leaving.Contains(entry.Tag))
            {
                throw new MigrationException(
                    ErrorIds.FileExists, $"\"{entry.OldTag}\" would become \"{entry.Tag}\", and there is such a file.",
                    "Nothing was changed. Rename or remove that file.", target: PathOf(entry.Tag));
            }
            _batch.Delete(PathOf(entry.OldTag));
        }
        foreach (var entry in moved) _batch.Write(PathOf(entry.Tag), SourceFile.ReadAllBytes(PathOf(entry.OldTag)));
    }

    private void RenameBaseline(RepairEntry? renamed)
    {
        var path = Path.Combine(_project.Root, ProjectSettings.FileName);
        if (renamed is null || !File.Exists(path)) return;
        var bytes = SourceFile.ReadAllBytes(path);
        if (JsonProperty.Text(bytes, "baselineTag") != renamed.OldTag) return;
        _batch.Write(path, JsonProperty.WithText(bytes, "baselineTag", renamed.Tag));
        Add(new JournalChange { Kind = JournalChangeKind.SettingsChanged, OldTag = renamed.OldTag, Tag = renamed.Tag, File = path, Reason = "The baseline has another number now." });
    }

    private void AddChange(RepairEntry entry)
    {
        var before = entry.Before;
        var isRenamed = entry.Tag != entry.OldTag;
        var reasons = new List<string>();
        if (before is null) reasons.Add("No entry named this file.");
        if (isRenamed) reasons.Add("Its number was that of another migration, or stood behind a larger one.");
        else if (before is not null && before.Idx != entry.Idx) reasons.Add("Its place in the journal is another one.");
        if (before is not null && before.When != entry.When) reasons.Add("Its time was not behind that of the entry before it.");
        Add(new JournalChange
        {
            Kind = before is null ? JournalChangeKind.EntryAdded : isRenamed ? JournalChangeKind.EntryRenumbered : JournalChangeKind.EntryChanged,
            OldTag = before?.Tag,
            Tag = entry.Tag,
            OldIdx = before?.Idx,
            Idx = entry.Idx,
            OldWhen = before?.When,
            When = entry.When,
            File = PathOf(entry.Tag),
            OldFile = isRenamed ? PathOf(entry.OldTag) : null,
            Reason = string.Join(" ", reasons),
        });
    }

    private void AddRemoval(RepairEntry entry, string reason) => Add(new JournalChange
    {
        Kind = JournalChangeKind.EntryRemoved,
        OldTag = entry.OldTag,
        OldIdx = entry.Before!.Idx,
        OldWhen = entry.Before.When,
        File = PathOf(entry.OldTag),
        Reason = reason,
    });

    private void Add(JournalChange change) => _changes.Add(change with { Outcome = WriteOutcome.Planned });
}
