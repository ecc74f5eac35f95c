using System.Security.Cryptography;
using System.Text;
using Migrations.Core.Servers;

namespace Migrations.Core.Applying;

/// <summary>What is recorded of one migration while it is unfinished.</summary>
internal sealed class Checkpoints
{
    private readonly RunContext _run;
    private readonly string _tag;
    private readonly IReadOnlyList<KnownStatement> _statements;
    private readonly string? _fileHash;
    private bool _wasRefused;
    private bool _isBegun;

    private Checkpoints(RunContext run, PlannedMigration migration)
    {
        _run = run;
        _tag = migration.Tag;
        _statements = migration.Statements;
        Need = CheckpointNeed.Of(migration.Statements);
        var unfinished = migration.Unfinished;
        IsResumed = _isBegun = unfinished is not null;
        _fileHash = Need.IsNeeded && !IsResumed ? FileHashOf(migration) : null;
        _wasRefused = unfinished?.Refused ?? false;
        Recorded = unfinished?.Completed.Count ?? 0;
    }

    /// <summary>Which statements need to be recorded.</summary>
    public CheckpointNeed Need { get; }

    /// <summary>Whether an earlier run began the migration.</summary>
    public bool IsResumed { get; }

    /// <summary>How many statements are recorded as completed.</summary>
    public int Recorded { get; private set; }

    /// <summary>What brings the session back to where it was behind the last of them, as it was recorded: asked of the server, for a session that is new.</summary>
    /// <param name="cancellation">Ends the work.</param>
    public string? Memory(CancellationToken cancellation) => Recorded == 0 ? null : _run.Progress.Find(_tag, Recorded, cancellation)?.Session;

    /// <summary>Whether the statement behind the recorded ones may have been done by the earlier run: it was not refused, so it was under way, or about to be.</summary>
    public bool NextMayBeDone => IsResumed && !_wasRefused;

    /// <summary>Opens the record of a migration, and begins it where it is needed and new.</summary>
    public static Checkpoints Open(RunContext run, PlannedMigration migration, CancellationToken cancellation)
    {
        var checkpoints = new Checkpoints(run, migration);
        if (migration.Unfinished is { } unfinished && unfinished.Tag != migration.Tag) run.Progress.Rename(unfinished.Tag, migration.Tag, cancellation);
        if (migration.Unfinished is { Refused: true }) run.Progress.ClearRefused(migration.Tag, cancellation);
        else if (checkpoints._fileHash is { } hash)
        {
            // Of a statement that changes a schema the next run must know that it may be done. A data statement is done when it is recorded, and not before.
            var first = RunUnit.Of(migration.Statements).First(unit => unit.Statements.Any(checkpoints.Need.NeedsCheckpoint));
            checkpoints._isBegun = first.Kind is not (UnitKind.Data or UnitKind.OwnTransaction);
            if (checkpoints._isBegun) run.Progress.Begin(migration.Tag, hash, cancellation);
            else run.Progress.Ensure(cancellation);
        }
        return checkpoints;
    }

    /// <summary>The hash by which an unfinished migration is known again under another name.</summary>
    public static string FileHashOf(PlannedMigration migration) => Hash(string.Join("\n;\n", migration.Statements.Select(statement => statement.Statement.Text)));

    /// <summary>A statement's hash: its text without regard to the newline style of the checkout.</summary>
    public static string HashOf(KnownStatement statement) => Hash(statement.Statement.Text);

    /// <summary>Records everything up to a statement; where a transaction is open, in it.</summary>
    /// <param name="done">How many of the migration's statements are done.</param>
    /// <param name="commit">Whether the transaction is closed with it.</param>
    /// <param name="cancellation">Ends the work.</param>
    public void Record(int done, bool commit, CancellationToken cancellation)
    {
        // A unit can be one (a temporary table, autocommit off) without a statement that must be recorded: then there is no table to record in.
        if (done <= Recorded || !(Need.IsNeeded || IsResumed)) return;
        var memory = SessionMemory.Capture(_run.Session, _statements, done, cancellation);
        var rows = Enumerable.Range(Recorded, done - Recorded).Select(i => new ProgressRow(i + 1, HashOf(_statements[i]), i == done - 1 ? memory : null)).ToList();
        if (!_isBegun) rows.Insert(0, new ProgressRow(0, _fileHash!, null));
        _run.Progress.Complete(_tag, rows, commit, cancellation);
        Pending = done;
        if (commit) Confirm();
    }

    /// <summary>What was recorded in a transaction that is still open.</summary>
    private int? Pending { get; set; }

    /// <summary>The transaction with the last record was committed.</summary>
    public void Confirm()
    {
        if (Pending is not { } pending) return;
        Recorded = pending;
        _isBegun = true;
        Pending = null;
        _wasRefused = false;
    }

    /// <summary>Whether a statement's record is there, asked of the server: after a lost connection.</summary>
    public bool IsRecorded(int ordinal, CancellationToken cancellation)
    {
        if (_run.Progress.Find(_tag, ordinal + 1, cancellation) is null) return false;
        (Recorded, Pending, _wasRefused, _isBegun) = (ordinal + 1, null, false, true);
        return true;
    }

    /// <summary>The server refused the statement behind the recorded ones: the next run need not wonder whether it was done.</summary>
    public void MarkRefused(CancellationToken cancellation)
    {
        if (_isBegun) _run.Progress.MarkRefused(_tag, cancellation);
    }

    private static string Hash(string text)
    {
        using var sha = SHA256.Create();
        return BitConverter.ToString(sha.ComputeHash(Encoding.UTF8.GetBytes(text.Replace("\r\n", "\n")))).Replace("-", "").ToLowerInvariant();
    }
}
