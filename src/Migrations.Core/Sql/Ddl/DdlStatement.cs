using Migrations.Core.Sources;
using Migrations.Model;

namespace Migrations.Core.Sql.Ddl;

/// <summary>A statement, read as far as it is DDL that this parser knows; the subtypes say which.</summary>
public abstract record DdlStatement
{
    /// <summary>The file it stands in.</summary>
    public required SourceText Source { get; init; }

    /// <summary>Where it stands, without its delimiter.</summary>
    public required SqlSpan Span { get; init; }

    /// <summary>The place of its first character.</summary>
    public SourceLocation Location => Source.LocationAt(Span.Start);

    /// <summary>Its text.</summary>
    public string Text => Span.TextIn(Source.Text);

    /// <inheritdoc/>
    public sealed override string ToString() => Text;
}

/// <summary>A statement that is no DDL, or DDL of a kind that is only kept as it is written.</summary>
public sealed record UnknownStatement : DdlStatement;

/// <summary><c>CREATE TABLE</c>.</summary>
public sealed record CreateTableStatement : DdlStatement
{
    /// <summary>The table.</summary>
    public required ObjectName Table { get; init; }

    /// <summary>Whether it is <c>CREATE TEMPORARY TABLE</c>.</summary>
    public bool IsTemporary { get; init; }

    /// <summary>Whether it is MariaDB's <c>CREATE OR REPLACE TABLE</c>.</summary>
    public bool OrReplace { get; init; }

    /// <summary>The words <c>IF NOT EXISTS</c>.</summary>
    public SqlSpan? Condition { get; init; }

    /// <summary>From the opening parenthesis of the definitions to behind the closing one; null for <c>LIKE</c> and bare <c>AS SELECT</c>.</summary>
    public SqlSpan? Body { get; init; }

    /// <summary>Columns, keys and constraints in order.</summary>
    public IReadOnlyList<TableElement> Elements { get; init; } = [];

    /// <summary>The table options.</summary>
    public TableOptions Options { get; init; } = TableOptions.None;

    /// <summary>The table that <c>LIKE</c> copies.</summary>
    public ObjectName? Like { get; init; }

    /// <summary>The query of <c>AS SELECT</c>, as written.</summary>
    public SqlSpan? Query { get; init; }

    /// <summary><c>PARTITION BY …</c>, as written.</summary>
    public SqlSpan? Partitioning { get; init; }
}

/// <summary>Table options that a schema knows; all others stay in the text.</summary>
public sealed record TableOptions
{
    /// <summary>No option.</summary>
    public static TableOptions None { get; } = new();

    /// <summary><c>ENGINE</c>.</summary>
    public string? Engine { get; init; }

    /// <summary><c>[DEFAULT] CHARACTER SET</c>.</summary>
    public string? CharacterSet { get; init; }

    /// <summary><c>[DEFAULT] COLLATE</c>.</summary>
    public string? Collation { get; init; }

    /// <summary><c>COMMENT</c>.</summary>
    public string? Comment { get; init; }
}

/// <summary><c>CREATE [OR REPLACE] [UNIQUE|FULLTEXT|SPATIAL] INDEX</c>.</summary>
public sealed record CreateIndexStatement : DdlStatement
{
    /// <summary>The table.</summary>
    public required ObjectName Table { get; init; }

    /// <summary>The index.</summary>
    public required TableIndex Index { get; init; }

    /// <summary>Whether it is MariaDB's <c>CREATE OR REPLACE INDEX</c>.</summary>
    public bool OrReplace { get; init; }

    /// <summary>The words <c>IF NOT EXISTS</c>.</summary>
    public SqlSpan? Condition { get; init; }
}

/// <summary>What <c>DROP</c> takes away.</summary>
public enum DroppedKind
{
    /// <summary>Tables.</summary>
    Table,

    /// <summary>Views.</summary>
    View,

    /// <summary>An index; the statement names its table.</summary>
    Index,

    /// <summary>A trigger.</summary>
    Trigger,

    /// <summary>A stored procedure.</summary>
    Procedure,

    /// <summary>A stored function.</summary>
    Function,

    /// <summary>An event of the scheduler.</summary>
    Event,

    /// <summary>A database.</summary>
    Database,

    /// <summary>Anything else that has a name (sequence, user, role, …).</summary>
    Other,
}

/// <summary><c>DROP …</c>.</summary>
public sealed record DropStatement : DdlStatement
{
    /// <summary>What is dropped.</summary>
    public required DroppedKind Kind { get; init; }

    /// <summary>The names.</summary>
    public required IReadOnlyList<ObjectName> Names { get; init; }

    /// <summary>The table of an index.</summary>
    public ObjectName? OnTable { get; init; }

    /// <summary>Whether it is <c>DROP TEMPORARY TABLE</c>.</summary>
    public bool IsTemporary { get; init; }

    /// <summary>The words <c>IF EXISTS</c>.</summary>
    public SqlSpan? Condition { get; init; }
}

/// <summary><c>RENAME TABLE a TO b, …</c>.</summary>
public sealed record RenameTableStatement : DdlStatement
{
    /// <summary>The pairs, in order.</summary>
    public required IReadOnlyList<TableRename> Renames { get; init; }

    /// <summary>MariaDB's <c>IF EXISTS</c>.</summary>
    public SqlSpan? Condition { get; init; }
}

/// <summary>One pair of a <c>RENAME TABLE</c>.</summary>
/// <param name="From">The old name.</param>
/// <param name="To">The new name.</param>
public sealed record TableRename(ObjectName From, ObjectName To);

/// <summary><c>TRUNCATE [TABLE]</c>.</summary>
public sealed record TruncateStatement : DdlStatement
{
    /// <summary>The table.</summary>
    public required ObjectName Table { get; init; }
}

/// <summary><c>CREATE [OR REPLACE] VIEW</c>.</summary>
public sealed record CreateViewStatement : DdlStatement
{
    /// <summary>The view, with its query as written.</summary>
    public required SchemaView View { get; init; }

    /// <summary>Whether it replaces a view that is there.</summary>
    public bool OrReplace { get; init; }

    /// <summary>The words <c>IF NOT EXISTS</c>.</summary>
    public SqlSpan? Condition { get; init; }
}
