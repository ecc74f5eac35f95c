using Migrations.Core.Servers;
using Migrations.Core.Sql.Ddl;
using Migrations.Model;

namespace Migrations.Core.Applying;

/// <summary>Who stood in the way of a statement that waited in vain for a lock.</summary>
internal static class Blockers
{
    private const int Shown = 3;

    /// <summary>The blocking sessions as a sentence; null where the refusal is no lock timeout, or nobody is to be seen.</summary>
    public static string? Of(DatabaseSession session, ServerError refusal, KnownStatement statement, CancellationToken cancellation)
    {
        if (refusal.Code != ErrorJudge.LockWaitTimeout || TableOf(statement) is not { } table) return null;
        var found = LockHolders.BlockersOf(session, table.Database, table.Name, cancellation, waitsForRows: statement.Nature == StatementNature.Data);
        if (found.Count == 0) return null;
        return (found[0].IsCertain ? "In its way: " : "In its way may be: ") + string.Join("; ", found.Take(Shown).Select(blocker => blocker.ToString()))
            + (found.Count > Shown ? $"; and {found.Count - Shown} more." : ".");
    }

    private static ObjectName? TableOf(KnownStatement statement) => statement.Ddl switch
    {
        AlterTableStatement alter => alter.Table,
        CreateTableStatement create => create.Table,
        CreateIndexStatement create => create.Table,
        DropStatement { OnTable: { } table } => table,
        DropStatement { Kind: DroppedKind.Table } drop => drop.Names[0],
        RenameTableStatement rename => rename.Renames[0].From,
        TruncateStatement truncate => truncate.Table,
        _ => statement.Target is { } target ? new ObjectName(null, target, default) : null,
    };
}
