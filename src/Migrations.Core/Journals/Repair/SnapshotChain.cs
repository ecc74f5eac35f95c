using System.Text.Json;
using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Journals.Repair;

/// <summary>drizzle-kit's snapshots (<c>meta/NNNN_snapshot.json</c>), of which each names the one before it.</summary>
/// <remarks>drizzle-kit 0.31 takes them in order of their names, diffs <c>schema.ts</c> with the last, and refuses two with one <c>prevId</c>.</remarks>
internal sealed class SnapshotChain
{
    private const string Suffix = "_snapshot.json";
    private readonly string _folder;
    private readonly JournalBase _first;

    private SnapshotChain(string folder, JournalBase first)
    {
        _folder = folder;
        _first = first;
    }

    /// <summary>Gives each snapshot the number of its migration and chains them anew, where the entries or a merge ask for it.</summary>
    /// <param name="folder">The folder <c>meta</c>.</param>
    /// <param name="entries">The repaired entries.</param>
    /// <param name="first">Which side of a conflict is the base branch.</param>
    /// <param name="batch">Takes what is to be written.</param>
    /// <returns>The changes.</returns>
    /// <exception cref="MigrationException"><c>SnapshotConflict</c>, <c>SnapshotInvalid</c>, <c>ConflictMarkersBroken</c>.</exception>
    public static IReadOnlyList<JournalChange> Repair(string folder, IReadOnlyList<RepairEntry> entries, JournalBase first, FileBatch batch) =>
        Directory.Exists(folder) ? new SnapshotChain(folder, first).Repair(entries, batch) : [];

    private IReadOnlyList<JournalChange> Repair(IReadOnlyList<RepairEntry> entries, FileBatch batch)
    {
        var before = SourceFile.FilesIn(_folder, "*" + Suffix).OrderBy(path => path, StringComparer.Ordinal).ToList();
        var placed = Place(before, entries);
        Chain(placed);
        var changes = new List<JournalChange>();
        foreach (var snapshot in placed.Where(snapshot => snapshot.IsChanged))
        {
            batch.Write(snapshot.Path, snapshot.Bytes);
            changes.Add(new JournalChange
            {
                Kind = JournalChangeKind.SnapshotChanged,
                File = snapshot.Path,
                OldFile = snapshot.OldPath == snapshot.Path ? null : snapshot.OldPath,
                Reason = string.Join(" ", snapshot.Reasons),
                Outcome = WriteOutcome.Planned,
            });
        }
        var kept = new HashSet<string>(placed.Select(snapshot => snapshot.Path), StringComparer.Ordinal);
        foreach (var path in before.Where(path => !kept.Contains(path))) batch.Delete(path);
        return changes;
    }

    private List<Snapshot> Place(IReadOnlyList<string> paths, IReadOnlyList<RepairEntry> entries)
    {
        var placed = new List<Snapshot>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var moving = new List<(Snapshot Snapshot, RepairEntry Owner)>();
        foreach (var path in paths)
        {
            var name = Path.GetFileName(path);
            var prefix = name.Substring(0, name.Length - Suffix.Length);
            var bytes = SourceFile.ReadAllBytes(path);
            var text = ConflictedText.Parse(path, bytes);
            var owners = entries.Where(entry => entry.OldPrefix == prefix).ToList();
            if (!text.HasConflicts)
            {
                var snapshot = Read(path, new ConflictSide(bytes, [], ""), bytes);
                // Of two migrations of one number nothing tells whose it is; its place among the others is right in any case.
                if (owners is [{ } only] && only.Prefix != prefix) moving.Add((snapshot, only));
                else Stay(snapshot);
                continue;
            }
            var sides = text.Sides(_first);
            var byOwner = sides.Select((_, side) => owners.FirstOrDefault(owner => owner.Side == side)).ToList();
            // A journal that was resolved already tells the sides by their order.
            if (byOwner.Any(owner => owner is null) && owners.Count == sides.Count) byOwner = [.. owners];
            if (byOwner.Any(owner => owner is null))
            {
                throw new MigrationException(
                    ErrorIds.SnapshotConflict, $"The snapshot has {sides.Count} sides, but the journal has not that many migrations with the number {prefix}.",
                    "Nothing was changed. Keep one side of it by hand (git checkout --ours -- FILE, or --theirs).", ConflictedText.FirstConflict(path, bytes), path);
            }
            for (var side = 0; side < sides.Count; side++)
            {
                var snapshot = Read(path, sides[side], bytes);
                snapshot.Reasons.Add($"The merge left two snapshots in one file; this is that of '{sides[side].Label}'.");
                if (byOwner[side]!.Prefix == prefix) Stay(snapshot);
                else moving.Add((snapshot, byOwner[side]!));
            }
        }
        foreach (var (snapshot, owner) in moving)
        {
            var target = Path.Combine(_folder, owner.Prefix + Suffix);
            if (!taken.Add(target))
            {
                throw new MigrationException(
                    ErrorIds.SnapshotConflict, $"'{target}' would be the snapshot of two migrations.",
                    "Nothing was changed. Remove or rename the snapshot that belongs to no migration.", target: target);
            }
            snapshot.Path = target;
            snapshot.IsMoved = true;
            snapshot.Reasons.Add($"Its migration is \"{owner.Tag}\" now.");
            placed.Add(snapshot);
        }
        placed.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return placed;

        void Stay(Snapshot snapshot)
        {
            taken.Add(snapshot.Path);
            placed.Add(snapshot);
        }
    }

    private static void Chain(List<Snapshot> snapshots)
    {
        var originals = snapshots.GroupBy(snapshot => snapshot.Id).ToDictionary(same => same.Key, same => (Snapshot: same.First(), same.First().Bytes));
        var parents = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < snapshots.Count; i++)
        {
            var snapshot = snapshots[i];
            var isAlone = parents.Add(snapshot.PrevId);
            var parent = originals.TryGetValue(snapshot.PrevId, out var own) ? own.Snapshot : null;
            var oldParent = own.Bytes;
            if (i > 0 && (!isAlone || snapshot.IsMoved) && snapshots[i - 1].Id != snapshot.PrevId)
            {
                parent = snapshots[i - 1];
                snapshot.PrevId = parent.Id;
                snapshot.Bytes = JsonProperty.WithText(snapshot.Bytes, "prevId", parent.Id);
                snapshot.Reasons.Add($"It follows {Path.GetFileName(parent.Path)}.");
                parents.Add(parent.Id);
            }
            if (parent is null || oldParent is null || parent == snapshot || oldParent.AsSpan().SequenceEqual(parent.Bytes)) continue;
            if (SnapshotMerge.Merge(oldParent, parent.Bytes, snapshot.Bytes) is { } merged)
            {
                if (merged.AsSpan().SequenceEqual(snapshot.Bytes)) continue;
                snapshot.Bytes = merged;
                snapshot.Reasons.Add("It has the changes of those before it.");
            }
            else
            {
                snapshot.Reasons.Add("What it changes was changed differently before it, so it lacks the changes of those before it: drizzle-kit generate will write them again.");
            }
        }
    }

    private static Snapshot Read(string path, ConflictSide side, byte[] inFile)
    {
        try
        {
            if (JsonProperty.Text(side.Bytes, "id") is { } id && JsonProperty.Text(side.Bytes, "prevId") is { } previous)
                return new Snapshot(path, side.Bytes, id, previous, isSplit: !ReferenceEquals(side.Bytes, inFile));
        }
        catch (JsonException broken)
        {
            var at = side.InFile(new SourceLocation(path, (int)(broken.LineNumber ?? 0) + 1, (int)(broken.BytePositionInLine ?? 0) + 1));
            if (side.Lines.Count == 0) at = at with { Line = (int)(broken.LineNumber ?? 0) + 1 };
            throw new MigrationException(ErrorIds.SnapshotInvalid, "The snapshot is not valid JSON.", "Nothing was changed. Mend it there, or remove the file.", at, path, broken);
        }
        throw new MigrationException(
            ErrorIds.SnapshotInvalid, "The snapshot has no \"id\" and \"prevId\".", "Nothing was changed. Restore it, or remove the file.", new SourceLocation(path, 1, 1), path);
    }

    private sealed class Snapshot(string path, byte[] bytes, string id, string previous, bool isSplit)
    {
        private readonly byte[] _before = bytes;

        public string OldPath { get; } = path;

        public string Path { get; set; } = path;

        public byte[] Bytes { get; set; } = bytes;

        public string Id { get; } = id;

        public string PrevId { get; set; } = previous;

        public bool IsMoved { get; set; }

        public List<string> Reasons { get; } = [];

        public bool IsChanged => isSplit || IsMoved || Bytes != _before;
    }
}
