using System.Runtime.CompilerServices;
using Migrations.Core.Sql.Ddl;

namespace Migrations.Core.Applying;

/// <summary>What of a statement's work can be seen in the catalog afterwards.</summary>
internal static class StatementSight
{
    /// <summary>Whether it leaves nothing behind that anybody could look for: settings of its session, temporary tables, transactions, queries.</summary>
    public static bool IsWithoutTrace(KnownStatement statement) =>
        statement.Nature is StatementNature.Session or StatementNature.Begin or StatementNature.Commit or StatementNature.Chain or StatementNature.Rollback or StatementNature.Savepoint or StatementNature.Lock
        || (statement.Nature == StatementNature.Data && statement.Statement.LeadingWords(1) is "SELECT" or "SHOW" or "EXPLAIN" or "DESCRIBE" or "DESC" or "HELP" or "DO" or "TABLE" or "VALUES")
        || statement.Ddl is AlterTableStatement { Clauses.Count: > 0 } alter && alter.Clauses.All(clause => clause is ExecutionClause);

    /// <summary>Whether all that it does can be seen.</summary>
    public static bool IsSeen(KnownStatement statement) => statement.Nature == StatementNature.Schema && statement.Ddl switch
    {
        CreateTableStatement create => create.Query is null && create.Like is null && !create.Elements.Any(element => element is UnknownElement),
        AlterTableStatement alter => alter.Clauses.Count > 0 && !alter.Clauses.Any(IsUnseen),
        CreateIndexStatement or RenameTableStatement or CreateViewStatement => true,
        DropStatement drop => drop.Kind is DroppedKind.Table or DroppedKind.View || (drop.Kind == DroppedKind.Index && drop.OnTable is not null),
        _ => false,
    };

    /// <summary>Whether some of what it does can be seen.</summary>
    public static bool IsPartlySeen(KnownStatement statement) => statement.Nature == StatementNature.Schema && statement.Ddl is CreateTableStatement or AlterTableStatement;

    /// <summary>Why not all of it can be seen.</summary>
    public static string WhyUnseen(KnownStatement statement) => statement.Nature switch
    {
        StatementNature.Data => "Whether rows were read or written cannot be seen afterwards.",
        StatementNature.Opaque => "What it does is not in its text.",
        _ => statement.Ddl switch
        {
            TruncateStatement => "Whether a table was emptied cannot be seen afterwards.",
            CreateTableStatement or AlterTableStatement when TablesOf(statement.Ddl).Any(table => table.Database is not null) => "It is about another database.",
            CreateTableStatement or AlterTableStatement => "Not all that it does can be compared with the catalog.",
            _ => "What it does is not compared with the catalog.",
        },
    };

    /// <summary>The tables that a statement names as its own, as written.</summary>
    public static IReadOnlyList<ObjectName> TablesOf(DdlStatement statement) => statement switch
    {
        CreateTableStatement create => [create.Table],
        CreateIndexStatement create => [create.Table],
        AlterTableStatement alter => [alter.Table, .. alter.Clauses.OfType<RenameToClause>().Select(rename => rename.To)],
        DropStatement { Kind: DroppedKind.Table } drop => drop.Names,
        DropStatement { Kind: DroppedKind.Index, OnTable: { } table } => [table],
        RenameTableStatement rename => [.. rename.Renames.SelectMany(pair => new[] { pair.From, pair.To })],
        _ => [],
    };

    // The comparison does not look at these, or what they do is in the rows.
    private static bool IsUnseen(AlterClause clause) => clause is TableOptionsClause or ConvertToClause or PartitionClause or OrderByClause or UnknownClause;
}

/// <summary>Statements are values, and a migration may say the same twice.</summary>
internal sealed class StatementIdentity : IEqualityComparer<KnownStatement>
{
    /// <summary>The comparer.</summary>
    public static StatementIdentity Comparer { get; } = new();

    /// <inheritdoc/>
    public bool Equals(KnownStatement? x, KnownStatement? y) => ReferenceEquals(x, y);

    /// <inheritdoc/>
    public int GetHashCode(KnownStatement statement) => RuntimeHelpers.GetHashCode(statement);
}

/// <summary>Migrations by identity: two of them may have the same text.</summary>
internal sealed class MigrationIdentity : IEqualityComparer<PlannedMigration>
{
    /// <summary>The comparer.</summary>
    public static MigrationIdentity Comparer { get; } = new();

    /// <inheritdoc/>
    public bool Equals(PlannedMigration? x, PlannedMigration? y) => ReferenceEquals(x, y);

    /// <inheritdoc/>
    public int GetHashCode(PlannedMigration migration) => RuntimeHelpers.GetHashCode(migration);
}
