using Migrations.Core.Sql.Ddl;

namespace Migrations.Core.Applying;

/// <summary>
/// Which statements the catalog alone can tell to be done. Those that only add, in tables that nothing else in the migration takes from, need no
/// checkpoint: run again, what is there is found there.
/// </summary>
internal sealed class CheckpointNeed
{
    private readonly HashSet<string> _changed = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool _isOpaque;

    private CheckpointNeed(IReadOnlyList<KnownStatement> statements)
    {
        foreach (var statement in statements)
        {
            if (statement.Nature == StatementNature.Opaque || (statement.Nature == StatementNature.Schema && statement.Ddl is UnknownStatement)) _isOpaque = true;
            if (statement.Nature != StatementNature.Schema || IsAdditive(statement.Ddl)) continue;
            foreach (var table in TablesOf(statement.Ddl)) _changed.Add(table.Name);
        }
        IsNeeded = statements.Any(NeedsCheckpoint);
    }

    /// <summary>Whether the migration has a statement of which the catalog cannot tell.</summary>
    public bool IsNeeded { get; }

    /// <summary>Looks at a migration.</summary>
    public static CheckpointNeed Of(IReadOnlyList<KnownStatement> statements) => new(statements);

    /// <summary>Whether a statement must be recorded to be known as done. A setting of the session is never done for good.</summary>
    public bool NeedsCheckpoint(KnownStatement statement) => statement.Nature switch
    {
        StatementNature.Session => false,
        StatementNature.Schema => _isOpaque || !IsAdditive(statement.Ddl) || TablesOf(statement.Ddl).Any(table => _changed.Contains(table.Name)),
        _ => true,
    };

    private static bool IsAdditive(DdlStatement statement) => statement switch
    {
        CreateTableStatement create => !create.OrReplace && create.Query is null,
        CreateIndexStatement create => !create.OrReplace,
        AlterTableStatement alter => alter.Clauses.All(clause => clause is AddColumnsClause or AddIndexClause or AddPrimaryKeyClause or AddForeignKeyClause or AddCheckClause or ExecutionClause),
        _ => false,
    };

    private static IEnumerable<ObjectName> TablesOf(DdlStatement statement) => statement switch
    {
        CreateTableStatement create => [create.Table],
        CreateIndexStatement create => [create.Table],
        AlterTableStatement alter => [alter.Table, .. alter.Clauses.OfType<RenameToClause>().Select(rename => rename.To)],
        DropStatement { Kind: DroppedKind.Table } drop => drop.Names,
        DropStatement { OnTable: { } table } => [table],
        RenameTableStatement rename => rename.Renames.SelectMany(pair => new[] { pair.From, pair.To }),
        TruncateStatement truncate => [truncate.Table],
        _ => [],
    };
}
