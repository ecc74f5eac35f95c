using Migrations.Model;

namespace Migrations.Core.Sql.Ddl;

/// <summary>One clause of an <c>ALTER TABLE</c>; the subtypes say which.</summary>
public abstract record AlterClause
{
    /// <summary>Where it stands, without the comma behind it.</summary>
    public required SqlSpan Span { get; init; }

    /// <summary>The words <c>IF EXISTS</c> or <c>IF NOT EXISTS</c> in it.</summary>
    public SqlSpan? Condition { get; init; }
}

/// <summary>Where a column is put.</summary>
/// <param name="After">The column before it; null for <c>FIRST</c>.</param>
public sealed record ColumnPosition(string? After)
{
    /// <summary>Where the words stand.</summary>
    public SqlSpan Span { get; init; }
}

/// <summary><c>ADD [COLUMN] c …</c> or <c>ADD [COLUMN] (c …, d …)</c>.</summary>
public sealed record AddColumnsClause : AlterClause
{
    /// <summary>The columns: one, or those in the parentheses.</summary>
    public required IReadOnlyList<ColumnElement> Columns { get; init; }

    /// <summary>Keys and constraints that stand among the columns in the parentheses.</summary>
    public IReadOnlyList<TableElement> Others { get; init; } = [];

    /// <summary>Whether the columns stand in parentheses.</summary>
    public bool IsList { get; init; }

    /// <summary><c>FIRST</c> or <c>AFTER</c>; null for the end.</summary>
    public ColumnPosition? Position { get; init; }
}

/// <summary><c>ADD INDEX</c>, <c>ADD UNIQUE</c>, <c>ADD FULLTEXT</c>, <c>ADD SPATIAL</c>, <c>ADD CONSTRAINT … UNIQUE</c>.</summary>
public sealed record AddIndexClause : AlterClause
{
    /// <summary>The index.</summary>
    public required TableIndex Index { get; init; }
}

/// <summary><c>ADD [CONSTRAINT …] PRIMARY KEY</c>.</summary>
public sealed record AddPrimaryKeyClause : AlterClause
{
    /// <summary>The key.</summary>
    public required PrimaryKey PrimaryKey { get; init; }
}

/// <summary><c>ADD [CONSTRAINT …] FOREIGN KEY</c>.</summary>
public sealed record AddForeignKeyClause : AlterClause
{
    /// <summary>The foreign key.</summary>
    public required ForeignKey ForeignKey { get; init; }
}

/// <summary><c>ADD [CONSTRAINT …] CHECK</c>.</summary>
public sealed record AddCheckClause : AlterClause
{
    /// <summary>The constraint.</summary>
    public required CheckConstraint Check { get; init; }
}

/// <summary>What a <c>DROP</c> clause takes away.</summary>
public enum TablePart
{
    /// <summary>A column.</summary>
    Column,

    /// <summary>An index (<c>INDEX</c> or <c>KEY</c>).</summary>
    Index,

    /// <summary>The primary key; it has no name.</summary>
    PrimaryKey,

    /// <summary>A foreign key.</summary>
    ForeignKey,

    /// <summary>A check constraint, named as such (MySQL).</summary>
    Check,

    /// <summary>A constraint of whatever kind has that name: unique, foreign key or check.</summary>
    Constraint,
}

/// <summary><c>DROP …</c> of a part of the table.</summary>
public sealed record DropPartClause : AlterClause
{
    /// <summary>What is dropped.</summary>
    public required TablePart Part { get; init; }

    /// <summary>Its name; null for the primary key.</summary>
    public string? Name { get; init; }
}

/// <summary><c>MODIFY [COLUMN] c …</c>.</summary>
public sealed record ModifyColumnClause : AlterClause
{
    /// <summary>The column as it is to be.</summary>
    public required ColumnElement Column { get; init; }

    /// <summary><c>FIRST</c> or <c>AFTER</c>; null where it stays.</summary>
    public ColumnPosition? Position { get; init; }
}

/// <summary><c>CHANGE [COLUMN] old new …</c>.</summary>
public sealed record ChangeColumnClause : AlterClause
{
    /// <summary>The old name.</summary>
    public required string OldName { get; init; }

    /// <summary>The column as it is to be.</summary>
    public required ColumnElement Column { get; init; }

    /// <summary><c>FIRST</c> or <c>AFTER</c>; null where it stays.</summary>
    public ColumnPosition? Position { get; init; }
}

/// <summary><c>ALTER [COLUMN] c SET DEFAULT …</c> or <c>DROP DEFAULT</c>.</summary>
public sealed record AlterDefaultClause : AlterClause
{
    /// <summary>The column.</summary>
    public required string Column { get; init; }

    /// <summary>The new default; null for <c>DROP DEFAULT</c>.</summary>
    public ColumnDefault? Default { get; init; }
}

/// <summary><c>ALTER INDEX i VISIBLE|INVISIBLE</c>; MariaDB: <c>[NOT] IGNORED</c>.</summary>
public sealed record AlterIndexVisibilityClause : AlterClause
{
    /// <summary>The index.</summary>
    public required string Index { get; init; }

    /// <summary>Whether the optimizer may not use it from now on.</summary>
    public bool IsInvisible { get; init; }
}

/// <summary><c>ALTER CHECK|CONSTRAINT c [NOT] ENFORCED</c> (MySQL).</summary>
public sealed record AlterEnforcementClause : AlterClause
{
    /// <summary>The constraint.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is enforced from now on.</summary>
    public bool IsEnforced { get; init; }
}

/// <summary><c>RENAME COLUMN a TO b</c>.</summary>
public sealed record RenameColumnClause : AlterClause
{
    /// <summary>The old name.</summary>
    public required string From { get; init; }

    /// <summary>The new name.</summary>
    public required string To { get; init; }
}

/// <summary><c>RENAME INDEX|KEY a TO b</c>.</summary>
public sealed record RenameIndexClause : AlterClause
{
    /// <summary>The old name.</summary>
    public required string From { get; init; }

    /// <summary>The new name.</summary>
    public required string To { get; init; }
}

/// <summary><c>RENAME [TO|AS] t</c>.</summary>
public sealed record RenameToClause : AlterClause
{
    /// <summary>The new name.</summary>
    public required ObjectName To { get; init; }
}

/// <summary><c>CONVERT TO CHARACTER SET …</c>.</summary>
public sealed record ConvertToClause : AlterClause
{
    /// <summary>The character set.</summary>
    public required string CharacterSet { get; init; }

    /// <summary>The collation, where it is given.</summary>
    public string? Collation { get; init; }
}

/// <summary>Table options such as <c>ENGINE = InnoDB COMMENT = 'x'</c>; those that are not known stay in the text.</summary>
public sealed record TableOptionsClause : AlterClause
{
    /// <summary>The options.</summary>
    public required TableOptions Options { get; init; }
}

/// <summary><c>ALGORITHM = …</c> or <c>LOCK = …</c>: how the statement runs; it changes nothing in the table.</summary>
public sealed record ExecutionClause : AlterClause
{
    /// <summary>The algorithm in lower case.</summary>
    public string? Algorithm { get; init; }

    /// <summary>The lock in lower case.</summary>
    public string? Lock { get; init; }
}

/// <summary>A clause about partitions, as it is written.</summary>
public sealed record PartitionClause : AlterClause;

/// <summary><c>ORDER BY …</c>, as it is written.</summary>
public sealed record OrderByClause : AlterClause;

/// <summary>A clause of a kind that is only kept as it is written.</summary>
public sealed record UnknownClause : AlterClause;
